/** When two expressions name the same path: by what their variables mean, not by how they are spelled. */
import type { Binding } from '../../lower/javascript/bindings.ts';
import type { JavaScriptFile } from '../../lower/javascript/javaScriptFile.ts';
import { argumentsOf, calleeOf, propertyOf, unwrapAwait } from '../../lower/javascript/syntax.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';

export interface Resource {
  /** Equal for two expressions that give the same value, as long as none of `variables` is written in between. */
  readonly key: string;
  readonly variables: readonly Binding[];
}

const maximumDepth = 12;
const longestKey = 600;

/** The resource an expression names, or null where nothing stable can be said of it. */
export function resourceOf(node: SyntaxNode, file: JavaScriptFile): Resource | null {
  const variables: Binding[] = [];
  const key = keyOf(node, file, variables, 0);
  return key === null || key.length > longestKey ? null : { key, variables };
}

function keyOf(node: SyntaxNode, file: JavaScriptFile, variables: Binding[], depth: number): string | null {
  if (depth > maximumDepth) return null;
  const at = unwrapAwait(node);
  const inner = (child: SyntaxNode | null) => (child ? keyOf(child, file, variables, depth + 1) : null);
  switch (at.type) {
    case 'string':
    case 'number':
      return JSON.stringify(file.constantOf(at));
    case 'this':
      return 'this';
    case 'template_string':
    case 'binary_expression': {
      if (at.type === 'binary_expression' && at.child('operator')?.text !== '+') return null;
      let key = '';
      for (const part of file.partsOf(at)) {
        const piece = part.kind === 'text' ? JSON.stringify(part.text) : part.node.equals(at) ? null : inner(part.node);
        if (piece === null) return null;
        key += `+${piece}`;
      }
      return key.replaceAll('"+"', '');
    }
    case 'identifier': {
      const binding = file.bindings.resolve(at);
      if (!binding) return at.text;
      // `const target = path.join(a, b)`: the same as what it was made from.
      if (binding.kind === 'const' && binding.path.length === 0 && binding.value) {
        const key = isPure(binding.value) ? inner(binding.value) : null;
        if (key !== null) return key;
      }
      variables.push(binding);
      return `#${binding.identifier.index}`;
    }
    case 'member_expression':
    case 'subscript_expression': {
      const object = inner(at.child('object'));
      const property = propertyOf(at) ?? inner(at.child('index'));
      return object === null || property === null ? null : `${object}.${property}`;
    }
    case 'call_expression':
    case 'new_expression': {
      const callee = calleeOf(at);
      const name = callee ? (file.nameOf(callee) ?? inner(callee)) : null;
      if (name === null) return null;
      const given = argumentsOf(at).map(inner);
      return given.includes(null) ? null : `${name}(${given.join(',')})`;
    }
    case 'arguments':
      return null;
    default:
      return null;
  }
}

/** True for an expression that gives the same value however often it is looked at: no call but those that only join names. */
function isPure(value: SyntaxNode): boolean {
  const at = unwrapAwait(value);
  if (at.type === 'call_expression') return /^(?:\w+\.)?(?:join|resolve|normalize)$/.test(calleeOf(at)?.text.slice(0, 40) ?? '');
  return at.type !== 'new_expression';
}

/** True if one of the variables is written between two places (by their positions in the tree). */
export function isWrittenBetween({ variables }: Resource, from: number, to: number, file: JavaScriptFile): boolean {
  return variables.some((binding) =>
    file.bindings.writesTo(binding).some((write) => write.identifier.index > from && write.identifier.index < to),
  );
}
