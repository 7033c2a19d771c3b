import { readShell } from '../../../src/engine/bash.ts';
import type { FlowJudge } from '../../../src/engine/check.ts';
import { judgeShell } from '../../models/flow/judgeShell.ts';
import { vectors } from '../../models/vectors.ts';

/** A variable that holds the name of a temporary file. */
function isTemporary(at: number, judge: FlowJudge): boolean {
  const name = /^\$\{?(\w+)\}?$/.exec(judge.node(at).text)?.[1];
  if (name === undefined) return false;
  const { file } = judge.context.shared(readShell);
  return file.definitionsOf(name).some(({ values }) => values.some((value) => /\bmktemp\b/.test(value.text)));
}

export const bash = judgeShell({
  contexts: ['shell'],
  isMeant: (label) => label === 'trap',
  ending: 'and the shell parses it when the trap runs',
  vectors: { own: vectors.localCodeLater, caller: vectors.lowLocal, unknown: vectors.lowLocal },
  counts: ({ kind }) => kind !== 'file',
  // A command that a variable holds as a whole is run by contract.
  isHarmless: ({ text, facts }) => text.length === 1 && facts.length === 0,
  say: (report, { fact, hole }, _hit, judge) => (fact || isTemporary(hole.at, judge) ? report : null),
});
