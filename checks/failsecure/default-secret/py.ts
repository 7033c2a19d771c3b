import { python, type Report, type SyntaxContext, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import { isPassword, isPlaceholder, opensDoors } from '../../models/defaultSecrets.ts';
import { type PythonFile, pythonFile } from '../../models/python/file.ts';
import { inTestCode } from '../../models/python/tests.ts';
import { namesSecret } from '../../models/secretValues.ts';

/** Functions that look a value up by its name and take a default. */
const lookups =
  /(?:^|\|)(?:os\.environ\.(?:get|setdefault)|os\.getenv|decouple\.config|starlette\.config\.Config\(\)|environs?\.Env\(\)(?:\.\w+)?|environ\.Env\(\)(?:\.\w+)?)$/;
const byWord = /(?:^|\.)(?:config|env(?:\.str|\.get)?|environ\.get|getenv|(?:config|cfg|conf|settings|app\.config)\.get)$/;

/** Reports secrets with a literal default. */
export const py: SyntaxRules = {
  call(call, context) {
    const callee = call.child('function')?.text ?? '';
    if (!/get|env|config|setdefault|Env|Field/.test(callee)) return;
    const file = pythonFile(context);
    const args = python.argumentsOf(call);
    const isField = /(?:^|\.)Field$/.test(callee);
    if (!isField && !lookups.test(file.values.callee(call) ?? '') && !byWord.test(callee) && callee !== 'getattr') return;
    const at = callee === 'getattr' ? 1 : 0;
    const holder = isField ? assigned(call) : (python.literalText(args.positional[at] ?? null) ?? '');
    const preset = args.named.get('default') ?? args.positional[isField ? 0 : at + 1] ?? fallback(call);
    if (preset) judge(file, call, holder, preset, context, args.named.has('default') || args.positional.length > at + 1);
  },
  subscript(node, context) {
    if (node.parent?.type === 'boolean_operator' && /environ$/.test(node.child('value')?.text ?? '')) {
      const preset = fallback(node);
      if (preset) judge(pythonFile(context), node, python.literalText(node.child('subscript')) ?? '', preset, context, false);
    }
  },
  assignment(node, context) {
    const left = node.child('left');
    const right = node.child('right');
    if (left?.type !== 'identifier' || !right || !isSecretName(left.text)) return;
    const branch = node.ancestor('if_statement', 'function_definition', 'class_definition');
    // `if not SECRET: SECRET = "…"`, and a field of settings that the environment may fill.
    const isLate =
      branch?.type === 'if_statement' &&
      new RegExp(`^not ${left.text}$|^${left.text} (?:is None|== ["']{2})$`).test(branch.child('condition')?.text ?? '');
    const isSetting =
      branch?.type === 'class_definition' &&
      /\b(?:Base)?Settings\b/.test(branch.child('superclasses')?.text ?? '') &&
      node.child('type') !== null;
    if (isLate || isSetting) judge(pythonFile(context), node, left.text, right, context, false);
  },
};

/** `os.getenv("X") or "…"`. */
function fallback(node: SyntaxNode): SyntaxNode | null {
  const around = node.parent;
  return around?.type === 'boolean_operator' && around.child('operator')?.text === 'or' && around.child('left')!.equals(node)
    ? around.child('right')
    : null;
}

function assigned(call: SyntaxNode): string {
  return call.parent?.type === 'assignment' ? (call.parent.child('left')?.text ?? '') : '';
}

function isSecretName(name: string): boolean {
  if (/(?:header|name|field|url|uri|file|path|prefix|algorithm|type|expiry|ttl)s?$/i.test(name)) return false;
  return namesSecret(name) || /(?:^|_)(?:salt|secret_key|secretkey|signing_key|jwt_key)$/i.test(name);
}

const development = /\b(?:dev|devel|development|test|tests|testing|local|localhost|ci|demo|debug|sandbox)\b|DEBUG|TESTING/i;

function judge(file: PythonFile, node: SyntaxNode, name: string, preset: SyntaxNode, context: SyntaxContext, isArgument: boolean): void {
  const target = statementTarget(node);
  const known = isSecretName(name) ? name : isSecretName(target) ? target : null;
  if (known === null || inTestCode(node)) return;
  const value = file.values.constant(preset);
  // `password = config.get("client", "password")`: a section and an option.
  if (value === target && !isSecretName(name)) return;
  if (value === null || isPlaceholder(value) || (/^\d{1,5}$/.test(value) && !isPassword(known)) || isNested(preset)) return;
  if (isForDevelopment(node, context) || isRefused(context, value, known, target, preset)) return;
  context.report({
    aboutValue: 2,
    at: node,
    confidence: opensDoors(known) ? 'high' : 'medium',
    message: `Where \`${known}\` is not set, a value takes its place that everybody can read here.`,
    remediation: `Stop where it is missing: \`os.environ["${known}"]\`.`,
    trace: [{ at: node, text: `\`${known}\` falls back to a text of the source` }],
    ...fixOf(file, node, isArgument),
  });
}

/** A name of a variable or a file as default, not the secret. */
function isNested(preset: SyntaxNode): boolean {
  return preset.type === 'call' || preset.type === 'attribute';
}

function statementTarget(node: SyntaxNode): string {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === 'assignment') return (at.child('left')?.text ?? '').replace(/^.*[.[]["']?/, '').replace(/["'\]]+$/, '');
    if (at.type === 'keyword_argument') return at.child('name')?.text ?? '';
    if (/statement$/.test(at.type) && at.type !== 'expression_statement') return '';
  }
  return '';
}

function isForDevelopment(node: SyntaxNode, { path }: SyntaxContext): boolean {
  if (/(?:^|[/_.-])(?:dev|devel|development|local|tests?|testing|ci|demo|examples?|sample|quickstart|conftest)(?:[/_.-]|$)/i.test(path))
    return true;
  for (let at = node.parent; at; at = at.parent) {
    if (
      (at.type === 'if_statement' || at.type === 'conditional_expression') &&
      development.test((at.child('condition') ?? at.namedChildren[1])?.text ?? '')
    )
      return true;
    if (at.type === 'class_definition' && development.test((at.child('name')?.text ?? '').replace(/([a-z])([A-Z])/g, '$1 $2'))) return true;
  }
  return false;
}

/** The default is compared with later, or the value is refused outside of development. */
function isRefused({ root }: SyntaxContext, value: string, known: string, target: string, preset: SyntaxNode): boolean {
  for (const one of root.descendants('comparison_operator')) {
    const sides = one.namedChildren;
    if (sides.some((side) => python.literalText(side) === value || (preset.type === 'identifier' && side.text === preset.text)))
      return true;
    if (/\.startswith\(/.test(one.text)) return true;
  }
  for (const one of root.descendants('call')) {
    if (wordEnds(one) && python.argumentsOf(one).positional.some((given) => value.startsWith(python.literalText(given) ?? '\0'))) {
      const object = one.child('function')?.child('object')?.text ?? '';
      if (object.endsWith(target) || object.endsWith(known)) return true;
    }
  }
  return false;
}

function wordEnds(call: SyntaxNode): boolean {
  return /^(?:startswith|endswith)$/.test(call.child('function')?.child('attribute')?.text ?? '');
}

function fixOf(file: PythonFile, node: SyntaxNode, isArgument: boolean): Pick<Report, 'fix'> {
  if (!isArgument || node.type !== 'call' || !/^os\.(?:environ\.get|getenv)$/.test(node.child('function')?.text ?? '')) return {};
  const [name] = python.argumentsOf(node).positional;
  if (!name || file.scopes.imports.get('os') !== 'os') return {};
  return {
    fix: {
      description: 'Raises KeyError where it is not set, instead of going on with a value everybody knows.',
      edits: [{ start: node.start, end: node.end, newText: `os.environ[${name.text}]` }],
    },
  };
}
