import type { SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import {
  argumentsOf,
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
    for (const call of file.calls.of(names)) {
      const name = fileFunction(call, file);
      const plain = name?.replace(/Sync$/, '') ?? '';
      if (!name || !Object.hasOwn(operations, plain)) continue;
      const given = argumentsOf(call);
      if (operations[plain] === 'mode' && !isNarrow(modeOf(given[1], file))) continue;
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
