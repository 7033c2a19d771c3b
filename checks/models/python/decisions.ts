/** Calls that decide whether somebody may pass, and what a handler does about their failure. */
import type { SyntaxNode } from '../../../src/engine/check.ts';

const deciding =
  /^_?(?:async_|a)?(?:verify(?!_exists|_none)\w*|authenticate\w*|authori[sz]e\w*|check_(?:auth\w*|password\w*|permission\w*|signature\w*|token\w*|access\w*|csrf\w*|hash|scope\w*|role\w*|license\w*|policy\w*|acl\w*|credentials|login|object_permissions|revo\w+|blocklist|blacklist|2fa|otp|totp|rate_limit\w*)|validate_(?:token|csrf\w*|signature|session|jwt|api_key|credentials|access|request_signature|webhook\w*|password|license)|has_(?:perm\w*|role\w*|scope\w*|access)|is_(?:revoked|authori[sz]ed|authenticated|allowed|permitted|blacklisted|blocked|banned|token_revoked|valid_(?:signature|token|session|key|password))|require_(?:auth\w*|login|role|permission\w*|scope\w*|admin|access)|ensure_(?:auth\w*|permission\w*|access|allowed|admin)|checkpw|compare_digest|unsign\w*|enforce(?:_(?:policy|permission|access|auth|scope|acl|2fa|mfa|role)\w*)?|introspect\w*)$/i;
const decoding = /^(?:jwt|jose|pyjwt|jws|jwk|id_token|google\.oauth2|firebase_admin)\b/i;

export function wordOf(call: SyntaxNode): string {
  const callee = call.child('function');
  return (callee?.type === 'attribute' ? callee.child('attribute')?.text : callee?.text) ?? '';
}

/** A signature, a login, a permission: `verify(…)`, `jwt.decode(…)`. */
export function isDecision(call: SyntaxNode): boolean {
  const word = wordOf(call);
  if (deciding.test(word)) return true;
  return (
    /^(?:decode|decode_complete|verify_id_token|loads)$/.test(word) &&
    (decoding.test(call.child('function')!.text) || /[sS]igner|[sS]erializer/.test(call.child('function')!.text))
  );
}

/** Decisions among the calls of a block, those of functions defined in it left out. */
export function decisionsIn(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (const call of node.type === 'call' ? [node, ...node.descendants('call')] : node.descendants('call')) {
    if (isDecision(call) && innermost(call) === innermost(node)) found.push(call);
  }
  return found;
}

function innermost(node: SyntaxNode): number {
  return node.ancestor('function_definition', 'lambda')?.index ?? 0;
}

export function statementsOf(block: SyntaxNode | null): SyntaxNode[] {
  return (block?.namedChildren ?? []).filter((child) => child.type !== 'comment');
}

/** The block of a clause that has no field for it. */
export function blockOf(clause: SyntaxNode): SyntaxNode | null {
  return clause.namedChildren.find((part) => part.type === 'block') ?? null;
}

/** Only tells: logs, prints, counts, or does nothing at all. */
export function onlyTells(statement: SyntaxNode): boolean {
  if (statement.type === 'pass_statement') return true;
  if (statement.type !== 'expression_statement') return false;
  const inner = statement.namedChildren[0];
  if (!inner || /^(?:string|ellipsis)$/.test(inner.type)) return true;
  const call = inner.type === 'await' ? inner.namedChildren[0] : inner;
  if (call?.type !== 'call') return false;
  const callee = call.child('function')?.text ?? '';
  return (
    /(?:^|[._])(?:log|logger|logging|LOG|_logger|warnings|sentry_sdk|capture_exception|metrics|statsd|stderr|stdout)\b/i.test(callee) ||
    /(?:^|\.)(?:print|debug|info|warning|warn|error|exception|critical|incr|increment|capture_exception|print_exc|write|echo|secho)$/.test(
      callee,
    )
  );
}

/** Errors that say something is not there, or that it was done already: nothing failed. */
export function isNarrow(clause: SyntaxNode): boolean {
  const value = clause.child('value');
  return (
    value !== null &&
    /^\(?(?:\s*(?:\w+\.)*(?:FileNotFoundError|KeyError|ProcessLookupError|\w*DoesNotExist|\w*NotFound\w*|\w*AlreadyExists\w*|StopIteration|CancelledError|\w*NotExist\w*)\s*,?)+\)?(?:\s+as\s+\w+)?$/.test(
      value.text,
    )
  );
}

