import { type Command, literalOf, optionOn, readShell, readWord, type ShellFile } from '../../../src/engine/bash.ts';
import type { SyntaxContext, SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import { type Secret, shellSecrets } from '../../models/bash/secretFlow.ts';
import { called, isSeen, isWorkflow, runsInCi, tell } from '../../models/bash/secretReport.ts';
import { vectors } from '../../models/vectors.ts';

interface Use {
  readonly node: SyntaxNode;
  readonly secret: Secret;
}

const MAX_USES = 400;

/** Commands and assignments that show a secret when they are traced, in reading order. */
function* usesOf(context: SyntaxContext, file: ShellFile): Generator<Use> {
  const secrets = context.shared(shellSecrets);
  let looked = 0;
  for (const node of context.root.descendants('command', 'variable_assignment', 'test_command')) {
    if (++looked > MAX_USES * 10) return;
    const text = node.tree.text.slice(node.start, Math.min(node.end, node.start + 2000));
    if (!/[$`]/.test(text)) continue;
    const command = node.type === 'command' ? file.commandAt(node) : null;
    const words =
      node.type === 'command'
        ? (command?.arguments ?? [])
        : node.type === 'variable_assignment'
          ? node.childrenOf('value').map(readWord)
          : tested(node);
    const { secret } = secrets.spellAll(words);
    if (secret) yield { node, secret };
  }
}

function tested(node: SyntaxNode) {
  return [...node.descendants('simple_expansion', 'expansion')].slice(0, 6).map(readWord);
}

/** The `set -x` whose effect reaches a place, or the beginning of the file where it is in the first line. */
function traceStart(file: ShellFile, node: SyntaxNode): SyntaxNode {
  for (const call of file.callsBefore('set', node.index)) {
    if (tracesOn(call)) return call.node;
  }
  return file.callsOf('set').find(tracesOn)?.node ?? file.root;
}

function tracesOn({ arguments: words }: Command): boolean {
  const texts = words.map((word) => literalOf(word) ?? '');
  return texts.some((text, index) => /^-[a-zA-Z]*x/.test(text) || (text === 'xtrace' && /^-\w*o$/.test(texts[index - 1] ?? '')));
}

function report(context: SyntaxContext, at: SyntaxNode | null, use: Use): void {
  const { secret, node } = use;
  const inCi = runsInCi(context);
  const start = { start: 0, end: context.root.tree.text.indexOf('\n') < 0 ? context.root.end : context.root.tree.text.indexOf('\n') };
  const place = at ?? start;
  context.report({
    at: place,
    statement: `trace ${secret.name}`,
    confidence: isSeen(secret) ? 'high' : 'medium',
    ...(inCi && isSeen(secret) ? { vector: secret.from === 'workflow' ? vectors.ownToken : vectors.readAll } : {}),
    message: `From here on the shell prints every command with its values filled in, and ${called(secret)} is among them.`,
    trace: [
      { at: place, text: 'tracing is turned on' },
      { at: node, text: `and ${called(secret)} is used while it is on` },
    ],
  });
}

/** `bash -x script`, with secrets in its environment. */
function tellTraced(command: Command, context: SyntaxContext, file: ShellFile): void {
  const words = command.arguments.map((word) => literalOf(word) ?? '$');
  const script = words.findIndex((word) => !/^[-+]/.test(word));
  const isTracing =
    words.slice(0, script < 0 ? undefined : script).some((word) => /^-[a-wyzA-Z]*x/.test(word)) ||
    (/^-\w*o$/.test(words[0] ?? '') && words[1] === 'xtrace');
  if (!isTracing || script < 0 || /^-\w*c/.test(words[script - 1] ?? '')) return;
  const secrets = context.shared(shellSecrets);
  const assigned = command.node.namedChildren
    .filter(({ type }) => type === 'variable_assignment')
    .map((node) => secrets.spellAll(node.childrenOf('value').map(readWord)).secret)
    .find((secret) => secret !== null);
  const [given] = file.start.secrets;
  const named = secrets.spellAll(command.arguments).secret;
  const secret: Secret | null =
    assigned ??
    named ??
    (given === undefined
      ? null
      : { name: given, from: 'workflow', trace: [{ at: command.node, text: `\`${given}\` is in the environment` }] });
  if (!secret) return;
  tell(context, {
    at: command.node,
    secret,
    sink: 'and the script is run with tracing on',
    vector: isWorkflow(context) ? vectors.ownToken : undefined,
    confidence: 'medium',
    message: `The script is traced with ${called(secret)} in reach: each command that uses it is printed with the value filled in.`,
  });
}

/** Reports tracing that is on while secrets are used. */
export const bash: SyntaxRules = {
  program(node, context) {
    const { text } = node.tree;
    if (!/xtrace|(?:^|\s)-[a-zA-Z]*x/.test(text)) return;
    const { file } = context.shared(readShell);
    for (const name of ['bash', 'sh', 'dash', 'zsh', 'ksh']) for (const call of file.callsOf(name)) tellTraced(call, context, file);
    const inFirstLine = /^#![^\n]*\s-[a-zA-Z]*x/.test(text);
    if (!inFirstLine && !file.callsOf('set').some(tracesOn)) return;
    const told = new Set<number>();
    let count = 0;
    for (const use of usesOf(context, file)) {
      if (++count > MAX_USES) return;
      const start = traceStart(file, use.node);
      if (told.has(start.index) || !optionOn(file, 'x', 'xtrace', use.node)) continue;
      told.add(start.index);
      report(context, start.equals(file.root) ? null : start, use);
    }
  },
};
