import { judging } from '../../models/flow/judging.ts';
import { before, isBuilt } from '../../models/flow/weighHit.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

const labels = new Set(['dom', 'selector', 'address']);

export const js = judging({
  binding: javascript,
  contexts: ['html', 'script'],
  isMeant: ({ sink }) => labels.has(sink.label ?? ''),
  isHarmless(hole, { sink }) {
    const written = before(hole);
    // A selector only becomes markup where it begins with a tag; an address only becomes script at its very beginning.
    if (sink.label === 'selector') return written !== '' && !/^\s*</.test(written);
    if (sink.label === 'address') return written !== '' || isBuilt(hole);
    return false;
  },
  vectors: { outside: vectors.xss, remote: undefined },
  ending: 'and becomes markup of the page',
});
