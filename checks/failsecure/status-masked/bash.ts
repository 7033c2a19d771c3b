import { endsOnError, optionOn, readShell, readTestCommand, readTests, type ShellFile, surroundings } from '../../../src/engine/bash.ts';
import type { Report, SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import { printsSecret } from '../../models/bash/secretPrograms.ts';
import { namesSecret } from '../../models/secretValues.ts';
import { vectors } from '../../models/vectors.ts';

/** Programs that take an empty secret for a good one. */
const trusting = /^(?:echo|printf|cat|tee|gpg2?|openssl|chpasswd|htpasswd|useradd|usermod|cryptsetup|wg|kubectl|aws|vault|docker)$/;
const harmless = /^(?:echo|printf|basename|dirname|tr|cut|sed|awk|date|hostname|id|whoami|uname|pwd|true|)$/;

interface Masked {
  readonly substitution: SyntaxNode;
  /** What has the status instead. */
  readonly by: SyntaxNode;
  readonly how: string;
  /** The variable that is declared, '' where the value goes elsewhere. */
  readonly name: string;
}

function holderOf(substitution: SyntaxNode): SyntaxNode | null {
  const { parent } = substitution;
  return parent?.type === 'string' || parent?.type === 'concatenation'
    ? parent.parent?.type === 'concatenation'
      ? parent.parent.parent
      : parent.parent
    : parent;
}

/** `local x=$(…)` that the grammar takes for a command, as in a list of assignments on one line. */
function declaredIn(file: ShellFile, word: SyntaxNode): string {
  const { parent } = word;
  const command = parent?.type === 'command' ? file.commandAt(parent) : null;
  if (!command || !/^(?:local|export|declare|typeset|readonly)$/.test(command.name)) return '';
  return /^([A-Za-z_]\w*)=/.exec(word.text)?.[1] ?? '';
}

/** How the status of a substitution is lost, or null where it is kept. */
function maskOf(file: ShellFile, substitution: SyntaxNode): Masked | null {
  const holder = holderOf(substitution);
  if (!holder) return null;
  if (holder.type === 'variable_assignment') {
    const declaration = holder.parent?.type === 'declaration_command' ? holder.parent : null;
    if (!declaration) return null;
    const keyword = declaration.children[0]?.text ?? 'local';
    return { substitution, by: declaration, how: `\`${keyword}\` has a status of its own`, name: holder.child('name')?.text ?? '' };
  }
  const inHere = holder.type === 'herestring_redirect' || holder.type === 'heredoc_body';
  const command = holder.type === 'command' ? file.commandAt(holder) : null;
  const declared = command
    ? declaredIn(file, substitution.parent!.type === 'string' ? substitution.parent!.parent! : substitution.parent!)
    : '';
  if (declared !== '') return { substitution, by: holder, how: `\`${command!.name}\` has a status of its own`, name: declared };
  if (inHere) return { substitution, by: holder, how: 'the status of a substitution in a here-document is lost', name: '' };
  if (!command || !trusting.test(command.name) || (/^(?:echo|printf)$/.test(command.name) && !goesSomewhere(holder))) return null;
  return { substitution, by: holder, how: `\`${command.name}\` has a status of its own`, name: '' };
}

/** Written or piped on, and not only shown. */
function goesSomewhere(command: SyntaxNode): boolean {
  const { parent } = command;
  const redirected = parent?.type === 'redirected_statement' ? parent : command;
  if (redirected.children.some((child) => child.type === 'file_redirect' && !/>&|\/dev\/(?:stderr|tty|null|stdout)/.test(child.text)))
    return true;
  return redirected.parent?.type === 'pipeline' || redirected.ancestor('redirected_statement', 'pipeline', 'command_substitution') !== null;
}

/** Left of a pipe without pipefail, the failure is lost even for a plain assignment: `k=$(vault … | jq -r .k)`. */
function maskedByPipe(file: ShellFile, substitution: SyntaxNode, command: SyntaxNode): Masked | null {
  const holder = holderOf(substitution);
  if (holder?.type !== 'variable_assignment' || !endsOnError(file, substitution)) return null;
  for (const { role, parent } of surroundings(command)) {
    if (parent.index <= substitution.index) return null;
    if (role === 'piped' && !optionOn(file, '', 'pipefail', command))
      return {
        substitution,
        by: parent,
        how: 'without `pipefail` only the last part of a pipeline counts',
        name: holder.child('name')?.text ?? '',
      };
  }
  return null;
}

/** Where each variable is asked for: in a test, or by `${x:?}`. */
function askedFor(file: ShellFile): ReadonlyMap<string, readonly SyntaxNode[]> {
  return file.once(askedFor, '', new Map<string, SyntaxNode[]>(), () => {
    const found = new Map<string, SyntaxNode[]>();
    const add = (name: string, node: SyntaxNode): void => {
      const all = found.get(name);
      if (all) all.push(node);
      else found.set(name, [node]);
    };
    for (const tests of [...[...file.root.descendants('test_command')].map(readTests), ...file.callsOf('test').map(readTestCommand)]) {
      for (const { operator, left, right } of tests.all) {
        const asked = [...(/^(?:-[nz]|)$/.test(operator) ? right.parts : []), ...(left?.parts ?? [])];
        for (const part of asked) if (part.kind === 'variable') add(part.name, tests.node);
      }
    }
    for (const node of file.root.descendants('expansion')) {
      if (node.children.some(({ type }) => type === ':?' || type === '?')) add(node.namedChildren[0]?.text ?? '', node);
    }
    return found;
  });
}

/** Whether the same function asks for the value below. */
function isAskedFor(file: ShellFile, name: string, after: SyntaxNode): boolean {
  const inside = file.functionOf(after);
  return (askedFor(file).get(name) ?? []).some((node) => {
    file.budget.spend();
    return node.index > after.index && file.functionOf(node)?.from === inside?.from;
  });
}

function fixFor({ by, name, substitution }: Masked): Report['fix'] {
  if (by.type !== 'declaration_command' || by.namedChildren.length !== 1) return undefined;
  const keyword = by.children[0]?.text ?? '';
  const assignment = by.namedChildren[0]!;
  const { text } = by.tree;
  const lineStart = text.lastIndexOf('\n', by.start - 1) + 1;
  const indent = text.slice(lineStart, by.start);
  const restOfLine = text.slice(by.end, by.end + 80).split('\n', 1)[0]!;
  if (indent.trim() !== '' || restOfLine.trim() !== '' || assignment.type !== 'variable_assignment' || substitution.text.includes('\n'))
    return undefined;
  const newText =
    keyword === 'local' || keyword === 'declare' || keyword === 'typeset'
      ? `${keyword} ${name}\n${indent}${assignment.text}`
      : `${assignment.text}\n${indent}${keyword} ${name}`;
  return {
    description: 'Declares and assigns in two statements, so that a failure of the command is seen: `set -e` ends the script there.',
    edits: [{ start: by.start, end: by.end, newText }],
  };
}

/** What a function of the file prints, where its last word is a program that prints a secret. */
function printsSecretThrough(file: ShellFile, name: string): boolean {
  const body = file.functionNamed(name)?.node.child('body');
  let last = body?.namedChildren.findLast(({ type }) => type !== 'comment');
  while (last && (last.type === 'pipeline' || last.type === 'redirected_statement')) last = last.namedChildren[0];
  const command = last?.type === 'command' ? file.commandAt(last) : null;
  return command !== null && printsSecret(command);
}

/** The statement around, with what it writes to. */
function around(node: SyntaxNode): string {
  return (node.parent?.type === 'redirected_statement' ? node.parent : node).text;
}

/** Reports secrets whose making can fail unseen: `local key=$(gpg -d …)`, `printf '%s' "$(openssl rand …)" > file`. */
export const bash: SyntaxRules = {
  command_substitution(node, context) {
    const { file } = context.shared(readShell);
    let secret: SyntaxNode | null = null;
    let other = false;
    for (const inner of node.descendants('command')) {
      const command = file.commandAt(inner);
      if (!command || inner.ancestor('command_substitution')?.index !== node.index) continue;
      if (printsSecret(command) || printsSecretThrough(file, command.name)) secret ??= inner;
      else other ||= !harmless.test(command.name);
    }
    if (!secret && !other) return;
    const masked = maskOf(file, node) ?? (secret ? maskedByPipe(file, node, secret) : null);
    if (!masked || (!secret && !(masked.name !== '' && namesSecret(masked.name)))) return;
    // Chance is a secret only where it is called one: it may as well make an address or a name.
    const isChance = secret && (/\brand\b/.test(secret.text) || file.functionNamed(file.commandAt(secret)?.name ?? '') !== null);
    if (isChance && !/secret|key|token|pass|salt|pwd|cred|psk/i.test(`${masked.name} ${around(masked.by)}`)) return;
    if (masked.name !== '' && isAskedFor(file, masked.name, node)) return;
    const fix = fixFor(masked);
    context.report({
      at: node,
      confidence: 'medium',
      vector: secret ? vectors.failSecure : vectors.lowLocal,
      ...(masked.name && { message: `If this command fails, nobody hears of it: the script goes on with an empty \`${masked.name}\`.` }),
      trace: [
        { at: secret ?? node, text: 'the secret comes from here' },
        { at: masked.by, text: `${masked.how}, so a failure is not seen` },
      ],
      ...(fix ? { fix } : {}),
    });
  },
};
