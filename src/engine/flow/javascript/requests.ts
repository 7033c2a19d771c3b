/** Whether a parameter carries what came over the network, by its name and what is read from it, its type or its decorator. */
import type { Binding } from '../../lower/javascript/bindings.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { OriginModel } from './model.ts';

/** True where `path`, read from this parameter, is a part of a request. */
export function requestFields(binding: Binding, path: readonly string[], model: OriginModel, parameters: readonly SyntaxNode[]): boolean {
  const { pattern, index } = binding.parameter!;
  if (pattern.namedChildren.some((child) => child.type === 'decorator' && model.requestDecorators.includes(decoratorName(child))))
    return true;
  const type = pattern.child('type')?.text ?? '';
  const isTyped = model.requestTypes.some((name) => new RegExp(`\\b${name}\\b`).test(type.slice(0, 200)));
  const [first] = path;
  if (first === undefined) return false;
  const isDestructured = binding.path.length > 0;
  for (const { names, fields } of model.requests) {
    if (!fields.includes(first)) continue;
    if (isTyped || (!isDestructured && names.includes(binding.name))) return true;
    // `({ body }, res) => …`: a handler is known by its second parameter.
    if (
      isDestructured &&
      index === 0 &&
      /^(?:res|response|reply|_res)$/.test(parameters[1]?.child('pattern')?.text ?? parameters[1]?.text ?? '')
    )
      return true;
  }
  return false;
}

/** True where a part of a request is converted before the parameter gets it: by its decorator, or to a number by its type. */
export function isConverted(pattern: SyntaxNode, model: OriginModel): boolean {
  if (/^:\s*(?:number|boolean|bigint)$/.test(pattern.child('type')?.text.slice(0, 20) ?? '')) return true;
  return pattern.namedChildren.some((child) => {
    if (child.type !== 'decorator') return false;
    const words = child.text.slice(0, 300).split(/[^\w$]+/);
    return model.requestConversions.some((name) => words.includes(name));
  });
}

function decoratorName(decorator: SyntaxNode): string {
  return /^@(\w+)/.exec(decorator.text.slice(0, 60))?.[1] ?? '';
}
