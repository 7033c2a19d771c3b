import { type Command, literalOf, literalStart, maskOf, modeAfter, type ShellFile } from '../../../src/engine/bash.ts';
import { lensOf, type SyntaxContext, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import { shellFiles, shellProgram } from '../../models/bash/files.ts';
import { placeOfKey, type ShellAnalysis } from '../../models/bash/places.ts';
import { looksSecret } from '../../models/bash/secrecy.ts';

/** Reports masks and modes that let everybody write. */
export const bash: SyntaxRules = {
  program(root, context) {
    const { text } = root;
    if (context.source.start.alone || !(text.includes('umask') || text.includes('chmod') || /mkdir|install/.test(text))) return;
    const analysis = context.shared(lensOf(shellFiles));
    const { file } = shellProgram(analysis);
    for (const command of file.commands) {
      const inner = innerOf(command, file);
      if (command.name === 'umask') umask(analysis, file, command, context);
      else if (inner) mode(analysis, file, command, inner, context);
    }
  },
};

interface Setting {
  readonly mode: string;
  readonly at: SyntaxNode;
  readonly files: readonly Command['arguments'][number][];
}

/** The mode that a command gives: chmod's own, that of `find -exec chmod` and `xargs chmod`, or that of a creation. */
function innerOf(command: Command, file: ShellFile): Setting | null {
  const words = command.arguments;
  if (command.name === 'chmod') return setting(words, file);
  if (command.name === 'find' || command.name === 'xargs') {
    const at = words.findIndex((word) => literalOf(word) === 'chmod');
    const found = at < 0 ? null : setting(words.slice(at + 1), file);
    return found && command.name === 'find' ? { ...found, files: words.slice(0, 1) } : found;
  }
  if (command.name !== 'mkdir' && command.name !== 'install') return null;
  const at = words.findIndex((word) => /^(?:-\w*m|--mode)$/.test(literalOf(word) ?? ''));
  const given = at < 0 ? words.find((word) => /^--mode=/.test(literalStart(word))) : words[at + 1];
  const text = given ? file.fold(given)?.replace(/^--mode=/, '') : null;
  return text ? { mode: text, at: given!.node, files: words.slice(-1) } : null;
}

function setting(words: Command['arguments'], file: ShellFile): Setting | null {
  const at = words.findIndex((word) => !/^-(?:[RvcfhLHP]+$|-)/.test(literalOf(word) ?? ''));
  const text = words[at] ? file.fold(words[at]) : null;
  return text ? { mode: text, at: words[at]!.node, files: words.slice(at + 1) } : null;
}

function mode(
  analysis: ShellAnalysis,
  file: ShellFile,
  command: Command,
  { mode: text, at, files }: Setting,
  context: SyntaxContext,
): void {
  // Without a letter for whom, the mask keeps the others from writing.
  const bits = modeAfter(text.replace(/(^|,)(?=[-+=])/g, '$1u'));
  // Sticky directories are made for everybody, and each keeps what is theirs.
  if (bits === null || (bits & 0o002) === 0 || /^[0-7]?1[0-7]{3}$/.test(text) || /t/.test(text)) return;
  if (files.some((word) => isMeantForAll(analysis, file, word))) return;
  const constant = /^0?[0-7]{3}$/.test(text) && at.text === text;
  const narrowed = (Number.parseInt(text, 8) & ~0o022).toString(8).padStart(text.length, '0');
  context.report({
    at: command.node,
    confidence: 'medium',
    message: `Mode \`${text}\` lets every user of the machine write.`,
    trace: [{ at: command.node, text: 'from here on everybody can write' }],
    ...(constant
      ? {
          fix: {
            description: `Only the owner writes (\`${narrowed}\`); others keep reading.`,
            edits: [{ start: at.start, end: at.end, newText: narrowed }],
          },
        }
      : {}),
  });
}

/** Devices, and directories for temporary files. */
function isMeantForAll(analysis: ShellAnalysis, file: ShellFile, word: Command['arguments'][number]): boolean {
  const text = file.fold(word) ?? word.node.text;
  return placeOfKey(analysis, text) === 'device' || /^(?:\/var)?\/tmp\/?$|\/\.X11-unix|\/dev\/|^["']?\/(?:proc|sys)\//.test(text);
}

function umask(analysis: ShellAnalysis, file: ShellFile, command: Command, context: SyntaxContext): void {
  const [first] = command.arguments;
  const text = first ? (literalOf(first) ?? file.fold(first)) : null;
  const mask = text === null || text.startsWith('-') ? null : maskOf(text);
  if (mask === null || (mask & 0o002) !== 0) return;
  const secret = secretAfter(analysis, command.node);
  context.report({
    at: command.node,
    confidence: secret ? 'high' : 'medium',
    message: `With \`umask ${text}\` every user of the machine can write what is made from here on.`,
    trace: [
      { at: command.node, text: 'from here on files are made for everybody to write' },
      ...(secret ? [{ at: secret, text: 'this one holds a secret' }] : []),
    ],
  });
}

function secretAfter(analysis: ShellAnalysis, node: SyntaxNode): SyntaxNode | null {
  for (const fn of analysis.functions) {
    for (const event of analysis.eventsOf(fn)) {
      if ((event.event === 'write' || event.event === 'append') && event.at.at > node.index && looksSecret(analysis, event))
        return event.data.node;
    }
  }
  return null;
}
