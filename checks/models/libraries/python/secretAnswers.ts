/** Calls that give secrets by what they are asked for: an address where tokens are given out, settings as a whole, a name a value gets. */
import type { Call, CallModel, FlowProgram, Value } from '../../../../src/engine/check.ts';
import { tokenAddress } from '../../confidential/tokenAddress.ts';

const asking = new Set(['post', 'request', 'fetch_token', 'refresh_token']);

const whole = new Set(['vars', 'dict', 'model_dump', 'model_dump_json', 'json', 'asdict', 'to_dict', 'as_dict', '_asdict']);
const settings = /^(?:\w+\.)*(?:_?settings|config|cfg|conf|configuration|secrets|credentials|creds)(?:\(\))?$/i;

const makes = new Set(['token_urlsafe', 'token_hex', 'token_bytes']);
const kept = /\b(?!csrf|nonce|request|trace|file|page|cancel)[\w.]*(?:token|secret|passw|api_?key)\w*\s*(?::\s*[\w.[\]]+\s*)?=\s*$/i;

const tokens: CallModel = { source: 'secret', says: 'answer of the token endpoint', is: 'token.Answer' };
const settingsAll: CallModel = { source: 'secret-holder' };
const made: CallModel = { source: 'secret' };

function textOf({ tree }: FlowProgram, { at }: Pick<Value, 'at'>): string {
  return tree.text.slice(tree.start[at]!, Math.min(tree.end[at]!, tree.start[at]! + 200));
}

/** What stands before a call on its line. */
function before({ tree }: FlowProgram, { at }: Call): string {
  const start = tree.start[at]!;
  return tree.text.slice(Math.max(tree.text.lastIndexOf('\n', start - 1) + 1, start - 120), start);
}

export function secretModelOf(call: Call, program: FlowProgram): CallModel | undefined {
  const { word } = call;
  if (asking.has(word)) {
    const address = [...program.argumentsOf(call).slice(0, 2), program.optionOf(call, 'url')];
    return address.some((one) => one && tokenAddress.test(`${textOf(program, one)} `)) ? tokens : undefined;
  }
  if (makes.has(word)) return kept.test(before(program, call)) ? made : undefined;
  if (!whole.has(word)) return undefined;
  const receiver = program.receiverOf(call);
  const of = word === 'vars' || word === 'asdict' ? program.argumentsOf(call)[0] : receiver;
  return of && settings.test(textOf(program, of)) ? settingsAll : undefined;
}
