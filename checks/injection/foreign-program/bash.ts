import { judgeShell } from '../../models/flow/judgeShell.ts';
import { vectors } from '../../models/vectors.ts';

export const bash = judgeShell({
  contexts: ['code', 'program'],
  isMeant: (label, { sink }) => (sink.context === 'code' ? !label.startsWith('document ') : label === 'jq'),
  ending: 'and another interpreter reads it as a program',
  counts: ({ kind }, { sink }) => sink.context === 'code' || (kind !== 'file' && kind !== 'parameter'),
  // What is downloaded and run as it came is told by another check.
  isHarmless: ({ text, facts }) => text.length === 1 && facts.length > 0 && facts.every(({ kind }) => kind === 'remote'),
  say(report, { fact }, { sink }) {
    if (sink.context === 'code') return report;
    // A filter can show what it should not, and read files and the environment; it runs nothing.
    return {
      ...report,
      vector: fact && fact.trust < 2 ? vectors.argument : vectors.filterLocal,
      message: 'The value becomes part of the filter: a quote in it ends the string, and what follows picks other data.',
      remediation: 'Give it as a variable: `jq --arg name "$value" \'.[] | select(.name == $name)\'`.',
    };
  },
});
