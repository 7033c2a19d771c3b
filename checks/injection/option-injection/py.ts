import { constantOf, type FlowRule, type Known } from '../../../src/engine/check.ts';
import { before, type Hole, holesOf, reportOf, strangersOf, worstOf } from '../../models/flow/weighHit.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';
import { hasDangerousOptions, isValueOf } from './options.ts';

/** Reports operands of programs that may begin with a dash. */
export const py: FlowRule = {
  binding: python,
  contexts: ['command'],
  judge(hit, judge) {
    const holes = operandsOf(hit.known).flatMap((known) => holesOf({ ...hit, known }, 'argument').filter(beginsIt));
    const worst = worstOf(holes.filter((hole) => strangersOf(hole).length > 0));
    if (!worst) return null;
    return reportOf(hit, worst, judge, { vectors: { outside: vectors.sqlName }, ending: 'and the program may take it for an option' });
  },
};

function beginsIt(hole: Hole): boolean {
  return before(hole) === '';
}

/** What stands where the program looks for options and operands alike. */
function operandsOf({ type, fields, count }: Known): readonly Known[] {
  if (type !== 'list' || count === null || !fields) return [];
  const words: (string | null)[] = [];
  const operands: Known[] = [];
  for (let index = 0; index < count; index++) {
    const item = fields.get(String(index));
    if (!item) break;
    const word = constantOf(item);
    if (word === '--') break;
    if (word === null && index > 0 && hasDangerousOptions(words) && !isValueOf(words.at(-1) ?? null, words[0] ?? null)) operands.push(item);
    words.push(word);
  }
  return operands;
}
