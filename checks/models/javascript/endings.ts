/** How a stretch of JavaScript ends: it refuses, it lets through, or it goes on as if nothing had been. */
import type { SyntaxNode } from '../../../src/engine/check.ts';
import {
  argumentsOf,
  calleeOf,
  functionAround,
  functionTypes,
  parametersOf,
  propertyOf,
  unwrap,
  unwrapAwait,
} from '../../../src/engine/javascript.ts';
import { saysDevelopment } from './environment.ts';

export type Ending =
  /** Throws, answers with an error, gives `false` or `null`. */
  | { readonly kind: 'refuses' }
  /** Says yes: `return true`, `next()`. */
  | { readonly kind: 'opens'; readonly at: SyntaxNode; readonly how: string }
  /** Does nothing, or talks about it. */
  | { readonly kind: 'falls' }
  /** Does something that may deal with it. */
  | { readonly kind: 'other' };

const refuses: Ending = { kind: 'refuses' };
const falls: Ending = { kind: 'falls' };
const other: Ending = { kind: 'other' };

const talkers =
  /^(?:(?:this|self|ctx|context|req|request|fastify|app|server|strapi|global)\.)*_?(?:console|\w*log|\w*logger|\w*log(?:ger)?|debug|trace|sentry|\w*metrics?|stats|statsd|winston|pino|bunyan|telemetry|span|newrelic|process\.std(?:err|out)|reporter|captureException|captureError|captureMessage|warn(?:ing)?|print|incr(?:ement)?|noop|logError|logWarn(?:ing)?|reportError)(?:\(\))?(?:[.?]|$)/i;
const refusing =
  /deny|denied|unauthori[sz]ed|forbid|reject|refuse|^fail|abort|^die$|exit|error|redirect|log_?out|sign_?out|respond|^send|unauthenticated|block|destroy|close|terminate|throw|panic|^bail|kick|disconnect|lock/i;
const yesFields =
  /^(?:ok|valid|allowed|authorized|authenticated|success|active|granted|isValid|verified|permitted|pass(?:ed)?|isAuthorized)$/;

/** True for a call, or a function handed on, that only tells somebody: a log, a counter. */
export function onlyTalks(callee: SyntaxNode): boolean {
  return talkers.test(callee.text.slice(0, 120).replace(/\s+/g, ''));
}

/** True where an expression is the `next` of a middleware, called without an error. */
function callsNext(call: SyntaxNode): boolean {
  const callee = calleeOf(call);
  if (!callee) return false;
  const given = argumentsOf(call);
  if (callee.text === 'NextResponse.next') return true;
  if (callee.type !== 'identifier') return false;
  if (callee.text === 'next') return given.length === 0 || /^(?:null|undefined|req|request|\{.*\})$/s.test(given[0]!.text.slice(0, 200));
  if (!/^(?:done|cb|callback)$/.test(callee.text)) return false;
  // `done(null, user)` and `cb(null, true)`; with one argument only `null` it is a plain end.
  return /^(?:null|undefined)$/.test(given[0]?.text ?? '') && given[1] !== undefined && saysYes(given[1]) === 'yes';
}

/** What a value says to who asked: `yes`, `no`, or nothing that can be told. */
export function saysYes(node: SyntaxNode): 'yes' | 'no' | null {
  const at = unwrapAwait(node);
  switch (at.type) {
    case 'true':
      return 'yes';
    case 'false':
    case 'null':
    case 'undefined':
      return 'no';
    case 'number':
      return at.text === '0' ? 'no' : null;
    case 'string':
      return at.text.length === 2 ? 'no' : null;
    case 'unary_expression':
      return /^(?:void 0|!1)$/.test(at.text) ? 'no' : at.text === '!0' ? 'yes' : null;
    case 'object': {
      for (const pair of at.namedChildren) {
        if (pair.type !== 'pair' || !yesFields.test(pair.child('key')?.text ?? '')) continue;
        const value = pair.child('value')?.text;
        if (value === 'true') return 'yes';
        if (value === 'false') return 'no';
      }
      return null;
    }
    case 'call_expression': {
      if (callsNext(at)) return 'yes';
      const name = calleeOf(at)?.text ?? '';
      if (name === 'Promise.resolve' || name === 'of' || name === 'Effect.succeed') {
        const [given] = argumentsOf(at);
        return given ? saysYes(given) : null;
      }
      return isRefusal(at) ? 'no' : null;
    }
    case 'new_expression':
      return isRefusal(at) ? 'no' : null;
    default:
      return null;
  }
}

