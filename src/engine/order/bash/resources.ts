/**
 * When two words of a shell file name the same file. A key is the text of the word with constants folded and every variable
 * replaced by what it was assigned, or by the variable and the assignments that reach it: `"$d/x"` and `${d}/x` are one file,
 * the same words after `d` was assigned anew are not.
 */
import { reaching } from '../../flow/bash/reaching.ts';
import type { Command } from '../../lower/bash/commands.ts';
import type { ShellFile } from '../../lower/bash/shellFile.ts';
import { literalOf, readWord, type Word, type WordPart } from '../../lower/bash/words.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';

/** Who can change names in the directory of a file. */
export type Place =
  /** Made by `mktemp`, so nobody else's. */
  | 'private'
  /** Home directories and what programs keep per user. */
  | 'home'
  /** Directories of the system, which only root can write. */
  | 'system'
  /** `/tmp` and its like. */
  | 'shared'
  /** `/dev/null`, `/proc`, `/sys`. */
  | 'device'
  | 'unknown';

const MAX_DEPTH = 6;
const MAX_PARTS = 24;
const MAX_KEY = 1000;

/** Programs that only compute on text, so the same words give the same name. */
const pure = /^(?:\$\(|`)\s*(?:dirname|basename|echo|printf|readlink|realpath|pwd|hostname|uname|id|whoami)\b[^|;&<>]*(?:\)|`)$/;

function singleValue(file: ShellFile, name: string, use: SyntaxNode): SyntaxNode | null {
  const { definitions, open } = reaching(file, name, use);
  const only = definitions.length === 1 && !open ? definitions[0]! : null;
  return only?.kind === 'value' && only.values.length === 1 && only.node.child('value')?.type !== 'array' ? only.values[0]! : null;
}

/** `$(name left)` for `name() { printf '%s/%s' "$dir" "$1"; }`: the parts of what a function of one such command prints, or null. */
function printedBy(file: ShellFile, part: WordPart): readonly WordPart[] | null {
  if (part.kind !== 'command') return null;
  const [inner, ...others] = part.node.namedChildren;
  const call = inner?.type === 'command' && others.length === 0 ? file.commandAt(inner) : null;
  const called = call && call.wrappers.length === 0 ? file.functionNamed(call.name) : null;
  const [only, ...more] = called?.node.child('body')?.namedChildren ?? [];
  const printing = only?.type === 'command' && more.length === 0 ? file.commandAt(only) : null;
  if (!call || !printing) return null;
  const printed = printing.name === 'echo' ? echoed(printing) : printing.name === 'printf' ? formatted(printing) : null;
  const parts: WordPart[] = [];
  for (const one of printed ?? []) {
    const given =
      one.kind === 'variable' && one.operator === '' && /^[1-9]$/.test(one.name) ? call.arguments[Number(one.name) - 1]?.parts : [one];
    if (!given) return null;
    parts.push(...given);
  }
  return parts.length > 0 ? parts : null;
}

function echoed(printing: Command): readonly WordPart[] | null {
  const words = printing.arguments.filter((word) => !/^-[neE]+$/.test(word.node.text));
  return words.length === 1 ? words[0]!.parts : null;
}

/** What a format of texts and `%s` prints. */
function formatted({ arguments: [format, ...given] }: Command): readonly WordPart[] | null {
  const [first] = format?.parts ?? [];
  const pieces = (literalOf(format)?.replace(/\\n$/, '') ?? '').split('%s');
  if (first?.kind !== 'literal' || pieces.length !== given.length + 1 || pieces.some((piece) => /[%\\]/.test(piece))) return null;
  return pieces.flatMap((text, at): readonly WordPart[] => [...(text === '' ? [] : [{ ...first, text }]), ...(given[at]?.parts ?? [])]);
}

/**
 * Parts of a word with variables of one certain value replaced by the parts of that value; values made by other programs than
 * pure ones only where `also` names them, for two runs of such a program would give two names.
 */
export function expandWord(file: ShellFile, word: Word, also?: RegExp): readonly WordPart[] {
  let parts: readonly WordPart[] = word.parts;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    let changed = false;
    const next: WordPart[] = [];
    for (const part of parts) {
      const value = part.kind === 'variable' && part.operator === '' ? singleValue(file, part.name, part.node) : null;
      const replacement = value
        ? readWord(value).parts.flatMap((one) => printedBy(file, one) ?? [one])
        : depth === 0
          ? printedBy(file, part)
          : null;
      if (
        !replacement ||
        replacement.some(
          (inner) => inner.kind === 'opaque' || (inner.kind === 'command' && !pure.test(inner.node.text) && !also?.test(inner.node.text)),
        )
      ) {
        next.push(part);
      } else {
        next.push(...replacement);
        changed = true;
      }
    }
    parts = next;
    if (!changed || parts.length > MAX_PARTS) break;
  }
  return parts;
}

