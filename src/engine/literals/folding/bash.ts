/** Shell scripts to the folder: words, and commands that stand for what they write. */
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import { stretchesOf } from './escapes.ts';
import type { Argument, FoldingLanguage, Operand, Operation, Shape, Stretch, Write } from './shape.ts';

const done = (operation: Operation, ...to: Argument[]): Shape => ({ kind: 'done', operation, to });
const named = (name: string): Shape => ({ kind: 'name', name });

/** `"…"`: the grammar leaves out white space between expansions, so its own text is what lies between them. */
function doubleQuoted(node: SyntaxNode): Shape {
  const { text } = node.tree;
  const parts: (Operand | Stretch)[] = [];
  let from = node.start + 1;
  for (const child of node.namedChildren) {
    if (child.type === 'string_content') continue;
    parts.push(...stretchesOf(text, from, child.start, 'double'), child);
    from = child.end;
  }
  parts.push(...stretchesOf(text, from, text[node.end - 1] === '"' ? node.end - 1 : node.end, 'double'));
  return { kind: 'text', parts };
}

/** `${name…}` with the few operators that make another text of a known one. */
function expansion(node: SyntaxNode): Shape | null {
  if (node.end - node.start > 300) return null;
  const [, name, index, rest] = /^\$\{([A-Za-z_]\w*)(?:\[([@*]|-?\d{1,4})\])?([\s\S]*)\}$/.exec(node.text) ?? [];
  if (name === undefined || rest === undefined) return null;
  let value: Shape = named(name);
  // Joined without anything in between, as with an empty IFS or by `printf %s`: with blanks it would be no token.
  if (index === '@' || index === '*') value = done('join', value, '');
  else if (index !== undefined) value = done('item', value, Number(index));
  if (rest === '' || /^:?[-=?]/.test(rest)) return { kind: 'same', as: value };
  const slice = /^:\s*(\d{1,4})(?::(\d{1,4}))?$/.exec(rest);
  if (slice) return done('substr', value, Number(slice[1]), ...(slice[2] === undefined ? [] : [Number(slice[2])]));
  const replace = /^(\/{1,2})((?:[^/\\*?[\]]|\\.)+)(?:\/([^/$`]*))?$/.exec(rest);
  if (!replace) return null;
  return done(replace[1] === '//' ? 'replace' : 'replaceFirst', value, replace[2]!.replace(/\\(.)|["']/g, '$1'), replace[3] ?? '');
}

/** What a sequence of shell options asks for. */
const has = (options: readonly string[], pattern: RegExp): boolean => options.some((option) => pattern.test(option));

const classes: Readonly<Record<string, string>> = { '[:space:]': '\\s', '[:blank:]': '\\s', '[:punct:]': '\\W', '\\n': '\\s' };

function deleted(set: string, input: Operand): Shape {
  const known = Object.hasOwn(classes, set) ? classes[set]! : `[${set.replace(/[^\w]/g, '\\$&')}]`;
  return done('replace', input, { kind: 'pattern', source: known, isGlobal: true }, '');
}

/** Quotes of a plain word taken away. */
const bare = (node: SyntaxNode | undefined): string => (node ? node.text.replace(/^\$?["']|["']$/g, '') : '');

function replacedBySed(script: string, input: Operand): Shape | null {
  const [, , sought, by, flags] = /^s([/|#,:])((?:\\.|[^\\]){1,80}?)\1([^\\&]{0,80}?)\1(g?)$/.exec(script) ?? [];
  if (sought === undefined) return null;
  return done(flags === 'g' ? 'replace' : 'replaceFirst', input, { kind: 'pattern', source: sought, isGlobal: flags === 'g' }, by!);
}

/** What a command writes, given what it reads. */
function output(node: SyntaxNode, input: Operand | null): Shape | null {
  const name = node.child('name')?.text ?? '';
  const words = node.childrenOf('argument');
  const options = words.filter((word) => /^-./.test(word.text)).map((word) => word.text);
  const given = words.filter((word) => !/^-[a-zA-Z-]/.test(word.text));
  const read = here(node) ?? input;
  switch (name) {
    case 'echo': {
      const text: Shape = given.length === 1 ? { kind: 'same', as: given[0]! } : done('join', { kind: 'list', items: given }, ' ');
      return has(options, /^-\w*e/) ? done('unescape', text) : text;
    }
    case 'printf': {
      const [template, ...values] = given;
      return template ? { kind: 'format', style: 'printf', template: done('unescape', template), values, named: new Map() } : null;
    }
    case 'base64':
    case 'gbase64':
    case 'basenc':
      return read && has(options, /^-(?:-decode|[di]*[dD]i?$)/) ? done('base64', read) : null;
    case 'openssl':
      return read && has(options, /^-d$/) && words.some((word) => /^-?(?:base64|a)$/.test(word.text)) ? done('base64', read) : null;
    case 'xxd':
      return read && has(options, /^-\w*r/) && has(options, /^-\w*p/) ? done('hex', read) : null;
    case 'rev':
      return read && done('reverse', read);
    case 'tr': {
      if (!read) return null;
      if (has(options, /^-d$/)) return deleted(bare(given[0]), read);
      const turn = /^\[?A-Za-z\]?$/.test(bare(given[0])) && /^\[?N-ZA-Mn-za-m\]?$/.test(bare(given[1]));
      return turn ? done('rot13', read) : null;
    }
    case 'sed':
      return read ? replacedBySed(bare(given[0]), read) : null;
    case 'cat':
    case 'tee':
    case 'xargs':
      return read && given.length === 0 ? { kind: 'same', as: read } : null;
  }
  return null;
}

/** What a command reads that stands beside it. */
function here(node: SyntaxNode): Operand | null {
  const redirects = node.parent?.type === 'redirected_statement' ? node.parent.childrenOf('redirect') : node.childrenOf('redirect');
  for (const redirect of redirects) {
    if (redirect.type === 'herestring_redirect') return redirect.namedChildren[0] ?? null;
    if (redirect.type !== 'heredoc_redirect') continue;
    const body = redirect.namedChildren.find((child) => child.type === 'heredoc_body');
    if (body) return { kind: 'text', parts: [{ from: body.start, to: body.end, text: null }] };
  }
  return null;
}

function pipeline(node: SyntaxNode): Shape | null {
  let flowing: Shape | null = null;
  for (const command of node.namedChildren) {
    if (command.type === 'comment') continue;
    const plain = command.type === 'redirected_statement' ? command.child('body') : command;
    if (plain?.type !== 'command') return null;
    flowing = output(plain, flowing);
    if (!flowing) return null;
  }
  return flowing;
}

function shapeOf(node: SyntaxNode): Shape | null {
  const { text } = node.tree;
  switch (node.type) {
    case 'word':
    case 'number':
    case 'variable_name':
      return { kind: 'text', parts: stretchesOf(text, node.start, node.end, 'bare') };
    case 'raw_string':
      return { kind: 'text', parts: stretchesOf(text, node.start + 1, node.end - 1, 'none') };
    case 'ansi_c_string':
      return { kind: 'text', parts: stretchesOf(text, node.start + 2, node.end - 1, 'ansi') };
    case 'string':
      return doubleQuoted(node);
    case 'concatenation':
    case 'command_name':
    case 'translated_string':
      return {
        kind: 'text',
        parts: node.children.map((child) => (child.isNamed ? child : { from: child.start, to: child.end, text: null })),
      };
    case 'simple_expansion': {
      const name = node.namedChildren[0];
      return name?.type === 'variable_name' ? { kind: 'name', name: name.text, runsOn: true } : null;
    }
    case 'expansion':
      return expansion(node);
    case 'array':
      return { kind: 'list', items: node.namedChildren.filter((child) => child.type !== 'comment') };
    case 'command_substitution': {
      const [inner] = node.namedChildren;
      return inner && node.namedChildren.length === 1 ? shapeOf(inner) : null;
    }
    case 'redirected_statement': {
      const body = node.child('body');
      return body ? shapeOf(body) : null;
    }
    case 'pipeline':
      return pipeline(node);
    case 'command':
      return output(node, null);
  }
  return null;
}

function writesOf(node: SyntaxNode): Write[] {
  const name = node.child('name');
  const value = node.child('value');
  if (name?.type !== 'variable_name') {
    // `parts[0]=…`, in order.
    const array = name?.type === 'subscript' ? name.child('name')?.text : undefined;
    return array && value ? [{ name: array, how: 'push', values: [value] }] : [];
  }
  const isAdded = node.tree.text[name.end] === '+';
  // A command that may fail leaves nothing; a name without a value is empty.
  const given: Operand = value ?? { kind: 'text', parts: [] };
  return [{ name: name.text, how: isAdded ? 'append' : 'set', values: [given] }];
}

export const bash: FoldingLanguage = {
  expressions: new Set(['concatenation', 'string', 'ansi_c_string', 'expansion', 'command_substitution', 'pipeline', 'command']),
  writers: new Set(['variable_assignment']),
  // Variables of a function are everybody's unless it says otherwise.
  scopes: new Set(),
  // A quoted text with nothing put in is what it is.
  mayMake: ({ next, type, names }, node) => names.types[type[node]!] !== 'string' || next[node]! > node + 3,
  shapeOf,
  writesOf,
  nameFor(parent, child) {
    if (parent.type === 'variable_assignment') return parent.child('name')?.text ?? null;
    if (parent.type === 'command') {
      const option = child.previousSibling?.text ?? '';
      return /^--?[a-zA-Z][\w-]{1,60}=?$/.test(option) ? option.replace(/^-+|=$/g, '') : null;
    }
    return /^(?:program|compound_statement|do_group|function_definition|list)$/.test(parent.type) ? null : undefined;
  },
};
