/** Conditions that only ask whether something is there. */
import { literalOf, readTestCommand, readTests, type ShellFile, type Test } from '../../../src/engine/bash.ts';
import type { SyntaxNode } from '../../../src/engine/check.ts';

export interface Presence {
  readonly at: SyntaxNode;
  /** The variables that are asked for, or the path or program where it is constant. */
  readonly names: readonly string[];
  /** The condition holds where it is there; false where it holds where it is missing. */
  readonly present: boolean;
  /** It asks for a file. */
  readonly file: boolean;
}

/** Whether a test holds where its value is there (true), is missing (false), or asks something else (null). */
function asks(test: Test): boolean | null {
  const { operator, negated, right, left } = test;
  if (operator === '-n' || operator === '' || /^-[efrs]$/.test(operator)) return !negated;
  if (operator === '-z') return negated;
  if (left !== null && literalOf(right) === '')
    return operator === '!=' ? !negated : operator === '=' || operator === '==' ? negated : null;
  return null;
}

function namesIn(test: Test): readonly string[] {
  const path = /^-[efrs]$/.test(test.operator) ? literalOf(test.right) : null;
  if (path !== null) return [path];
  return [...(test.left?.parts ?? []), ...test.right.parts].flatMap((part) =>
    part.kind === 'variable' && /^(?::?[-+])?$/.test(part.operator) ? [part.name] : [],
  );
}

/** The name of a file that vouches for another. */
const PROOF = /\.(?:sig|asc|minisig|sign|sha(?:1|224|256|384|512)(?:sums?)?|md5|p7s|att|bundle)["']?(?:\s|$)/;

/** Reads `[ -n "$x" ]`, `[[ $x ]]`, `test -f "$x.sig"`, `! [ -z "$x" ]`; `command -v x`; `x=$(…)` asks too, by its status. Null for other conditions. */
export function presenceOf(file: ShellFile, condition: SyntaxNode): Presence | null {
  if (condition.type === 'negated_command') {
    const inner = condition.namedChildren[0];
    const presence = inner ? presenceOf(file, inner) : null;
    return presence && { ...presence, present: !presence.present };
  }
  if (condition.type === 'variable_assignment') {
    const name = condition.child('name')?.text;
    return name && condition.child('value')?.type === 'command_substitution'
      ? { at: condition, names: [name], present: true, file: false }
      : null;
  }
  if (condition.type === 'redirected_statement') {
    const body = condition.child('body');
    return body ? presenceOf(file, body) : null;
  }
  const command = condition.type === 'command' ? file.commandAt(condition) : null;
  if (command && /^(?:command|which|type|hash)$/.test(command.name)) {
    const tool = literalOf(command.arguments.at(-1));
    return tool ? { at: condition, names: [tool], present: true, file: false } : null;
  }
  // `cp "$x.sig" …` in a condition: a signature that may be missing.
  if (command && /^(?:cp|mv|ln|install|curl|wget|scp|fetch|aws|gsutil)$/.test(command.name) && PROOF.test(condition.text)) {
    const names = command.arguments.map((word) => word.node.text.replace(/["']/g, '')).filter((text) => PROOF.test(text));
    return { at: condition, names, present: true, file: true };
  }
  const tests = condition.type === 'test_command' ? readTests(condition) : command?.name === 'test' ? readTestCommand(command) : null;
  if (!tests || tests.joined === 'mixed' || tests.all.length === 0) return null;
  const answers = tests.all.map(asks);
  const [first] = answers;
  // `[ -n a ] && …` with several: all must be there (and), or one missing is enough (or).
  if (first === null || first === undefined || answers.some((one) => one !== first)) return null;
  if (tests.joined !== 'alone' && (tests.joined === 'and') !== first) return null;
  return {
    at: condition,
    names: tests.all.flatMap(namesIn),
    present: first,
    file: tests.all.some((test) => /^-[efrs]$/.test(test.operator)),
  };
}
