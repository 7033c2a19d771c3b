import type { SyntaxContext, SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import {
  argumentsOf,
  functionAround,
  functionTypes,
  type JavaScriptFile,
  javaScriptFile,
  namedFunction,
  unwrap,
  wrapped,
} from '../../../src/engine/javascript.ts';
import type { Confidence } from '../../../src/model/finding.ts';
import { type Attempt, attemptsIn, chainOf } from '../../models/javascript/attempts.ts';
import { type Ending, endingOf, endingOfHandler, goesOn, parameterName, saysYes, shutsOut } from '../../models/javascript/endings.ts';
import { isForDevelopment } from '../../models/javascript/environment.ts';
import { type SecurityCall, securityCallsIn } from '../../models/javascript/securityCalls.ts';
import { deciding, operationNamed } from '../../models/securityOperations.ts';

const bruteForce = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N';
/** Functions that look who somebody is, and leave it to others what that means. */
const looksOnly =
  /optional|maybe|soft|^try|peek|guest|anonymous|public|^load|attach|populate|decode|extract|current_?user|^get|^parse|identify|context|refresh|restore|session$/i;

/** Functions that let nobody pass whom they do not know. */
const demanding = /^(?:require|ensure|must|protect|enforce|guard|authori[sz]e|authenticate)(?:[A-Z]|$)/;
const refusesByYes = /expired|invalid|revoked|needs?|should|must|stale|refresh|missing|fail|denied|blocked|banned|error|^un|^not|^is_?not/i;

type Open = Extract<Ending, { kind: 'opens' }>;

interface Failure {
  /** The decision, or the function that is named after it. */
  readonly what: string;
  readonly decision: SyntaxNode;
  readonly handler: SyntaxNode;
  readonly open: Open;
  readonly confidence: Confidence;
  readonly isLimit?: boolean;
  readonly late?: boolean;
}

function tell(context: SyntaxContext, failure: Failure): void {
  const { what, decision, handler, open, confidence } = failure;
  if (isForDevelopment(handler, '')) return;
  context.report({
    at: handler,
    confidence,
    message: failure.late
      ? `If \`${what}\` takes too long, everybody is let in.`
      : `If \`${what}\` fails, the program ${open.how.startsWith('goes') ? 'goes on' : open.how} as if it had passed.`,
    remediation:
      'Refuse where the decision fails: throw the error on, answer 401, 403 or 500, or give `false` that every caller denies on.',
    ...(failure.isLimit && { vector: bruteForce }),
    trace: [
      { at: decision, text: `\`${what}\` decides` },
      { at: handler, text: failure.late ? 'the time limit answers instead' : 'its failure ends up here' },
      { at: open.at, text: open.how },
    ],
  });
}

const nameOfFunction = (fn: SyntaxNode | null): string => (fn ? (namedFunction(fn)?.name ?? '') : '');

/** What is given up as soon as somebody is known: where nobody becomes known, others have to ask. */
function isDemanded(at: SyntaxNode): boolean {
  const fn = functionAround(at);
  const name = nameOfFunction(fn);
  return fn !== null && !looksOnly.test(name) && (demanding.test(name) || shutsOut(fn));
}

/** `let valid = true; try { valid = verify(…) } catch {}`: what it was before the attempt. */
function staysTrue(attempt: Attempt, file: JavaScriptFile): Open | null {
  for (const assignment of attempt.assignments) {
    const left = assignment.child('left');
    const right = assignment.child('right');
    if (left?.type !== 'identifier' || !right || !attempt.calls.some(({ call }) => right.contains(call))) continue;
    const binding = file.bindings.resolve(left);
    if (binding?.value && binding.path.length === 0 && saysYes(binding.value) === 'yes')
      return { kind: 'opens', at: binding.identifier, how: `goes on with \`${left.text}\`, which is \`true\` from before` };
  }
  return null;
}

function judgeAttempt(attempt: Attempt, file: JavaScriptFile): Failure | null {
  const { statement, handler, body, calls } = attempt;
  const decision = calls.find(({ operation }) => deciding.has(operation));
  if (!decision) return null;
  const isLimit = decision.operation === 'limit';
  const isKept = attempt.kept.size > 0;
  const found = (open: Open): Failure | null =>
    isKept && !isDemanded(statement)
      ? null
      : {
          what: decision.name,
          decision: decision.call,
          handler,
          open,
          isLimit,
          confidence: isKept || isLimit ? 'medium' : 'high',
        };
  const ending: Ending = body ? endingOf(body) : { kind: 'falls' };
  // The token needs to be made anew, the user has to log in: a `true` that refuses.
  if (ending.kind === 'opens' && /^gives/.test(ending.how) && refusesByYes.test(nameOfFunction(functionAround(statement)))) return null;
  if (ending.kind === 'opens') return decision.operation === 'deny' && !/next/.test(ending.how) ? null : found(ending);
  if (ending.kind !== 'falls') return null;
  const stays = staysTrue(attempt, file);
  if (stays) return { what: decision.name, decision: decision.call, handler, open: stays, isLimit, confidence: 'high' };
  const on = goesOn(statement, attempt.kept);
  // What follows an attempt that returned is the way of the failure alone, made for it.
  if (attempt.leaves && on.kind === 'opens' && !/^(?:gives|calls)/.test(on.how)) return null;
  return on.kind === 'opens' && decision.operation !== 'deny' ? found(on) : null;
}

/** `let allowed = true; try { allowed = …; } catch {}`: whatever is tried, it decides. */
function judgeInitial(attempt: Attempt, file: JavaScriptFile): Failure | null {
  const { statement, attempted, handler, body } = attempt;
  if (attempt.calls.length > 0 || (body && endingOf(body).kind !== 'falls')) return null;
  for (const assignment of attempted.descendants('assignment_expression')) {
    const left = assignment.child('left');
    if (left?.type !== 'identifier' || !/^(?:is)?_?(?:valid|allowed|auth\w*|verified|granted|permitted|trusted)$/i.test(left.text))
      continue;
    const binding = file.bindings.resolve(left);
    if (
      binding?.path.length !== 0 ||
      !binding.value ||
      saysYes(binding.value) !== 'yes' ||
      !functionAround(left)?.equals(functionAround(statement))
    )
      continue;
    const open: Open = { kind: 'opens', at: binding.identifier, how: `goes on with \`${left.text}\`, which is \`true\` from before` };
    return { what: left.text, decision: assignment, handler, open, confidence: 'high' };
  }
  return null;
}

/** A function named after a decision, whose handler gives the answer that lets in. */
function judgeNamed({ statement, handler, body }: Attempt): Failure | null {
  const fn = functionAround(statement);
  const name = nameOfFunction(fn);
  const operation = name ? operationNamed(name, '') : null;
  if (!fn || !body || !operation || !deciding.has(operation)) return null;
  const decided = { what: name, decision: statement, handler, isLimit: operation === 'limit', confidence: 'high' as const };
  if (operation === 'deny') {
    for (const end of body.descendants('return_statement')) {
      const value = end.namedChildren[0];
      if (value?.type === 'false' && functionAround(end)?.equals(fn))
        return { ...decided, confidence: 'medium', open: { kind: 'opens', at: end, how: 'gives `false`' } };
    }
    return null;
  }
  const ending = endingOf(body);
  // `use*` and `*Middleware` that call `next` are looked at by what they try.
  return ending.kind === 'opens' && /^gives/.test(ending.how) && !looksOnly.test(name) ? { ...decided, open: ending } : null;
}

/** A middleware that can shut out, and whose handler goes on to the next one. */
function judgeMiddleware({ statement, handler, body, attempted }: Attempt): Failure | null {
  const ending = body ? endingOf(body) : null;
  if (ending?.kind !== 'opens' || !/^calls .(?:next|NextResponse)/.test(ending.how)) return null;
  const fn = functionAround(statement);
  if (/optional|maybe|guest|anonymous/i.test(nameOfFunction(fn))) return null;
  for (const call of attempted.descendants('call_expression')) {
    if (!/\b(?:status|sendStatus|code)\(\s*40[13]\b|status:\s*40[13]\b/.test(call.text.slice(0, 300))) continue;
    if (!functionAround(call)?.equals(fn)) continue;
    return { what: 'this check', decision: call, handler, open: ending, confidence: 'high' };
  }
  return null;
}

/** `verify(t).catch(() => true)`, `.then(done, () => next())`, `.catch(log).then(() => next())`. */
function judgeChain({ call, operation, name }: SecurityCall): Failure | null {
  const links = chainOf(call);
  if (links.length === 0) return null;
  const base = {
    what: name,
    decision: call,
    isLimit: operation === 'limit',
    confidence: operation === 'limit' ? 'medium' : 'high',
  } as const;
  for (const [index, link] of links.entries()) {
    const handler = link.method === 'catch' ? link.given[0] : link.method === 'then' ? link.given[1] : undefined;
    if (link.method === 'finally') {
      const last = link.given[0];
      const ending =
        last && (unwrap(last).text === 'next' ? ({ kind: 'opens', at: last, how: 'calls `next()`' } as const) : endingOfHandler(last));
      if (last && ending?.kind === 'opens') return { ...base, handler: last, open: ending };
    }
    if (!handler) continue;
    const ending = endingOfHandler(handler);
    if (ending?.kind === 'opens') return operation === 'deny' ? null : { ...base, handler, open: ending };
    if (ending?.kind !== 'falls') return null;
    for (const later of links.slice(index + 1)) {
      const then = later.method === 'then' && later.given[0] ? endingOfHandler(later.given[0]) : null;
      if (then?.kind === 'opens') return { ...base, handler, open: then };
    }
    const whole = wrapped(links.at(-1)!.call);
    const statement = whole.parent;
    if (statement?.type !== 'expression_statement' || whole.type !== 'await_expression') return null;
    const on = goesOn(statement, new Set());
    return on.kind === 'opens' && operation !== 'deny' ? { ...base, handler, open: on } : null;
  }
  return null;
}

const errorNames = /^_?(?:e|er|err|error|\w+(?:Err|Error))$/;

/** `jwt.verify(t, key, (err, decoded) => { if (err) log(err); next(); })`. */
function judgeCallback({ call, operation, name }: SecurityCall): Failure | null {
  const last = argumentsOf(call).at(-1);
  const fn = last ? unwrap(last) : null;
  const body = fn && functionTypes.has(fn.type) ? fn.child('body') : null;
  const error = fn ? parameterName(fn, 0) : null;
  if (!fn || body?.type !== 'statement_block' || !error || !errorNames.test(error) || operation === 'deny') return null;
  const result = parameterName(fn, 1);
  const isNamed = (text: string, word: string | null) =>
    word !== null && new RegExp(`(?<![\\w$.])${word.replaceAll('$', '\\$')}(?![\\w$])`).test(text);
  const asks = body.namedChildren.filter((child) => child.type === 'if_statement');
  const ask = asks.find((child) => isNamed(child.child('condition')?.text ?? '', error));
  const others = asks.filter((child) => child !== ask);
  const looksAtResult = others.some((child) => isNamed(child.child('condition')?.text ?? '', result));
  const isKept = [...body.descendants('assignment_expression')].length > 0;
  const confidence: Confidence = isKept || operation === 'limit' ? 'medium' : 'high';
  const base = { what: name, decision: call, handler: fn, isLimit: operation === 'limit', confidence };
  if (isKept && !isDemanded(call)) return null;
  if (!ask) {
    if (looksAtResult || isNamed(body.text.slice(0, 4000), error)) return null;
    const ending = endingOf(body);
    return ending.kind === 'opens' ? { ...base, confidence: 'medium', open: ending } : null;
  }
  const condition = ask.child('condition')?.text.replace(/[()\s]/g, '') ?? '';
  const branch = ask.child('consequence');
  if (!branch || condition !== error) return null;
  const ending = endingOf(branch);
  // What looks at the result further down is not reached then.
  const isFirst = others.every((child) => child.index > ask.index);
  if (ending.kind === 'opens') return isFirst || !looksAtResult ? { ...base, handler: ask, open: ending } : null;
  if (looksAtResult || ending.kind !== 'falls' || ask.child('alternative')) return null;
  const on = goesOn(ask, new Set());
  return on.kind === 'opens' ? { ...base, handler: ask, open: on } : null;
}

/** What a clock gives when it is over: the answer that lets in, to a question who may and to one who is shut out. */
const lateYes =
  /resolve\(\s*(?:true|\{\s*(?:ok|allowed|valid|active|authorized)\s*:\s*true)|setTimeout\(\s*\w+,\s*[\w.]+,\s*true\s*\)|=>\s*true\b/;
const lateNo =
  /resolve\(\s*(?:false|\{\s*(?:banned|blocked|denied|revoked)\s*:\s*false)|setTimeout\(\s*\w+,\s*[\w.]+,\s*false\s*\)|=>\s*false\b/;

/** `Promise.race([check(), late(500, true)])`: the clock lets in. */
function judgeRaces(file: JavaScriptFile, calls: readonly SecurityCall[], context: SyntaxContext): void {
  for (const race of file.calls.of(['race'])) {
    if (file.calledName(race) !== 'Promise.race') continue;
    const [list] = argumentsOf(race);
    const decision = list ? calls.find(({ call, operation }) => deciding.has(operation) && list.contains(call)) : undefined;
    if (!list || !decision) continue;
    const answer = decision.operation === 'deny' ? lateNo : lateYes;
    const late = list.namedChildren.find((one) => !one.contains(decision.call) && answer.test(one.text.slice(0, 600)));
    if (late)
      tell(context, {
        what: decision.name,
        decision: decision.call,
        handler: late,
        open: { kind: 'opens', at: late, how: `gives \`${decision.operation !== 'deny'}\`` },
        confidence: 'high',
        late: true,
      });
  }
}

/** Reports decisions about access whose failure lets through. */
export const js: SyntaxRules = {
  program(_, context) {
    const file = context.shared(javaScriptFile);
    const calls = securityCallsIn(file);
    for (const attempt of attemptsIn(file)) {
      const failure = judgeAttempt(attempt, file) ?? judgeInitial(attempt, file) ?? judgeNamed(attempt) ?? judgeMiddleware(attempt);
      if (failure) tell(context, failure);
    }
    for (const call of calls) {
      if (!deciding.has(call.operation)) continue;
      const failure = judgeChain(call) ?? judgeCallback(call);
      if (failure) tell(context, failure);
    }
    if (calls.length > 0) judgeRaces(file, calls, context);
  },
};
