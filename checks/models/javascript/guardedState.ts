/** What covers a read and a write of shared state, so that nobody gets in between. */
import type { SyntaxNode } from '../../../src/engine/check.ts';
import { argumentsOf, calleeOf, functionAround, functionTypes, type JavaScriptFile } from '../../../src/engine/javascript.ts';

const lockWords = /(?:^|[._$])(?:\w*(?:mutex|lock|semaphore|exclusive|synchronized|serialize|critical)\w*)(?:$|[.(])/i;
const takes = /^(?:acquire|lock|wait|lockAsync|enter|take|obtain|acquireLock|getLock|tryLock|tryAcquire|waitForUnlock|watch|WATCH)$/;
const oneAtATime = /^(?:p-limit|p-queue(?:\.PQueue)?|PQueue|async-sema(?:\.Sema)?|bottleneck(?:\.Bottleneck)?|p-limit\.default)\(\)/;
const transactions = /^\$?(?:transaction|withTransaction|runInTransaction|inTransaction|tx|begin|sequelizeTransaction)$/i;

/** The calls whose callback a node stands in, the innermost first; those of the functions around it included. */
function* callsAround(node: SyntaxNode): Iterable<SyntaxNode> {
  for (let at = node.parent; at; at = at.parent) {
    if (functionTypes.has(at.type) && at.parent?.type === 'arguments' && at.parent.parent) yield at.parent.parent;
  }
}

/** True where a lock is held: around the callback, or taken before in the same function. */
export function isLocked(read: SyntaxNode, file: JavaScriptFile): boolean {
  for (const call of callsAround(read)) {
    const callee = calleeOf(call)?.text.slice(0, 120) ?? '';
    if (lockWords.test(callee) || oneAtATime.test(file.calledName(call) ?? '')) return true;
  }
  const fn = functionAround(read);
  const from = fn ?? file.root;
  for (const call of from.descendants('call_expression')) {
    if (call.index > read.index) break;
    const callee = calleeOf(call);
    const text = callee?.text.slice(0, 120) ?? '';
    const word = /([\w$]+)$/.exec(text)?.[1] ?? '';
    if (takes.test(word) || /lock$/i.test(word)) return true;
  }
  return fn !== null && /pg_(?:try_)?advisory|GET_LOCK\s*\(|LOCK\s+TABLE/i.test(fn.text.slice(0, 8000));
}

/** `serializable`: nothing can come in between; `plain`: it can, at the usual isolation. */
export function transactionAround(read: SyntaxNode): 'serializable' | 'plain' | null {
  const fn = functionAround(read);
  const whole = fn?.text.slice(0, 8000) ?? '';
  for (const call of callsAround(read)) {
    const callee = calleeOf(call);
    const word = /([\w$]+)$/.exec(callee?.text.slice(0, 120) ?? '')?.[1] ?? '';
    if (!transactions.test(word)) continue;
    const options = argumentsOf(call)
      .filter((given) => !functionTypes.has(given.type))
      .map((given) => given.text)
      .join(' ');
    return /serializable/i.test(options) || /serializable/i.test(whole) ? 'serializable' : 'plain';
  }
  if (/\bserializable\b/i.test(whole)) return 'serializable';
  return /['"`]\s*(?:BEGIN|START TRANSACTION)\b|\.(?:startTransaction|beginTransaction)\s*\(/i.test(whole) ? 'plain' : null;
}

/** Scripts that change a database's shape or fill it: run once, before anybody is served. */
export function runsAlone(path: string): boolean {
  return /(?:^|\/)(?:migrations?|seeds?|seeders?|seeding|fixtures)\/|(?:^|[/.-])(?:migrations?|seed)\.[cm]?[jt]s$/i.test(path);
}
