/** Test code inside a file: what it does to its scratch files is nobody's business. */
import type { SyntaxNode } from '../../../src/engine/check.ts';

const testFunction = /^(?:test|setUp|tearDown|asyncSetUp|setup_(?:method|class|module)$|fixture)/;
const testClass = /^Test|Tests?$|TestCase|Mixin.*Test/;

export function inTestCode(node: SyntaxNode): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === 'function_definition' && testFunction.test(at.child('name')?.text ?? '')) return true;
    if (
      at.type === 'class_definition' &&
      (testClass.test(at.child('name')?.text ?? '') || /TestCase\b/.test(at.child('superclasses')?.text ?? ''))
    ) {
      return true;
    }
  }
  return false;
}
