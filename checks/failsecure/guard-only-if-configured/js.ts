import type { SyntaxContext, SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import {
  argumentsOf,
  calleeOf,
  functionAround,
  type JavaScriptFile,
  javaScriptFile,
  propertyOf,
  unwrapAwait,
} from '../../../src/engine/javascript.ts';
import { endingOf, goesOn, isRefusal, parameterName, saysYes, shutsOut } from '../../models/javascript/endings.ts';
import { isForDevelopment } from '../../models/javascript/environment.ts';
import { asksFor, conjunctsOf, isDemandedElsewhere, type Presence } from '../../models/javascript/presence.ts';
import { securityCallsIn } from '../../models/javascript/securityCalls.ts';
import { deciding } from '../../models/securityOperations.ts';

const protecting = /auth(?!or\b)|api_?key|csrf|verif|guard|protect|jwt|require|signature|acl|permission/i;

/** A decision about access in a stretch of code: a call of one, or an answer that shuts out. */
function protectionIn(node: SyntaxNode, file: JavaScriptFile): SyntaxNode | null {
  const call = securityCallsIn(file).find((one) => deciding.has(one.operation) && node.contains(one.call));
  if (call) return call.call;
  for (const inner of node.descendants('throw_statement', 'call_expression', 'assignment_expression')) {
    if (inner.type === 'throw_statement' ? shutsOut(inner) : isRefusal(inner) && shutsOut(inner)) return inner;
  }
  return null;
}

function tell(context: SyntaxContext, file: JavaScriptFile, at: SyntaxNode, presence: Presence, guard: SyntaxNode, way: string): void {
  if (isForDevelopment(at, context.path) || isDemandedElsewhere(presence, at, file)) return;
  const { name, kind, isSeen } = presence;
  context.report({
    at,
    confidence: isSeen ? 'high' : 'medium',
    message:
      kind === 'proof'
        ? `Whoever leaves \`${name}\` away is not checked at all.`
        : `Where \`${name}\` is not set, nothing is checked, and everybody is let in.`,
    remediation:
      kind === 'proof'
        ? `Refuse what comes without \`${name}\`: answer 401.`
        : `Stop at the start where \`${name}\` is missing, or refuse every request until it is there.`,
    trace: [
      { at: presence.value, text: `only where \`${name}\` is there` },
      { at: guard, text: 'it is checked' },
      { at, text: way },
    ],
  });
}

function judgeIf(statement: SyntaxNode, context: SyntaxContext): void {
  const condition = statement.child('condition');
  const branch = statement.child('consequence');
  if (!condition || !branch) return;
  const file = context.shared(javaScriptFile);
  const absent = asksFor(condition, false, file);
  if (absent) {
    judgeAbsence(statement, branch, absent, context, file);
    return;
  }
  const parts = conjunctsOf(condition);
  const presence = parts.map((part) => asksFor(part, true, file)).find((one) => one !== null);
  if (!presence) return;
  const otherwise = statement.child('alternative')?.namedChildren.at(-1);
  if (otherwise && (endingOf(otherwise).kind !== 'falls' || protectionIn(otherwise, file))) return;
  const rest = parts.filter((part) => !asksFor(part, true, file));
  if (rest.length > 0) {
    // `API_KEY && given !== API_KEY`: the comparison refuses, and without a key there is none.
    const compares = rest.every(
      (part) => part.text.includes(presence.value.text) && (/!==?/.test(part.text) || (part.text.startsWith('!') && /\(/.test(part.text))),
    );
    const refused = endingOf(branch).kind === 'refuses' && shutsOutOrDenies(branch, file, rest);
    if (compares && refused) tell(context, file, statement, presence, rest[0]!, 'without it, what follows runs all the same');
    return;
  }
  if (functionAround(statement) === null || mounts(branch)) {
    const mounted = mountedIn(branch, file);
    if (mounted) tell(context, file, statement, presence, mounted, 'without it, the routes stand open');
    if (mounted || functionAround(statement) === null) return;
  }
  const guard = protectionIn(branch, file);
  if (!guard) return;
  const on = goesOn(statement, new Set());
  if (on.kind === 'opens' || (on.kind === 'falls' && /\bthrow\b/.test(branch.text) && shutsOut(branch)))
    tell(context, file, statement, presence, guard, 'without it, what follows runs all the same');
}

function shutsOutOrDenies(branch: SyntaxNode, file: JavaScriptFile, rest: readonly SyntaxNode[]): boolean {
  return (
    shutsOut(branch) ||
    /return false|\breject\(/.test(branch.text.slice(0, 200)) ||
    rest.some((part) => protectionIn(part.parent ?? part, file) !== null)
  );
}

/** `if (!KEY) return next();` before the key is compared. */
function judgeAbsence(statement: SyntaxNode, branch: SyntaxNode, absent: Presence, context: SyntaxContext, file: JavaScriptFile): void {
  const fn = functionAround(statement);
  const body = fn?.child('body');
  const ending = endingOf(branch);
  if (!fn || !body) return;
  const way = ending.kind === 'opens' ? ending.how : goesOnSilently(branch, fn) ? 'goes on without an answer' : null;
  if (way === null) return;
  const guard = laterProtection(statement, body, file);
  if (guard) tell(context, file, statement, absent, guard, way);
}

function laterProtection(statement: SyntaxNode, body: SyntaxNode, file: JavaScriptFile): SyntaxNode | null {
  const after = statement.tree.next[statement.index]!;
  const call = securityCallsIn(file).find((one) => deciding.has(one.operation) && body.contains(one.call) && one.call.index >= after);
  if (call) return call.call;
  for (const inner of body.descendants('throw_statement', 'call_expression', 'return_statement')) {
    if (inner.index < after) continue;
    if (inner.type === 'call_expression' ? isRefusal(inner) && shutsOut(inner) : shutsOut(inner) || /^return [^;]*===/.test(inner.text))
      return inner;
  }
  return null;
}

function mounts(branch: SyntaxNode): boolean {
  return /\.use\(|\.addHook\(|\.register\(|useGlobalGuards\(/.test(branch.text.slice(0, 600));
}

/** A middleware that protects, put before what follows: `app.use(requireKey)`. */
function mountedIn(node: SyntaxNode, file: JavaScriptFile): SyntaxNode | null {
  const calls = node.type === 'call_expression' ? [node] : [...node.descendants('call_expression')];
  for (const call of calls) {
    const callee = calleeOf(call);
    const method = callee?.type === 'member_expression' ? propertyOf(callee) : null;
    if (!callee || !method || !/^(?:use|addHook|register|useGlobalGuards|preHandler)$/.test(method)) continue;
    // A path that exists only where it is set up is no door left open.
    if (
      argumentsOf(call).length > 2 ||
      argumentsOf(call).some((given) => /router|routes|swagger|docs|static/i.test(given.text.slice(0, 80)))
    )
      continue;
    const guard = argumentsOf(call).find(
      (given) => given.type !== 'string' && (protecting.test(given.text.slice(0, 120)) || protectionIn(given, file) !== null),
    );
    if (guard) return guard;
  }
  return null;
}

/** A question with the value among its arguments. */
function asks(node: SyntaxNode, { value }: Presence): boolean {
  const at = unwrapAwait(node);
  return at.type === 'call_expression' && argumentsOf(at).some((given) => given.text === value.text);
}

/** `return;` in a hook of a framework that goes on where nothing is answered: it is given a reply. */
function goesOnSilently(branch: SyntaxNode, fn: SyntaxNode): boolean {
  return parameterName(fn, 1) === 'reply' && parameterName(fn, 2) === null && /^\{?\s*return;?\s*\}?$/.test(branch.text);
}

/** Reports protections that are skipped where a value is missing. */
export const js: SyntaxRules = {
  if_statement: judgeIf,
  binary_expression(node, context) {
    const operator = node.child('operator')?.text;
    const left = node.child('left');
    const right = node.child('right');
    if (!left || !right) return;
    if (operator === '&&' && node.parent?.type === 'expression_statement') {
      const call = unwrapAwait(right);
      const file = context.shared(javaScriptFile);
      const mounted = call.type === 'call_expression' ? mountedIn(call, file) : null;
      const presence = mounted ? asksFor(left, true, file) : null;
      if (mounted && presence) tell(context, file, node, presence, mounted, 'without it, the routes stand open');
      return;
    }
    // `return !KEY || given === KEY`
    if (
      operator !== '||' ||
      !/^!|===?\s*(?:undefined|null)/.test(left.text) ||
      !/^(?:return_statement|arrow_function|variable_declarator)$/.test(node.parent?.type ?? '')
    )
      return;
    const file = context.shared(javaScriptFile);
    const absent = asksFor(left, false, file);
    if (!absent || !right.text.includes(absent.value.text)) return;
    const guard = protectionIn(node, file) ?? (/===?|timingSafeEqual|compare/.test(right.text) || asks(right, absent) ? right : null);
    if (guard) tell(context, file, node, absent, guard, 'without it, the answer is yes');
  },
  ternary_expression(node, context) {
    const condition = node.child('condition');
    const yes = node.child('consequence');
    const no = node.child('alternative');
    if (!condition || !yes || !no) return;
    const file = context.shared(javaScriptFile);
    const isList = no.type === 'array' && no.namedChildren.length === 0 && yes.type === 'array' && protecting.test(yes.text.slice(0, 120));
    const isPassed = /^\(\s*\w*,\s*\w*,\s*next\s*\)\s*=>\s*next\(\)$/.test(no.text.trim()) && protecting.test(yes.text.slice(0, 120));
    const isYes = saysYes(no) === 'yes' && (protectionIn(node, file) !== null || /===?/.test(yes.text));
    if (!isList && !isPassed && !isYes) return;
    const presence = asksFor(condition, true, file);
    if (presence) tell(context, file, node, presence, yes, isYes ? 'without it, the answer is yes' : 'without it, the routes stand open');
  },
};
