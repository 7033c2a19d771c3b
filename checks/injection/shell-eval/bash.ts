import { isDelivery, judgeShell } from '../../models/flow/judgeShell.ts';
import type { Hole } from '../../models/flow/weighHit.ts';
import { after, before } from '../../models/flow/weighHit.ts';

/** `eval "$name=…"`, `eval "x=\\$$name"`: the variable is a name by contract, and other sources than the script's own caller are taken to keep it. */
function isName(hole: Hole): boolean {
  const ahead = before(hole);
  if (/\$\{?[#!]?\w*$/.test(ahead)) return true;
  return /^\w*\+?=/.test(after(hole)) && /(?:^|[\s;])\w*$/.test(ahead);
}

/** `eval` of a text that comes from outside the file. */
export const bash = judgeShell({
  contexts: ['shell'],
  isMeant: (label) => label === 'eval',
  ending: 'and is parsed as code by `eval`',
  isHarmless: (hole) => isDelivery(hole) || (isName(hole) && !hole.facts.some(({ kind }) => kind === 'argument' || kind === 'input')),
});
