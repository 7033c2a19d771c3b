/** What a JavaScript expression becomes when a text is made of it: literals decoded, values put in left as holes. */
import type { JavaScriptFile } from '../lower/javascript/javaScriptFile.ts';
import { onlyValue } from '../lower/javascript/names.ts';
import { argumentsOf, calleeOf, propertyOf, unescaped, unwrap } from '../lower/javascript/syntax.ts';
import type { SyntaxNode } from '../parse/syntaxNode.ts';
import type { MappedText, Requote, TextBuilder } from './mappedText.ts';

const MAX_DEPTH = 40;

const inTemplate: Requote = (text) => text.replace(/[\\`]|\$\{/g, '\\$&');
const inQuotes =
  (quote: string): Requote =>
  (text) =>
    text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`).replaceAll('\n', '\\n');
/** `String.raw`: a backslash cannot be taken back. */
const inRaw: Requote = (text) => (/[\\`]|\$\{/.test(text) ? null : text);

/** Templates that are pasted together as they stand, but for white space. */
const pasting = /^(?:dedent|outdent|stripIndents?|oneLine|sh|bash|String\.raw)$/;

export class ScriptTexts {
  private readonly file: JavaScriptFile;
  private readonly makeBuilder: () => TextBuilder;

  constructor(file: JavaScriptFile, makeBuilder: () => TextBuilder) {
    this.file = file;
    this.makeBuilder = makeBuilder;
  }

  read(node: SyntaxNode): MappedText {
    return this.readAll([node]);
  }

  /** Expressions as one text, with spaces between. */
  readAll(nodes: readonly SyntaxNode[]): MappedText {
    const builder = this.makeBuilder();
    this.joined(nodes, ' ', builder, 0);
    return builder.build();
  }

  private joined(nodes: readonly SyntaxNode[], separator: string, builder: TextBuilder, depth: number): void {
    nodes.forEach((node, index) => {
      if (index > 0) builder.decoded(node.start, node.start, separator);
      this.decode(node, builder, depth);
    });
  }

  private decode(given: SyntaxNode, builder: TextBuilder, depth: number): void {
    const node = unwrap(given);
    if (depth > MAX_DEPTH) {
      this.value(node, builder);
      return;
    }
    switch (node.type) {
      case 'string':
        this.fragments(node, inQuotes(node.text[0]!), false, builder);
        return;
      case 'template_string':
        this.fragments(node, inTemplate, false, builder);
        return;
      case 'binary_expression':
        this.sum(node, builder, depth);
        return;
      case 'identifier': {
        const value = this.textOf(node);
        if (value) this.decode(value, builder, depth + 1);
        else this.value(node, builder);
        return;
      }
      case 'call_expression':
        this.call(node, builder, depth);
        return;
      default:
        this.value(node, builder);
    }
  }

  /** Told as a template writes it, however it is put in. */
  private value(node: SyntaxNode, builder: TextBuilder, around: SyntaxNode = node): void {
    builder.hole(around.start, around.end, `\${${node.text}}`);
  }

  private fragments(node: SyntaxNode, requote: Requote, isRaw: boolean, builder: TextBuilder): void {
    for (const child of node.namedChildren) {
      if (child.type === 'template_substitution')
        this.value(child.namedChildren.find((part) => part.type !== 'comment') ?? child, builder, child);
      else if (child.type === 'escape_sequence' && !isRaw) builder.decoded(child.start, child.end, unescaped(child.text));
      else builder.verbatim(child.start, child.end, requote);
    }
  }

  /** `a + b + …` leans to the left, as deep as it is long. */
  private sum(node: SyntaxNode, builder: TextBuilder, depth: number): void {
    const operands: SyntaxNode[] = [];
    let at = node;
    while (at.type === 'binary_expression' && at.child('operator')?.text === '+' && at.child('left') && at.child('right')) {
      operands.push(at.child('right')!);
      at = unwrap(at.child('left')!);
    }
    operands.push(at);
    if (at === node) this.value(node, builder);
    else for (const operand of operands.reverse()) this.decode(operand, builder, depth + 1);
  }

  /** The text a variable always holds. */
  private textOf(identifier: SyntaxNode): SyntaxNode | null {
    const binding = this.file.bindings.resolve(identifier);
    const value = binding && binding.path.length === 0 ? onlyValue(binding, this.file.bindings) : null;
    return value && /^(?:string|template_string|binary_expression|call_expression)$/.test(unwrap(value).type) ? value : null;
  }

  private call(node: SyntaxNode, builder: TextBuilder, depth: number): void {
    const callee = calleeOf(node);
    const template = node.child('arguments');
    if (callee && template?.type === 'template_string' && pasting.test(callee.text)) {
      const isRaw = callee.text === 'String.raw';
      this.fragments(template, isRaw ? inRaw : inTemplate, isRaw, builder);
      return;
    }
    const object = callee?.type === 'member_expression' ? callee.child('object') : null;
    const method = callee && object ? propertyOf(callee) : null;
    if (object && /^trim(?:Start|End)?$/.test(method ?? '')) {
      this.decode(object, builder, depth + 1);
      return;
    }
    const elements = object && method === 'join' ? this.file.arrayOf(object) : null;
    const [given] = argumentsOf(node);
    const separator = given ? this.file.constantOf(given) : ',';
    if (elements && separator !== null && elements.every((element) => element.type !== 'spread_element'))
      this.joined(elements, separator, builder, depth + 1);
    else this.value(node, builder);
  }
}
