import { readShell } from '../../../src/engine/bash.ts';
import type { FlowJudge, Hit } from '../../../src/engine/check.ts';
import { runsAsRoot } from '../../models/bash/root.ts';
import { judgeShell } from '../../models/flow/judgeShell.ts';
import { OWN_FILE } from '../../models/libraries/bash/sources.ts';

/** `declare -A names`: an index of such an array is a key, and not evaluated. */
function isKey(hit: Hit, judge: FlowJudge): boolean {
  if (hit.sink.label !== 'index') return false;
  const name = judge.node(hit.at).child('name')?.text ?? '';
  const { root } = judge.context;
  for (const node of root.descendants('declaration_command')) {
    if (!node.namedChildren.some((child) => child.type === 'word' && /^-\w*A/.test(child.text))) continue;
    if (node.namedChildren.some((child) => (child.child('name') ?? child).text === name)) return true;
  }
  return false;
}

export const bash = judgeShell({
  contexts: ['arithmetic'],
  isMeant: () => true,
  ending: 'and the shell evaluates it',
  counts({ kind, source }, hit, judge) {
    if (kind === 'parameter' || source.startsWith(`file ${OWN_FILE}`) || isKey(hit, judge)) return false;
    return kind !== 'argument' || runsAsRoot(judge.context.shared(readShell).file, judge.context.path);
  },
  say: (report, { fact }) => (fact?.kind === 'input' ? { ...report, confidence: 'medium' } : report),
});