/** An answer that shuts out: a status of 400 and above, an error handed on, a redirect, the end of the process. */
export function isRefusal(expression: SyntaxNode): boolean {
  const at = unwrapAwait(expression);
  const text = at.text.slice(0, 800);
  if (at.type === 'assignment_expression')
    return /^(?:ctx|context|res|reply|this)\.(?:\w+\.)?(?:status|statusCode|code)\s*=\s*[45]\d\d/.test(text);
  if (at.type !== 'call_expression' && at.type !== 'new_expression') return false;
  if (
    /\b(?:status|sendStatus|code|writeHead|statusCode|withStatus)\(\s*[45]\d\d|status(?:Code)?\s*:\s*[45]\d\d|\b(?:UNAUTHORIZED|FORBIDDEN|Unauthorized|Forbidden)\b/.test(
      text,
    )
  )
    return true;
  const callee = calleeOf(at);
  if (!callee || onlyTalks(callee)) return false;
  const name = callee.type === 'identifier' ? callee.text : (propertyOf(callee) ?? '');
  if (name === 'next' || /^(?:done|cb|callback)$/.test(name)) return !callsNext(at) && argumentsOf(at).length > 0;
  return refusing.test(name);
}

/** True where a function, or a part of it, shuts somebody out with 401, 403 or an error of that name. */
export function shutsOut(node: SyntaxNode): boolean {
  return /\b40[13]\b|unauthori[sz]ed|forbidden|unauthenticated|not authenticated|access denied|permission denied|invalid (?:token|signature|credentials)/i.test(
    node.text.slice(0, 8000),
  );
}

const declarations = new Set([
  'lexical_declaration',
  'variable_declaration',
  'comment',
  'empty_statement',
  'function_declaration',
  'type_alias_declaration',
]);

/** How a handler ends: the statements of its block, one after the other. */
export function endingOf(body: SyntaxNode, depth = 0): Ending {
  if (body.type !== 'statement_block')
    return depth === 0 && !/_statement$/.test(body.type) ? endingOfValue(body) : endingOfStatements([body], depth);
  return endingOfStatements(body.namedChildren, depth);
}

function endingOfValue(value: SyntaxNode): Ending {
  const says = saysYes(value);
  const isNext = says === 'yes' && value.type === 'call_expression' && callsNext(value);
  if (says === 'yes') return { kind: 'opens', at: value, how: `${isNext ? 'calls' : 'gives'} \`${short(value)}\`` };
  if (says === 'no' || isRefusal(value)) return refuses;
  const at = unwrapAwait(value);
  const callee = at.type === 'call_expression' ? calleeOf(at) : null;
  return callee && onlyTalks(callee) ? falls : other;
}

function endingOfStatements(statements: readonly SyntaxNode[], depth: number): Ending {
  let isUnclear = false;
  for (const statement of statements) {
    const ending = endingOfStatement(statement, depth);
    if (ending.kind === 'refuses' || ending.kind === 'opens') return ending;
    isUnclear ||= ending.kind === 'other';
  }
  return isUnclear ? other : falls;
}

function endingOfStatement(statement: SyntaxNode, depth: number): Ending {
  if (declarations.has(statement.type)) return falls;
  switch (statement.type) {
    case 'throw_statement':
      return refuses;
    case 'return_statement': {
      const value = statement.namedChildren.find((child) => child.type !== 'comment');
      if (!value) return refuses;
      const ending = endingOfValue(value);
      return ending.kind === 'opens' ? { ...ending, at: statement } : ending.kind === 'refuses' ? ending : other;
    }
    case 'expression_statement':
      return endingOfExpression(statement);
    case 'if_statement':
      return depth > 8 ? other : endingOfIf(statement, depth);
    case 'statement_block':
      return depth > 8 ? other : endingOf(statement, depth + 1);
    default:
      return other;
  }
}

function endingOfExpression(statement: SyntaxNode): Ending {
  const expression = unwrapAwait(statement.namedChildren[0] ?? statement);
  if (expression.type === 'call_expression') {
    const callee = calleeOf(expression);
    if (callsNext(expression)) return { kind: 'opens', at: statement, how: `calls \`${short(expression)}\`` };
    if (callee?.type === 'identifier' && callee.text === 'resolve') {
      const [given] = argumentsOf(expression);
      return given && saysYes(given) === 'yes' ? { kind: 'opens', at: statement, how: `calls \`${short(expression)}\`` } : refuses;
    }
    if (isRefusal(expression)) return refuses;
    return callee && onlyTalks(callee) ? falls : other;
  }
  if (isRefusal(expression)) return refuses;
  if (expression.type === 'assignment_expression') {
    const left = expression.child('left');
    const right = expression.child('right');
    const name = left ? (left.type === 'identifier' ? left.text : (propertyOf(left) ?? '')) : '';
    // What was decided is set to yes, whatever came of it.
    if (right && saysYes(right) === 'yes' && /valid|allow|auth|verified|ok$|granted|permit|pass(?:ed)?$|trusted|access/i.test(name))
      return { kind: 'opens', at: statement, how: `sets \`${short(left!)}\` to \`${short(right)}\`` };
    return other;
  }
  return other;
}

/** Conditions by which somebody chose to go on: not the error's doing. */
const chosen = /optional|allow|required|strict|mandatory|fail_?open|fail_?closed|anonymous|public|skip|bypass|enabled|headersSent|aborted/i;

function endingOfIf(statement: SyntaxNode, depth: number): Ending {
  const condition = statement.child('condition');
  const yes = statement.child('consequence');
  const otherwise = statement.child('alternative')?.namedChildren.at(-1) ?? null;
  if (!condition || !yes) return other;
  if (chosen.test(condition.text.slice(0, 200))) return other;
  const branches = [
    ...(saysDevelopment(condition, true) ? [] : [endingOf(yes, depth + 1)]),
    ...(otherwise && !saysDevelopment(condition, false) ? [endingOf(otherwise, depth + 1)] : []),
  ];
  const open = branches.find((branch) => branch.kind === 'opens');
  if (open) return open;
  if (otherwise && branches.every((branch) => branch.kind === 'refuses')) return refuses;
  // Some errors are thrown on: somebody knows which ones.
  if (endingOf(yes, depth + 1).kind === 'refuses' && /\bthrow\b/.test(yes.text.slice(0, 400))) return other;
  // Where one error is refused, the others go on.
  return branches.every((branch) => branch.kind === 'refuses' || branch.kind === 'falls') ? falls : other;
}

const loops = new Set(['for_statement', 'for_in_statement', 'while_statement', 'do_statement']);

/**
 * What runs after a statement in its function, when it fell through: the rest of its block, and of those around it, up to a loop, where the
 * failure of one round is the next one's beginning.
 */
export function* following(statement: SyntaxNode): Generator<SyntaxNode> {
  let inside = statement;
  for (let at = statement.parent; at; inside = at, at = at.parent) {
    if (at.type === 'statement_block' || at.type === 'program' || at.type === 'switch_case') {
      for (const child of at.namedChildren) if (child.index > inside.index) yield child;
    }
    if (functionTypes.has(at.type) || at.type === 'program' || at.type === 'class_static_block' || loops.has(at.type)) return;
  }
}

/**
 * Where the program goes on as if all were well after a failure that nobody stopped; null where it ends, refuses, or asks for what the
 * attempt left (`kept`, names).
 */
export function goesOn(statement: SyntaxNode, kept: ReadonlySet<string>): Ending {
  for (const next of following(statement)) {
    if (declarations.has(next.type) && !/\bawait\b|\(/.test(next.text.slice(0, 300))) continue;
    const text = next.text.slice(0, 4000);
    if (mentions(text, kept)) return other;
    switch (next.type) {
      case 'throw_statement':
      case 'break_statement':
      case 'continue_statement':
        return refuses;
      case 'if_statement': {
        const branch = next.child('consequence');
        if (branch && endingOf(branch).kind === 'refuses') return other;
        return { kind: 'opens', at: next, how: 'goes on' };
      }
      case 'return_statement': {
        const value = next.namedChildren.find((child) => child.type !== 'comment');
        if (!value) return falls;
        const says = saysYes(value);
        if (says === 'no') return refuses;
        if (says === 'yes') return { kind: 'opens', at: next, how: `gives \`${short(value)}\`` };
        return unwrapAwait(value).type === 'identifier' ? other : { kind: 'opens', at: next, how: 'goes on' };
      }
      case 'expression_statement': {
        const expression = unwrapAwait(next.namedChildren[0] ?? next);
        const explicit = endingOfExpression(next);
        if (explicit.kind === 'refuses' || explicit.kind === 'opens') return explicit;
        const callee = expression.type === 'call_expression' ? calleeOf(expression) : null;
        if (callee && onlyTalks(callee)) continue;
        if (expression.type === 'call_expression') return { kind: 'opens', at: next, how: 'goes on' };
        if (expression.type === 'assignment_expression') return { kind: 'opens', at: next, how: 'goes on' };
        return other;
      }
      default:
        return declarations.has(next.type) ? { kind: 'opens', at: next, how: 'goes on' } : other;
    }
  }
  return falls;
}

function mentions(text: string, names: ReadonlySet<string>): boolean {
  for (const word of text.match(/[\w$]+/g) ?? []) if (names.has(word)) return true;
  return false;
}

/** What a handler given to a promise does; null where it is no function that stands here. */
export function endingOfHandler(handler: SyntaxNode): Ending | null {
  const at = unwrap(handler);
  if (functionTypes.has(at.type)) {
    const body = at.child('body');
    return body ? endingOf(body) : null;
  }
  if (at.type === 'identifier' && at.text === 'next' && functionAround(at)) return refuses;
  if (/^(?:identifier|member_expression)$/.test(at.type)) return /noop$/i.test(at.text) || onlyTalks(at) ? falls : null;
  return null;
}

/** The name of a function's parameter at a place. */
export function parameterName(fn: SyntaxNode, index: number): string | null {
  const pattern = parametersOf(fn)[index];
  const name = pattern ? (pattern.child('pattern') ?? pattern) : null;
  return name?.type === 'identifier' ? name.text : null;
}

export function short(node: SyntaxNode): string {
  const text = node.text
    .replace(/(["'])[^"'\n]*\1/g, '$1…$1')
    .replace(/\s+/g, ' ')
    .replaceAll('`', "'");
  return text.length > 50 ? `${text.slice(0, 47)}…` : text;
}
