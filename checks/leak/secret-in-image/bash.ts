import { type Command, literalOf, readShell } from '../../../src/engine/bash.ts';
import type { SyntaxContext, SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import { imageAt } from '../../models/bash/childEnvironments.ts';
import { fateOf } from '../../models/bash/outputFate.ts';
import { type Secret, shellSecrets } from '../../models/bash/secretFlow.ts';
import { namesShellSecret } from '../../models/bash/secretNames.ts';
import { called, capital, isImage, isSeen, tell } from '../../models/bash/secretReport.ts';
import { wordsOf } from '../../models/bash/secretStores.ts';
import { containerEngines, spelledCommand } from '../../models/bash/spelledCommands.ts';

/** Its build arguments are in caches and provenance records, but not in the image. */
const unshipped = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:L/I:N/A:N';

function tellArgument(node: SyntaxNode, context: SyntaxContext, command: Command): void {
  const found = spelledCommand(node, context);
  const at = found ? imageAt(found) : -1;
  const by = `\`${command.name}\``;
  if (found && at >= 0) {
    const { node: word, secret } = found.wordAt(at);
    tell(context, {
      at: word,
      secret,
      sink: `and is given to ${by} for an image`,
      confidence: isSeen(secret) ? 'high' : 'medium',
      message: `${capital(called(secret))} is given to ${by} as a build argument: the history of the image and its provenance record keep it, and the arguments of the program show it meanwhile.`,
    });
    return;
  }
  // `--build-arg NPM_TOKEN`: the value is taken from the environment.
  const words = command.arguments.map((word) => literalOf(word) ?? '');
  const index = words.findIndex(
    (word, position) =>
      (words[position - 1] === '--build-arg' || word.startsWith('--build-arg=')) && namesShellSecret(word.replace(/^--build-arg=/, '')),
  );
  if (index < 0) return;
  const name = words[index]!.replace(/^--build-arg=/, '');
  const secret: Secret = {
    name,
    from: 'environment',
    trace: [{ at: command.arguments[index]!.node, text: `\`${name}\` is taken from the environment` }],
  };
  tell(context, {
    at: command.arguments[index]!.node,
    secret,
    sink: `and is given to ${by} as a build argument`,
    message: `\`${name}\` is given to ${by} as a build argument: the history of the image and its provenance record keep it.`,
  });
}

/** Whether the stage of an instruction is followed by another that is not built on it. */
function isShipped(context: SyntaxContext, node: SyntaxNode): boolean {
  const { source } = context;
  const from = source.lineAt(node.start);
  let stage = '';
  for (let line = from; line > 0 && stage === ''; line--)
    stage =
      /^\s*FROM\s+(?:--\S+\s+)*\S+(?:\s+AS\s+(\S+))?/i.exec(source.line(line))?.slice(1, 2)[0] ??
      (/^\s*FROM\s/i.test(source.line(line)) ? '-' : '');
  for (let line = from + 1, empty = 0; empty < 200; line++) {
    const text = source.line(line);
    empty = text === '' ? empty + 1 : 0;
    const next = /^\s*FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(text);
    if (!next) continue;
    if (next[1]!.toLowerCase() !== stage.toLowerCase()) return false;
    stage = next[2] ?? '-';
  }
  return true;
}

/** `RUN echo "…$TOKEN" > .npmrc`: the layer keeps the file. */
function tellBaked(node: SyntaxNode, context: SyntaxContext, command: Command): void {
  const { file } = context.shared(readShell);
  const secrets = context.shared(shellSecrets);
  const isWriting = command.name === 'echo' || command.name === 'printf' || command.name === 'cat' || command.name === 'tee';
  const { secret, text } = isWriting
    ? ((command.name === 'cat' || command.name === 'tee') && secrets.fedTo(node)) || secrets.writtenBy(command)
    : settingOf(command, context);
  if (!secret) return;
  let target = '';
  if (isWriting) {
    const fate = fateOf(node, file);
    const words = [...(fate.redirect ? [fate.redirect.target] : []), ...fate.files];
    if (fate.kind !== 'file' || words.length === 0) return;
    target = secrets.spell(words[0]!).text;
  } else target = text;
  if (/^\/(?:run|dev|tmp\/secrets)\//.test(target) || isRemoved(target, command, context)) return;
  tell(context, {
    at: node,
    secret,
    sink: 'and is written to a file that the layer keeps',
    ...(isShipped(context, node) ? {} : { vector: unshipped }),
    confidence: isSeen(secret) ? 'high' : 'medium',
    message: `${capital(called(secret))} is written to a file of the image: the layer keeps it, also when a later instruction removes the file.`,
  });
}

const NONE = { secret: null, text: '' } as const;

/** Programs that keep what they are given in a file of theirs. */
function settingOf(command: Command, context: SyntaxContext): { readonly secret: Secret | null; readonly text: string } {
  const words = wordsOf(command);
  const file =
    /^(?:npm|yarn|pnpm)$/.test(command.name) && /\bconfig set\b|^set\b/.test(words)
      ? '.npmrc'
      : command.name === 'git' && /^config\b/.test(words)
        ? '.gitconfig'
        : command.name === 'pip' && /^config set\b/.test(words)
          ? 'pip.conf'
          : command.name === 'composer' && /^config\b/.test(words)
            ? 'auth.json'
            : command.name === 'aws' && /^configure set\b/.test(words)
              ? '.aws'
              : command.name === 'poetry' && /^config\b/.test(words)
                ? 'auth.toml'
                : null;
  const found = file === null ? null : spelledCommand(command.node, context);
  return found ? { secret: found.secret, text: file! } : NONE;
}

/** The same instruction removes it again. */
function isRemoved(target: string, command: Command, context: SyntaxContext): boolean {
  const { file } = context.shared(readShell);
  const secrets = context.shared(shellSecrets);
  const name = target.split('/').at(-1) ?? '';
  const later = (program: string): readonly Command[] => file.callsOf(program).filter((call) => call.node.index > command.node.index);
  if (
    [...later('rm'), ...later('shred'), ...later('unlink')].some(
      (call) => name !== '' && secrets.spellAll(call.arguments).text.includes(name),
    )
  )
    return true;
  return [...later('npm'), ...later('git'), ...later('yarn'), ...later('pip')].some((call) =>
    /\bconfig\s+(?:delete|rm|unset|--(?:global\s+)?(?:unset|remove-section))|--unset/.test(wordsOf(call)),
  );
}

/** Reports secrets that scripts and instructions put into images. */
export const bash: SyntaxRules = {
  command(node, context) {
    const { file } = context.shared(readShell);
    const command = file.commandAt(node);
    if (!command) return;
    if (containerEngines.test(command.name)) tellArgument(node, context, command);
    else if (isImage(context) && context.source.start.alone) tellBaked(node, context, command);
  },
};
