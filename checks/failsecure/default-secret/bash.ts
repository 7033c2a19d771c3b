import { literalOf, readShell, readTestCommand, readTests, readWord, type ShellFile, surroundings } from '../../../src/engine/bash.ts';
import type { Report, SyntaxContext, SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import { onlyTalks } from '../../models/bash/verifications.ts';
import { isPassword, isPlaceholder, opensDoors } from '../../models/defaultSecrets.ts';
import { namesSecret } from '../../models/secretValues.ts';

const defaults = /^:?[-=]$/;

function isSecretName(name: string): boolean {
  return !/^(?:OLD)?PWD$/.test(name) && (namesSecret(name) || /(?:^|_)(?:salt|pass)$/i.test(name));
}

/** The variable a value goes into: `password="${1:-…}"`. */
function targetOf(node: SyntaxNode): string {
  const { parent } = node;
  const assignment = parent?.type === 'string' ? parent.parent : parent;
  return assignment?.type === 'variable_assignment' ? (assignment.child('name')?.text ?? '') : '';
}

/** Where the value is only shown or asked for: `echo "${TOKEN:-none}"`, `[ "${TOKEN:-x}" = x ]`. */
function isOnlyLookedAt(file: ShellFile, node: SyntaxNode): boolean {
  for (const { node: child, parent } of surroundings(node)) {
    if (parent.type === 'test_command' || (parent.type === 'case_statement' && child.field === 'value')) return true;
    if (parent.type === 'command') {
      const name = file.commandAt(parent)?.name ?? '';
      return (
        name !== ':' && name !== 'printf' && name !== 'cat' && (onlyTalks(name) || name === 'test' || name === '[') && !isWritten(parent)
      );
    }
    if (parent.type === 'variable_assignment') return false;
  }
  return false;
}

function isWritten(command: SyntaxNode): boolean {
  const { parent } = command;
  return (
    parent?.type === 'pipeline' ||
    (parent?.type === 'redirected_statement' &&
      parent.namedChildren.some((child) => child.type === 'file_redirect' && !/>&\s*2|\/dev\/(?:stderr|tty|null)/.test(child.text)))
  );
}

const development = /\b(?:dev|devel|development|test|tests|testing|local|localhost|ci|demo|debug|sandbox)\b/i;

/** In a branch for development, or in a file that is made for it. */
function isForDevelopment(node: SyntaxNode, path: string): boolean {
  if (/(?:^|[/_.-])(?:dev|devel|development|local|test|tests|testing|ci|demo|example|sample|quickstart)(?:[/_.-]|$)/i.test(path))
    return true;
  for (const { role, parent } of surroundings(node)) {
    if (role !== 'branch') continue;
    const asked = parent.type === 'case_item' ? parent.childrenOf('value') : parent.childrenOf('condition');
    if (asked.some((one) => development.test(one.text))) return true;
  }
  return false;
}

/** The constants that a file compares something with: somebody refuses them, or says that they are in use. */
function compared(file: ShellFile): ReadonlySet<string> {
  return file.once(compared, '', new Set<string>(), () => {
    const found = new Set<string>();
    const add = (text: string | null): void => {
      if (text !== null) found.add(text);
    };
    for (const tests of [...[...file.root.descendants('test_command')].map(readTests), ...file.callsOf('test').map(readTestCommand)]) {
      for (const { left, right } of tests.all) {
        if (left === null) continue;
        add(literalOf(left));
        add(literalOf(right));
      }
    }
    for (const item of file.root.descendants('case_item')) for (const value of item.childrenOf('value')) add(literalOf(readWord(value)));
    return found;
  });
}

function isKnown(value: string, name: string): boolean {
  return !isPlaceholder(value) && !(/^\d{1,5}$/.test(value) && !isPassword(name));
}

function reportDefault(context: SyntaxContext, node: SyntaxNode, name: string, fix: Report['fix']): void {
  context.report({
    aboutValue: 2,
    at: node,
    confidence: opensDoors(name) ? 'high' : 'medium',
    message: `Where \`${name}\` is not set, a value takes its place that everybody can read here.`,
    remediation: `Stop where it is missing: \`\${${name}:?${name} is not set}\`.`,
    trace: [{ at: node, text: `\`${name}\` falls back to a text of the source` }],
    ...(fix ? { fix } : {}),
  });
}

/** Reports secrets with a literal default: `${SECRET:-…}`, `: "${TOKEN:=…}"`, `[ -n "$KEY" ] || KEY=…`. */
export const bash: SyntaxRules = {
  expansion(node, context) {
    const part = readWord(node).parts[0];
    if (part?.kind !== 'variable' || !defaults.test(part.operator) || !part.argument) return;
    const target = targetOf(node);
    const name = isSecretName(part.name) ? part.name : isSecretName(target) ? target : null;
    if (name === null) return;
    const { file } = context.shared(readShell);
    const value = file.fold(readWord(part.argument));
    if (value === null || !isKnown(value, name) || isOnlyLookedAt(file, node)) return;
    if (isForDevelopment(node, context.path) || compared(file).has(value)) return;
    const operator = node.children.find((child) => child.field === 'operator');
    const fix =
      operator && name === part.name
        ? {
            description: `Stops the script where \`${name}\` is not set, instead of going on with a value everybody knows.`,
            edits: [{ start: operator.start, end: node.end - 1, newText: `:?${name} is not set` }],
          }
        : undefined;
    reportDefault(context, node, name, fix);
  },
  variable_assignment(node, context) {
    const name = node.child('name')?.text ?? '';
    const given = node.child('value');
    if (!given || !isSecretName(name)) return;
    const { file } = context.shared(readShell);
    const value = literalOf(readWord(given));
    if (value === null || value === '' || !isKnown(value, name) || !isFallback(file, node, name)) return;
    if (!isForDevelopment(node, context.path) && !compared(file).has(value)) reportDefault(context, node, name, undefined);
  },
};

/** `[ -n "$KEY" ] || KEY=…`, `if [ -z "$KEY" ]; then KEY=…; fi`: set where it was empty. */
function isFallback(file: ShellFile, assignment: SyntaxNode, name: string): boolean {
  for (const { role, node, parent } of surroundings(assignment)) {
    if (role === 'function' || role === 'subshell' || role === 'substitution') return false;
    const condition =
      role === 'right-and' || role === 'right-or'
        ? parent.namedChildren[0]
        : role === 'branch' && parent.type === 'if_statement'
          ? parent.childrenOf('condition')[0]
          : null;
    if (!condition || condition.index >= node.index) continue;
    const tests =
      condition.type === 'test_command'
        ? readTests(condition)
        : file.commandAt(condition)?.name === 'test'
          ? readTestCommand(file.commandAt(condition)!)
          : null;
    const only = tests?.joined === 'alone' ? tests.all[0] : null;
    if (!only) continue;
    const tested = only.right.parts[0];
    if (only.right.parts.length !== 1 || tested?.kind !== 'variable' || tested.name !== name) continue;
    const asksEmpty = (only.operator === '-z') !== only.negated;
    if ((only.operator === '-z' || only.operator === '-n') && asksEmpty === (role !== 'right-or')) return true;
  }
  return false;
}
