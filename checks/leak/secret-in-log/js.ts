import type { SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import {
  argumentsOf,
  calleeOf,
  type JavaScriptFile,
  javaScriptFile,
  onlyValue,
  propertyOf,
  unwrapAwait,
} from '../../../src/engine/javascript.ts';
import { namesSecret } from '../../models/secretValues.ts';
import { isSecretField, isSecretVariable, reportOf } from './judge.ts';

const methods = [
  'log',
  'info',
  'warn',
  'warning',
  'error',
  'debug',
  'trace',
  'verbose',
  'fatal',
  'notice',
  'dir',
  'write',
  'silly',
  'http',
];
const LOGGER = /(?:^|[._])(?:console|log|logger|logging|winston|pino|bunyan|log4js|consola|signale|core|npmlog)$/i;
const MAX_STEPS = 300;

function isSink(call: SyntaxNode): boolean {
  const callee = calleeOf(call);
  if (callee?.type !== 'member_expression') return false;
  const receiver = callee.child('object')?.text ?? '';
  if (receiver.length > 80) return false;
  return propertyOf(callee) === 'write' ? /^process\.std(?:out|err)$/.test(receiver) : LOGGER.test(receiver);
}

/** Calls whose result shows their argument. */
const showing = /^(?:JSON\.stringify|String|util\.inspect|inspect|util\.format|format)$/;
const showingMethods = new Set(['toString', 'trim', 'concat', 'join']);

/** The expressions whose text gets into what is logged, innermost; what goes through any other call is not among them. */
function* shown(call: SyntaxNode): Generator<SyntaxNode> {
  const work = [...argumentsOf(call)].reverse();
  for (let steps = 0; work.length > 0 && steps < MAX_STEPS; steps++) {
    const at = unwrapAwait(work.pop()!);
    switch (at.type) {
      case 'template_string':
        for (const part of at.namedChildren) if (part.type === 'template_substitution') work.push(...part.namedChildren);
        break;
      case 'binary_expression': {
        const operator = at.child('operator')?.text;
        if (operator === '+' || operator === '||' || operator === '??') work.push(at.child('right')!, at.child('left')!);
        else if (operator === '&&') work.push(at.child('right')!);
        break;
      }
      case 'ternary_expression':
        work.push(at.child('alternative')!, at.child('consequence')!);
        break;
      case 'object':
        for (const member of at.namedChildren) {
          if (member.type === 'pair') work.push(member.child('value')!);
          else if (member.type === 'shorthand_property_identifier') work.push(member);
        }
        break;
      case 'array':
        work.push(...at.namedChildren);
        break;
      case 'call_expression': {
        const callee = calleeOf(at);
        if (callee && showing.test(callee.text)) work.push(...argumentsOf(at));
        else if (callee?.type === 'member_expression' && showingMethods.has(propertyOf(callee) ?? '')) work.push(callee.child('object')!);
        break;
      }
      case 'identifier':
      case 'shorthand_property_identifier':
      case 'member_expression':
      case 'subscript_expression':
        yield at;
    }
  }
}

function lastNameOf(node: SyntaxNode | null): string {
  if (!node) return '';
  return node.type === 'identifier' || node.type === 'this' ? node.text : (propertyOf(node) ?? '');
}

/** The variable of the environment that an expression reads, also through a constant. */
function environmentName(node: SyntaxNode, file: JavaScriptFile): string | null {
  const name = file.nameOf(node);
  return name?.startsWith('process.env.') ? name.slice('process.env.'.length) : null;
}

function secretOf(node: SyntaxNode, file: JavaScriptFile): 'environment' | 'name' | null {
  const last = lastNameOf(node);
  // Cheap before anything is resolved: no secret has a name without one of these.
  if (!/token|secret|pass|pwd|key|credential|authorization|x-a/i.test(last)) return null;
  const variable = environmentName(node, file);
  if (variable !== null) return namesSecret(variable) ? 'environment' : null;
  if (node.type === 'member_expression' || node.type === 'subscript_expression') {
    return isSecretField(lastNameOf(node.child('object')), last) && file.constantOf(node) === null ? 'name' : null;
  }
  const binding = file.bindings.resolve(node);
  if (binding && ['import', 'function', 'class', 'enum'].includes(binding.kind)) return null;
  const value = binding && binding.path.length === 0 ? onlyValue(binding, file.bindings) : null;
  if (value) {
    // `process.env.X ?? ''`: the first of the two.
    const first = unwrapAwait(value);
    const read = environmentName(first.type === 'binary_expression' ? first.child('left')! : first, file);
    if (read !== null) return namesSecret(read) ? 'environment' : null;
  }
  return isSecretVariable(last) && file.constantOf(node) === null ? 'name' : null;
}

/** Reports calls of loggers that are given a secret. */
export const js: SyntaxRules = {
  program(_, context) {
    const file = context.shared(javaScriptFile);
    for (const call of file.calls.of(methods)) {
      if (!isSink(call)) continue;
      for (const node of shown(call)) {
        const secret = secretOf(node, file);
        if (!secret) continue;
        context.report(reportOf(call, node, secret === 'environment'));
        break;
      }
    }
  },
};
