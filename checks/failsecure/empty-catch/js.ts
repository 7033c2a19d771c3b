import type { SyntaxContext, SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import {
  argumentsOf,
  functionTypes,
  type JavaScriptFile,
  javaScriptFile,
  namedFunction,
  unwrap,
  wrapped,
} from '../../../src/engine/javascript.ts';
import { type Attempt, attemptsIn, chainOf } from '../../models/javascript/attempts.ts';
import { goesOn } from '../../models/javascript/endings.ts';
import { type SecurityCall, securityCallsIn } from '../../models/javascript/securityCalls.ts';
import { deciding, lossOf } from '../../models/securityOperations.ts';

const cleaning = /clean|dispose|close|teardown|tear_?down|shutdown|rollback|abort|^un|finali[sz]e|reset$/i;

/** On the way of another failure, or at the end of all: what can still be done is done. */
function isCleanUp(node: SyntaxNode): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === 'catch_clause' || at.type === 'finally_clause') return true;
    if (functionTypes.has(at.type)) return cleaning.test(namedFunction(at)?.name ?? '');
  }
  return false;
}

/** A handler without a statement. */
function isEmpty(body: SyntaxNode | null): boolean {
  return body === null || body.namedChildren.every((child) => child.type === 'comment' || child.type === 'empty_statement');
}

/** `catch { continue; }`: nothing is done about this one, and the next one is tried. */
function onlyContinues(body: SyntaxNode | null): boolean {
  const statements = body?.namedChildren.filter((child) => child.type !== 'comment') ?? [];
  return statements.length === 1 && statements[0]!.type === 'continue_statement';
}

/** `() => {}`, `() => undefined`, `noop`. */
function swallows(handler: SyntaxNode | undefined): boolean {
  const at = handler ? unwrap(handler) : null;
  if (!at) return false;
  if (!functionTypes.has(at.type)) return /^(?:\w+\.)?_?noop$/i.test(at.text);
  const body = at.child('body');
  if (body?.type === 'statement_block') return isEmpty(body);
  return /^(?:null|undefined|void 0|\(?\{\}\)?)$/.test(body?.text ?? '');
}

/** What would be lost: the operation whose failure ends up in this handler, or null where the attempt's outcome is looked at. */
function lostIn({ calls, kept, statement, attempted }: Attempt, file: JavaScriptFile): SecurityCall | null {
  for (const call of calls) {
    if (call.operation === 'restrict') continue;
    if (deciding.has(call.operation)) {
      // What is tried after the decision is not reached without it.
      const last = attempted.namedChildren.filter((child) => child.type !== 'comment').at(-1);
      const isLast = last?.type === 'expression_statement' && wrapped(call.call).parent?.equals(last) === true;
      if (isLast && kept.size === 0 && goesOn(statement, kept).kind === 'falls') return call;
      continue;
    }
    if (call.operation !== 'decrypt' && call.operation !== 'encrypt') {
      if (wrapped(call.call).parent?.type === 'expression_statement') return call;
      continue;
    }
    if (keepsPlain(call.call, file)) return call;
  }
  return null;
}

/** `text = encrypt(text)`: without it, the text stays what it was. */
function keepsPlain(call: SyntaxNode, file: JavaScriptFile): boolean {
  const assignment = wrapped(call).parent;
  const left = assignment?.type === 'assignment_expression' ? assignment.child('left') : null;
  if (!left) return false;
  if (argumentsOf(call).some((given) => given.text === left.text)) return true;
  const binding = left.type === 'identifier' ? file.bindings.resolve(left) : null;
  const before = binding && binding.path.length === 0 ? binding.value : null;
  return before !== null && argumentsOf(call).some((given) => given.text === before.text);
}

function tell(context: SyntaxContext, { call, operation, name }: SecurityCall, handler: SyntaxNode): void {
  context.report({
    at: handler,
    confidence: 'medium',
    message: `If \`${name}\` fails, nobody hears of it: ${lossOf[operation]}.`,
    trace: [
      { at: call, text: `\`${name}\` protects` },
      { at: handler, text: 'its failure is swallowed' },
    ],
  });
}

/** Reports handlers that swallow the failure of what protects. */
export const js: SyntaxRules = {
  program(_, context) {
    const file = context.shared(javaScriptFile);
    for (const attempt of attemptsIn(file)) {
      const skips = onlyContinues(attempt.body);
      if (attempt.calls.length === 0 || !(skips || isEmpty(attempt.body)) || isCleanUp(attempt.statement)) continue;
      const lost = lostIn(attempt, file);
      // What a decision refuses is left out by `continue`.
      if (lost && !(skips && deciding.has(lost.operation))) tell(context, lost, attempt.handler);
    }
    for (const call of securityCallsIn(file)) {
      // A decision's answer that is kept may be looked at; one that is not and what comes of it is failsecure/fail-open-auth.
      if (call.operation === 'restrict' || deciding.has(call.operation)) continue;
      const links = chainOf(call.call);
      const last = links.at(-1);
      if (!last || wrapped(last.call).parent?.type === 'variable_declarator' || isCleanUp(call.call)) continue;
      const handler = links
        .map((link) => (link.method === 'catch' ? link.given[0] : link.method === 'then' ? link.given[1] : undefined))
        .find((given) => given !== undefined);
      if (handler && swallows(handler)) tell(context, call, handler);
    }
  },
};
