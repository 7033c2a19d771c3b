import { powershell, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';

const LOOSE = /^(?:bypass|unrestricted)$/i;

function wordsOf(command: SyntaxNode): readonly string[] {
  return command.text
    .slice(0, 2000)
    .split(/\s+/, 60)
    .map((word) => word.replace(/^["']|["']$/g, ''));
}

/** The word behind an option that may be shortened. */
function behind(words: readonly string[], option: RegExp): string | null {
  const at = words.findIndex((word) => option.test(word));
  return at < 0 ? null : (words[at + 1] ?? null);
}

/** What a command turns off, or null. */
function turnedOff(name: string, words: readonly string[]): string | null {
  switch (name) {
    case 'set-executionpolicy': {
      const policy = behind(words, /^-e(?:x\w*)?$/i) ?? words.slice(1).find((word) => LOOSE.test(word)) ?? '';
      const scope = behind(words, /^-s\w*$/i) ?? 'LocalMachine';
      return LOOSE.test(policy) && !/^process$/i.test(scope) ? 'the execution policy is turned off for good' : null;
    }
    case 'install-module':
    case 'install-script':
    case 'update-module':
      return words.some((word) => /^-skippublisherc\w*$/i.test(word)) ? 'the publisher of the module is not checked' : null;
    case 'powershell':
    case 'powershell.exe':
    case 'pwsh':
    case 'pwsh.exe': {
      const policy = behind(words, /^[-/](?:ep|ex\w*)$/i);
      const file = behind(words, /^[-/]f\w*$/i) ?? '';
      const isElsewhere = /^(?:\\\\|\$env:(?:te?mp|public)|\$HOME.downloads|\/tmp\/|https?:)/i.test(file);
      return policy !== null && LOOSE.test(policy) && isElsewhere
        ? 'a script that others may have put there runs without its signature being asked'
        : null;
    }
    default:
      return null;
  }
}

/** Reports commands that turn checks of downloaded code off. */
export const ps: SyntaxRules = {
  command(node, context) {
    const name = powershell.commandName(node);
    if (name === null || !/^(?:set-executionpolicy|(?:install|update)-(?:module|script)|powershell|pwsh)/.test(name)) return;
    const text = turnedOff(name, wordsOf(node));
    if (text === null) return;
    context.report({ at: node, trace: [{ at: node, text }] });
  },
};
