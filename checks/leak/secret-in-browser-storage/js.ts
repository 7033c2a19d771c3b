import { constantOf, type FlowRule, type Hit } from '../../../src/engine/check.ts';
import { shownBy, shownIn } from '../../models/flow/exposing.ts';
import { confidential } from '../../models/libraries/javascript/confidential.ts';
import { namesSecret } from '../../models/secretValues.ts';
import { vectors } from '../../models/vectors.ts';

const token = /(?:^|[-_.:/])(?:token|jwt|auth|id_?token|access_?token|refresh_?token|session_?token|auth_?token|bearer|api_?key)$/i;
const harmless = /csrf|xsrf|device|push|fcm|notification|expir|type|theme/i;

/** The name that it is kept under; empty where it is not written out. */
function keyOf({ sink, given, known, name }: Hit): string {
  // A field that is set.
  if (sink.at === 1 && given.length === 1) return name ?? '';
  if (sink.label !== 'cookie text') return (given[0] && constantOf(given[0])) ?? '';
  const first = known.texts?.[0]?.[0];
  const text = first && 'text' in first ? first.text : '';
  return text.includes('=') ? text.slice(0, text.indexOf('=')).trim() : '';
}

function namesToken(key: string): boolean {
  return key.length <= 60 && !harmless.test(key) && (token.test(key) || namesSecret(key));
}

/** Reports tokens in `localStorage`, `sessionStorage` and cookies that a page sets itself. */
export const js: FlowRule = {
  binding: confidential,
  contexts: ['to browser'],
  judge(hit, judge) {
    const key = keyOf(hit);
    const value = hit.sink.label === 'cookie text' ? null : constantOf(hit.known);
    if (value !== null || harmless.test(key)) return null;
    const shown = shownIn(hit, shownBy).find(({ name }) => !harmless.test(name));
    if (!shown && !namesToken(key)) return null;
    const { sink, unit } = hit;
    const place = sink.label === 'storage' ? 'the storage of the browser' : 'a cookie that scripts can read';
    const name = (shown?.name ?? key).replaceAll('`', "'").slice(0, 80);
    return {
      at: judge.node(hit.at),
      vector: vectors.tokenInPage,
      confidence: 'medium',
      message: `\`${name}\` is kept in ${place}: every script of the page can take it along.`,
      trace: [{ path: unit.path, line: unit.source.lineAt(unit.program.tree.start[hit.at]!), text: `and is kept in ${place}` }],
    };
  },
};
