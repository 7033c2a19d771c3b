import type { SyntaxContext, SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import { argumentsOf, callsOf, functionTypes, type JavaScriptFile, javaScriptFile } from '../../../src/engine/javascript.ts';
import { vectors } from '../../models/vectors.ts';
import { declaredIn, guardOf } from './guards.ts';
import { Keys } from './keys.ts';
import { nameOfFunction, type Pollution, Walks } from './walks.ts';

const needs = /\]\s*(?:\?\?|\|\|)?=(?![=>])/;
const MAX_STORES = 2_000;

/** Reports where names that somebody hands in lead through an object and set a field at their end. */
export const js: SyntaxRules = {
  program(root, context) {
    if (!needs.test(context.source.text)) return;
    const file = context.shared(javaScriptFile);
    const stores: SyntaxNode[] = [];
    for (const store of root.descendants('assignment_expression', 'augmented_assignment_expression')) {
      const left = store.child('left');
      if (left?.type === 'subscript_expression' && stores.length < MAX_STORES) stores.push(store);
    }
    if (stores.length === 0) return;
    const declared = declaredIn(root);
    const walks = new Walks(file, declared);
    const byFunction = new Map<number, Pollution[]>();
    for (const store of stores) {
      const found = walks.look(store);
      if (!found) continue;
      const list = byFunction.get(found.fn.index);
      if (list) list.push(found);
      else byFunction.set(found.fn.index, [found]);
    }
    const functions = [...byFunction.values()].map(([first]) => first!.fn);
    for (const all of byFunction.values()) {
      // What a callback does on the way is told where the way ends.
      if (functions.some((fn) => !fn.equals(all[0]!.fn) && fn.contains(all[0]!.fn) && functionTypes.has(fn.type))) continue;
      const unguarded = all.filter((one) => !isGuarded(one, declared, context.source.text));
      // Of the places of one function the last is where the value goes; the others make what lies on the way.
      const last = unguarded.at(-1);
      if (last) tell(last, file, context);
    }
  },
};

function isGuarded({ fn, target, key, how }: Pollution, declared: ReturnType<typeof declaredIn>, file: string): boolean {
  const names = new Set([key.text]);
  const guard = guardOf({ fn, name: nameOfFunction(fn), target, keys: names, how }, declared);
  if (guard === 'all') return true;
  if (guard === 'none') return false;
  // Without `__proto__` the way leads over a constructor, which is a function: where only objects are gone through, it ends there.
  const text = fn.text.slice(0, 20_000);
  if (how === 'merge') return !/\bisExtendable\(/.test(file);
  return /typeof\s+[\w.$[\]]+\s*[!=]==?\s*['"]object['"]|isPlainObject|isPlainObj/.test(text);
}

function tell(found: Pollution, file: JavaScriptFile, context: SyntaxContext): void {
  const call = found.isOutside ? null : callFromOutside(found, file);
  const isOutside = found.isOutside || call !== null;
  context.report({
    at: found.at,
    vector: vectors.prototype,
    confidence: isOutside ? 'high' : 'medium',
    trace: [
      ...(call ? [{ at: call, text: 'a request is handed in here' }] : []),
      ...(found.from
        ? [{ at: found.from, text: isOutside && !call ? 'the names come from a request' : 'the names are taken from what is handed in' }]
        : []),
      {
        at: found.at,
        text: found.how === 'path' ? 'and lead to what is set here' : 'and what is there under a name is merged into, the prototype too',
      },
    ],
  });
}

/** A call of the function around with something of a request. */
function callFromOutside({ fn }: Pollution, file: JavaScriptFile): SyntaxNode | null {
  if (!functionTypes.has(fn.type)) return null;
  const keys = new Keys(file);
  for (const call of callsOf(fn, file)) if (argumentsOf(call).some((one) => keys.isOutside(one))) return call;
  return null;
}
