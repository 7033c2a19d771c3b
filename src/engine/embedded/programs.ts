/** Programs that take code as a word or on their input: which words of a command line are code, in which language, how it starts. */
import type { ParsedLanguage } from '../parse/grammars.ts';
import { type ShellStart, textStart } from '../shellStart.ts';

export interface Program {
  readonly language: ParsedLanguage;
  /** Which words are the code, joined by spaces; null where it stands on the input. */
  readonly words: { readonly from: number; readonly to: number } | null;
  readonly start: ShellStart;
}

const shellName = /^(?:ba|da|z|k|mk|a)?sh$/;
const pythonName = /^(?:python|pypy)[\d.]*$/;
const nodeName = /^(?:node|nodejs|bun)$/;
const powershellName = /^(?:pwsh|powershell)(?:\.exe)?$/i;

/** Programs whose operands are a command line, or hold one. */
const carriers =
  /^(?:sudo|doas|env|nohup|time|timeout|gtimeout|exec|command|busybox|nice|ionice|setsid|stdbuf|chronic|docker|podman|nerdctl|docker-compose|kubectl|oc|nsenter|chroot|xargs|find|parallel|unshare|lxc|machinectl|systemd-run|flock|watch|ip|setpriv|firejail|bwrap|su-exec|gosu|tini|dumb-init|wsl|wsl\.exe|nix|poetry|uv|pipenv|conda|npx|strace)$/;

/** ssh's options that take a word. */
const sshValued = /^-[a-zA-Z]*[bcDEeFIiJLlmOopQRSWwB]$/;

function baseName(word: string | null | undefined): string {
  return word ? word.slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1) : '';
}

type Words = readonly (string | null)[];

/** Options of a shell and its program: `bash -euo pipefail -c '…'`. */
function shellProgram(words: Words, first: number, start: ShellStart): Program | null {
  let { errexit, pipefail } = start;
  let takesText = false;
  let fromInput = false;
  let at = first;
  for (; at < words.length; at++) {
    const word = words[at];
    if (word === null || word === undefined || !/^[-+]./.test(word) || word === '--') break;
    if (word.startsWith('--')) {
      if (/^--(?:rcfile|init-file)$/.test(word)) at++;
      continue;
    }
    const on = word.startsWith('-');
    if (word.includes('e')) errexit = on;
    if (on && word.includes('c')) takesText = true;
    if (on && word.includes('s')) fromInput = true;
    if (word.endsWith('o') || word.endsWith('O')) {
      at++;
      if (words[at] === 'pipefail') pipefail = on;
      if (words[at] === 'errexit') errexit = on;
    }
  }
  if (words[at] === '--') at++;
  const run = { language: 'bash', start: { ...start, errexit, pipefail } } as const;
  if (takesText) return at < words.length ? { ...run, words: { from: at, to: at + 1 } } : null;
  return fromInput || at >= words.length || words[at] === '-' || words[at] === '/dev/stdin' ? { ...run, words: null } : null;
}

/** `-c TEXT` of Python, `-e TEXT` of Node; without a program both read their input. */
function scriptProgram(words: Words, first: number, language: 'python' | 'javascript', start: ShellStart): Program | null {
  const option = language === 'python' ? /^-[a-zA-Z]*c$/ : /^(?:-[a-z]*[ep]|--eval|--print)$/;
  for (let at = first; at < words.length; at++) {
    const word = words[at];
    if (word === null || word === undefined) return null;
    if (option.test(word)) return at + 1 < words.length ? { language, start, words: { from: at + 1, to: at + 2 } } : null;
    if (word === '-' || word === '/dev/stdin') return { language, start, words: null };
    if (!word.startsWith('-') || /^-m/.test(word)) return null;
    if (/^-[WX]$|^--(?:require|import|input-type)$|^-r$/.test(word)) at++;
  }
  return { language, start, words: null };
}

