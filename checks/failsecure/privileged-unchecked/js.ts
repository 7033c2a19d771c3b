import type { SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import {
  argumentsOf,
  callsOf,
  functionAround,
  functionTypes,
  type JavaScriptFile,
  javaScriptFile,
  parametersOf,
  propertyOf,
  unwrap,
  wrapped,
} from '../../../src/engine/javascript.ts';
import { isNarrow, modeOf } from '../../models/javascript/fileModes.ts';
import { fileFunction } from '../../models/javascript/files.ts';
import { protectingProgram } from '../../models/protectingPrograms.ts';

/** Operations that take rights away, and where their mode stands; an owner is always worth a look. */
const operations: Readonly<Record<string, 'mode' | 'owner'>> = {
  chmod: 'mode',
  fchmod: 'mode',
  lchmod: 'mode',
  chown: 'owner',
  fchown: 'owner',
  lchown: 'owner',
};
const names = Object.keys(operations).flatMap((name) => [name, `${name}Sync`]);

/** Calls by which a process gives up rights of its own. They throw where they fail. */
const dropping = ['setuid', 'setgid', 'seteuid', 'setegid', 'setgroups', 'initgroups'];

/** How the failure gets lost: where, and in which words; null if somebody hears of it. */
interface Loss {
  readonly at: SyntaxNode;
  readonly text: string;
}

/** A function that does nothing with what it is given: `() => {}`, `noop`, or one that never names its first parameter. */
function ignoresFirst(fn: SyntaxNode, file: JavaScriptFile): boolean {
  const at = unwrap(fn);
  if (at.type === 'identifier') return /^_?noop$/i.test(at.text);
  if (at.type === 'member_expression') return propertyOf(at) === 'noop';
  if (!functionTypes.has(at.type)) return false;
  const [pattern] = parametersOf(at);
  if (!pattern) return true;
  const name = pattern.child('pattern') ?? pattern;
  const binding = name.type === 'identifier' ? file.bindings.resolve(name) : null;
  return binding !== null && file.bindings.mentionsOf(binding).length <= 1;
}

/** A handler that swallows: it has no parameter or ignores it, and neither throws, calls nor assigns anything. */
function swallows(fn: SyntaxNode, file: JavaScriptFile): boolean {
  if (!ignoresFirst(fn, file)) return false;
  const body = unwrap(fn).child('body');
  if (!body) return true;
  return (
    body.descendants('call_expression', 'throw_statement', 'assignment_expression').next().done === true && body.type !== 'call_expression'
  );
}

function callbackLoss(call: SyntaxNode, file: JavaScriptFile): Loss | null {
  const last = argumentsOf(call).at(-1);
  if (!last || !functionTypes.has(unwrap(last).type))
    return last && ignoresFirst(last, file) ? { at: last, text: 'the callback ignores the error' } : null;
  return ignoresFirst(last, file) ? { at: last, text: 'the callback ignores the error' } : null;
}

function hasCallback(call: SyntaxNode, least: number): boolean {
  const given = argumentsOf(call);
  return given.length > least;
}

/** `chmod(…);` whose promise nobody holds, or `chmod(…).catch(() => {})`. */
function promiseLoss(call: SyntaxNode, file: JavaScriptFile): Loss | null {
  const outer = wrapped(call);
  const parent = outer.parent;
  if (!parent) return null;
  const isVoid = parent.type === 'unary_expression' && parent.child('operator')?.text === 'void';
  if ((outer.equals(call) && parent.type === 'expression_statement') || (isVoid && parent.parent?.type === 'expression_statement')) {
    return { at: parent, text: 'nobody waits for the result' };
  }
  if (parent.type !== 'member_expression' || !outer.equals(call)) return null;
  const method = propertyOf(parent);
  const chained = parent.parent;
  if (chained?.type !== 'call_expression') return null;
  const handler = method === 'catch' ? argumentsOf(chained)[0] : method === 'then' ? argumentsOf(chained)[1] : undefined;
  return handler && swallows(handler, file) ? { at: handler, text: 'the failure is swallowed' } : null;
}

/** `try { chmodSync(…) } catch {}` around nothing else. */
function tryLoss(call: SyntaxNode): Loss | null {
  const statement = wrapped(call).parent;
  const block = statement?.type === 'expression_statement' ? statement.parent : null;
  const attempt = block?.parent;
  if (!block || attempt?.type !== 'try_statement' || block.field !== 'body') return null;
  const handler = attempt.child('handler');
  const body = handler?.child('body');
  if (!handler || !body || body.namedChildren.some((child) => child.type !== 'comment')) return null;
  return { at: handler, text: 'the failure is swallowed' };
}

/** The owner comes with what is unpacked or copied: `entry.uid`, `stats.uid`. */
function isUnpacking(owner: SyntaxNode): boolean {
  return /\b(?:entry|header|stats?)\b|(?:^|\.)uid$/.test(owner.text.slice(0, 200));
}

/** Rights given up under a handler that swallows; of several under the same one the last, which none is reached without. */
function lostDrops(file: JavaScriptFile): Iterable<{ call: SyntaxNode; name: string; loss: Loss }> {
  const lost = new Map<number, { call: SyntaxNode; name: string; loss: Loss }>();
  for (const call of file.calls.of(dropping)) {
    const name = file.calledName(call);
    const loss = name?.startsWith('process.') ? tryLoss(call) : null;
    const before = loss ? lost.get(loss.at.index) : undefined;
    if (name && loss && (before === undefined || before.call.index < call.index)) lost.set(loss.at.index, { call, name, loss });
  }
  return lost.values();
}

/** Functions that start a program, by what becomes of its failure: thrown, a status, an event, a rejected promise. */
const starters: Readonly<Record<string, 'throws' | 'status' | 'event' | 'promise'>> = {
  'child_process.execFileSync': 'throws',
  'child_process.spawnSync': 'status',
  'child_process.spawn': 'event',
  'child_process.execFile': 'event',
  'cross-spawn.sync': 'status',
  'cross-spawn.spawn': 'event',
  'execa.execa': 'promise',
  'execa.execaSync': 'throws',
};
const starterNames = ['execFileSync', 'spawnSync', 'spawn', 'execFile', 'sync', 'execa', 'execaSync'];

/** The words of a command, empty where they are computed. */
function wordsOf(given: readonly SyntaxNode[], file: JavaScriptFile): string[] {
  return given.slice(0, 30).flatMap((one) => (file.arrayOf(one) ?? [one]).slice(0, 30).map((word) => file.constantOf(word) ?? ''));
}

/** True where nothing reads what a call gives: `spawnSync(…);`, `await run(…);`. */
function isDropped(call: SyntaxNode): boolean {
  let at = wrapped(call).parent;
  if (at?.type === 'await_expression') at = at.parent;
  return at?.type === 'expression_statement';
}

function statusLoss(call: SyntaxNode, kind: (typeof starters)[string], file: JavaScriptFile): Loss | null {
  if (kind === 'throws') return tryLoss(call);
  if (kind === 'promise') return promiseLoss(call, file);
  if (kind === 'event' && functionTypes.has(argumentsOf(call).at(-1)?.type ?? '')) return callbackLoss(call, file);
  return isDropped(call) ? { at: call, text: 'and nobody looks at how it ended' } : null;
}

/** A function that starts the program it is given and tells nobody how it ended. */
function isDeafRunner(fn: SyntaxNode): boolean {
  return !/\b(?:status|code|exitCode|signal|error|reject|return|throw)\b/.test(fn.text.slice(0, 3000));
}

/** Protecting programs that are started and whose failure is lost, also by a function of the file that runs what it is given. */
function lostPrograms(file: JavaScriptFile): { call: SyntaxNode; program: string; loss: Loss }[] {
  const lost: { call: SyntaxNode; program: string; loss: Loss }[] = [];
  const seen = new Set<number>();
  for (const call of file.calls.of(starterNames)) {
    const name = file.calledName(call) ?? '';
    const kind = Object.hasOwn(starters, name) ? starters[name] : undefined;
    if (!kind) continue;
    const given = argumentsOf(call);
    const [first] = given;
    const program = protectingProgram(wordsOf(given.slice(0, 2), file));
    const loss = program ? statusLoss(call, kind, file) : null;
    if (program && loss) lost.push({ call, program, loss });
    const runner = functionAround(call);
    if (program || !first || !runner || seen.has(runner.index) || file.constantOf(first) !== null || !isDeafRunner(runner)) continue;
    seen.add(runner.index);
    for (const use of callsOf(runner, file)) {
      const started = protectingProgram(wordsOf(argumentsOf(use), file));
      if (started && isDropped(use))
        lost.push({ call: use, program: started, loss: { at: call, text: 'it is started here, and nobody looks at how it ended' } });
    }
  }
  return lost;
}

/** Reports a narrowing of rights whose failure nobody hears of. */
export const js: SyntaxRules = {
  program(_, context) {
    const file = context.shared(javaScriptFile);
    for (const { call, name, loss } of lostDrops(file)) {
      context.report({
        at: call,
        confidence: 'high',
        message: `If \`${name}\` fails, the program goes on with the rights it meant to give up.`,
        remediation: 'Let the error end the program, or catch only the one error that is expected.',
        trace: [
          { at: call, text: `\`${name}\` gives rights up` },
          { at: loss.at, text: loss.text },
        ],
      });
    }
    for (const { call, program, loss } of lostPrograms(file)) {
      context.report({
        at: call,
        message: `If \`${program}\` fails, the program goes on as if the protection were in place.`,
        remediation:
          'Use `execFileSync`, which throws when the program fails, or look at `status` (of `spawn`: the code of `close`) and stop.',
        trace: [
          { at: call, text: `\`${program}\` can fail` },
          { at: loss.at, text: loss.text },
        ],
      });
    }
    for (const call of file.calls.of(names)) {
      const name = fileFunction(call, file);
      const plain = name?.replace(/Sync$/, '') ?? '';
      if (!name || !Object.hasOwn(operations, plain)) continue;
      const given = argumentsOf(call);
      if (operations[plain] === 'mode' && !isNarrow(modeOf(given[1], file))) continue;
      // Given away to somebody, as an unpacked archive says: who is not root cannot, and nothing is opened by that.
      if (operations[plain] === 'owner' && given[1] && file.constantOf(given[1]) === null && isUnpacking(given[1])) continue;
      const least = operations[plain] === 'mode' ? 2 : 3;
      const isSync = name.endsWith('Sync');
      const loss = isSync
        ? tryLoss(call)
        : hasCallback(call, least)
          ? callbackLoss(call, file)
          : (promiseLoss(call, file) ?? tryLoss(call));
      if (!loss) continue;
      context.report({
        at: call,
        confidence: 'high',
        message: `If \`${name}\` fails, the program goes on as if others were shut out.`,
        remediation:
          'Await it and let the error stop what follows; handle `error` in the callback; or create the file with its mode, so that nothing has to change it.',
        trace: [
          { at: call, text: `\`${name}\` takes rights away` },
          { at: loss.at, text: loss.text },
        ],
      });
    }
  },
};
