/** Simple commands with the program that really runs: `sudo env A=1 timeout 5 chmod …` is a call of chmod. */
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import { literalOf, literalStart, readWord, type Word } from './words.ts';

export interface Command {
  readonly node: SyntaxNode;
  /** Base name of the program, after wrappers; '' where the name is not constant. */
  readonly name: string;
  /** The word that names the program, null for a bare list of assignments or redirections. */
  readonly nameWord: Word | null;
  /** Programs that run it: sudo, env, timeout … in their order. */
  readonly wrappers: readonly string[];
  /** Words after the program. */
  readonly arguments: readonly Word[];
}

interface Wrapper {
  /** Options that take the next word as their value. */
  readonly valued: string;
  readonly long?: readonly string[];
  /** Operands of the wrapper itself before the command. */
  readonly operands?: number;
  /** Assignments may stand before the command. */
  readonly assignments?: boolean;
  /** Only with this option does it run a command. */
  readonly needs?: RegExp;
}

/** Programs that run the command named by their operands unchanged. */
const wrappers: Readonly<Record<string, Wrapper>> = {
  sudo: {
    valued: 'ughpCrtUTRDc',
    long: ['--user', '--group', '--host', '--prompt', '--close-from', '--chdir', '--chroot', '--role', '--type', '--other-user'],
    assignments: true,
  },
  doas: { valued: 'uCa', assignments: true },
  env: { valued: 'uSC', long: ['--unset', '--chdir'], assignments: true },
  // Without a user by option the operand is the user, and a shell is run.
  runuser: { valued: 'ugG', long: ['--user', '--group', '--supp-group'], needs: /^(?:-u|--user)(?:=|$)/ },
  setpriv: {
    valued: '',
    long: ['--reuid', '--regid', '--ruid', '--euid', '--rgid', '--egid', '--groups', '--inh-caps', '--bounding-set', '--ambient-caps'],
  },
  gosu: { valued: '', operands: 1 },
  'su-exec': { valued: '', operands: 1 },
  nohup: { valued: '' },
  time: { valued: 'fo' },
  timeout: { valued: 'sk', long: ['--signal', '--kill-after'], operands: 1 },
  gtimeout: { valued: 'sk', long: ['--signal', '--kill-after'], operands: 1 },
  exec: { valued: 'a' },
  command: { valued: '' },
  builtin: { valued: '' },
  busybox: { valued: '' },
  toybox: { valued: '' },
  nice: { valued: 'n', long: ['--adjustment'] },
  ionice: { valued: 'cnpPu', long: ['--class', '--classdata'] },
  setsid: { valued: '' },
  stdbuf: { valued: 'ioe', long: ['--input', '--output', '--error'] },
  chronic: { valued: '' },
  eatmydata: { valued: '' },
  fakeroot: { valued: 'lsib' },
};

const MAX_WRAPPERS = 8;
/** How far ahead the options of a wrapper are looked for. */
const MAX_OPTIONS = 6;

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/^\\/, '');
}

/** Where the wrapped command's words begin, or -1 if the words end before it or it only asks (`command -v`). */
function skipWrapper(name: string, wrapper: Wrapper, words: readonly Word[], from: number): number {
  let at = from;
  let operands = wrapper.operands ?? 0;
  const { needs } = wrapper;
  if (needs && !words.slice(from, from + MAX_OPTIONS).some((word) => needs.test(literalStart(word)))) return -1;
  for (; at < words.length; at++) {
    const text = literalOf(words[at]);
    if (text === '--') {
      at++;
      break;
    }
    if (text !== null && text.length > 1 && text.startsWith('-')) {
      if (name === 'command' && /^-[pvV]*[vV]/.test(text)) return -1;
      if (wrapper.long?.includes(text)) at++;
      else if (!text.startsWith('--') && wrapper.valued.includes(text[text.length - 1]!)) {
        // Only the last letter of a group can take the next word; `-n19` carries its own value.
        if ([...text.slice(1, -1)].every((letter) => !wrapper.valued.includes(letter))) at++;
      }
      continue;
    }
    if (wrapper.assignments && /^[A-Za-z_]\w*=/.test(literalStart(words[at]!))) continue;
    if (operands > 0) {
      operands--;
      continue;
    }
    break;
  }
  return at < words.length ? at : -1;
}

/** Resolves a constant value of a word; '' stands for "expands to nothing". */
export type Resolve = (word: Word) => string | null;

/** The words that a word stands for, `"${options[@]}"`; null where it stands for itself. */
export type Spread = (word: Word) => readonly Word[] | null;

/** Reads a `command` node. `resolve` folds the words that name programs, `spread` gives those of arrays. */
export function readCommand(node: SyntaxNode, resolve: Resolve, spread: Spread): Command {
  const words: Word[] = [];
  let named = false;
  for (const child of node.children) {
    if (child.field === 'name') named = true;
    if (child.field !== 'name' && child.field !== 'argument') continue;
    const word = readWord(child);
    words.push(...(spread(word) ?? [word]));
  }
  const used: string[] = [];
  if (!named) return { node, name: '', nameWord: null, wrappers: used, arguments: words };
  let at = 0;
  let name = '';
  for (let count = 0; count < MAX_WRAPPERS; count++) {
    const word = words[at]!;
    const value = literalOf(word) ?? resolve(word);
    const only = word.parts.length === 1 ? word.parts[0]! : null;
    // `$SUDO chmod …`: a variable that is empty or a wrapper.
    const mayBeEmpty =
      only?.kind === 'variable' && only.quoting === 'bare' && (value === '' || (value === null && /sudo|as_?root/i.test(only.name)));
    if (mayBeEmpty && at + 1 < words.length) {
      used.push('sudo');
      at++;
      continue;
    }
    name = value === null ? '' : baseName(value.trim().split(/\s/, 1)[0]!);
    const wrapper = Object.hasOwn(wrappers, name) ? wrappers[name]! : null;
    if (!wrapper) break;
    const next = skipWrapper(name, wrapper, words, at + 1);
    if (next < 0) break;
    used.push(name);
    at = next;
  }
  return { node, name, nameWord: words[at]!, wrappers: used, arguments: words.slice(at + 1) };
}

/** Arguments split into options and operands, by the usual rule that `--` ends options. */
export function operandsOf(command: Command, valued = ''): { readonly options: readonly string[]; readonly operands: readonly Word[] } {
  const options: string[] = [];
  const operands: Word[] = [];
  let ended = false;
  for (let at = 0; at < command.arguments.length; at++) {
    const word = command.arguments[at]!;
    const text = ended ? null : literalOf(word);
    if (text === '--') ended = true;
    else if (text !== null && text.length > 1 && text.startsWith('-')) {
      options.push(text);
      if (!text.startsWith('--') && valued.includes(text[text.length - 1]!)) at++;
    } else operands.push(word);
  }
  return { options, operands };
}
