/** Calls that give secrets by what they ask for: an address where tokens are given out. */
import type { Call, CallModel, FlowProgram } from '../../../../src/engine/check.ts';
import { tokenAddress } from '../../confidential/tokenAddress.ts';

const asking = new Set(['fetch', 'axios', 'got', 'ky', 'post', 'request']);
const granting = /\bgrant_?type\b/i;
const posting = /\bmethod\s*:\s*['"`]post\b|\.post\s*[(<]/i;

const tokens: CallModel = {
  sinks: [{ at: 0, context: 'to address' }],
  source: 'secret',
  says: 'answer of the token endpoint',
  is: 'token.Answer',
};

export function secretModelOf(call: Call, { tree }: FlowProgram): CallModel | undefined {
  if (!asking.has(call.word)) return undefined;
  const start = tree.start[call.at]!;
  const text = tree.text.slice(start, Math.min(tree.end[call.at]!, start + 800));
  const open = text.indexOf('(');
  const address = `${text
    .slice(open + 1, open + 200)
    .split(',', 1)[0]!
    .trim()} `;
  if (!tokenAddress.test(address)) return undefined;
  return posting.test(text) || granting.test(text) ? tokens : undefined;
}
