/** The words for a protection whose failure nobody sees. */
import { type Command, type ShellFile, wholeStatement } from '../../../src/engine/bash.ts';
import type { Report, SyntaxNode } from '../../../src/engine/check.ts';
import { vectors } from '../vectors.ts';
import type { Unwatched } from './protections.ts';
import { runsAsRoot } from './root.ts';

/** Waived with a reason in a comment: somebody thought about it. */
const WAIVED = 'CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:L/A:N';

/** A comment on the line or above it that gives a reason. */
function explained(node: SyntaxNode): boolean {
  const { text } = node.tree;
  const lineEnd = text.indexOf('\n', node.end);
  if (/#\s*\S+\s+\S+/.test(text.slice(node.end, lineEnd < 0 ? undefined : lineEnd))) return true;
  const lineStart = text.lastIndexOf('\n', node.start - 1) + 1;
  const above = text.slice(text.lastIndexOf('\n', lineStart - 2) + 1, Math.max(0, lineStart - 1));
  return /^\s*#\s*(?!expect:|ok:)\S+\s+\S+/.test(above);
}

/** Appends a check, where the command is a statement of its own that ends its line. */
function fixFor(command: Command): Report['fix'] {
  const whole = wholeStatement(command.node);
  if (!whole.equals(command.node) && whole.type !== 'redirected_statement') return undefined;
  const restOfLine = whole.tree.text.slice(whole.end, whole.end + 80).split('\n', 1)[0]!;
  if (restOfLine.trim() !== '') return undefined;
  return {
    description: `Stops the script with a message if ${command.name} fails.`,
    edits: [{ start: whole.end, end: whole.end, newText: ` || { echo "${command.name} failed" >&2; exit 1; }` }],
  };
}

export function reportOf(file: ShellFile, path: string, { command, what, fate, defeated, later }: Unwatched): Report {
  const fix = fate.kind === 'dropped' && !fate.because ? fixFor(command) : undefined;
  const waived = fate.kind === 'waived' && explained(wholeStatement(command.node));
  const root = runsAsRoot(file, path);
  return {
    at: command.node,
    // In scripts of root it is worth more, and never so sure that it would block.
    confidence: later && !root ? 'high' : 'medium',
    vector: waived ? WAIVED : root ? vectors.raceRoot : vectors.failSecure,
    message: defeated
      ? `\`set -e\` does not see this \`${command.name}\` fail: the script goes on as if ${what} were in place.`
      : `If \`${command.name}\` fails, the script goes on as if ${what} were in place.`,
    remediation: `Look at the result and stop: \`${command.name} … || { echo "${command.name} failed" >&2; exit 1; }\`${defeated ? '.' : ', or `set -e` where it has effect.'}`,
    trace: [
      { at: command.node, text: `${what} is set here; nothing looks at whether that worked` },
      ...(fate.because ? [{ at: fate.because.node, text: fate.because.text }] : []),
      ...(later ? [{ at: later, text: 'this runs also after the failure' }] : []),
    ],
    ...(fix ? { fix } : {}),
  };
}
