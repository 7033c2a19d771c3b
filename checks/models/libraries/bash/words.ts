/** Words of a command as options and operands, and what they are worth as values. */
import { type Command, literalOf, type ShellProgram, type Word } from '../../../../src/engine/bash.ts';
import type { Value } from '../../../../src/engine/check.ts';

/** The text that a word begins with, as far as it is written. */
export function startOf(word: Word | undefined): string {
  const first = word?.parts[0];
  return first?.kind === 'literal' ? first.text : '';
}

/** A word without a beginning of it: `--command=` and what follows. */
export function without(word: Word, beginning: string): Word {
  const [first, ...rest] = word.parts;
  if (first?.kind !== 'literal') return word;
  return { node: word.node, parts: [{ ...first, text: first.text.slice(beginning.length) }, ...rest] };
}

export interface Options {
  /** Letters of options that take a word. */
  readonly valued?: string;
  /** Long options that take a word, or as many as stand here. */
  readonly long?: Readonly<Record<string, number>>;
  /** Options without a second dash are long ones: `-name`. */
  readonly single?: boolean;
}

export interface ReadWords {
  /** By option: the words given with it. */
  readonly given: ReadonlyMap<string, readonly Word[]>;
  readonly flags: ReadonlySet<string>;
  readonly operands: readonly Word[];
  /** How many operands stand before `--`. */
  readonly early: number;
}

/** Options and operands by the usual rules: groups of letters, `-eTEXT`, `--name=TEXT`, `--`. */
export function readWords(words: readonly Word[], { valued = '', long = {} }: Options, ordered = false): ReadWords {
  const given = new Map<string, Word[]>();
  const flags = new Set<string>();
  const operands: Word[] = [];
  let early = -1;
  const give = (name: string, word: Word | undefined) => {
    if (!word) return;
    const list = given.get(name);
    if (list) list.push(word);
    else given.set(name, [word]);
  };
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const text = literalOf(word);
    const start = startOf(word);
    if (early >= 0 || !start.startsWith('-') || start === '-' || (ordered && operands.length > 0)) {
      operands.push(word);
      continue;
    }
    if (text === '--') {
      early = operands.length;
      continue;
    }
    if (start.startsWith('--')) {
      const name = start.split('=', 1)[0]!;
      if (start.includes('=')) give(name, without(word, `${name}=`));
      else if (text !== null) {
        flags.add(name);
        for (let count = long[name] ?? 0; count > 0; count--) give(name, words[++at]);
      }
      continue;
    }
    for (let index = 1; index < start.length; index++) {
      const letter = `-${start[index]}`;
      if (!valued.includes(start[index]!)) {
        flags.add(letter);
        continue;
      }
      const isLast = index === start.length - 1 && text !== null;
      give(letter, isLast ? words[++at] : without(word, start.slice(0, index + 1)));
      break;
    }
  }
  return { given, flags, operands, early: early < 0 ? operands.length : early };
}

/** Words as the one text that they are with blanks between. */
export function joined(program: ShellProgram, words: readonly Word[]): Value {
  const at = words[0]!.node.index;
  if (words.length === 1) return program.wordValue(words[0]!);
  return {
    kind: 'concat',
    at,
    parts: words.flatMap((word, index) => [
      ...(index > 0 ? [{ value: { kind: 'literal', text: ' ', at } as const, quoting: 'none' as const }] : []),
      { value: program.wordValue(word), quoting: 'none' as const },
    ]),
  };
}

/** `"$@"`: a whole command line that is handed on. */
export function handsOn(word: Word): boolean {
  return /^"?\$\{?[@*](?::\d+)?\}?"?$/.test(word.node.text);
}

/** How a command gets its standard input. */
export function inputKind({ node }: Command): 'document' | 'pipe' | 'file' {
  let at = node;
  for (let climbed = 0; climbed < 8; climbed++) {
    const { parent } = at;
    for (const redirect of at.children) {
      if (redirect.type === 'heredoc_redirect' || redirect.type === 'herestring_redirect') return 'document';
      if (redirect.type === 'file_redirect' && redirect.children.some(({ type }) => type === '<')) return 'file';
    }
    if (!parent || (parent.type !== 'redirected_statement' && parent.type !== 'list' && parent.type !== 'pipeline')) return 'pipe';
    if (parent.type === 'pipeline' && parent.namedChildren[0]?.index !== at.index) return 'pipe';
    at = parent;
  }
  return 'pipe';
}
