import { isDelivery, judgeShell } from '../../models/flow/judgeShell.ts';

/** Values that get into the program text of another shell. */
export const bash = judgeShell({
  contexts: ['shell'],
  isMeant: (label) => !/^(?:eval|ssh|trap|split|document .*)$/.test(label),
  ending: 'and another shell parses it',
  isHarmless: isDelivery,
  say: (report, _danger, hit) => ({
    ...report,
    message: `The value becomes part of a program that ${hit.sink.label} parses: quotes, \`;\` and \`$( )\` in it are code.`,
    remediation: 'Keep the program constant and pass values as parameters: `sh -c \'run "$1"\' sh "$value"`.',
  }),
});
