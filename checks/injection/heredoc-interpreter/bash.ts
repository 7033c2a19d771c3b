import { judgeShell } from '../../models/flow/judgeShell.ts';

export const bash = judgeShell({
  contexts: ['shell', 'code'],
  isMeant: (label) => label.startsWith('document '),
  ending: 'and the interpreter reads it as code',
  say: (report, _danger, hit) => ({
    ...report,
    message: `The value is put into this document before ${(hit.sink.label ?? '').slice('document '.length)} reads it as code, so what is in the value is code, too.`,
  }),
});
