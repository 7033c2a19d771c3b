/** Tests that look into the text of a program instead of running it. */
import type { Observation } from '../observation.ts';
import type { Seen } from './judgeRed.ts';
import { quote } from './wording.ts';

export function saySourceReads({ sha, tests }: Seen): Observation | null {
  const count = (side: 'base' | 'head') => tests.files.reduce((sum, file) => sum + (file[side]?.sourceReads.length ?? 0), 0);
  if (count('head') <= count('base')) return null;
  const file = tests.files.find(({ base, head }) => (head?.sourceReads.length ?? 0) > (base?.sourceReads.length ?? 0));
  if (file === undefined) return null;
  // Lines move, so in a file that had some before none is pointed at.
  const line = (file.base?.sourceReads.length ?? 0) === 0 ? `:${file.head!.sourceReads[0]}` : '';
  const message = `${quote(`${file.path}${line}`)} reads the text of a program instead of running it, so it passes or fails by how the code is written: run it, and look at what it does.`;
  return { id: 'tdd/source-grep-test', commit: sha, message, weight: 'note' };
}
