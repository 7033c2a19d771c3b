/** What is known of a shell's values as secrets: where they come from, and what is left of them. */
import {
  type Command,
  type Definition,
  isHole,
  literalOf,
  reaching,
  readRedirect,
  readShell,
  readWord,
  type ShellFile,
  type ShellFunction,
  type Word,
  type WordPart,
} from '../../../src/engine/bash.ts';
import { factOf, type SourceText, type SyntaxNode } from '../../../src/engine/check.ts';
import { secretReferences } from '../workflow/secretReferences.ts';
import { fateOf } from './outputFate.ts';
import { FEW } from './secretFilters.ts';
import { namesShellSecret } from './secretNames.ts';
import { isSecretFile, storeOf } from './secretStores.ts';

/** Marks in a spelled word: here stands a secret, here something else that is not constant. */
export const SECRET = '\uE000';
export const OTHER = '\uE001';

export interface Secret {
  /** How it is called: a variable, a store. */
  readonly name: string;
  /** `workflow`: the runner masks it in the log as it is. */
  readonly from: 'environment' | 'workflow' | 'store' | 'input' | 'name';
  readonly trace: readonly { readonly at: SyntaxNode; readonly text: string }[];
}

/** A word as it will be, with marks for what is not constant. */
export interface Spelled {
  readonly text: string;
  readonly secret: Secret | null;
}

const NOTHING: Spelled = { text: OTHER, secret: null };
const MAX_DEPTH = 10;
const MAX_TEXT = 4000;
const MAX_CALLS = 12;

/** `${x:0:4}`, `${x: -4}`: few enough characters to tell values apart. */
function isCut(text: string): boolean {
  const cut = /^\$\{\w+:\s*\(?(-?)\s*(\d*)\)?\s*(?::\s*(-?)(\d+)\s*)?\}$/.exec(text);
  if (!cut) return false;
  if (cut[4] !== undefined) return cut[3] === '' && Number(cut[4]) <= FEW;
  return cut[1] === '-' && Number(cut[2]) <= FEW;
}

