import { type Command, literalOf, type Origin, readShell, type Shell, type ShellFile, type Word } from '../../../src/engine/bash.ts';
import type { Report, SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import { runsInput, shellPrograms } from '../../models/bash/interpreters.ts';

/** A download that prints what it gets. */
function isDownload(command: Command | null): boolean {
  if (!command) return false;
  const texts = command.arguments.map((word) => literalOf(word) ?? word.node.text);
  // What comes from this machine is no delivery.
  if (texts.some((text) => /\b(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\])(?::|\/|$)/.test(text))) return false;
  if (command.name === 'curl') {
    return !texts.some((text, at) => /^(?:-[a-zA-Z]*[oO]|--output|--remote-name|--head|-I|--version)$/.test(text) && texts[at + 1] !== '-');
  }
  if (command.name !== 'wget')
    return /^(?:fetch|aria2c|http|https|lynx)$/.test(command.name) && texts.some((text) => /^https?:\/\//.test(text));
  return texts.some(
    (text, at) =>
      /^-\w*O-$|^--output-document=-$/.test(text) ||
      (/^(?:-\w*O|--output-document)$/.test(text) && /^(?:-|\/dev\/stdout)$/.test(texts[at + 1] ?? '')),
  );
}

/** Whether the file downloads anything: most do not, and need no search. */
function downloads({ file }: Shell): boolean {
  return file.commands.some(isDownload);
}

function downloadIn(file: ShellFile, node: SyntaxNode): SyntaxNode | null {
  for (const inner of node.descendants('command')) if (isDownload(file.commandAt(inner))) return inner;
  return null;
}

/** A download whose output is in a word, directly or through variables. */
function downloadBehind(shell: Shell, word: Word): { readonly node: SyntaxNode; readonly origin: Origin } | null {
  for (const origin of shell.origins.of(word.parts)) {
    if (origin.kind !== 'command') continue;
    const node = downloadIn(shell.file, origin.node);
    // Only where nothing picks values out of it: `$(curl … | jq -r .version)` is data.
    if (node && !/\|\s*(?:jq|grep|sed|awk|cut|head|tail|tr|yq|python|node|wc)\b/.test(origin.node.text)) return { node, origin };
  }
  return null;
}

function commandsIn(file: ShellFile, stage: SyntaxNode): Command[] {
  if (stage.type === 'command') return [file.commandAt(stage)].filter((command) => command !== null);
  return [...stage.descendants('command')].map((node) => file.commandAt(node)).filter((command) => command !== null);
}

function reportRun(report: (report: Report) => void, at: SyntaxNode, download: SyntaxNode, run: SyntaxNode): void {
  report({
    at,
    confidence: 'high',
    trace: [
      { at: download, text: 'a program is downloaded' },
      { at: run, text: 'and run unseen, whatever came' },
    ],
  });
}

/** Reports downloads that are run without a look at what came. */
export const bash: SyntaxRules = {
  pipeline(node, context) {
    if (node.parent?.type === 'heredoc_redirect') return;
    const shell = context.shared(readShell);
    if (!shell.derive(downloads)) return;
    const { text } = node;
    const { file } = shell;
    const stages = node.namedChildren;
    if (!/curl|wget|fetch|\$/.test(text) || stages.length < 2) return;
    let download: SyntaxNode | null = null;
    for (const stage of stages) {
      const commands = commandsIn(file, stage);
      const runner = download ? commands.find(runsInput) : undefined;
      if (download && runner) {
        reportRun(context.report, node, download, runner.node);
        return;
      }
      for (const command of commands) {
        if (isDownload(command)) download ??= command.node;
        else if (/^(?:echo|printf)$/.test(command.name)) {
          for (const word of command.arguments) download ??= downloadBehind(shell, word)?.node ?? null;
        } else if (/^(?:jq|grep|cut|head|tail|wc|awk)$/.test(command.name)) download = null;
      }
    }
  },
  command(node, context) {
    const shell = context.shared(readShell);
    // What can hold a download or a variable with one.
    if (!shell.derive(downloads) || !/[$`<]/.test(node.text)) return;
    const { file } = shell;
    const command = file.commandAt(node);
    if (!command) return;
    const programs = command.name === 'eval' ? command.arguments : command.name === 'ssh' ? [] : (shellPrograms(command)?.words ?? []);
    for (const word of programs) {
      const found = downloadBehind(shell, word);
      if (found) {
        reportRun(context.report, node, found.node, node);
        return;
      }
    }
    if (!/^(?:source|\.|(?:ba|z|k|da)?sh|python[\d.]*|perl|ruby|node)$/.test(command.name)) return;
    for (const word of command.arguments) {
      for (const part of word.parts) {
        const found = part.kind === 'process' ? downloadIn(file, part.node) : null;
        if (found) {
          reportRun(context.report, node, found, node);
          return;
        }
      }
    }
  },
};
