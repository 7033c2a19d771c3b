/** A look at whether a value is a request's own, for what needs no more than that. */
import type { SyntaxNode } from '../../../src/engine/check.ts';
import { type JavaScriptFile, unwrapAwait } from '../../../src/engine/javascript.ts';

const request =
  /^(?:this\.)?(?:req|request|ctx|context)\??\.(?:request\??\.)?(?:body|query|params|headers|cookies)\b(?:\??\.\w+|\[[^\]]*\])*$/;

/** The expression that names the request, or null where something was done with it on the way. */
export function outsideOf(node: SyntaxNode, file: JavaScriptFile, depth = 0): SyntaxNode | null {
  if (depth > 4) return null;
  const at = unwrapAwait(node);
  if (request.test(at.text.slice(0, 200))) return at;
  if (at.type === 'template_string') {
    for (const part of at.namedChildren) {
      const inner = part.type === 'template_substitution' ? part.namedChildren[0] : undefined;
      const found = inner ? outsideOf(inner, file, depth + 1) : null;
      if (found) return found;
    }
    return null;
  }
  if (at.type === 'binary_expression') {
    for (const side of ['left', 'right']) {
      const inner = at.child(side);
      const found = /^(?:\+|\|\||\?\?)$/.test(at.child('operator')?.text ?? '') && inner ? outsideOf(inner, file, depth + 1) : null;
      if (found) return found;
    }
    return null;
  }
  if (at.type !== 'identifier') return null;
  const binding = file.bindings.resolve(at);
  if (!binding?.value || (binding.kind !== 'const' && binding.kind !== 'let' && binding.kind !== 'var')) return null;
  return outsideOf(binding.value, file, depth + 1);
}
