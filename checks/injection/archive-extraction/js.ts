import type { FlowRule, Hit } from '../../../src/engine/check.ts';
import { judging } from '../../models/flow/judging.ts';
import type { Hole } from '../../models/flow/weighHit.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

const shared = {
  binding: javascript,
  contexts: ['path'],
  ending: 'and is where the entry is written',
} as const;

const known = judging({
  ...shared,
  isMeant: ({ sink }) => sink.label === 'write',
  counts: ({ kind }) => kind === 'archive',
  vectors: { outside: vectors.libraryCode },
});

const unpacks =
  /\b(?:adm-zip|yauzl|unzip(?:per)?|unzip-stream|tar|tar-stream|tar-fs|jszip|node-stream-zip|decompress(?:-\w+)?|extract-zip|zlib)\b['"]/;

/** Somewhere in the file a path is compared with a directory: where, is not followed for what is only told by its name. */
const compares =
  /\.startsWith\(\s*\w*(?:root|out|dest|target|base|dir|cwd|path|prefix)|\.indexOf\(\s*\w*(?:root|out|dest|target|base|dir|cwd|path|prefix)\w*[^)]{0,20}\)\s*(?:[!=]==?\s*(?:0|-1)|<\s*0)|\.relative\(|path-inside|is-inside/i;

/** What is called an entry's name, in a file that unpacks archives. */
function isEntryName({ at }: Hole, { unit }: Hit): boolean {
  const { tree } = unit.program;
  const text = tree.text.slice(tree.start[at]!, tree.end[at]!);
  return /^(?:\w+\.)*(?:x|f|file|entry|header|item|e|zipEntry|tarEntry)\.(?:path|fileName|filename|entryName|name|linkname|linkpath)$/.test(
    text,
  );
}

/** What comes out of a reader that is not known itself: told by its name, less surely. */
const called = judging({
  ...shared,
  isMeant: ({ sink, unit, via, name }) =>
    sink.label === 'write' &&
    !via &&
    !/utimes|chmod|chown/.test(name ?? '') &&
    unpacks.test(unit.program.tree.text) &&
    !compares.test(unit.program.tree.text),
  counts: ({ kind }) => kind === 'parameter',
  isHarmless: (hole, hit) => !isEntryName(hole, hit),
  vectors: { outside: null, caller: vectors.libraryCode, unknown: vectors.libraryCode },
});

export const js: FlowRule = {
  ...known,
  judge(hit, judge) {
    const sure = known.judge(hit, judge);
    if (sure) return sure;
    const report = called.judge(hit, judge);
    return report && { ...report, confidence: 'medium' };
  },
};
