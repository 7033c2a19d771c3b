/** Values of a JavaScript program whose presence switches a protection on: settings, and proofs that come with a request. */
import type { SyntaxNode } from '../../../src/engine/check.ts';
import { argumentsOf, calleeOf, type JavaScriptFile, leaves, propertyOf, unwrap } from '../../../src/engine/javascript.ts';
import { namesSecret, wordsOf } from '../secretValues.ts';
import { readsEnvironment } from './environment.ts';

export interface Presence {
  readonly name: string;
  readonly value: SyntaxNode;
  readonly kind: 'setting' | 'proof';
  /** It is seen to come from the environment, or from a header. */
  readonly isSeen: boolean;
}

const configs = /(?:^|\.)(?:\w*config|\w*conf|\w*options|opts|\w*settings|env)$/i;
const guards =
  /secret|api_?key|password|passphrase|signing|hmac|jwt|webhook|admin_?key|public_?key|verification|auth_?token|access_?token|(?:^|_)TOKEN$/i;
const proofs = new Set(['signature', 'sig', 'hmac']);

function isProof(name: string): boolean {
  return wordsOf(name).some((word) => proofs.has(word)) && !/type|algorithm|method|version|header_?name|key/i.test(name);
}

/** What a value is that somebody asks the presence of; null for all else, such as switches and users. */
function presenceOf(node: SyntaxNode, file: JavaScriptFile): Presence | null {
  const at = unwrap(node);
  if (!/^(?:identifier|member_expression|subscript_expression)$/.test(at.type)) return null;
  const own = at.type === 'identifier' ? at.text : (propertyOf(at) ?? '');
  const setting = readsEnvironment(at, file);
  if (setting !== null) {
    const fits = guards.test(setting) || namesSecret(setting) || guards.test(own);
    return fits ? { name: setting, value: at, kind: 'setting', isSeen: true } : null;
  }
  if (isProof(own)) {
    const binding = at.type === 'identifier' ? file.bindings.resolve(at) : null;
    const from = `${binding?.value?.text.slice(0, 200) ?? ''} ${at.text}`;
    return { name: own, value: at, kind: 'proof', isSeen: /\bheaders?\b|\.get\(|\.header\(/i.test(from) };
  }
  if (!guards.test(own)) return null;
  const isConfig = at.type !== 'identifier' && configs.test(at.child('object')?.text.slice(-60) ?? '');
  const isConstant = at.type === 'identifier' && /^[A-Z][A-Z0-9_]+$/.test(at.text);
  const given = at.type === 'identifier' ? file.bindings.resolve(at)?.value : null;
  const isRead = given !== null && given !== undefined && configs.test(unwrap(given).child('object')?.text.slice(-60) ?? '');
  return isConfig || isConstant || isRead ? { name: own, value: at, kind: 'setting', isSeen: false } : null;
}

/** What a condition asks to be there (`wanted`), or to be missing. */
export function asksFor(condition: SyntaxNode, wanted: boolean, file: JavaScriptFile): Presence | null {
  const at = unwrap(condition);
  if (at.type === 'unary_expression' && at.child('operator')?.text === '!') {
    const inner = at.child('argument');
    return inner ? asksFor(inner, !wanted, file) : null;
  }
  if (at.type === 'call_expression' && calleeOf(at)?.text === 'Boolean') {
    const [given] = argumentsOf(at);
    return given && wanted ? presenceOf(given, file) : null;
  }
  if (at.type === 'binary_expression') {
    const operator = at.child('operator')?.text ?? '';
    const left = at.child('left');
    const right = at.child('right')?.text ?? '';
    const asked = left ? unwrap(left) : null;
    if (asked?.type === 'unary_expression' && asked.child('operator')?.text === 'typeof' && /^['"]string['"]$/.test(right)) {
      const inner = asked.child('argument');
      return inner && /^[!=]==?$/.test(operator) && operator.startsWith('=') === wanted ? presenceOf(inner, file) : null;
    }
    if (!left || !/^(?:[!=]==?|>)$/.test(operator) || !/^(?:undefined|null|''|""|0)$/.test(right)) return null;
    const isThere = operator.startsWith('!') || operator === '>';
    const value = propertyOf(unwrap(left)) === 'length' ? (unwrap(left).child('object') ?? left) : left;
    return isThere === wanted ? presenceOf(value, file) : null;
  }
  return wanted ? presenceOf(at, file) : null;
}

/** The parts of `a && b && c`. */
export function conjunctsOf(condition: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const work = [condition];
  for (let step = 0; work.length > 0 && step < 40; step++) {
    const at = unwrap(work.pop()!);
    const left = at.child('left');
    const right = at.child('right');
    if (at.type === 'binary_expression' && at.child('operator')?.text === '&&' && left && right) work.push(right, left);
    else found.push(at);
  }
  return found;
}

/** Whether the file refuses to go on anywhere without the value. */
export function isDemandedElsewhere({ name, value }: Presence, except: SyntaxNode, file: JavaScriptFile): boolean {
  const names = [name, value.text].map((one) => one.replace(/^.*\./s, '').replace(/[^\w]/g, '')).filter((one) => one !== '');
  const missing = names.map(
    (one) => new RegExp(`!\\s*(?:[\\w$]+\\??\\.)*${one}(?![\\w$])|(?<![\\w$])${one}\\s*===?\\s*(?:undefined|null|''|"")`),
  );
  for (const statement of file.root.descendants('if_statement')) {
    if (statement.equals(except)) continue;
    const condition = statement.child('condition')?.text.slice(0, 400) ?? '';
    const branch = statement.child('consequence');
    if (!branch || except.contains(statement) || !missing.some((one) => one.test(condition))) continue;
    if (
      /\bthrow\b|\.exit\(|\b(?:status|sendStatus|code)\(\s*[45]\d\d|status(?:Code)?\s*[:=]\s*[45]\d\d/.test(branch.text.slice(0, 400)) ||
      (leaves(branch) && /return false|reject\(/.test(branch.text.slice(0, 200)))
    )
      return true;
  }
  return file.calls
    .of(['assert', 'ok', 'invariant', 'requireEnv', 'mustEnv', 'required'])
    .some((call) => names.some((one) => (argumentsOf(call)[0]?.text ?? '').includes(one)));
}
