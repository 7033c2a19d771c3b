/** What checks ask of a JavaScript or TypeScript file: calls by name, what a name means, texts put together, options. */
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import { Bindings } from './bindings.ts';
import { Calls } from './calls.ts';
import { nameOf } from './names.ts';
import { calleeOf } from './syntax.ts';
import { arrayOf, constantOf, objectOf, optionOf, partsOf, type TextPart, writtenPartsOf } from './text.ts';

/** A file with its tables; the bindings are made when they are first asked for. */
export class JavaScriptFile {
  readonly root: SyntaxNode;
  readonly calls: Calls;
  private scopes: Bindings | null = null;

  constructor(root: SyntaxNode) {
    this.root = root;
    this.calls = new Calls(root);
  }

  get bindings(): Bindings {
    this.scopes ??= new Bindings(this.root);
    return this.scopes;
  }

  /** `child_process.exec`, `fs.promises.stat`, `process.argv`, wherever it was imported and however it is called here. */
  nameOf(node: SyntaxNode): string | null {
    return nameOf(node, this.bindings);
  }

  /** The resolved name of what a call calls. */
  calledName(call: SyntaxNode): string | null {
    const callee = calleeOf(call);
    return callee ? nameOf(callee, this.bindings) : null;
  }

  partsOf(node: SyntaxNode): readonly TextPart[] {
    return partsOf(node, this.bindings);
  }

  writtenPartsOf(node: SyntaxNode): readonly TextPart[] {
    return writtenPartsOf(node, this.bindings);
  }

  constantOf(node: SyntaxNode): string | null {
    return constantOf(node, this.bindings);
  }

  /** The elements of an array literal, given in place or through a variable that nothing is added to. */
  arrayOf(node: SyntaxNode): SyntaxNode[] | null {
    return arrayOf(node, this.bindings);
  }

  objectOf(node: SyntaxNode): SyntaxNode | null {
    return objectOf(node, this.bindings);
  }

  /** The value of an option in an object given in place or through a constant. */
  option(object: SyntaxNode | undefined, key: string): SyntaxNode | null {
    const literal = object ? objectOf(object, this.bindings) : null;
    return literal ? optionOf(literal, key) : null;
  }
}

const known = new WeakMap<object, JavaScriptFile>();

/** The tables of a file, made once. To be given to `context.shared`. */
export function javaScriptFile(root: SyntaxNode): JavaScriptFile {
  let file = known.get(root.tree);
  if (!file) {
    file = new JavaScriptFile(root);
    known.set(root.tree, file);
  }
  return file;
}
