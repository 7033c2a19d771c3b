import { type Command, readWord, type ShellFile, type Word } from '../../../src/engine/bash.ts';
import { type IrFunction, lensOf, type SyntaxContext, type SyntaxRules } from '../../../src/engine/check.ts';
import { isMasked, liesInClosed } from '../../models/bash/exposure.ts';
import { nodeOf, type ShellEvent, shellFiles } from '../../models/bash/files.ts';
import { eventsOn, placeOfEvent, type ShellAnalysis } from '../../models/bash/places.ts';
import { isLogPath, type Secret, type ShellSecrets, type Spelled, shellSecrets } from '../../models/bash/secretFlow.ts';
import { called, capital, isImage, isSeen, isWorkflow, tell } from '../../models/bash/secretReport.ts';
import { secretUrlIn } from '../../models/bash/secretUrls.ts';

/** Directories that only their owner enters, and files of the runner. */
const CLOSED =
  /^(?:\/root\/|\/run\/user\/|\/dev\/|\/proc\/)|\/\.ssh\/|XDG_RUNTIME_DIR|RUNNER_TEMP|GITHUB_(?:OUTPUT|ENV|STATE|STEP_SUMMARY|PATH)|CREDENTIALS_DIRECTORY|^\/run\/secrets\//;

function contentOf(event: ShellEvent, secrets: ShellSecrets): Spelled | null {
  const { command } = event.data;
  if (!command) return null;
  if (command.name === 'cat' || command.name === 'tee')
    return secrets.fedTo(command.node) ?? (command.name === 'tee' ? piped(command, secrets) : secrets.writtenBy(command));
  return secrets.writtenBy(command);
}

/** `echo "$T" | tee file`. */
function piped(command: Command, secrets: ShellSecrets): Spelled | null {
  const { parent } = command.node;
  const before = parent?.type === 'pipeline' ? parent.namedChildren[0] : undefined;
  const first = before?.type === 'command' ? secrets.file.commandAt(before) : null;
  return first ? secrets.writtenBy(first) : null;
}

/** Somewhere the file is made, or its directory closed, with a mode that keeps others out. */
function isClosed(analysis: ShellAnalysis, fn: IrFunction, event: ShellEvent): boolean {
  if (isMasked(analysis, fn, event, 0o044) || liesInClosed(analysis, fn, event)) return true;
  if (eventsOn(analysis, fn, event.key).some((other) => other !== event && (other.event === 'secure' || other.event === 'restrict')))
    return true;
  const place = placeOfEvent(analysis, event);
  return place === 'private' || place === 'device';
}

/** One of the directories that the path may begin with is made by `mktemp`. */
function isTemporary(word: Word, file: ShellFile, depth = 0): boolean {
  const [first] = word.parts;
  if (first?.kind === 'command') return first.node.text.includes('mktemp');
  if (first?.kind !== 'variable' || depth > 4) return false;
  return file
    .definitionsOf(first.name)
    .slice(0, 6)
    .some(({ values }) => values[0] !== undefined && isTemporary(readWord(values[0]), file, depth + 1));
}

/** `chmod` in another function or by another word of the same file. */
function isRestrictedElsewhere(event: ShellEvent, secrets: ShellSecrets): boolean {
  const target = event.data.word;
  if (!target) return true;
  const { text } = secrets.spell(target);
  const name = text.split('/').at(-1) ?? text;
  const { file } = secrets;
  // A helper of the file does it.
  const isHanded = file.commands.some((call) => {
    const fn = call.arguments.length > 0 ? file.functionNamed(call.name) : null;
    return (
      fn !== null &&
      call.arguments.some((word) => word.node.text === target.node.text) &&
      /\b(?:chmod|install|setfacl)\b/.test(fn.node.text)
    );
  });
  if (isHanded || isTemporary(target, file)) return true;
  return ['chmod', 'setfacl', 'install', 'shred'].some((program) =>
    secrets.file.callsOf(program).some((call) => {
      const words = secrets.spellAll(call.arguments).text;
      return (
        (name.length > 1 && words.includes(name)) ||
        words.includes(`${text.slice(0, text.lastIndexOf('/') + 1)}*`) ||
        call.arguments.some((word) => word.node.text === target.node.text) ||
        /\s-\w*R/.test(` ${words}`)
      );
    }),
  );
}

function look(context: SyntaxContext, analysis: ShellAnalysis, secrets: ShellSecrets, fn: IrFunction, event: ShellEvent): void {
  if ((event.event !== 'write' && event.event !== 'append') || event.at !== event.origin) return;
  const content = contentOf(event, secrets);
  if (!content?.secret) return;
  const { word } = event.data;
  const path = word ? secrets.spell(word).text : '';
  // `"$1"`: whoever calls the function knows the file.
  if (word?.parts[0]?.kind === 'variable' && /^[1-9]$/.test(word.parts[0].name)) return;
  if (path === '' || CLOSED.test(path) || CLOSED.test(word!.node.text) || isLogPath(word!)) return;
  // A secret of the same kind of address is told by leak/secret-in-url.
  if (/git-credentials/.test(word!.node.text) && secretUrlIn(content.text)) return;
  if (isClosed(analysis, fn, event) || isRestrictedElsewhere(event, secrets)) return;
  report(context, event, content.secret, word!.node.text);
}

function report(context: SyntaxContext, event: ShellEvent, secret: Secret, path: string): void {
  tell(context, {
    at: nodeOf(event),
    secret,
    sink: `and is written to ${path.slice(0, 80)}, which everybody can read`,
    confidence: isSeen(secret) ? 'high' : 'medium',
    message: `${capital(called(secret))} is written to \`${path.slice(0, 80).replaceAll('`', "'")}\` with the default mode, and nothing restricts it: every user of the machine can read it.`,
  });
}

/** Reports secrets in files that are never closed to others. */
export const bash: SyntaxRules = {
  program(node, context) {
    if (!/>|\btee\b/.test(node.tree.text) || isWorkflow(context) || isImage(context)) return;
    const secrets = context.shared(shellSecrets);
    if (secrets.file.start.alone) return;
    const analysis = context.shared(lensOf(shellFiles));
    for (const fn of analysis.functions) for (const event of analysis.eventsOf(fn)) look(context, analysis, secrets, fn, event);
  },
};