function variableKey(file: ShellFile, part: WordPart & { kind: 'variable' }): string {
  const { name, node } = part;
  const inside = file.functionOf(node);
  const operation = part.operator ? part.node.text : '';
  if (/^(?:\d+|[@*])$/.test(name)) {
    // `shift` and `set --` give the number another value.
    let version = 0;
    for (const changing of ['shift', 'set']) {
      for (const call of file.callsBefore(changing, node.index)) {
        if (changing === 'set' && !call.arguments.some((word) => word.node.text === '--')) continue;
        if (file.functionOf(call.node)?.from === inside?.from) {
          version = Math.max(version, call.node.index);
          break;
        }
      }
    }
    return `<${inside?.from ?? ''}:${name}.${version}${operation}>`;
  }
  const { definitions, open } = reaching(file, name, node);
  const versions = definitions.map((definition) => definition.node.index).sort((a, b) => a - b);
  return `<${name}@${versions.join(',')}${open ? '?' : ''}${operation}>`;
}

function partsKey(file: ShellFile, parts: readonly WordPart[]): string | null {
  let key = '';
  for (const part of parts) {
    if (part.kind === 'literal') key += part.quoting === 'bare' && key === '' ? part.text.replace(/^~(?=\/|$)/, '<HOME@?>') : part.text;
    else if (part.kind === 'variable') key += variableKey(file, part);
    else if (part.kind === 'command' && pure.test(part.node.text)) key += `<${part.node.text.replace(/["\s]+/g, ' ')}>`;
    else if (part.kind === 'number' && !/\+\+|--|[^=!<>]=[^=]/.test(part.node.text)) key += `<${part.node.text}>`;
    else return null;
    if (key.length > MAX_KEY) return null;
  }
  key = key.replace(/\/(?:\.?\/)+/g, '/').replace(/^\.\//, '');
  return key.length > 1 ? key.replace(/\/$/, '') : key || null;
}

/** The key of the file a word names, or null where it cannot be told (a substitution that may differ each time). */
export function resourceKey(file: ShellFile, word: Word): string | null {
  return partsKey(file, expandWord(file, word));
}

const homeVariables =
  /^(?:HOME|XDG_(?:CONFIG|DATA|CACHE|STATE)_HOME|XDG_RUNTIME_DIR|RUNNER_TEMP|GNUPGHOME|CREDENTIALS_DIRECTORY|HOMEDIR|home|USER_HOME|home_dir|userhome)$/;
const sharedVariables = /^(?:TMPDIR|TMP|TEMP|TEMPDIR)$/;

/** Whose directory a file lies in, judged by how its path begins. */
export function placeOf(file: ShellFile, word: Word): Place {
  const parts = expandWord(file, word);
  let text = '';
  for (const part of parts) {
    if (part.kind === 'literal') {
      text += part.text;
      continue;
    }
    if (text !== '' || part.kind !== 'variable') break;
    return placeOfVariable(file, part);
  }
  if (/^~/.test(text)) return 'home';
  if (/^\/(?:dev\/(?!shm\/)|proc\/|sys\/)/.test(text)) return 'device';
  if (/^\/(?:tmp|var\/tmp|dev\/shm|usr\/tmp|run\/lock|var\/lock)(?:\/|$)/.test(text)) return 'shared';
  if (/^\/(?:root|home)\//.test(text)) return 'home';
  return /^\/(?:etc|usr|bin|sbin|lib\w*|opt|boot|run|var|srv)(?:\/|$)/.test(text) ? 'system' : 'unknown';
}

function placeOfVariable(file: ShellFile, part: WordPart & { kind: 'variable' }): Place {
  if (/^:?-$/.test(part.operator) && part.argument && sharedVariables.test(part.name)) return 'shared';
  const { definitions } = reaching(file, part.name, part.node);
  const places = new Set<Place>();
  for (const definition of definitions.slice(0, 8)) {
    const value = definition.values[0];
    if (!value || definition.kind === 'loop') continue;
    const first = readWord(value).parts[0];
    if (first?.kind === 'command' && /\bmktemp\b/.test(first.node.text) && !/\bmktemp\b[^)]*\s-\w*u/.test(first.node.text))
      places.add('private');
    else if (first?.kind === 'variable' && first.name !== part.name) places.add(placeOfNamed(first.name));
    else if (first?.kind === 'literal') places.add(placeOf(file, { node: value, parts: [first] }));
  }
  if (places.size === 1) return [...places][0]!;
  return definitions.length === 0 ? placeOfNamed(part.name) : 'unknown';
}

function placeOfNamed(name: string): Place {
  return homeVariables.test(name) ? 'home' : sharedVariables.test(name) ? 'shared' : 'unknown';
}
