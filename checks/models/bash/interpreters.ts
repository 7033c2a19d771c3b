/** Programs that run a text as code, and where in their arguments that text stands. */
import { type Command, literalOf, type Word } from '../../../src/engine/bash.ts';

const shells = /^(?:ba|da|z|k|mk|a|c|tc|fi)?sh$/;
const others = /^(?:python[\d.]*|perl|ruby|node|php|pwsh|powershell|osascript)$/;

export function isShell(name: string): boolean {
  return shells.test(name);
}

/** An interpreter without a program of its own: it runs what stands on its input. */
export function runsInput(command: Command): boolean {
  if (!isShell(command.name) && !others.test(command.name)) return false;
  let stdin = false;
  for (const word of command.arguments) {
    const text = literalOf(word);
    if (text === '-' || text === '/dev/stdin') return true;
    if (text !== null && /^-\w*s\w*$/.test(text) && isShell(command.name)) return true;
    if (text === '--') {
      stdin = true;
      continue;
    }
    if (text !== null && /^[-+]/.test(text)) {
      // A program on the command line, a module, or line-by-line filters.
      if (/^-\w*[cemnprE]/.test(text) && !(isShell(command.name) && /^-[euxlimnv]+$/.test(text))) return false;
      if (/^-\w*o$|^--(?:rcfile|init-file)$/.test(text)) stdin = true;
      continue;
    }
    if (stdin) {
      stdin = false;
      continue;
    }
    return false;
  }
  return true;
}

const withProgram = /^-[a-zA-Z]*c$/;

/** ssh's options that take a word. */
const sshValued = /^-[a-zA-Z]*[bcDEeFIiJLlmOopQRSWwB]$/;

function baseName(text: string | null): string {
  return text === null ? '' : text.slice(text.lastIndexOf('/') + 1);
}

/** The words that a shell gets as a program: `sh -c WORD`, `su -c WORD`, `docker exec x sh -c WORD`, `ssh host WORDS`. */
export function shellPrograms(command: Command): { readonly words: readonly Word[]; readonly by: string } | null {
  const { name } = command;
  const words = command.arguments;
  const after = (from: number): Word | null => {
    for (let at = from; at + 1 < words.length; at++) {
      const text = literalOf(words[at]);
      if (text !== null && withProgram.test(text)) return words[at + 1]!;
      if (text === null || !/^[-+]/.test(text)) return null;
    }
    return null;
  };
  if (isShell(name)) {
    const word = after(0);
    return word ? { words: [word], by: name } : null;
  }
  if (name === 'su' || name === 'runuser' || name === 'script') {
    for (let at = 0; at + 1 < words.length; at++) {
      if (/^(?:-[a-zA-Z]*c|--command)$/.test(literalOf(words[at]) ?? '')) return { words: [words[at + 1]!], by: name };
    }
    return null;
  }
  if (name === 'ssh') {
    for (let at = 0; at < words.length; at++) {
      const text = literalOf(words[at]);
      if (text?.startsWith('-') && text !== '--') {
        if (sshValued.test(text)) at++;
        continue;
      }
      if (text === '--') continue;
      // `ssh host "$@"` hands on a whole command line: that is what such a script is for.
      const remote = words.slice(at + 1).filter((word) => !/^"?\$\{?[@*]\}?"?$/.test(word.node.text));
      return remote.length > 0 ? { words: remote, by: 'the remote shell' } : null;
    }
    return null;
  }
  if (
    /^(?:docker|podman|kubectl|oc|nsenter|chroot|xargs|find|parallel|unshare|lxc|machinectl|systemd-run|flock|watch|docker-compose|ip|nerdctl|lxc-attach|fakechroot|setpriv|capsh|firejail|bwrap|su-exec|gosu)$/.test(
      name,
    )
  ) {
    for (let at = 0; at + 2 < words.length; at++) {
      if (!isShell(baseName(literalOf(words[at])))) continue;
      const word = after(at + 1);
      if (word) return { words: [word], by: baseName(literalOf(words[at])) };
    }
  }
  return null;
}
