/** Handlers that let through, told by what their function is: a gate of a framework, a question about a right, a dependency. */
import type { SyntaxNode } from '../../../src/engine/check.ts';
import { operationNamed } from '../securityOperations.ts';
import { blockOf, decisionsIn, isNarrow, type Opening, onlyTells, openingOf, returnedBy, statementsOf } from './decisions.ts';

const refusal =
  /\babort\(\s*(?:\w+\.)*(?:40[13]|UNAUTHORIZED|FORBIDDEN)\b|HTTP_40[13]|status(?:_code)?\s*=\s*40[13]\b|,\s*40[13]\s*(?:$|[)\n])|HTTP(?:Unauthorized|Forbidden)|HttpResponseForbidden|Permission(?:Denied|Error)|NotAuthenticated|AuthenticationFailed|\b(?:Unauthorized|Forbidden)\w*\(/m;

/** Whether this text shuts somebody out: 401, 403, an error about a right. */
export function refusesIn(text: string): boolean {
  return refusal.test(text.slice(0, 4000));
}

/** A function that answers such a question by its name alone. */
const yes = /^_?(?:is_)?(?:permitted|allowed|authori[sz]ed|authenticated|trusted|may_\w+)$/i;
/** A yes that refuses: the token has to be made anew, the user has to log in. */
const refusesByYes =
  /expired|invalid|revoked|needs?_|should|must|stale|refresh|missing|fail|denied|blocked|banned|error|^_?(?:un|not_|is_not)/i;
const shutOut = /\b(?:revoked|revocation|banned|blocked|blacklist(?:ed)?|blocklist(?:ed)?|denylist(?:ed)?|suspended)\b/i;
/** What is malformed was never entered into a list. */
const malformed = /\b(?:ValueError|TypeError|IndexError|AttributeError|UnicodeError)\b/;
const looksOnly = /optional|maybe|soft|^_?try|peek|guest|anonymous/i;

interface Attempt {
  readonly clause: SyntaxNode;
  readonly body: SyntaxNode;
  readonly fn: SyntaxNode;
  readonly name: string;
  readonly handler: readonly SyntaxNode[];
}

/** How a handler lets through what its attempt, or its function, would have stopped; null where it does not. */
export function openingIn(clause: SyntaxNode): Opening | null {
  const statement = clause.parent;
  const body = statement?.child('body');
  const fn = clause.ancestor('function_definition', 'lambda');
  const name = fn?.child('name')?.text ?? '';
  const opening = openingOf(clause);
  if (opening) return returnedBy(opening.by)?.type === 'true' && refusesByYes.test(name) ? null : opening;
  if (statement?.type !== 'try_statement' || !body || fn?.type !== 'function_definition' || isNarrow(clause)) return null;
  const attempt: Attempt = { clause, body, fn, name, handler: statementsOf(blockOf(clause)) };
  return (
    presetAnswer(attempt) ??
    namedForItsAnswer(attempt) ??
    askedForShutOut(attempt) ??
    unverified(attempt) ??
    sameAsPassed(attempt) ??
    wavedOnByGate(attempt)
  );
}

/** `def has_permission(…): try: return directory.ask(…) except: return True`, whatever is asked. */
function namedForItsAnswer({ name, handler, body }: Attempt): Opening | null {
  const operation = operationNamed(name.replace(/^_+/, ''), '');
  const asks = yes.test(name) || operation === 'authorize' || operation === 'verify';
  if (!asks || looksOnly.test(name) || refusesByYes.test(name) || body.descendants('call')[Symbol.iterator]().next().done) return null;
  const by = handler.find((statement) => returnedBy(statement)?.type === 'true');
  return by ? { decision: body, by, certain: true } : null;
}

/** Who is shut out is asked for, and `False` (also as a parameter's default) is the answer when nobody can tell. */
function askedForShutOut({ clause, name, handler, body, fn }: Attempt): Opening | null {
  if (malformed.test(clause.child('value')?.text ?? '')) return null;
  const by = handler.find((statement) => returnedBy(statement) !== null);
  const value = by && returnedBy(by);
  if (!by || !value) return null;
  const isNo = value.type === 'false' || (value.type === 'identifier' && defaultOf(fn, value.text) === 'false');
  const asked = [...body.descendants('return_statement')].find(
    (statement) => statement.descendants('call')[Symbol.iterator]().next().value,
  );
  if (!isNo || !asked) return null;
  const operation = operationNamed(name.replace(/^_+/, ''), '');
  const strings = [...asked.descendants('string')].some((text) => shutOut.test(text.text.replaceAll('_', ' ')));
  return operation === 'deny' || strings ? { decision: asked, by, certain: false } : null;
}

function defaultOf(fn: SyntaxNode, name: string): string | null {
  for (const parameter of fn.child('parameters')?.namedChildren ?? []) {
    if (/^(?:typed_)?default_parameter$/.test(parameter.type) && parameter.child('name')?.text === name)
      return parameter.child('value')?.type ?? null;
  }
  return null;
}

/** What could not be verified is read without verifying. */
function unverified({ handler, body }: Attempt): Opening | null {
  const [decision] = decisionsIn(body);
  if (!decision) return null;
  for (const statement of handler) {
    const value =
      returnedBy(statement) ?? (statement.namedChildren[0]?.type === 'assignment' ? statement.namedChildren[0].child('right') : null);
    if (value?.type !== 'call') continue;
    const callee = value.child('function')?.text ?? '';
    if (/(?:^|\.)decode$/.test(callee) && /verify(?:_signature)?["']?\s*[:=]\s*False\b/.test(value.text))
      return { decision, by: statement, certain: true };
  }
  return null;
}

/** The handler returns what the function returns to those who passed, while others are refused. */
function sameAsPassed({ clause, handler, body, fn }: Attempt): Opening | null {
  const [decision] = decisionsIn(body);
  const by = handler.at(-1);
  const value = by && returnedBy(by);
  if (!decision || !by || !/^(?:identifier|attribute|call)$/.test(value?.type ?? '') || !refusesOutside(clause, fn)) return null;
  if (refusal.test(by.text) || handler.slice(0, -1).some((statement) => !onlyTells(statement))) return null;
  const passed = own(fn, 'return_statement').filter((statement) => !clause.contains(statement));
  return passed.at(-1) && returnedBy(passed.at(-1)!)?.text === value!.text ? { decision, by, certain: true } : null;
}

/** A hook, a middleware or a dependency that refuses otherwise, and here only notes that there is nobody. */
function wavedOnByGate({ clause, handler, body, fn, name }: Attempt): Opening | null {
  const [decision] = decisionsIn(body);
  if (!decision || looksOnly.test(name) || !refusesOutside(clause, fn)) return null;
  const returns = own(fn, 'return_statement').filter((statement) => !clause.contains(statement));
  // What is given back is asked by whoever called, unless it is an answer that refuses.
  if (
    returns.some((statement) => returnedBy(statement) !== null && returnedBy(statement)!.type !== 'none' && !refusal.test(statement.text))
  )
    return null;
  const last = handler.at(-1);
  const isNothing = (statement: SyntaxNode) =>
    statement.type === 'return_statement' && (returnedBy(statement) === null || returnedBy(statement)!.type === 'none');
  if (!handler.every((statement) => onlyTells(statement) || setsNobody(statement) || isNothing(statement))) return null;
  if (!last || isNothing(last)) return last ? { decision, by: last, certain: true } : null;
  // Asked or refused afterwards.
  const rest = fn.text.slice(clause.parent!.end - fn.start);
  return /\b(?:if|return|raise|assert|abort)\b/.test(rest) ? null : { decision, by: last, certain: false };
}

function setsNobody(statement: SyntaxNode): boolean {
  const assignment = statement.type === 'expression_statement' ? statement.namedChildren[0] : null;
  return assignment?.type === 'assignment' && /^(?:None|\{\}|AnonymousUser\(\))$/.test(assignment.child('right')?.text ?? '');
}

/** `forged = False; try: forged = not compare_digest(…) except: log()`: what stood before is the answer that lets in. */
function presetAnswer({ clause, handler, body, fn }: Attempt): Opening | null {
  const [decision] = decisionsIn(body);
  if (!decision || !handler.every((statement) => onlyTells(statement))) return null;
  const attempted = clause.parent!;
  for (const assignment of body.descendants('assignment')) {
    const name = assignment.child('left');
    if (name?.type !== 'identifier' || !assignment.contains(decision)) continue;
    const preset = own(fn, 'assignment').findLast((one) => one.end <= attempted.start && one.child('left')?.text === name.text);
    const kind = preset?.child('right')?.type;
    if (!preset || (kind !== 'true' && kind !== 'false')) continue;
    const refused = kind === 'true' ? `not ${name.text}` : name.text;
    const isAsked = own(fn, 'if_statement').some(
      (one) => one.start >= attempted.end && one.child('condition')?.text === refused && refusesIn(one.child('consequence')?.text ?? ''),
    );
    if (isAsked) return { decision, by: preset, certain: true };
  }
  return null;
}

/** Whether a function shuts somebody out elsewhere than in this handler. */
function refusesOutside(clause: SyntaxNode, fn: SyntaxNode): boolean {
  return own(fn, 'raise_statement', 'return_statement', 'expression_statement').some(
    (statement) => !clause.contains(statement) && refusal.test(statement.text),
  );
}

/** Statements of a function, those of functions defined in it left out. */
function own(fn: SyntaxNode, ...types: string[]): SyntaxNode[] {
  return [...fn.descendants(...types)].filter((statement) => statement.ancestor('function_definition', 'lambda')?.equals(fn));
}
