/** What the data says of a name, and of what a callback is given. */
import type { JavaScriptFile } from '../../lower/javascript/javaScriptFile.ts';
import { argumentsOf } from '../../lower/javascript/syntax.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { Origin, OriginModel, SourceKind } from './model.ts';
import { constant } from './ranks.ts';

/** What the model says of a dotted name, or null. */
export function knownOrigin(at: SyntaxNode, name: string, model: OriginModel): Origin | null {
  // What a package says of itself in its own data files is as constant as its code.
  if (/^\.\.?\/[^:]*\.json(?:\.|$)/.test(name)) return constant;
  for (let end = name.length; end > 0; end = name.lastIndexOf('.', end - 1)) {
    const prefix = name.slice(0, end);
    if (model.harmless.includes(prefix)) return constant;
    if (Object.hasOwn(model.sources, prefix)) return { kind: 'source', source: model.sources[prefix]!, at, steps: [] };
  }
  return null;
}

/** The source that a method hands to its callback: `action` of a command line, `on` with the event `message`; null if none is known. */
export function callbackSource(
  call: SyntaxNode,
  method: string,
  receiver: SyntaxNode | null,
  file: JavaScriptFile,
  model: OriginModel,
): SourceKind | null {
  for (const known of model.callbacks) {
    if (known.method !== method) continue;
    if (known.modules && !known.modules.some((module) => imports(file, module))) continue;
    if (known.event !== undefined && eventOf(call, file) !== known.event) continue;
    if (known.receiver && !known.receiver.test(receiver?.text.slice(-80) ?? '')) continue;
    return known.source;
  }
  return null;
}

function eventOf(call: SyntaxNode, file: JavaScriptFile): string | null {
  const [first] = argumentsOf(call);
  return first ? file.constantOf(first) : null;
}

function imports(file: JavaScriptFile, module: string): boolean {
  const { text } = file.root.tree;
  return text.includes(`'${module}'`) || text.includes(`"${module}"`);
}