/** What lets somebody through: a yes, the next handler, the protected view. */
export function letsThrough(value: SyntaxNode | null): boolean {
  if (!value) return false;
  const inner = value.type === 'await' || value.type === 'parenthesized_expression' ? (value.namedChildren[0] ?? null) : value;
  if (inner?.type === 'true') return true;
  if (inner?.type === 'call')
    return /(?:^|\.)_?(?:call_next|next|get_response|handler|view_func|view|func|fn|f|wrapped|inner|endpoint|application)$/.test(
      inner.child('function')?.text ?? '',
    );
  if (inner?.type === 'tuple' || inner?.type === 'expression_list') return inner.namedChildren[0]?.type === 'true';
  return false;
}

export function returnedBy(statement: SyntaxNode): SyntaxNode | null {
  return statement.type === 'return_statement' ? (statement.namedChildren[0] ?? null) : null;
}

export interface Opening {
  readonly decision: SyntaxNode;
  /** What lets through: a statement of the handler, or what follows the attempt. */
  readonly by: SyntaxNode;
  readonly certain: boolean;
}

const checker = /^_?(?:async_)?(?:require|ensure|verify|check|authenticate|authori[sz]e|validate|enforce|assert|guard|protect)/;
const flag =
  /^(?:is_?)?_?(?:ok|valid|allowed|authori[sz]ed|authenticated|verified|permitted|passed|granted|trusted|access|has_access|is_\w+|can_\w+)$/i;

/** How a handler lets through what its attempt would have stopped, or null. */
export function openingOf(clause: SyntaxNode): Opening | null {
  const attempt = clause.parent;
  const body = attempt?.child('body');
  if (attempt?.type !== 'try_statement' || !body || isNarrow(clause)) return null;
  const [decision] = decisionsIn(body);
  if (!decision) return null;
  const handler = statementsOf(blockOf(clause));
  for (const statement of handler) {
    if (letsThrough(returnedBy(statement))) return { decision, by: statement, certain: true };
    const assignment = statement.type === 'expression_statement' ? statement.namedChildren[0] : null;
    const target = assignment?.type === 'assignment' ? assignment.child('left') : null;
    if (target && assignment!.child('right')?.type === 'true' && flag.test(target.text.replace(/^.*\./, '')))
      return { decision, by: statement, certain: true };
  }
  if (!handler.every((statement) => onlyTells(statement))) return null;
  return fallsThrough(attempt, body, decision);
}

/** The handler only tells, and the function goes on as if all were well. */
function fallsThrough(attempt: SyntaxNode, body: SyntaxNode, decision: SyntaxNode): Opening | null {
  // What the attempt sets has another value before it, or is asked later: denied by default.
  const kept = [...body.descendants('assignment')].map((assignment) => assignment.child('left')?.text ?? '');
  const later = following(attempt);
  const rest = later
    .map((statement) => statement.text)
    .join('\n')
    .slice(0, 4000);
  if (
    kept.some(
      (name) =>
        /^[\w.]+$/.test(name) &&
        new RegExp(`\\b(?:if|return|and|or|not|while|assert)\\b[^\\n]*(?<![\\w.])${name.replaceAll('.', '\\.')}\\b`).test(rest),
    )
  )
    return null;
  const returns = [...body.descendants('return_statement')].some((statement) => statement.namedChildren.length > 0);
  const fn = attempt.ancestor('function_definition');
  const acts = later.find((statement) => !onlyTells(statement) && statement.type !== 'comment');
  if (acts) {
    // `try: return verify(…) except: log` and then `return False`.
    if (acts.type === 'return_statement' && !letsThrough(returnedBy(acts)) && (returns || returnsNothing(acts))) return null;
    if (
      acts.type === 'raise_statement' ||
      (acts.type === 'return_statement' && /\b(?:4\d\d|5\d\d|deny|denied|forbidden|unauthori[sz]ed|error)\b/i.test(acts.text))
    )
      return null;
    if (returns && acts.type === 'return_statement') return null;
    if (kept.length > 0 && !/\bif\b[^\n]*\bnot\b|\braise\b|\babort\b/.test(body.text)) return null;
    return { decision, by: acts, certain: false };
  }
  const name = fn?.child('name')?.text ?? '';
  return !returns && checker.test(name) && kept.length === 0 ? { decision, by: attempt, certain: false } : null;
}

function returnsNothing(statement: SyntaxNode): boolean {
  const value = returnedBy(statement);
  return value === null || /^(?:false|none)$/.test(value.type);
}

/** The statements that run after one, up to the end of its function. */
function following(statement: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (
    let at: SyntaxNode | null = statement;
    at && !/^(?:function_definition|class_definition|module|lambda)$/.test(at.type);
    at = at.parent
  ) {
    for (let next = at.nextSibling; next; next = next.nextSibling) {
      if (!next.isNamed || next.type === 'comment' || /_clause$/.test(next.type)) continue;
      if (next.parent?.type === 'block' || next.parent?.type === 'module') found.push(next);
    }
    if (/^(?:for_statement|while_statement)$/.test(at.type)) break;
  }
  return found;
}
