import { literalStart, readWord, type ShellFile, type Word, wholeStatement } from '../../../src/engine/bash.ts';
import { lensOf, type SyntaxRules } from '../../../src/engine/check.ts';
import { hasOption, optionWord } from '../../models/bash/commandActs.ts';
import { nodeOf, type ShellEvent, shellFiles, shellProgram } from '../../models/bash/files.ts';
import { isRootScript, placeOfEvent, type ShellAnalysis } from '../../models/bash/places.ts';

/** Reports what a privileged script does by name where the owner of a directory can put links. */
export const bash: SyntaxRules = {
  program(root, context) {
    if (context.source.start.alone || context.source.start.lesser) return;
    const { text } = root;
    // Others' directories come from the list of accounts, or lie where anybody can write.
    if (!/passwd|\/home\/|eval\s+echo\s+"?~|\/tmp|uploads?|incoming|public|\bchown\b/.test(text)) return;
    const analysis = context.shared(lensOf(shellFiles));
    const { file } = shellProgram(analysis);
    const reported = new Set<number>();
    for (const fn of analysis.functions) {
      for (const event of analysis.eventsOf(fn)) {
        const act = actOf(event);
        const { word } = event.data;
        if (!act || !word || event.at !== event.origin || reported.has(event.origin.at)) continue;
        if (!isOthers(file, word, 0) && !isSharedTree(analysis, event) && !liesInGiven(analysis, event)) continue;
        reported.add(event.origin.at);
        context.report({
          at: nodeOf(event),
          confidence: 'medium',
          message: `${act} by name in a directory that a lesser user can write: a link there leads it to a file of their choice.`,
          trace: [
            { at: word.node, text: `${word.node.text} lies in a directory of another user` },
            { at: nodeOf(event), text: 'the name is followed with the rights of this script' },
          ],
        });
      }
    }
  },
};

/** What an act does, where it follows links and runs with the script's own rights. */
function actOf({ event, data }: ShellEvent): string | null {
  const { command, node } = data;
  if (command && /\b(?:sudo|doas)\s+(?:-\w+\s+)*-u|\brunuser\b|\bsu\b|\bsetpriv\b|\bchroot\b/.test(wholeStatement(node).text.slice(0, 300)))
    return null;
  switch (event) {
    case 'own':
    case 'restrict':
      return command && !hasOption(command, /^(?:-\w*[hP]\w*|--no-dereference)$/) ? 'Owner or mode are set' : null;
    case 'write':
    case 'append':
    case 'create':
      return data.verb === 'cp' && command && hasOption(command, /^--remove-destination$/) ? null : 'It is written';
    case 'enter':
      return data.verb === 'tar' ? 'An archive is unpacked' : null;
    default:
      return null;
  }
}

const MAX_STEPS = 4;

/** Whether a word names something below the home of somebody else: by `/home/…`, or by what its first variable was given. */
function isOthers(file: ShellFile, word: Word, depth: number): boolean {
  const start = literalStart(word);
  if (/^\/home\/[^/]*\*/.test(start) || (/^\/home\/+$/.test(start) && word.parts.length > 1)) return true;
  const [first, second] = word.parts;
  if (first?.kind !== 'variable' || first.operator !== '' || depth > MAX_STEPS) return false;
  // The home itself belongs to root's care; what lies in it is theirs.
  if (depth === 0 && !(second?.kind === 'literal' && second.text.startsWith('/')) && !isBelow(file, first.name)) return false;
  return file.definitionsOf(first.name).some((definition) => {
    file.budget.spend();
    if (definition.kind === 'input') return /home|dir/i.test(first.name) && /\bpasswd\b/.test(feedText(definition.node));
    return definition.values.some((value) => {
      const { text } = value;
      if (/\bgetent\s+passwd\b|-f\s?6\b|\beval\s+echo\s+"?~|~\$/.test(text) && /home|dir/i.test(first.name)) return true;
      return isOthers(file, readWord(value), depth + 1);
    });
  });
}

/** A loop's variable that goes through what lies below a home. */
function isBelow(file: ShellFile, name: string): boolean {
  return file
    .definitionsOf(name)
    .some(
      ({ kind, values }) => kind === 'loop' && values.some((value) => /[*]/.test(value.text) && /\/[^/]+\/[^/]*\*|\$/.test(value.text)),
    );
}

function feedText(reader: Parameters<typeof wholeStatement>[0]): string {
  const loop = reader.ancestor('while_statement');
  const statement = loop
    ? loop.parent?.type === 'redirected_statement' || loop.parent?.type === 'pipeline'
      ? loop.parent
      : loop
    : reader.parent;
  return statement?.text.slice(-200).concat(statement.text.slice(0, 200)) ?? '';
}

/** A whole tree that everybody can write into, changed as root. */
function isSharedTree(analysis: ShellAnalysis, event: ShellEvent): boolean {
  const { data } = event;
  if ((event.event !== 'own' && event.event !== 'restrict') || !data.recursive || placeOfEvent(analysis, event) !== 'shared') return false;
  return data.command?.wrappers.includes('sudo') === true || isRootScript(shellProgram(analysis));
}

/** What gets an owner in a directory that this script gave to somebody before: they may have put a link there. */
function liesInGiven(analysis: ShellAnalysis, event: ShellEvent): boolean {
  if (event.event !== 'own') return false;
  return analysis.eventsOf(event.within).some((given) => {
    const { command, recursive } = given.data;
    if (!command || given.at.at >= event.at.at || given.key === '' || !event.key.startsWith(`${given.key}/`)) return false;
    // A tree given as a whole may be what was unpacked right there.
    if (given.event === 'own') return !recursive && /^chown$/.test(command.name) && isAnother(ownerOf(command.arguments));
    return command.name === 'install' && given.data.directory === true && isAnother(optionWord(command, /^(?:-o|--owner)$/));
  });
}

function ownerOf(words: readonly Word[]): Word | null {
  return words.find(({ node }) => !node.text.startsWith('-')) ?? null;
}

/** Whether an owner is named, and is not root. */
function isAnother(owner: Word | null): boolean {
  return owner !== null && !/^["']?(?:root|0|:)/.test(owner.node.text);
}
