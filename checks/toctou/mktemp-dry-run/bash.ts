import { type Command, literalOf } from '../../../src/engine/bash.ts';
import { lensOf, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import { type ShellEvent, shellFiles, shellProgram } from '../../models/bash/files.ts';
import { placeOfKey, type ShellAnalysis } from '../../models/bash/places.ts';

const LOW = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:L/A:L';

/** What takes the name without noticing that somebody else has it. */
const takes = new Set(['create', 'write', 'append', 'replace', 'execute', 'enter']);

/** Reports names from `mktemp -u` and `tempfile`, and those that `mktemp` made and the script gave up again. */
export const bash: SyntaxRules = {
  program(root, context) {
    if (context.source.start.alone || !/mktemp|tempfile/.test(root.text)) return;
    const analysis = context.shared(lensOf(shellFiles));
    const { file } = shellProgram(analysis);
    for (const command of [...file.callsOf('mktemp'), ...file.callsOf('tempfile')]) {
      const { node } = command;
      const given = givenUp(analysis, command);
      if (given) {
        context.report({
          at: given.data.node,
          message: 'The name is free again from here on; until something is made under it, anybody can take it.',
          remediation: 'Let mktemp make what is wanted: `mktemp -d` for a directory; do not remove what it made.',
          trace: [
            { at: node, text: 'mktemp makes a file under a name of its own' },
            { at: given.data.node, text: 'which is removed, and the name used again' },
          ],
        });
        continue;
      }
      if (!isDryRun(command) || isElsewhere(analysis, command) || !isTaken(analysis, node)) continue;
      const option = command.arguments.find((word) => /^(?:-u|--dry-run)$/.test(word.node.text));
      context.report({
        at: node,
        // It makes the file, but on few systems is it the program one thinks of.
        ...(command.name === 'tempfile' ? { vector: LOW } : {}),
        message:
          command.name === 'tempfile'
            ? '`tempfile` is gone from most systems: without it the name is empty, or what stands in for it only proposes one.'
            : 'This only proposes a name; until the file is made, anybody can take it.',
        remediation:
          'Let mktemp make the file: leave out `-u`. For a pipe or a socket, make a directory with `mktemp -d` and put it there.',
        trace: [{ at: node, text: 'a free name is chosen here; the file is made later, by name' }],
        ...(option
          ? {
              fix: {
                description: 'mktemp makes the file, with mode 600; what expects nothing there has to be told.',
                edits: [{ start: option.node.start - 1, end: option.node.end, newText: '' }],
              },
            }
          : {}),
      });
    }
  },
};

function isDryRun(command: Command): boolean {
  return command.name === 'tempfile' || command.arguments.some((word) => /^(?:-[a-z]*u[a-z]*|--dry-run)$/.test(word.node.text));
}

/** Below a private directory nobody else makes names. */
function isElsewhere(analysis: ShellAnalysis, command: Command): boolean {
  const program = shellProgram(analysis);
  const fn = program.functionAt(command.node);
  return command.arguments.some((word) => {
    if (word.node.text.startsWith('-') && !word.node.text.startsWith('--tmpdir=')) return false;
    const key = analysis.keys.keyOf(fn, program.wordValue(word), positionIn(analysis, command.node));
    const place = key === null ? 'unknown' : placeOfKey(analysis, key.replace(/^--tmpdir=/, ''));
    return place === 'private' || place === 'home' || place === 'system';
  });
}

function positionIn(analysis: ShellAnalysis, node: SyntaxNode): { block: number; index: number } {
  const program = shellProgram(analysis);
  return program.callAt(node) ?? { block: 0, index: 0 };
}

/** The variables that get what a command prints: its own, and those that get what the function around it prints. */
function holdersOf(analysis: ShellAnalysis, node: SyntaxNode): ReadonlySet<string> {
  const { file } = shellProgram(analysis);
  const names = new Set<string>();
  const own = node.ancestor('variable_assignment')?.child('name')?.text;
  if (own) names.add(own);
  const inside = file.functionOf(node);
  for (const call of inside ? file.callsOf(inside.name).slice(0, 32) : []) {
    const name = call.node.ancestor('variable_assignment')?.child('name')?.text;
    if (name) names.add(name);
  }
  return names;
}

function usesOf(analysis: ShellAnalysis, names: ReadonlySet<string>): ShellEvent[] {
  const { budget } = shellProgram(analysis).file;
  return analysis.functions
    .flatMap((fn) => analysis.eventsOf(fn).filter((event) => event.within === fn && event.at === event.origin))
    .filter((event) => {
      budget.spend();
      return event.data.word?.parts.some((part) => part.kind === 'variable' && names.has(part.name));
    })
    .sort((a, b) => a.at.at - b.at.at);
}

/** Whether the name becomes a file in a way that does not notice somebody else's; a mere random word does not. */
function isTaken(analysis: ShellAnalysis, node: SyntaxNode): boolean {
  const names = holdersOf(analysis, node);
  if (names.size === 0) return true;
  const uses = usesOf(analysis, names).filter(({ event }) => takes.has(event) || event === 'secure' || event === 'mkdir');
  const first = uses.find(({ at }) => at.at > node.index) ?? uses[0];
  if (first) return takes.has(first.event) || (first.event === 'mkdir' && first.data.tolerant === true);
  return [...names].some((name) => /file|tmp|temp|path|pipe|fifo|sock|log|dir|out/i.test(name));
}

/** The removal of what mktemp made, where the same name is used again afterwards. */
function givenUp(analysis: ShellAnalysis, command: Command): ShellEvent | null {
  if (isDryRun(command) || command.arguments.some((word) => /^(?:-\w*d\w*|--directory)$/.test(literalOf(word) ?? ''))) return null;
  const name = command.node.ancestor('variable_assignment')?.child('name')?.text;
  if (!name) return null;
  const uses = usesOf(analysis, new Set([name])).filter(({ at, data }) => at.at > command.node.index && data.word?.parts.length === 1);
  const at = uses.findIndex(({ event }) => event === 'remove');
  const next = uses.slice(at + 1).find(({ event }) => event !== 'read' && event !== 'check' && event !== 'remove');
  if (at < 0 || !next || next.within !== uses[at]!.within) return null;
  const taken = takes.has(next.event) || (next.event === 'mkdir' && next.data.tolerant === true);
  // What a handler removes at the end is not used again by what stands further down.
  return taken && next.origin.block === uses[at]!.origin.block ? uses[at]! : null;
}