/** `${x//?/*}`, `${x%%:*}`: what stood there is replaced, or an unknown part of it is gone. */
function isReplaced(text: string): boolean {
  const replaced = /^\$\{\w+(?:\[[@*]\])?(\/\/?|%%?|##?)(.*)\}$/s.exec(text);
  if (!replaced) return false;
  const [, operator = '', rest = ''] = replaced;
  if (operator.startsWith('/')) return /^(?:\?|\*|\.|\[[^\]]*\]|\+\()/.test(rest) && !/^\[\^|^\[!|^\[\[:space|^\[\s/.test(rest);
  return rest.includes('*') || rest.includes('?') || rest.includes('$');
}

export class ShellSecrets {
  readonly file: ShellFile;
  private readonly source: SourceText;
  private depth = 0;

  constructor(file: ShellFile, source: SourceText) {
    this.file = file;
    this.source = source;
  }

  /** A word with its secrets marked. */
  spell(word: Word): Spelled {
    let text = '';
    let secret: Secret | null = null;
    for (const part of word.parts) {
      const spelled = part.kind === 'literal' ? { text: part.text, secret: null } : this.part(part);
      text += spelled.text;
      secret ??= spelled.secret;
      if (text.length > MAX_TEXT) break;
    }
    return { text: text.slice(0, MAX_TEXT), secret };
  }

  /** Words as one text with blanks between. */
  spellAll(words: readonly Word[]): Spelled {
    let secret: Secret | null = null;
    const texts: string[] = [];
    for (const word of words.slice(0, 60)) {
      const spelled = this.spell(word);
      texts.push(spelled.text);
      secret ??= spelled.secret;
    }
    return { text: texts.join(' ').slice(0, MAX_TEXT), secret };
  }

  /** The lines of a here-document, or the word of a here-string. */
  spellBody(node: SyntaxNode): Spelled {
    let secret: Secret | null = null;
    let text = '';
    let from = node.start;
    for (const child of node.descendants('simple_expansion', 'expansion', 'command_substitution')) {
      if (child.start < from || text.length > MAX_TEXT) continue;
      text += node.tree.text.slice(from, child.start);
      const spelled = this.spell(readWord(child));
      text += spelled.text;
      secret ??= spelled.secret;
      from = child.end;
    }
    return { text: `${text}${node.tree.text.slice(from, node.end)}`.slice(0, MAX_TEXT), secret };
  }

  private part(part: WordPart): Spelled {
    if (part.kind === 'variable') return this.variable(part);
    if (part.kind === 'command') return this.substitution(part.node);
    return NOTHING;
  }

  private variable(part: WordPart & { kind: 'variable' }): Spelled {
    const { name, operator, node } = part;
    const isHost = isHole(name);
    if (part.quoting === 'single' && !isHost) return NOTHING;
    if (operator === 'length' || operator === '!') return NOTHING;
    if (operator === ':+' || operator === '+') return part.argument ? this.spell(readWord(part.argument)) : NOTHING;
    const written = node.text.trim();
    if (isCut(written) || isReplaced(written)) return NOTHING;
    const whole = this.file.once(this.variable, `${name} ${node.index}`, NOTHING, () =>
      isHost ? this.hole(name, node) : this.bounded(() => this.named(name, node)),
    );
    return whole;
  }

  private bounded(compute: () => Spelled): Spelled {
    if (this.depth >= MAX_DEPTH) return NOTHING;
    this.depth++;
    this.file.budget.spend();
    try {
      return compute();
    } finally {
      this.depth--;
    }
  }

  /** A value that the host puts in: an expression of a workflow. */
  private hole(name: string, node: SyntaxNode): Spelled {
    const written = this.source.told(`\${${name}}`);
    const [reference] = secretReferences(written);
    if (reference === undefined) return NOTHING;
    return secretOf({ name: reference, from: 'workflow', trace: [{ at: node, text: `\`${reference}\` is put in here` }] });
  }

  private named(name: string, node: SyntaxNode): Spelled {
    if (/^[1-9@*]$/.test(name)) return this.positional(name, node);
    const isNamed = namesShellSecret(name);
    const { definitions, open } = reaching(this.file, name, node);
    let constant: string | null = null;
    let isHidden = definitions.length > 0;
    for (const definition of definitions.slice(0, MAX_CALLS)) {
      const value = this.defined(definition);
      if (value.secret) return value.secret.trace.length < 6 ? { ...value, secret: through(value.secret, name, definition) } : value;
      if (definition.kind !== 'value' || !this.isHarmless(definition)) isHidden = false;
      constant = value.text.includes(OTHER) ? null : value.text;
    }
    if (definitions.length === 1 && !open && constant !== null) return { text: constant, secret: null };
    const isFromOutside = definitions.length === 0 || (open && definitions.every(({ function: inside }) => inside === null));
    if (this.file.start.secrets.has(name) && definitions.length === 0)
      return secretOf({ name, from: 'workflow', trace: [{ at: node, text: `\`${name}\` is filled with a secret of the repository` }] });
    if (!isNamed || isHidden || this.isPath(name) || isAccount(definitions) || isDirectory(name, definitions)) return NOTHING;
    const from = isFromOutside && definitions.length === 0 && /^[A-Z0-9_]+$/.test(name) ? 'environment' : 'name';
    return secretOf({ name, from, trace: [{ at: node, text: `\`${name}\` holds a secret, by its name` }] });
  }

  private defined(definition: Definition): Spelled {
    if (definition.kind === 'input') {
      const command = this.file.commandAt(definition.node);
      const isSilent = command?.name === 'read' && command.arguments.some((word) => /^-\w*s/.test(literalOf(word) ?? ''));
      if (!isSilent) return NOTHING;
      return secretOf({ name: definition.name, from: 'input', trace: [{ at: definition.node, text: 'read without an echo: a password' }] });
    }
    if (definition.kind !== 'value' && definition.kind !== 'append' && definition.kind !== 'loop') return NOTHING;
    return this.spellAll(definition.values.map(readWord));
  }

  /** A constant, or a value of which nothing readable is left of what it is made of. */
  private isHarmless(definition: Definition): boolean {
    if (definition.values.length === 0) return true;
    return definition.values.every((value) =>
      readWord(value).parts.every(
        (part) =>
          part.kind === 'literal' ||
          part.kind === 'number' ||
          (part.kind === 'variable' && (this.isConstant(part) || isCut(part.node.text.trim()) || isReplaced(part.node.text.trim()))) ||
          (part.kind === 'command' && this.isMade(part.node)),
      ),
    );
  }

  /** Without asking the file, which follows constants as far as they go. */
  private isConstant(part: WordPart & { kind: 'variable' }): boolean {
    const { text, secret } = this.variable(part);
    return secret === null && !text.includes(OTHER);
  }

  /** Made of a secret by what hides it: a sum, a mask of this file. */
  private isMade(substitution: SyntaxNode): boolean {
    for (const node of substitution.descendants('command')) {
      const command = this.file.commandAt(node);
      if (!command) continue;
      if (command.name === 'echo' || command.name === 'printf' || command.name === '')
        return fateOf(node, this.file).kind === 'gone' || this.spellAll(command.arguments).secret === null;
      const fn = this.file.functionNamed(command.name);
      return fn !== null && this.spellAll(command.arguments).secret !== null;
    }
    return false;
  }

  /** `$1` in a function: what its callers give. */
  private positional(name: string, node: SyntaxNode): Spelled {
    const fn = this.file.functionOf(node);
    if (!fn) return NOTHING;
    for (const call of this.file.callsOf(fn.name).slice(0, MAX_CALLS)) {
      const words = name === '@' || name === '*' ? call.arguments : call.arguments.slice(Number(name) - 1, Number(name));
      const { secret, text } = this.spellAll(words);
      if (!secret) continue;
      return { text, secret: { ...secret, trace: [...secret.trace, { at: call.node, text: `and is given to \`${fn.name}\`` }].slice(-6) } };
    }
    return NOTHING;
  }

  /** A variable that names the place of a secret instead of holding it. */
  private isPath(name: string): boolean {
    if (this.testedPaths().has(name)) return true;
    const values = this.file.definitionsOf(name).flatMap((definition) => (definition.kind === 'value' ? definition.values : []));
    return (
      values.length > 0 && values.every((value) => readWord(value).parts.some((part) => part.kind === 'literal' && part.text.includes('/')))
    );
  }

  private testedPaths(): ReadonlySet<string> {
    return this.file.once(this.testedPaths, '', NO_NAMES, () => {
      const names = new Set<string>();
      const { text } = this.file.root.tree;
      for (const index of this.file.tests) {
        const { start, end } = { start: this.file.root.tree.start[index]!, end: this.file.root.tree.end[index]! };
        const tested = /(?:^|[\s[!])-[edfrswx]\s+"?\$\{?(\w+)/.exec(text.slice(start, Math.min(end, start + 400)));
        if (tested) names.add(tested[1]!);
      }
      return names;
    });
  }

  private substitution(node: SyntaxNode): Spelled {
    return this.file.once(this.substitution, `${node.index}`, NOTHING, () => this.bounded(() => this.outputOf(node)));
  }

  /** What a substitution or function writes, as far as it is a secret. */
  private outputOf(around: SyntaxNode): Spelled {
    // `$(< file)`
    if (around.type === 'command_substitution') {
      const redirect = around.namedChildren.find(({ type }) => type === 'file_redirect');
      const read = redirect ? readRedirect(redirect) : null;
      const path = read?.operator === '<' ? this.spell(read.target).text : null;
      if (path !== null)
        return isSecretFile(path)
          ? secretOf({ name: 'a file', from: 'store', trace: [{ at: around, text: 'the file of a secret' }] })
          : NOTHING;
    }
    let looked = 0;
    for (const node of around.descendants('command')) {
      if (++looked > 80) break;
      const command = this.file.commandAt(node);
      if (!command) continue;
      const written = this.writtenBy(command);
      if (!written.secret) continue;
      const fate = fateOf(node, this.file);
      if (fate.kind === 'given' && fate.by?.equals(around)) return written;
    }
    return NOTHING;
  }

  /** What a command writes to its output. */
  writtenBy(command: Command): Spelled {
    const { name } = command;
    if (name === 'echo' || name === 'printf') {
      if (name === 'printf') {
        const format = literalOf(command.arguments[0]) ?? '';
        if (format === '-v' || (/%-?\.[0-8]s/.test(format) && !/%s|%b/.test(format))) return NOTHING;
      }
      return this.spellAll(command.arguments);
    }
    const fn = this.file.functionNamed(name);
    if (fn) return this.functionOutput(fn, command);
    if (name === 'cat' || name === 'tee') {
      const body = this.fedTo(command.node);
      if (body?.secret) return body;
    }
    if (name === 'printenv') {
      const variable = literalOf(command.arguments[0]);
      if (variable !== null && (namesShellSecret(variable) || this.file.start.secrets.has(variable)))
        return secretOf({ name: variable, from: 'environment', trace: [{ at: command.node, text: `\`${variable}\` is read` }] });
      return NOTHING;
    }
    const store = storeOf(command);
    if (store === null) return NOTHING;
    return secretOf({ name: store, from: 'store', trace: [{ at: command.node, text: `the secret comes from ${store}` }] });
  }

  /** The here-document or here-string on a command. */
  fedTo(command: SyntaxNode): Spelled | null {
    const around = command.parent?.type === 'redirected_statement' ? command.parent : command;
    for (const child of [...around.namedChildren, ...(around.equals(command) ? [] : command.namedChildren)]) {
      if (child.type === 'herestring_redirect') {
        const value = child.namedChildren.at(-1);
        return value ? this.spell(readWord(value)) : null;
      }
      if (child.type !== 'heredoc_redirect') continue;
      const start = child.descendants('heredoc_start').next().value;
      if (start && /["'\\]/.test(start.text)) return null;
      const body = child.descendants('heredoc_body').next().value;
      return body ? this.spellBody(body) : null;
    }
    return null;
  }

  private functionOutput(fn: ShellFunction, call: Command): Spelled {
    const own = this.file.once(this.functionOutput, `${fn.from}`, NOTHING, () => this.bounded(() => this.outputOf(fn.node)));
    if (!own.secret) return NOTHING;
    // A secret that another call hands in is not this one's.
    const isFromCaller = own.secret.trace.some(({ text }) => text.startsWith('and is given to'));
    if (!isFromCaller) return own;
    return this.reveals(fn, call.arguments) ?? NOTHING;
  }

  /** The secret among the arguments of a call that the function writes to its output, whole. */
  reveals(fn: ShellFunction, words: readonly Word[]): Spelled | null {
    const shown = this.file.once(this.reveals, `${fn.from}`, NONE, () => this.parametersShown(fn));
    if (shown.length === 0) return null;
    const isAll = shown.includes('@');
    for (let at = 0; at < Math.min(words.length, 12); at++) {
      if (!isAll && !shown.includes(`${at + 1}`)) continue;
      const spelled = this.spell(words[at]!);
      if (spelled.secret) return spelled;
    }
    return null;
  }

  /** Which of its parameters a function prints: `1`, `2`, `@` for all. */
  private parametersShown(fn: ShellFunction): readonly string[] {
    const shown = new Set<string>();
    let looked = 0;
    const shifts = this.file.callsOf('shift').some(({ node }) => fn.node.contains(node));
    for (const node of fn.node.descendants('command')) {
      if (++looked > 60) break;
      const command = this.file.commandAt(node);
      if (!command || this.file.functionOf(node)?.from !== fn.from) continue;
      const isPrinting = /^(?:echo|printf|logger|cat|tee)$/.test(command.name);
      const inner = isPrinting ? null : this.file.functionNamed(command.name);
      if (!isPrinting && (!inner || inner.from === fn.from)) continue;
      if (command.name === 'printf') {
        const format = literalOf(command.arguments[0]) ?? '';
        if (format === '-v' || (/%-?\.[0-8]s/.test(format) && !/%s|%b/.test(format))) continue;
      }
      const fate = command.name === 'logger' ? 'shown' : fateOf(node, this.file).kind;
      if (fate === 'gone' || (fate === 'file' && !isLogFile(node, this.file))) continue;
      const given = inner ? this.file.once(this.reveals, `${inner.from}`, NONE, () => this.parametersShown(inner)) : null;
      command.arguments.slice(0, 12).forEach((word, index) => {
        if (given && !given.includes('@') && !given.includes(`${index + 1}`)) return;
        for (const parameter of this.parametersIn(word, 0)) shown.add(shifts && parameter !== '1' ? '@' : parameter);
      });
    }
    return [...shown];
  }

  private parametersIn(word: Word, depth: number): string[] {
    return word.parts.flatMap((part) => {
      if (part.kind !== 'variable' || part.operator === 'length' || part.operator === ':+' || part.operator === '+') return [];
      if (isCut(part.node.text.trim()) || isReplaced(part.node.text.trim())) return [];
      if (/^[1-9]$/.test(part.name)) return [part.name];
      if (part.name === '@' || part.name === '*') return ['@'];
      if (depth > 3) return [];
      return reaching(this.file, part.name, part.node)
        .definitions.filter(({ kind }) => kind === 'value' || kind === 'append')
        .slice(0, 4)
        .flatMap(({ values }) => values.flatMap((value) => this.parametersIn(readWord(value), depth + 1)));
    });
  }
}

/** `passwd=$(getent passwd …)`: a line about an account. */
function isAccount(definitions: readonly Definition[]): boolean {
  return definitions.some(({ values }) => values.some((value) => /\bgetent\b|\/etc\/passwd\b/.test(value.text.slice(0, 300))));
}

/** `old_pwd=$(pwd)`: the working directory. */
function isDirectory(name: string, definitions: readonly Definition[]): boolean {
  return (
    /pwd$/i.test(name) && definitions.some(({ values }) => values.some((value) => /\bpwd\b|\$\{?PWD\b/.test(value.text.slice(0, 300))))
  );
}

const NONE: readonly string[] = [];
const NO_NAMES: ReadonlySet<string> = new Set();

function secretOf(secret: Secret): Spelled {
  return { text: SECRET, secret };
}

function through(secret: Secret, name: string, { node }: Definition): Secret {
  return { ...secret, trace: [...secret.trace, { at: node, text: `it goes into \`${name}\`` }] };
}

const LOG = /(?:^|\/)(?:var\/log|logs?)\/|\.log$|(?:^|[/._-])log(?:[._-]\w+)?$/i;

/** Whether a file keeps a log, by its name or by that of the variable that names it. */
export function isLogPath(word: Word): boolean {
  const text = word.parts.map((part) => (part.kind === 'literal' ? part.text : part.kind === 'variable' ? `/${part.name}` : '')).join('');
  return LOG.test(text) || /^\/(?:\w*_)?log_?(?:file|path)?$/i.test(text);
}

/** Whether output goes into a file that keeps a log. */
export function isLogFile(node: SyntaxNode, file: ShellFile): boolean {
  const fate = fateOf(node, file);
  return [fate.redirect?.target, ...fate.files].some((word) => word !== undefined && isLogPath(word));
}

/** One for a file. */
export function shellSecrets(root: SyntaxNode, source: SourceText): ShellSecrets {
  return factOf(root.tree, shellSecrets, () => new ShellSecrets(readShell(root, source).file, source));
}
