import { python, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import { callsTo, type PythonFile, pythonFile } from '../../models/python/file.ts';
import { namesSecret } from '../../models/secretValues.ts';
import { isSecretField, isSecretVariable, reportOf } from './judge.ts';

const names = ['print', 'debug', 'info', 'warning', 'warn', 'error', 'critical', 'exception', 'log', 'write', 'pprint'];
const LOGGER = /(?:^|[._])(?:log|logger|logging|_logger|_log)$/i;
const MAX_STEPS = 300;

function isSink(call: SyntaxNode): boolean {
  const callee = call.child('function');
  if (callee?.type === 'identifier') return /^p?print$/.test(callee.text);
  if (callee?.type !== 'attribute') return false;
  const receiver = callee.child('object')?.text ?? '';
  if (receiver.length > 80) return false;
  const method = callee.child('attribute')?.text;
  return method === 'write' ? /^sys\.(?:__)?std(?:out|err)(?:__)?$/.test(receiver) : method !== 'print' && LOGGER.test(receiver);
}

/** Where it is written to, if that is a file: `print(x, file=handle)`. */
function goesToFile(call: SyntaxNode): boolean {
  const file = python.argumentsOf(call).named.get('file');
  return file !== undefined && !/^sys\.std(?:out|err)$/.test(file.text);
}

/** The expressions whose text gets into what is logged; what goes through any other call is not among them. */
function* shown(call: SyntaxNode): Generator<SyntaxNode> {
  const args = python.argumentsOf(call);
  const work = [...args.positional, ...(args.named.has('extra') ? [args.named.get('extra')!] : [])].reverse();
  for (let steps = 0; work.length > 0 && steps < MAX_STEPS; steps++) {
    const at = work.pop()!;
    switch (at.type) {
      case 'string':
        for (const part of at.namedChildren) if (part.type === 'interpolation' && part.namedChildren[0]) work.push(part.namedChildren[0]);
        break;
      case 'concatenated_string':
      case 'parenthesized_expression':
      case 'tuple':
      case 'list':
        work.push(...at.namedChildren);
        break;
      case 'binary_operator':
        if (/^[+%]$/.test(at.child('operator')?.text ?? '')) work.push(at.child('right')!, at.child('left')!);
        break;
      case 'boolean_operator':
        work.push(at.child('right')!);
        if (at.child('operator')?.text === 'or') work.push(at.child('left')!);
        break;
      case 'conditional_expression':
        work.push(...[at.namedChildren[0], at.namedChildren[2]].filter((child) => child !== undefined));
        break;
      case 'dictionary':
        for (const pair of at.namedChildren) if (pair.type === 'pair') work.push(pair.child('value')!);
        break;
      case 'call': {
        const callee = at.child('function');
        const inner = python.argumentsOf(at);
        if (callee?.type === 'identifier' && /^(?:str|repr)$/.test(callee.text)) work.push(...inner.positional);
        else if (callee?.type === 'attribute' && callee.child('attribute')?.text === 'format')
          work.push(...inner.positional, ...inner.named.values());
        else yield at;
        break;
      }
      case 'identifier':
      case 'attribute':
      case 'subscript':
        yield at;
    }
  }
}

/** The name of the environment's variable or of the mapping's key that an expression reads. */
function keyOf(
  node: SyntaxNode,
  file: PythonFile,
): { readonly holder: string; readonly key: string; readonly environment: boolean } | null {
  const holder = node.type === 'subscript' ? node.child('value') : node.child('function');
  const key = python.literalText(node.type === 'subscript' ? node.child('subscript') : (python.argumentsOf(node).positional[0] ?? null));
  if (!holder || key === null) return null;
  const name = file.values.name(holder) ?? holder.text;
  const environment = /^os\.(?:environ(?:\.get)?|getenv)$/.test(name);
  if (node.type === 'call' && !environment && !/\.get$/.test(holder.text)) return null;
  return {
    holder:
      holder.text
        .replace(/\.get$/, '')
        .split(/[.[]/)
        .pop() ?? '',
    key,
    environment,
  };
}

function secretOf(node: SyntaxNode, file: PythonFile): 'environment' | 'name' | null {
  if (node.type === 'attribute') {
    const object = node.child('object')?.text ?? '';
    return isSecretField(object.split('.').pop() ?? '', node.child('attribute')!.text) ? 'name' : null;
  }
  if (node.type !== 'identifier') {
    const read = keyOf(node, file);
    if (!read) return null;
    if (read.environment) return namesSecret(read.key) ? 'environment' : null;
    return isSecretField(read.holder, read.key) ? 'name' : null;
  }
  if (!/token|secret|pass|pwd|key|credential/i.test(node.text)) return null;
  const { scopes } = file;
  const owner = scopes.ownerOf(node.text, scopes.scopeOf(node));
  const bindings = owner?.bindings.get(node.text) ?? [];
  if (bindings.some(({ kind }) => kind === 'import' || kind === 'definition')) return null;
  const [only] = bindings;
  if (bindings.length === 1 && only?.kind === 'assign' && only.value) {
    const read = only.value.type === 'subscript' || only.value.type === 'call' ? keyOf(only.value, file) : null;
    if (read?.environment) return namesSecret(read.key) ? 'environment' : null;
  }
  if (!isSecretVariable(node.text) || (only?.kind === 'assign' && only.value && isPath(only.value, file))) return null;
  return bindings.length > 0 && bindings.every(({ kind, value }) => kind === 'assign' && python.literalText(value) !== null)
    ? null
    : 'name';
}

/** `SECRET_KEY = Path(…)`: the place of a secret. */
function isPath(value: SyntaxNode, { values }: PythonFile): boolean {
  const callee = value.type === 'call' ? value.child('function') : null;
  return callee !== null && /^(?:pathlib\.(?:Pure)?(?:Posix|Windows)?Path|os\.path\.\w+)$/.test(values.name(callee) ?? '');
}

/** Reports calls of loggers, and prints, that are given a secret. */
export const py: SyntaxRules = {
  module(_, context) {
    const file = pythonFile(context);
    for (const call of callsTo(file, names)) {
      if (!isSink(call) || goesToFile(call)) continue;
      for (const node of shown(call)) {
        const secret = secretOf(node, file);
        if (!secret) continue;
        context.report(reportOf(call, node, secret === 'environment'));
        break;
      }
    }
  },
};
