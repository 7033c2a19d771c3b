import { isCleared } from '../../../src/engine/check.ts';
import { picksPlace } from '../../models/flow/addresses.ts';
import { plainRule } from '../../models/flow/plainRule.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

/** What the request says of this site itself: nobody makes another one’s browser lie about it. */
const own =
  /^request [\w$]+(?:\.request|\.req)?\.(?:url|originalUrl|baseUrl|path|hostname|host|protocol|nextUrl)(?:\.(?:pathname|origin|host|hostname|search|protocol))?$|\.headers\.(?:host|x-forwarded-[\w-]+|referer|referrer|origin)$|\.(?:get|header)$/;

/** Reports redirects to where somebody outside says. */
export const js = plainRule({
  binding: javascript,
  context: 'redirect',
  counts: (hole) =>
    picksPlace(hole) &&
    hole.facts.some(({ kind, source, cleared }) => kind === 'request' && !own.test(source) && !isCleared(cleared, 'rooted')),
  vectors: { outside: vectors.pageCode },
  ending: 'and the browser is sent there',
});
