import { type Command, fateOf, leaves, readShell, type ShellFile, surroundings } from '../../../src/engine/bash.ts';
import type { SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import { isIdle, laterCommands, mentions, subjectsOf } from '../../models/bash/later.ts';
import { onlyTalks, verifiedBy } from '../../models/bash/verifications.ts';
import { vectors } from '../../models/vectors.ts';
import { letInUnasked } from './decisions.ts';

/** Where a failure is waved through, and the statement after which the script goes on. */
interface Waved {
  readonly at: SyntaxNode;
  readonly statement: SyntaxNode;
  readonly text: string;
}

/** Nothing but words: no assignment that somebody looks at later, no way out, no other command. */
function isOnlyTalk(file: ShellFile, node: SyntaxNode): boolean {
  if (!node.descendants('variable_assignment', 'test_command').next().done || leaves(file, node)) return false;
  const commands = node.type === 'command' ? [node] : [...node.descendants('command')];
  return (
    commands.length > 0 &&
    commands.every((one) => {
      const command = file.commandAt(one);
      return command !== null && onlyTalks(command.name) && (one.parent?.type !== 'redirected_statement' || !/\|/.test(one.parent.text));
    })
  );
}

/** The statements of a branch: between `then` or `else` and what ends it. */
function bodyOf(clause: SyntaxNode): readonly SyntaxNode[] {
  const body: SyntaxNode[] = [];
  let inside = clause.type === 'else_clause';
  for (const child of clause.children) {
    if (child.type === 'then') inside = true;
    else if (child.type === 'elif_clause' || child.type === 'else_clause' || child.type === 'fi') break;
    else if (inside && child.isNamed && child.type !== 'comment') body.push(child);
  }
  return body;
}

/** What an `if` does where its condition fails (or, negated, holds). */
function wavedByIf(file: ShellFile, statement: SyntaxNode, failsInThen: boolean): Waved | null {
  const otherwise = statement.namedChildren.filter((child) => child.type === 'elif_clause' || child.type === 'else_clause');
  const failing = failsInThen
    ? bodyOf(statement)
    : otherwise.length === 1 && otherwise[0]!.type === 'else_clause'
      ? bodyOf(otherwise[0]!)
      : [];
  if (failing.length === 0 || !failing.every((one) => isOnlyTalk(file, one))) return null;
  // What was meant for the verified stands in the other branch.
  const passing = failsInThen ? (otherwise[0] ? bodyOf(otherwise[0]) : []) : bodyOf(statement);
  if (otherwise.length > 1 || !passing.every((one) => isOnlyTalk(file, one))) return null;
  return { at: failing[0]!, statement, text: 'after a failure this is all that happens' };
}

/** Follows the status of a verification to the place where it is thrown away on purpose, or null. */
function wavedThrough(file: ShellFile, command: Command): Waved | null {
  let negated = false;
  for (const { role, node, parent } of surroundings(command.node)) {
    switch (role) {
      case 'negated':
        negated = !negated;
        continue;
      case 'left-or':
      case 'left-and': {
        if ((role === 'left-and') !== negated) return null;
        const right = parent.namedChildren.find((child) => child.index > node.index) ?? null;
        if (!right || !isOnlyTalk(file, right)) return null;
        return { at: right, statement: parent, text: 'after a failure this is all that happens' };
      }
      case 'condition':
        return parent.type === 'if_statement' ? wavedByIf(file, parent, negated) : null;
      case 'piped-last':
        // `! a | b`: the grammar hangs the negation of the pipeline on its first part.
        if (parent.namedChildren[0]?.type === 'negated_command') negated = !negated;
        continue;
      case 'right-and':
        continue;
      case 'plain':
        if (/^(?:redirected_statement|compound_statement|list)$/.test(parent.type) && parent.namedChildren.at(-1)!.index >= node.index)
          continue;
        return null;
      default:
        return null;
    }
  }
  return null;
}

/** Programs that put to use what stands in files. */
const users =
  /^(?:tar|unzip|bsdtar|7z|sh|bash|source|\.|eval|install|dpkg|rpm|apt|apt-get|dnf|yum|apk|pip3?|npm|make|cp|mv|dd|docker|podman|kubectl|helm|systemctl|service|insmod|modprobe|flashcp|mtd|fwupdmgr|mkimage|rsync|scp)$/;

function usedAfter(file: ShellFile, command: Command, waved: Waved): { readonly use: Command; readonly same: boolean } | null {
  const subjects = subjectsOf(command.node.parent?.type === 'pipeline' ? command.node.parent : command.node);
  let other: Command | null = null;
  for (const later of laterCommands(file, waved.statement)) {
    if (isIdle(later) || /^(?:rm|unlink|shred)$/.test(later.name)) continue;
    if (mentions(later, subjects) || (later.nameWord && mentions({ ...later, arguments: [later.nameWord] }, subjects)))
      return { use: later, same: true };
    if (users.test(later.name)) other ??= later;
  }
  return other ? { use: other, same: false } : null;
}

/** Reports verifications whose failure is waved through: `gpg --verify … || true`, `… || echo "warning"`. */
export const bash: SyntaxRules = {
  command(node, context) {
    const { file } = context.shared(readShell);
    const command = file.commandAt(node);
    if (!command) return;
    const letIn = letInUnasked(file, command);
    if (letIn) {
      context.report({
        at: node,
        confidence: 'medium',
        message: `If \`${command.name}\` gets no answer, this script says yes to whoever asks to come in.`,
        remediation: 'Say no where the question could not be asked: `exit 1`.',
        trace: [
          { at: node, text: 'the question is asked here' },
          { at: letIn, text: 'without an answer the script ends with "yes"' },
        ],
      });
      return;
    }
    const what = file.functionNamed(command.name) ? null : verifiedBy(command);
    if (what === null) return;
    if (file.start.isWaived && fateOf(file, node).kind === 'seen') {
      context.report({
        at: node,
        confidence: 'medium',
        vector: vectors.supply,
        message: `If ${what} is wrong, this step fails, and the job goes on with what it should have refused.`,
        remediation: 'Take `continue-on-error` from the step that verifies.',
        trace: [{ at: node, text: `${what} is verified, in a step that may fail: \`continue-on-error\`` }],
      });
      return;
    }
    const waved = wavedThrough(file, command);
    const used = waved ? usedAfter(file, command, waved) : null;
    if (!waved || !used) return;
    context.report({
      at: node,
      confidence: used.same ? 'high' : 'medium',
      vector: vectors.supply,
      message: `If ${what} is wrong, the script says so at most, and goes on with what it should have refused.`,
      remediation: `Stop there: \`${command.name} … || { echo "${what} is wrong" >&2; exit 1; }\`.`,
      trace: [
        { at: node, text: `${what} is verified` },
        { at: waved.at, text: waved.text },
        { at: used.use.node, text: 'this runs also after the failure' },
      ],
    });
  },
};
