/** Calls of a JavaScript file that protect something, by their names. */
import type { SyntaxNode } from '../../../src/engine/check.ts';
import { argumentsOf, calleeOf, type JavaScriptFile } from '../../../src/engine/javascript.ts';
import { type Operation, operationNamed } from '../securityOperations.ts';

export interface SecurityCall {
  readonly call: SyntaxNode;
  readonly operation: Operation;
  /** As it is written, for messages. */
  readonly name: string;
}

const known = new WeakMap<JavaScriptFile, readonly SecurityCall[]>();

/** All of a file, in reading order. */
export function securityCallsIn(file: JavaScriptFile): readonly SecurityCall[] {
  let found = known.get(file);
  if (!found) {
    found = file.calls.where((name) => couldProtect.test(name)).flatMap(readCall);
    known.set(file, found);
  }
  return found;
}

/** Letters that every name of such an operation has: most names are told by them alone. */
const couldProtect =
  /verif|valid|check|assert|ensure|require.|enforce|auth|confirm|compare|introspect|must|^is|^has|^can|timingsafe|decrypt|encrypt|unseal|unwrap|final$|audit|security|log$|record|write|append|create|insert|emit|track|save|add$|push|send|store|persist|limit|consume|acquire|hit$|remove|revoke|list|terminate|destroy|delete|clear|kill|lock|disable|suspend|deactivate|drop|chmod|chown|tls|ssl|https|pin|construct|expire/i;

function readCall(call: SyntaxNode): SecurityCall[] {
  const operation = operationOf(call);
  const callee = calleeOf(call);
  return operation && callee ? [{ call, operation, name: callee.text.replace(/\s+/g, '').slice(-40).replaceAll('`', "'") }] : [];
}

function operationOf(call: SyntaxNode): Operation | null {
  const callee = calleeOf(call);
  if (callee?.type === 'identifier') {
    const { text } = callee;
    if (
      (text === 'verify' || text === 'introspect') &&
      argumentsOf(call).some((given) => /token|jwt|sig|hmac|passw|secret|cert/i.test(given.text.slice(0, 80)))
    )
      return 'verify';
    return operationNamed(text, '');
  }
  if (callee?.type !== 'member_expression') return null;
  return operationNamed(callee.child('property')?.text ?? '', callee.child('object')?.text.replace(/\(.*$/s, '') ?? '');
}