/** `-Command` takes all that follows. */
function powershellProgram(words: Words, first: number, start: ShellStart): Program | null {
  for (let at = first; at < words.length; at++) {
    const word = words[at];
    if (word === null || word === undefined) return null;
    if (/^[-/]c(?:o(?:m(?:m(?:a(?:n(?:d)?)?)?)?)?)?$/i.test(word)) {
      if (words[at + 1] === '-') return { language: 'powershell', start, words: null };
      return at + 1 < words.length ? { language: 'powershell', start, words: { from: at + 1, to: words.length } } : null;
    }
    if (!/^[-/]/.test(word)) return null;
    if (
      /^[-/](?:ex(?:ecutionpolicy)?|ep|version|v|windowstyle|w|inputformat|outputformat|configurationname|wd|workingdirectory)$/i.test(word)
    )
      at++;
  }
  return null;
}

/** `ssh host WORDS`, or a remote shell's input. */
function sshProgram(words: Words, first: number, start: ShellStart): Program | null {
  let at = first;
  for (; at < words.length; at++) {
    const word = words[at];
    if (!word?.startsWith('-') || word === '--') break;
    if (/^-\w*N/.test(word)) return null;
    if (sshValued.test(word)) at++;
  }
  if (words[at] === '--') at++;
  // The host, and what may be options between it and the command.
  at++;
  while (words[at]?.startsWith('-')) at += sshValued.test(words[at]!) ? 2 : 1;
  const far = { ...start, errexit: false, pipefail: false, alone: false };
  if (at >= words.length) return { language: 'bash', start: far, words: null };
  const inner = programOf(words.slice(at), far);
  // `ssh host bash -s <<EOF`; a shell on the other side takes the words apart once more, so those with `-c` are read as one text.
  if (inner && inner.words === null) return inner;
  return { language: 'bash', start: far, words: { from: at, to: words.length } };
}

function suProgram(words: Words, first: number, start: ShellStart): Program | null {
  const target = words.find(
    (word, at) => at >= first && !word?.startsWith('-') && !/^(?:-[a-zA-Z]*[cgGsw]|--(?:command|group|shell))$/.test(words[at - 1] ?? ''),
  );
  const lesser = target !== undefined && target !== 'root';
  const own = { ...start, errexit: false, pipefail: false, root: false, lesser };
  for (let at = first; at + 1 < words.length; at++)
    if (/^(?:-[a-zA-Z]*c|--command)$/.test(words[at] ?? '')) return { language: 'bash', start: own, words: { from: at + 1, to: at + 2 } };
  return null;
}

function interpreter(words: Words, at: number, start: ShellStart): Program | null {
  const name = baseName(words[at]);
  if (shellName.test(name)) return shellProgram(words, at + 1, start);
  if (pythonName.test(name)) return scriptProgram(words, at + 1, 'python', start);
  if (nodeName.test(name)) return scriptProgram(words, at + 1, 'javascript', start);
  return powershellName.test(name) ? powershellProgram(words, at + 1, start) : null;
}

const MAX_CARRIED = 40;

/** What a command line runs as code; words that are not constant are null. `around` is how the shell runs that starts it. */
export function programOf(words: Words, around: ShellStart = textStart): Program | null {
  const start: ShellStart = { ...around, errexit: false, pipefail: false, parameters: 'host', isStatusLost: false, isWaived: false };
  const name = baseName(words[0]);
  if (name === 'ssh') return sshProgram(words, 1, start);
  if (name === 'su' || name === 'runuser') return suProgram(words, 1, start);
  const own = interpreter(words, 0, start);
  if (own || !carriers.test(name)) return own;
  for (let at = 1; at < words.length && at < MAX_CARRIED; at++) {
    const word = baseName(words[at]);
    if (word === 'ssh' || word === 'su') return programOf(words.slice(at), around) && shifted(programOf(words.slice(at), around)!, at);
    const carried = interpreter(words, at, start);
    if (carried) return carried;
  }
  return null;
}

function shifted(program: Program, by: number): Program {
  return program.words ? { ...program, words: { from: program.words.from + by, to: program.words.to + by } } : program;
}

/** Whether a program of this name can be one that takes code: most are not, and need no look at their words. */
export function mayCarryCode(program: string): boolean {
  const name = baseName(program);
  return (
    shellName.test(name) ||
    name === 'ssh' ||
    name === 'su' ||
    name === 'runuser' ||
    pythonName.test(name) ||
    nodeName.test(name) ||
    powershellName.test(name) ||
    carriers.test(name)
  );
}
