import { type Command, literalOf, type ShellFile, type Word } from '../../../src/engine/bash.ts';
import { lensOf, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import { shellFiles, shellProgram } from '../../models/bash/files.ts';
import { isRootScript, placeOfKey, type ShellAnalysis } from '../../models/bash/places.ts';
import { vectors } from '../../models/vectors.ts';

/** Programs that only pass on what stands in a file. */
const readers = /^(?:cat|head|tail|awk|gawk|mawk|sed|grep|cut|tr)$/;

interface Source {
  readonly file: string;
  readonly at: SyntaxNode;
  readonly word: Word | null;
}

/** Reports signals to a process that a file names, without a look at which program it is. */
export const bash: SyntaxRules = {
  command(node, context) {
    if (context.source.start.alone || !/\bkill\b/.test(node.text)) return;
    const analysis = context.shared(lensOf(shellFiles));
    const program = shellProgram(analysis);
    const { file } = program;
    const command = file.commandAt(node);
    const source = command ? sourceOf(file, command) : null;
    if (!source || isIdentified(file, source.at, node)) return;
    const key = source.word
      ? analysis.keys.keyOf(program.functionAt(source.at), program.wordValue(source.word), { block: 0, index: 0 })
      : null;
    if (key !== null && placeOfKey(analysis as ShellAnalysis, key) === 'private') return;
    context.report({
      at: node,
      confidence: 'medium',
      ...(isRootScript(program) ? { vector: vectors.raceWrite } : {}),
      trace: [
        { at: source.at, text: `the number of the process is read from ${source.file}` },
        { at: node, text: 'and gets the signal, whichever program has that number by now' },
      ],
    });
  },
};

function sourceOf(file: ShellFile, command: Command): Source | null {
  const words = command.arguments;
  if (command.name === 'xargs' && words.some((word) => literalOf(word) === 'kill')) {
    const { parent } = command.node;
    const before = parent?.type === 'pipeline' ? parent.namedChildren.findLast(({ index }) => index < command.node.index) : null;
    const redirect =
      parent?.type === 'redirected_statement' ? parent.childrenOf('redirect').find(({ text }) => text.startsWith('<')) : null;
    if (before) return readingOf(file, before, 0);
    return redirect ? { file: redirect.text.replace(/^<\s*/, ''), at: redirect, word: null } : null;
  }
  if (command.name !== 'kill' || words.some((word) => /^-(?:0|l|L)$/.test(literalOf(word) ?? ''))) return null;
  if (words.some((word, at) => literalOf(word) === '0' && /^-(?:s|n)$/.test(literalOf(words[at - 1]) ?? ''))) return null;
  for (const word of words) {
    for (const part of word.parts) {
      const found =
        part.kind === 'command'
          ? readingOf(file, part.node, 0)
          : part.kind === 'variable'
            ? heldIn(file, part.name, command.node, 0)
            : null;
      if (found) return found;
    }
  }
  return null;
}

/** The file whose content a piece of code gives on, where it does no more. */
function readingOf(file: ShellFile, node: SyntaxNode, depth: number): Source | null {
  if (node.type === 'command_substitution') {
    const redirect = node.namedChildren.find(({ type }) => type === 'file_redirect');
    if (redirect) return { file: redirect.text.replace(/^<\s*/, ''), at: node, word: null };
  }
  const commands = [...(node.type === 'command' ? [node] : []), ...node.descendants('command')].flatMap((one) => file.commandAt(one) ?? []);
  const [first] = commands;
  if (!first || depth > 2) return null;
  const helper = file.functionNamed(first.name);
  if (helper) return readingOf(file, helper.node, depth + 1);
  // Printing is what the message around it does; whoever asks the system for the process has not read a file.
  const reading = commands.find(({ name }) => readers.test(name));
  if (!reading || commands.some(({ name }) => /^(?:ps|pgrep|pidof|lsof|fuser|ss|netstat|jobs|docker|systemctl|find)$/.test(name)))
    return null;
  const operands = reading.arguments.filter((word) => !word.node.text.startsWith('-'));
  const from = /^(?:awk|gawk|mawk|sed|grep|tr)$/.test(reading.name) ? operands.slice(1) : operands;
  const redirect =
    reading.node.parent?.type === 'redirected_statement'
      ? reading.node.parent.childrenOf('redirect').find(({ text }) => text.startsWith('<') && !text.startsWith('<<'))
      : null;
  const word = from.at(-1) ?? null;
  if (word) return { file: word.node.text, at: reading.node, word };
  return redirect ? { file: redirect.text.replace(/^<\s*/, ''), at: reading.node, word: null } : null;
}

function heldIn(file: ShellFile, name: string, use: SyntaxNode, depth: number): Source | null {
  if (depth > 3) return null;
  for (const definition of file.definitionsOf(name)) {
    file.budget.spend();
    if (
      definition.function === null
        ? file.functionOf(use) !== null && definition.node.index > use.index
        : definition.function.from !== file.functionOf(use)?.from
    )
      continue;
    if (definition.kind === 'input') {
      const { parent } = definition.node;
      const redirect =
        parent?.type === 'redirected_statement' ? parent.childrenOf('redirect').find(({ text }) => /^<\s*[^<(]/.test(text)) : null;
      if (redirect) return { file: redirect.text.replace(/^<\s*/, ''), at: definition.node, word: null };
      continue;
    }
    for (const value of definition.values) {
      const substitution = value.type === 'command_substitution' ? value : value.descendants('command_substitution').next().value;
      const found = substitution ? readingOf(file, substitution, depth) : null;
      if (found) return found;
      if (definition.kind !== 'loop' && definition.kind !== 'value') continue;
      for (const variable of [value, ...value.descendants('variable_name')]) {
        if (variable.type !== 'variable_name' || variable.text === name) continue;
        const further = heldIn(file, variable.text, definition.node, depth + 1);
        if (further) return further;
      }
    }
  }
  return null;
}

/** Enough of a function to find its questions. */
const MAX_LOOK = 20_000;

/** Whether the function that kills asks which program it is. `kill -0` only says that there is one. */
function isIdentified(file: ShellFile, from: SyntaxNode, kill: SyntaxNode): boolean {
  const { text } = kill.tree;
  const inside = file.functionOf(kill);
  const start = inside ? inside.node.start : Math.max(0, from.start - 2000);
  const asks = text.slice(Math.max(start, kill.start - MAX_LOOK), kill.end);
  return /\/proc\/[^\n]{1,60}\/(?:exe|cmdline|comm|stat|environ|cwd)\b|\bps\s[^\n]{0,200}(?:-p\b|-o|comm|args|cmd)|\bpgrep\s[^\n]{0,200}-\w{0,20}F|\b(?:pidof|start-stop-daemon|pidfd|is_our|checkproc|pidofproc)\b/.test(
    asks,
  );
}
