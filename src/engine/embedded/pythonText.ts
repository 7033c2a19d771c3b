/** What a Python expression becomes when a text is made of it: literals decoded, values put in left as holes. */
import { argumentsOf } from '../lower/python/calls.ts';
import { reachingBindings } from '../lower/python/reaching.ts';
import type { PythonScopes } from '../lower/python/scopes.ts';
import { literalText, prefixOf } from '../lower/python/strings.ts';
import type { SyntaxNode } from '../parse/syntaxNode.ts';
import type { MappedText, Requote, TextBuilder } from './mappedText.ts';

const MAX_DEPTH = 40;

const simple: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v', '\n': '' };

function unescaped(sequence: string): string {
  const kind = sequence[1] ?? '';
  if (Object.hasOwn(simple, kind)) return simple[kind]!;
  if (kind === 'x' || kind === 'u' || kind === 'U') {
    const code = Number.parseInt(sequence.slice(2), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  }
  if (/[0-7]/.test(kind)) return String.fromCodePoint(Number.parseInt(sequence.slice(1), 8));
  return /['"\\]/.test(kind) ? kind : sequence;
}

/** How text is added within the quotes of a literal. */
function requoteIn(prefix: string, quotes: string): Requote {
  const isRaw = /r/i.test(prefix);
  const isTemplate = /[ft]/i.test(prefix);
  return (added) => {
    if (isRaw && (/\\/.test(added) || added.includes(quotes[0]!) || (quotes.length === 1 && added.includes('\n')))) return null;
    let text = isRaw ? added : added.replaceAll('\\', '\\\\').replaceAll(quotes[0]!, `\\${quotes[0]!}`);
    if (quotes.length === 1) text = text.replaceAll('\n', '\\n');
    return isTemplate ? text.replace(/[{}]/g, '$&$&') : text;
  };
}

export class PythonTexts {
  private readonly scopes: PythonScopes;
  private readonly makeBuilder: () => TextBuilder;

  constructor(scopes: PythonScopes, makeBuilder: () => TextBuilder) {
    this.scopes = scopes;
    this.makeBuilder = makeBuilder;
  }

  read(node: SyntaxNode): MappedText {
    const builder = this.makeBuilder();
    this.decode(node, builder, 0);
    return builder.build();
  }

  private part(node: SyntaxNode, depth: number): MappedText {
    const builder = this.makeBuilder();
    this.decode(node, builder, depth);
    return builder.build();
  }

  private decode(node: SyntaxNode, builder: TextBuilder, depth: number): void {
    if (depth > MAX_DEPTH) {
      this.value(node.start, node.end, node, builder);
      return;
    }
    switch (node.type) {
      case 'string':
        this.literal(node, builder);
        return;
      case 'concatenated_string':
      case 'parenthesized_expression':
        for (const child of node.namedChildren) if (child.type !== 'comment') this.decode(child, builder, depth + 1);
        return;
      case 'binary_operator':
        this.operation(node, builder, depth);
        return;
      case 'call':
        this.call(node, builder, depth);
        return;
      case 'identifier': {
        const bindings = reachingBindings(this.scopes, node.text, node);
        const value = bindings.length === 1 && bindings[0]!.kind === 'assign' ? bindings[0]!.value : null;
        if (value && isTextual(value)) this.decode(value, builder, depth + 1);
        else this.value(node.start, node.end, node, builder);
        return;
      }
      default:
        this.value(node.start, node.end, node, builder);
    }
  }

  /** Told as Python writes a field, however it is put in. */
  private value(from: number, to: number, expression: SyntaxNode, builder: TextBuilder): void {
    builder.hole(from, to, braced(expression.text));
  }

  private literal(node: SyntaxNode, builder: TextBuilder): void {
    const { text } = node.tree;
    const prefix = prefixOf(node);
    const requote = requoteIn(prefix, node.children[0]!.text.slice(prefix.length));
    const isRaw = /r/i.test(prefix);
    for (const child of node.namedChildren) {
      if (child.type === 'interpolation') this.value(child.start, child.end, child.child('expression') ?? child, builder);
      if (child.type !== 'string_content') continue;
      let done = child.start;
      for (const part of child.namedChildren) {
        const isBrace = part.type === 'escape_interpolation';
        if (!isBrace && (isRaw || part.type !== 'escape_sequence')) continue;
        builder.verbatim(done, part.start, requote);
        builder.decoded(part.start, part.end, isBrace ? text[part.start]! : unescaped(part.text));
        done = part.end;
      }
      builder.verbatim(done, child.end, requote);
    }
  }

  /** `a + b + …` leans to the left, as deep as it is long. */
  private operation(node: SyntaxNode, builder: TextBuilder, depth: number): void {
    if (node.child('operator')?.text === '%') {
      this.percent(node, builder, depth);
      return;
    }
    const operands: SyntaxNode[] = [];
    let at = node;
    while (at.type === 'binary_operator' && at.child('operator')?.text === '+' && at.child('left') && at.child('right')) {
      operands.push(at.child('right')!);
      at = at.child('left')!;
    }
    operands.push(at);
    if (at === node) this.value(node.start, node.end, node, builder);
    else for (const operand of operands.reverse()) this.decode(operand, builder, depth + 1);
  }

  /** Puts holes where a template has its fields. `fieldOf` names what stands there. */
  private fill(template: MappedText, field: RegExp, builder: TextBuilder, fieldOf: (match: RegExpExecArray) => string | null): void {
    let done = 0;
    for (let match = field.exec(template.text); match; match = field.exec(template.text)) {
      const end = match.index + match[0].length;
      const value = fieldOf(match);
      template.copyTo(builder, done, match.index);
      const [from, to] = [template.startOf(match.index), template.endOf(end)];
      // `%%`, `{{`: the character itself.
      if (value === null) builder.decoded(from, to, match[0][0]!);
      else builder.hole(from, to, braced(value));
      done = end;
    }
    template.copyTo(builder, done, template.text.length);
  }

  private percent(node: SyntaxNode, builder: TextBuilder, depth: number): void {
    const left = node.child('left');
    const right = node.child('right');
    if (!left || !right) return;
    const values = right.type === 'tuple' ? right.namedChildren.filter((child) => child.type !== 'comment') : [right];
    let next = 0;
    this.fill(this.part(left, depth + 1), /%(?:\(([^)]{0,80})\))?[-+ #0-9.*]{0,12}([a-zA-Z%])/g, builder, ([, name, kind]) => {
      if (kind === '%') return null;
      if (name !== undefined) return name;
      return values[next++]?.text ?? `%${next}`;
    });
  }

  private call(node: SyntaxNode, builder: TextBuilder, depth: number): void {
    const callee = node.child('function');
    const name = callee?.type === 'attribute' ? (callee.child('attribute')?.text ?? '') : (callee?.text ?? '');
    const object = callee?.type === 'attribute' ? callee.child('object') : null;
    const { positional, named } = argumentsOf(node);
    if (/^(?:dedent|cleandoc)$/.test(name) && positional[0]) dedented(this.part(positional[0], depth + 1)).copyTo(builder);
    else if (/^(?:strip|lstrip|rstrip|encode)$/.test(name) && object) this.decode(object, builder, depth + 1);
    else if (name === 'format' && object && isTextual(object)) {
      let next = 0;
      this.fill(this.part(object, depth + 1), /\{\{|\}\}|\{([^{}:!]{0,80})(?:![a-z])?(?::[^{}]{0,40})?\}/g, builder, ([whole, field]) => {
        if (whole === '{{' || whole === '}}') return null;
        const value = field === '' ? positional[next++] : /^\d+$/.test(field!) ? positional[Number(field)] : named.get(field!);
        return value?.text ?? field!;
      });
    } else if (name === 'join' && object && positional[0]?.type === 'list' && literalText(object) !== null) {
      positional[0].namedChildren.forEach((element, index) => {
        if (index > 0) builder.decoded(element.start, element.start, literalText(object)!);
        this.decode(element, builder, depth + 1);
      });
    } else this.value(node.start, node.end, node, builder);
  }
}

const braced = (expression: string) => `{${expression}}`;

/** A variable that only holds what something else gave keeps its own name. */
function isTextual(node: SyntaxNode): boolean {
  return /^(?:string|concatenated_string|parenthesized_expression|binary_operator|call|identifier)$/.test(node.type);
}

/** `textwrap.dedent`: the white space that all lines begin with is taken away. */
function dedented(text: MappedText): { copyTo(builder: TextBuilder): void } {
  const lines = text.text.split('\n');
  let margin = Number.POSITIVE_INFINITY;
  for (const line of lines) if (line.trim() !== '') margin = Math.min(margin, line.length - line.trimStart().length);
  return {
    copyTo(builder) {
      let at = 0;
      for (const line of lines) {
        const end = Math.min(text.text.length, at + line.length + 1);
        text.copyTo(builder, Math.min(end, at + (line.trim() === '' ? 0 : margin)), end);
        at = end;
      }
    },
  };
}
