import {
  branchesAround,
  type Command,
  dominates,
  exclusive,
  lastBefore,
  literalOf,
  maskOf,
  placeOf,
  readShell,
  type Shell,
  type ShellFile,
  wholeStatement,
  withheldReads,
} from '../../../src/engine/bash.ts';
import type { Report, SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import { eventsByKey, type KeyedEvent, keyedEvents } from '../../models/bash/fileEvents.ts';
import { restrictingMode } from '../../models/bash/fileModes.ts';
import { soundsPublic, soundsSecret } from '../../models/secretNames.ts';

/** Content that does not look secret: somebody may learn a little, so the confidentiality impact is low. */
const ORDINARY = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:L/I:N/A:N';

const secretPrograms =
  /^(?:gpg2?|openssl|vault|pass|op|age|sops|wg|kubectl|keytool|pwgen|mysqldump|pg_dump|pg_dumpall|htpasswd|ansible-vault|bw|secret-tool)$/;

/** Whether a umask that keeps the same readers out is in force at a creation. */
function masked(file: ShellFile, node: SyntaxNode, withheld: number, depth = 0): boolean {
  const inside = file.functionOf(node);
  for (const call of file.callsBefore('umask', node.index)) {
    const text = call.arguments.length > 0 ? literalOf(call.arguments[0]) : null;
    if (call.arguments.length === 0 || text === '-S') continue;
    if (file.functionOf(call.node)?.from !== inside?.from || !dominates(call.node, node)) continue;
    const mask = text === null ? null : maskOf(text);
    return mask !== null && (mask & withheld) === withheld;
  }
  if (!inside || depth > 2) return false;
  // What holds at every call of the function holds in it.
  const callers = file.callsOf(inside.name);
  if (callers.length > 0 && callers.every((call) => masked(file, call.node, withheld, depth + 1))) return true;
  return (
    callers.length === 0 &&
    [...file.callsBefore('umask', inside.from)].some(
      (call) => !file.functionOf(call.node) && (maskOf(literalOf(call.arguments[0]) ?? '') ?? 0) & withheld,
    )
  );
}

/** Whether the directory of a file was closed to others before the file was made. */
function inClosedDirectory(shell: Shell, made: KeyedEvent): boolean {
  const byKey = shell.derive(eventsByKey);
  for (let end = made.key.lastIndexOf('/'), levels = 0; end > 0 && levels < 12; end = made.key.lastIndexOf('/', end - 1), levels++) {
    const events = byKey.get(made.key.slice(0, end)) ?? [];
    const last = lastBefore(events, made.node.index);
    for (let at = last; at >= 0; at--) {
      shell.file.budget.spend();
      if (closes(shell.file, events[at]!)) return true;
    }
  }
  return false;
}

/** Whether an act on a directory keeps others out of it. */
function closes(file: ShellFile, event: KeyedEvent): boolean {
  if (event.kind === 'mkdir') return masked(file, event.node, 0o044);
  if (event.kind === 'secure') return /(?:-m|--mode)[ =]?["']?(?:[0-7]?[0-7]00|u=rwx,go=)\b/.test(event.node.text);
  const mode = event.kind === 'restrict' && event.command ? restrictingMode(file, event.command) : null;
  return mode !== null && (mode & 0o055) === 0;
}

/** Constant text, and copies of a file that `mktemp` made: the copy has its mode. */
function isHarmless(file: ShellFile, event: KeyedEvent): boolean {
  const { command } = event;
  if (!command) return false;
  if (command.name === 'cp') return command.arguments.some((word) => placeOf(file, word) === 'private');
  if (looksSecret(file, event)) return false;
  if (command.name === 'echo' || command.name === 'printf') return command.arguments.every((word) => literalOf(word) !== null);
  return command.name === 'cat' && command.arguments.length === 0 && !hasExpansion(wholeStatement(event.node));
}

function hasExpansion(statement: SyntaxNode): boolean {
  for (const node of statement.descendants('heredoc_redirect'))
    return !node.descendants('simple_expansion', 'expansion', 'command_substitution').next().done;
  return true;
}

/** The first content that stood in the file before its mode was set, or null. */
function exposedBefore(file: ShellFile, events: readonly KeyedEvent[], restricting: KeyedEvent, withheld: number): KeyedEvent | null {
  let exposed: KeyedEvent | null = null;
  let closed = false;
  const last = lastBefore(events, restricting.node.index);
  const branches = branchesAround(restricting.node);
  for (const event of events.slice(0, last + 1)) {
    file.budget.spend();
    if (event.scope !== restricting.scope || exclusive(branches, event.node)) continue;
    switch (event.kind) {
      case 'write':
      case 'append':
        if (isHarmless(file, event)) break;
        if (!closed && !masked(file, event.node, withheld) && !masked(file, event.within, withheld)) exposed ??= event;
        // Made under a mask it stays closed for what is appended later.
        else closed = true;
        break;
      case 'create':
      case 'mkdir':
        if (masked(file, event.node, withheld) || masked(file, event.within, withheld)) closed = true;
        break;
      case 'secure':
        closed = true;
        break;
      case 'restrict':
        if (event.command && restrictingMode(file, event.command) !== null) {
          closed = true;
          exposed = null;
        }
        break;
      case 'remove':
      case 'replace':
        closed = false;
        exposed = null;
    }
  }
  return exposed;
}

/** Whether name, content or producer of a file tell of a secret. */
function looksSecret(file: ShellFile, made: KeyedEvent): boolean {
  if (soundsPublic(made.word.node.text)) return false;
  if (soundsSecret(made.word.node.text) || soundsSecret(made.key.replace(/@[\d,?]*/g, ' '))) return true;
  const statement = wholeStatement(made.node);
  for (const node of statement.descendants('variable_name', 'command', 'heredoc_body')) {
    if (
      node.type === 'variable_name'
        ? soundsSecret(node.text)
        : node.type === 'command' && secretPrograms.test(file.commandAt(node)?.name ?? '')
    )
      return true;
    if (node.type === 'heredoc_body' && /\b(?:password|passwd|secret\w*|token|api_?key)["']?\s*[=:]|PRIVATE KEY/i.test(node.text))
      return true;
  }
  return false;
}

/** `install -m 600 /dev/null f` on the line above, where the statement starts its line and replaces the file anyway. */
function fixFor(made: KeyedEvent, command: Command): Report['fix'] {
  const statement = wholeStatement(made.node);
  const { text } = statement.tree;
  const lineStart = text.lastIndexOf('\n', statement.start - 1) + 1;
  const indent = text.slice(lineStart, statement.start);
  const mode = literalOf(command.arguments[0]);
  if (!made.redirect || made.kind !== 'write' || !/^\s*$/.test(indent) || !mode || !/^[0-7]{3,4}$/.test(mode)) return undefined;
  if (command.wrappers.length > 0) return undefined;
  return {
    description: `Makes the file with mode ${mode} before anything is written to it.`,
    edits: [{ start: statement.start, end: statement.start, newText: `install -m ${mode} /dev/null ${made.word.node.text}\n${indent}` }],
  };
}

function reportFile(shell: Shell, made: KeyedEvent, command: Command, report: (report: Report) => void): void {
  const secret = looksSecret(shell.file, made);
  const path = made.word.node.text;
  const fix = fixFor(made, command);
  report({
    at: made.node,
    confidence: secret ? 'high' : 'medium',
    ...(secret ? {} : { vector: ORDINARY }),
    message: `\`${path}\` is written with the default mode and restricted only afterwards: in between, every user of the machine can open it.`,
    trace: [
      { at: made.node, text: `${path} is made and written, readable by others` },
      { at: command.node, text: 'only here others are shut out' },
    ],
    ...(fix ? { fix } : {}),
  });
}

/** `mkdir` without `-p` really makes it; with `-p` it may have been there, restricted long ago. */
function isFresh(directory: KeyedEvent): boolean {
  return (
    directory.command?.name === 'mkdir' && !directory.command.arguments.some((word) => /^(?:-\w*p\w*|--parents)$/.test(word.node.text))
  );
}

function reportDirectory(directory: KeyedEvent, command: Command, report: (report: Report) => void): void {
  const path = directory.word.node.text;
  report({
    at: directory.node,
    vector: ORDINARY,
    message: `\`${path}\` is made open to others and closed only afterwards: in between, anybody can enter it.`,
    remediation: 'Make it with its mode in one step: `mkdir -m 700`.',
    trace: [
      { at: directory.node, text: `${path} is made with the default mode` },
      { at: command.node, text: 'only here others are shut out' },
    ],
  });
}

/** `chmod -R` and `chmod 600 dir/*` reach what lies below. */
function coveredKeys(event: KeyedEvent, command: Command): { readonly exact: string; readonly below: string | null } {
  const recursive = command.arguments.some((word) => /^(?:-\w*R\w*|--recursive)$/.test(word.node.text));
  const glob = /^(.*)\/[^/]*\*[^/]*$/.exec(event.key);
  return { exact: event.key, below: glob ? glob[1]! : recursive ? event.key : null };
}

/** Reports content written to a file, or a directory made, before its mode keeps others out. */
export const bash: SyntaxRules = {
  command(node: SyntaxNode, context) {
    if (!node.text.includes('chmod')) return;
    const shell = context.shared(readShell);
    const { file } = shell;
    const command = file.commandAt(node);
    if (command?.name !== 'chmod') return;
    const mode = restrictingMode(file, command);
    if (mode === null) return;
    const withheld = withheldReads(mode);
    const all = shell.derive(keyedEvents);
    for (let at = lastBefore(all, node.index) + 1; all[at]?.node.index === node.index; at++) {
      const event = all[at]!;
      if (event.kind !== 'restrict' || placeOf(file, event.word) === 'private') continue;
      const { exact, below } = coveredKeys(event, command);
      const same = shell.derive(eventsByKey).get(exact) ?? [];
      const made = exposedBefore(file, same, event, withheld);
      if (made) {
        if (!inClosedDirectory(shell, made)) reportFile(shell, made, command, context.report);
        continue;
      }
      const earlier = lastBefore(same, node.index) + 1;
      const directory = same.slice(0, earlier).find((other) => other.kind === 'mkdir' && other.scope === event.scope);
      if (directory && isFresh(directory) && (mode & 0o077) === 0 && !masked(file, directory.node, 0o044)) {
        reportDirectory(directory, command, context.report);
        continue;
      }
      const reached = below ?? (directory && (mode & 0o055) === 0 ? exact : null);
      const inner = reached === null ? null : firstBelow(shell, all, reached, event, withheld);
      if (inner) reportFile(shell, inner, command, context.report);
    }
  },
};

/** Something written below a directory before the directory or what is in it was restricted. */
function firstBelow(shell: Shell, all: readonly KeyedEvent[], directory: string, event: KeyedEvent, withheld: number): KeyedEvent | null {
  const last = lastBefore(all, event.node.index);
  for (const other of all.slice(0, last + 1)) {
    shell.file.budget.spend();
    if (other.scope !== event.scope || !other.key.startsWith(`${directory}/`) || !/^(?:write|append)$/.test(other.kind)) continue;
    const own = shell.derive(eventsByKey).get(other.key) ?? [];
    if (exposedBefore(shell.file, own, event, withheld) && !inClosedDirectory(shell, other) && looksSecret(shell.file, other)) return other;
  }
  return null;
}
