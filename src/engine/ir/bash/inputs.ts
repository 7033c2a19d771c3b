/** What reaches a command by its standard input, and what commands that fill variables put into them. */
import type { Command } from '../../lower/bash/commands.ts';
import { MAX_CLIMB } from '../../lower/bash/control.ts';
import { literalOf, readWord } from '../../lower/bash/words.ts';
import { nodeAt, type SyntaxNode } from '../../parse/syntaxNode.ts';
import type { Call } from '../program.ts';
import type { Part, Value } from '../values.ts';
import { anyParameter, bareValue, type Meanings, named, wordValue } from './wordValues.ts';

/** Longer pipelines are not searched for what stands before a part of them. */
const MAX_PIPELINE = 100;

/** Where what a command reads comes from is told by the statements around it. */
interface Outputs {
  /** What a statement prints. */
  printed(statement: SyntaxNode): Value;
  /** The call that a redirection is, whose result is the content of its file. */
  callAt(redirect: SyntaxNode): Call | null;
}

/** What a command reads: its own redirection, that of a statement around it, or what is before it in a pipeline. */
export function inputAt(node: SyntaxNode, meanings: Meanings, outputs: Outputs): Value | null {
  let at = node;
  // The grammar hangs redirections of the last command of a list or pipeline on the whole of it.
  let isLast = true;
  for (let climbed = 0; climbed < MAX_CLIMB; climbed++) {
    const redirected = at.type === 'command' || (at.type === 'redirected_statement' && isLast);
    const given = redirected ? redirectedTo(at, meanings, outputs) : null;
    if (given) return given;
    const { parent } = at;
    if (!parent) return null;
    switch (parent.type) {
      case 'pipeline': {
        const before = beforeInPipeline(at, parent);
        if (before) return outputs.printed(before);
        isLast = false;
        break;
      }
      case 'list':
        isLast &&= parent.tree.next[at.index] === parent.tree.next[parent.index];
        break;
      case 'heredoc_redirect':
        isLast = false;
        break;
      case 'function_definition':
      case 'command_substitution':
      case 'process_substitution':
        return null;
      case 'redirected_statement':
        break;
      default:
        isLast = true;
    }
    at = parent;
  }
  return null;
}

/** The part of a pipeline whose output a part reads. What follows the first line of a here-document begins with the statement it feeds. */
function beforeInPipeline(part: SyntaxNode, pipeline: SyntaxNode): SyntaxNode | null {
  const { tree } = part;
  let before = -1;
  let child = pipeline.index + 1;
  for (let count = 0; child < part.index; child = tree.next[child]!) {
    if (++count > MAX_PIPELINE) return null;
    if (tree.names.named[tree.type[child]!] && tree.names.types[tree.type[child]!] !== 'comment') before = child;
  }
  if (before >= 0) return nodeAt(part, before);
  const document = pipeline.parent?.type === 'heredoc_redirect' ? pipeline.parent : null;
  return document?.parent?.child('body') ?? null;
}

function redirectedTo(node: SyntaxNode, meanings: Meanings, outputs: Outputs): Value | null {
  for (const redirect of node.children) {
    switch (redirect.type) {
      case 'herestring_redirect': {
        const text = redirect.namedChildren.at(-1);
        if (text) return wordValue(readWord(text), meanings);
        break;
      }
      case 'heredoc_redirect': {
        const body = redirect.namedChildren.find(({ type }) => type === 'heredoc_body');
        if (body) return documentValue(body, meanings);
        break;
      }
      case 'file_redirect': {
        const from = redirect.child('descriptor')?.text ?? '0';
        if (from !== '0' || !redirect.children.some(({ type }) => type === '<')) break;
        const source = redirect.child('destination');
        if (source?.type === 'process_substitution') return meanings.output(source);
        const call = outputs.callAt(redirect);
        return call && { kind: 'result', call, at: redirect.index };
      }
    }
  }
  return null;
}

/** The grammar has no nodes for some of the text between expansions, so the text is what lies between them. */
function documentValue(body: SyntaxNode, meanings: Meanings): Value {
  const { text } = body.tree;
  const at = body.index;
  const parts: Part[] = [];
  let from = body.start;
  const isQuoted = /['"\\]/.test(body.parent?.namedChildren.find(({ type }) => type === 'heredoc_start')?.text ?? '');
  const literal = (until: number): void => {
    if (until <= from) return;
    const plain = text.slice(from, until);
    let done = 0;
    const add = (end: number) => {
      if (end > done) parts.push({ value: { kind: 'literal', text: plain.slice(done, end), at }, quoting: 'double' });
    };
    // Parameters by number are no nodes here.
    for (const found of isQuoted ? [] : plain.matchAll(/(?<!\\)\$([1-9@*])/g)) {
      add(found.index);
      parts.push({ value: named(found[1]!, body, meanings), quoting: 'double' });
      done = found.index + found[0].length;
    }
    add(plain.length);
  };
  for (const child of body.namedChildren) {
    if (child.type === 'heredoc_content') continue;
    literal(child.start);
    parts.push({ value: bareValue(wordValue(readWord(child), meanings)), quoting: 'double' });
    from = child.end;
  }
  literal(body.end);
  const [only] = parts;
  return parts.length === 1 && only?.value.kind === 'literal' ? only.value : { kind: 'concat', parts, at };
}

/** What `read`, `mapfile` and `printf -v` put into the variables they name: a piece of what they read, else what the call gives. */
export function filledBy(command: Command, call: Call, input: () => Value | null): Value | null {
  const { at } = call;
  const result: Value = { kind: 'result', call, at };
  const options = command.arguments.map((word) => literalOf(word) ?? '').filter((text) => text.startsWith('-'));
  const read = (): Value => {
    const of = options.some((text) => /^-\w*u/.test(text)) ? null : input();
    return of ? { kind: 'element', of, at } : result;
  };
  switch (command.name) {
    case 'read':
      return options.some((text) => /^-\w*a/.test(text)) ? { kind: 'collection', element: read(), at } : read();
    case 'mapfile':
    case 'readarray':
      return { kind: 'collection', element: read(), at };
    case 'printf':
      return result;
    default:
      return null;
  }
}

/** What `getopts` takes the argument of an option from. */
export function optionArgument(command: Command, meanings: Meanings): Value {
  const at = command.node.index;
  const words = command.arguments.slice(2);
  if (words.length === 0) return anyParameter(meanings, at);
  return { kind: 'element', of: { kind: 'list', items: words.map((word) => wordValue(word, meanings)), at }, at };
}
