/** Downloads that put a file somewhere, also through a function of the script that does it. */
import {
  type Command,
  expandWord,
  literalOf,
  readWord,
  resourceKey,
  type Shell,
  type ShellFile,
  type Word,
} from '../../../src/engine/bash.ts';
import type { SyntaxNode } from '../../../src/engine/check.ts';

export interface Download {
  /** Where it happens: the command, or the call of the function that runs it. */
  readonly node: SyntaxNode;
  readonly command: Command;
  /** The address as it is written, '' where none can be seen. */
  readonly url: string;
  /** Key of the file it writes. */
  readonly key: string;
  /** The file as it is written, for messages. */
  readonly path: string;
  /** An error page of the server makes the program fail, so that it does not stand in the file. */
  readonly refusesErrors: boolean;
}

interface Written {
  readonly word: Word | null;
  /** A name that is made of the address. */
  readonly name: string | null;
}

function text(word: Word): string {
  return literalOf(word) ?? word.node.text.replace(/^"|"$/g, '');
}

function urlOf(file: ShellFile, command: Command): { readonly text: string; readonly word: Word | null } {
  for (const word of command.arguments) {
    const value = file.fold(word) ?? text(word);
    if (/^(?:https?|ftp):\/\//.test(value)) return { text: value, word };
    const start = expandWord(file, word)[0];
    if (start?.kind === 'literal' && /^(?:https?|ftp):\/\//.test(start.text)) return { text: start.text, word };
  }
  const last = command.arguments.findLast((word) => !text(word).startsWith('-') && /url|link|mirror|\$\{?\d/i.test(text(word)));
  return { text: last ? text(last) : '', word: last ?? null };
}

/** The last part of the address, as curl -O and wget name the file. */
function nameIn(file: ShellFile, word: Word | null): Written {
  const value = word ? (file.fold(word) ?? text(word)) : '';
  const name = value.replace(/[?#].*$/, '').replace(/^.*\//, '');
  return { word: null, name: /^[^\s`()]+$/.test(name) ? name : null };
}

/** The value of an option: `-o f`, `-of`, `-fsSLo f`, `--output f`, `--output=f`. */
function optionWord(command: Command, letter: string, long: string): Word | null {
  for (const [at, word] of command.arguments.entries()) {
    const option = text(word);
    if (option === `--${long}` || (/^-[A-Za-z]+$/.test(option) && option.endsWith(letter))) return command.arguments[at + 1] ?? null;
    const first = word.parts[0];
    if (first?.kind !== 'literal') continue;
    // `-qO-`: the flags before the letter take no value.
    const short = new RegExp(`^-${letter === 'O' ? '[a-zA-Z]*?' : ''}${letter}(?=.)`).exec(first.text);
    const prefix = first.text.startsWith(`--${long}=`) ? long.length + 3 : (short?.[0].length ?? 0);
    if (prefix > 0)
      return {
        node: word.node,
        parts: [{ ...first, text: first.text.slice(prefix) }, ...word.parts.slice(1)].filter(
          (part) => part.kind !== 'literal' || part.text !== '',
        ),
      };
  }
  return null;
}

function has(command: Command, pattern: RegExp): boolean {
  return command.arguments.some((word) => pattern.test(text(word)));
}

/** `cmd > file`: the file its output goes to. */
export function outputFile(node: SyntaxNode): Word | null {
  const { parent } = node;
  const whole = parent?.type === 'redirected_statement' ? parent : node;
  for (const redirect of whole.children) {
    if (redirect.type !== 'file_redirect') continue;
    const descriptor = redirect.child('descriptor')?.text ?? '1';
    const operator = redirect.children.find((child) => !child.isNamed)?.type ?? '';
    const target = redirect.childrenOf('destination')[0];
    if (descriptor === '1' && /^(?:>|>\||&>)$/.test(operator) && target) return readWord(target);
  }
  return null;
}

function writtenBy(file: ShellFile, command: Command, url: Word | null): Written | null {
  const { name, node } = command;
  if (name === 'curl') {
    const output = optionWord(command, 'o', 'output');
    if (output) return { word: output, name: null };
    if (has(command, /^(?:-[A-Za-z]*O[A-Za-z]*|--remote-name(?:-all)?)$/)) return nameIn(file, url);
  } else if (name === 'wget') {
    const output = optionWord(command, 'O', 'output-document');
    if (output) return text(output) === '-' ? redirected(node) : { word: output, name: null };
    if (!has(command, /^(?:-P|--directory-prefix.*|-r|-m|--mirror|--recursive|--spider|-V|--version)$/)) return nameIn(file, url);
    return null;
  } else if (name === 'aria2c' || name === 'fetch') {
    const output = optionWord(command, 'o', 'out');
    return output ? { word: output, name: null } : nameIn(file, url);
  } else return null;
  return redirected(node);
}

function redirected(node: SyntaxNode): Written | null {
  const word = outputFile(node);
  return word ? { word, name: null } : null;
}

const local = /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\]|169\.254\.169\.254|metadata\.google\.internal)(?:[:/]|$)/;

function refusesErrors(command: Command): boolean {
  return command.name !== 'curl' || has(command, /^(?:-[A-Za-z]*f[A-Za-z]*|--fail(?:-with-body)?)$/);
}

/** The position of a parameter that a word is, from 1; 0 for others. */
function parameterIn(file: ShellFile, word: Word | null): number {
  const parts = word ? expandWord(file, word) : [];
  const only = parts.length === 1 ? parts[0]! : null;
  return only?.kind === 'variable' && /^[1-9]$/.test(only.name) && (only.operator === '' || only.operator.startsWith(':'))
    ? Number(only.name)
    : 0;
}

export function downloadsOf(shell: Shell): readonly Download[] {
  const { file } = shell;
  const found: Download[] = [];
  for (const name of ['curl', 'wget', 'aria2c', 'fetch']) {
    if (file.functionNamed(name)) continue;
    for (const command of file.callsOf(name)) {
      const { text: url, word: at } = urlOf(file, command);
      const written = local.test(url) ? null : writtenBy(file, command, at);
      if (!written) continue;
      const base = { command, refusesErrors: refusesErrors(command) };
      const inside = file.functionOf(command.node);
      const position = inside ? parameterIn(file, written.word) : 0;
      if (inside && position > 0) {
        const urlPosition = parameterIn(file, at);
        for (const call of file.callsOf(inside.name).slice(0, 64)) {
          const output = call.arguments[position - 1];
          const key = output ? resourceKey(file, output) : null;
          const given = urlPosition > 0 ? call.arguments[urlPosition - 1] : null;
          if (output && key)
            found.push({ ...base, node: call.node, key, path: output.node.text, url: given ? (file.fold(given) ?? text(given)) : url });
        }
        continue;
      }
      const key = written.word ? resourceKey(file, written.word) : written.name;
      if (key && !/^\/dev\/|^-$/.test(key))
        found.push({ ...base, node: command.node, key, path: written.word?.node.text ?? written.name!, url });
    }
  }
  return found.sort((a, b) => a.node.index - b.node.index);
}
