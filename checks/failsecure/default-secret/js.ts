import type { SyntaxContext, SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import { argumentsOf, calleeOf, type JavaScriptFile, javaScriptFile, leaves, propertyOf, unwrap } from '../../../src/engine/javascript.ts';
import { isDummy, isPassword, isPlaceholder, isPublic, namesHeader, opensDoors } from '../../models/defaultSecrets.ts';
import { isForDevelopment, readsEnvironment } from '../../models/javascript/environment.ts';
import { namesSecret } from '../../models/secretValues.ts';

/** Functions that read a setting by name and give their second argument where there is none. */
const readers = ['env', 'getEnv', 'getenv', 'envOr', 'getEnvOr', 'envOrDefault', 'getEnvOrDefault', 'getEnvVar', 'get'];
const settings = /(?:^|\.)(?:\w*config\w*|conf|env|nconf|\w*settings)$/i;
/** Where a schema of settings starts: `z.string().default('…')`. */
const schemas = /^(?:z|zod|[Jj]oi|yup|v|t|S|Type)\b/;

/** What is missing, and what takes its place. */
interface Fallback {
  readonly name: string;
  readonly value: SyntaxNode;
  /** The name is one of the environment, so it is a setting of the running program. */
  readonly isSetting: boolean;
  /** What a program that stops would say instead; null where there is no place for an expression. */
  readonly instead?: SyntaxNode | null;
}

function isSecretName(name: string, isSetting: boolean): boolean {
  if (isPublic(name)) return false;
  if (namesSecret(name) || /(?:^|[_a-z])(?:SALT|Salt|salt|_PASS|_pass)$/.test(name)) return true;
  // `COOKIE_KEY` of the environment signs cookies; `cookieKey` of an options object may be the cookie's name.
  return isSetting && /_KEYS?$/.test(name) && opensDoors(name);
}

/** The variable or key that an expression gives its value to. */
function targetOf(node: SyntaxNode): string {
  let at = node;
  while (at.parent && /^(?:parenthesized|as|satisfies|non_null|await)_expression$/.test(at.parent.type)) at = at.parent;
  const { parent } = at;
  if (parent?.type === 'variable_declarator' && at.field === 'value') return parent.child('name')?.text ?? '';
  if (parent?.type === 'pair') return parent.child('key')?.text.replace(/^['"]|['"]$/g, '') ?? '';
  if (parent?.type === 'assignment_expression' && at.field === 'right') {
    const left = parent.child('left');
    return left ? (propertyOf(left) ?? left.text) : '';
  }
  return parent?.type === 'public_field_definition' || parent?.type === 'field_definition' ? (parent.child('name')?.text ?? '') : '';
}

/** The name under which an expression reads a secret, or null: `process.env.JWT_SECRET`, `options.secret`. */
function secretRead(node: SyntaxNode, target: string, file: JavaScriptFile): { name: string; isSetting: boolean } | null {
  const setting = readsEnvironment(node, file);
  if (setting !== null) {
    const name = isSecretName(setting, true) ? setting : isSecretName(target, false) && !isPublic(setting) ? target : null;
    return name === null ? null : { name, isSetting: true };
  }
  const at = unwrap(node);
  const own = at.type === 'identifier' ? at.text : propertyOf(at);
  // An option of a library: only what signs or decrypts, for a password may as well be the label of its field.
  if (/dev|test|mock/i.test(at.child('object')?.text.slice(0, 60) ?? '')) return null;
  return own && /secret/i.test(own) && isSecretName(own, false) && opensDoors(own) ? { name: own, isSetting: false } : null;
}

/** Whether the program itself looks at the value and refuses it, or refuses to start without one. */
function isRefused(file: JavaScriptFile, { name, value }: Fallback, text: string): boolean {
  const names = [name, targetOf(value.parent ?? value)].filter((one) => one.length > 2);
  for (const statement of file.root.descendants('if_statement')) {
    const condition = statement.child('condition')?.text.slice(0, 600) ?? '';
    const branch = statement.child('consequence');
    if (!branch || branch.contains(value) || !names.some((one) => condition.includes(one))) continue;
    if (leaves(branch) || /\bthrow\b|\.exit\(/.test(branch.text.slice(0, 600))) return true;
  }
  for (const comparison of file.root.descendants('binary_expression')) {
    if (!/^[!=]==?$/.test(comparison.child('operator')?.text ?? '')) continue;
    const sides = [comparison.child('left'), comparison.child('right')];
    if (sides.some((side) => side && /^(?:string|identifier|member_expression)$/.test(side.type) && file.constantOf(side) === text))
      return true;
  }
  return file.calls
    .of(['includes', 'has', 'notEqual', 'notStrictEqual', 'requireEnv', 'assertEnv'])
    .some((call) => argumentsOf(call).some((given) => names.some((one) => given.text.includes(one))));
}

function consider(context: SyntaxContext, file: JavaScriptFile, at: SyntaxNode, fallback: Fallback): void {
  const { name, isSetting, instead } = fallback;
  const value = file.constantOf(fallback.value);
  if (
    value === null ||
    isPlaceholder(value) ||
    namesHeader(name, value) ||
    value === name ||
    (/^\d{1,5}$/.test(value) && !isPassword(name))
  )
    return;
  // What is sent to others lets nobody in where it is no real credential.
  const opens = opensDoors(name) && !/client_?secret|access_?key|api_?secret/i.test(name);
  if (!opens && !isPassword(name) && isDummy(value)) return;
  if (isForDevelopment(at, context.path) || isRefused(file, fallback, value)) return;
  const stop = `(() => { throw new Error('${name} is not set'); })()`;
  context.report({
    aboutValue: 2,
    at,
    confidence: opens && isSetting ? 'high' : 'medium',
    message: `Where \`${name}\` is not set, a value takes its place that everybody can read here.`,
    remediation: `Stop at the start of the program where \`${name}\` is missing: \`if (!${isSetting ? 'process.env.' : ''}${name}) throw new Error(…)\`.`,
    trace: [{ at: fallback.value, text: `\`${name}\` falls back to a text of the source` }],
    ...(instead && {
      fix: {
        description: `Throws where \`${name}\` is not set, instead of going on with a value everybody knows.`,
        edits: [{ start: instead.start, end: instead.end, newText: stop }],
      },
    }),
  });
}

/** `a || 'x'`, `a ?? 'x'` and their assignments. */
function eitherOr(node: SyntaxNode, context: SyntaxContext): void {
  const operator = node.child('operator')?.text;
  if (operator !== '||' && operator !== '??' && operator !== '||=' && operator !== '??=') return;
  const left = node.child('left');
  const right = node.child('right');
  if (!left || !right || !/^(?:string|template_string|identifier|member_expression|parenthesized_expression)$/.test(right.type)) return;
  const file = context.shared(javaScriptFile);
  const nearest = unwrap(left).type === 'binary_expression' ? (unwrap(left).child('right') ?? left) : left;
  const read = secretRead(nearest, targetOf(node), file);
  if (read) consider(context, file, node, { ...read, value: right, instead: read.isSetting ? right : null });
}

/** What an `if` asks the absence of: `!x`, `x === undefined`, `x == null`; null for anything else. */
function askedToBeAbsent(condition: SyntaxNode): SyntaxNode | null {
  const at = unwrap(condition);
  if (at.type === 'unary_expression' && at.child('operator')?.text === '!') return at.child('argument');
  if (at.type !== 'binary_expression' || !/^===?$/.test(at.child('operator')?.text ?? '')) return null;
  return /^(?:undefined|null|'')$/.test(at.child('right')?.text ?? '') ? at.child('left') : null;
}

/** The pair whose value a chain of calls is: `JWT_SECRET: z.string().min(8).default('…').trim()`. */
function keyOfChain(call: SyntaxNode): string {
  let at = call;
  while (at.parent?.type === 'member_expression' && at.parent.parent?.type === 'call_expression') at = at.parent.parent;
  return at.parent?.type === 'pair' && !/\.(?:refine|superRefine|transform)\(/.test(at.text) ? targetOf(at) : '';
}

/** Reports secrets with a literal default. */
export const js: SyntaxRules = {
  binary_expression: eitherOr,
  augmented_assignment_expression: eitherOr,
  ternary_expression(node, context) {
    const condition = node.child('condition');
    const read = node.child('consequence');
    const otherwise = node.child('alternative');
    if (!condition || !read || otherwise?.type !== 'string' || unwrap(condition).text !== unwrap(read).text) return;
    const file = context.shared(javaScriptFile);
    const secret = secretRead(read, targetOf(node), file);
    if (secret) consider(context, file, node, { ...secret, value: otherwise, instead: secret.isSetting ? otherwise : null });
  },
  assignment_expression(node, context) {
    const left = node.child('left');
    const right = node.child('right');
    if (!left || right?.type !== 'string') return;
    const statement = node.parent?.parent;
    const branch = statement?.type === 'statement_block' ? statement.parent : statement;
    const condition = branch?.type === 'if_statement' ? branch.child('condition') : null;
    const asked = condition && !branch?.child('alternative')?.contains(node) ? askedToBeAbsent(condition) : null;
    if (!asked || unwrap(asked).text !== left.text) return;
    const file = context.shared(javaScriptFile);
    const binding = left.type === 'identifier' ? file.bindings.resolve(left) : null;
    const read = secretRead(binding?.value ?? left, left.text, file);
    if (read) consider(context, file, node, { ...read, value: right });
  },
  object_assignment_pattern(node, context) {
    defaultOfPattern(node, node.child('left')?.text ?? '', node.child('right'), context);
  },
  assignment_pattern(node, context) {
    const { parent } = node;
    if (parent?.type === 'pair_pattern') defaultOfPattern(node, parent.child('key')?.text ?? '', node.child('right'), context);
  },
  pair(node, context) {
    const value = node.child('value');
    if (value?.type !== 'string' || node.child('key')?.text !== 'default') return;
    const object = node.parent!;
    const named = object.namedChildren.find((member) => member.type === 'pair' && member.child('key')?.text === 'env')?.child('value');
    const file = context.shared(javaScriptFile);
    const call = object.parent?.type === 'arguments' ? object.parent.parent : null;
    const around = targetOf(call ?? object);
    const name = (named && file.constantOf(named)) ?? (/^[A-Z][A-Z0-9_]+$/.test(around) ? around : '');
    if (isSecretName(name, true)) consider(context, file, node, { name, value, isSetting: true });
  },
  call_expression(node, context) {
    const callee = calleeOf(node);
    const method = callee?.type === 'identifier' ? callee.text : callee ? propertyOf(callee) : null;
    if (!callee || method === null || (method !== 'default' && !readers.includes(method))) return;
    const given = argumentsOf(node);
    const file = context.shared(javaScriptFile);
    if (method === 'default') {
      const key = callee.type === 'member_expression' && given.length === 1 && schemas.test(node.text.slice(0, 12)) ? keyOfChain(node) : '';
      if (isSecretName(key, /^[A-Z0-9_]+$/.test(key))) consider(context, file, node, { name: key, value: given[0]!, isSetting: true });
      return;
    }
    const [key, value] = given;
    if (!key || !value || value.type !== 'string') return;
    if (method === 'get' && !settings.test(callee.child('object')?.text.slice(-60) ?? '')) return;
    const name = file.constantOf(key)?.split(/[.:]/).at(-1) ?? '';
    if (isSecretName(name, true)) consider(context, file, node, { name, value, isSetting: true });
  },
};

/** `const { JWT_SECRET = '…' } = process.env`, `({ secret = '…' })`. */
function defaultOfPattern(node: SyntaxNode, name: string, value: SyntaxNode | null, context: SyntaxContext): void {
  if (value?.type !== 'string') return;
  const object = node.ancestor('object_pattern')?.parent;
  const file = context.shared(javaScriptFile);
  const given = object?.type === 'variable_declarator' ? object.child('value') : null;
  const isSetting = given !== null && /^(?:process|import\.meta|Bun)\.env$/.test(file.nameOf(given) ?? '');
  if (!isSecretName(name, isSetting) || (!isSetting && !(opensDoors(name) && /secret/i.test(name)))) return;
  consider(context, file, node, { name, value, isSetting, instead: isSetting ? value : null });
}
