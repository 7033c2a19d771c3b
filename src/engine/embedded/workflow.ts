/** Scripts of workflows and composite actions: `run:` in the shell that its step, job or file names, and JavaScript given to an action. */
import type { Document, YAMLMap, YAMLSeq } from 'yaml';
import { type ActionsScript, actionsScripts, memberOf, textOf } from '../documents/actions.ts';
import { secretsIn } from '../documents/expressions.ts';
import type { ParsedLanguage } from '../parse/grammars.ts';
import { type ShellStart, textStart } from '../shellStart.ts';
import type { SourceText } from '../sourceText.ts';
import type { Finds } from './innerCode.ts';
import { TextBuilder } from './mappedText.ts';
import { programOf } from './programs.ts';
import { readScalar } from './yamlScalar.ts';

/** A runner is made for one job, and nobody else is on it. */
const onRunner: ShellStart = { ...textStart, alone: true };

/**
 * Shells by the names that GitHub knows, with the options it starts them with.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
 */
const known: Readonly<Record<string, { readonly language: ParsedLanguage; readonly start: ShellStart } | null>> = {
  bash: { language: 'bash', start: { ...onRunner, errexit: true, pipefail: true } },
  sh: { language: 'bash', start: { ...onRunner, errexit: true } },
  pwsh: { language: 'powershell', start: onRunner },
  powershell: { language: 'powershell', start: onRunner },
  python: { language: 'python', start: onRunner },
  cmd: null,
};

type Shell = { readonly language: ParsedLanguage; readonly start: ShellStart };

/** The shell of a name or of a template such as `bash -eu {0}`; null for one that is not analysed. */
function shellOf(name: string): Shell | null {
  if (Object.hasOwn(known, name)) return known[name]!;
  // `{0}` is the file with the script: as if it stood on the input.
  const words = name.trim().split(/\s+/);
  const program = programOf(words.at(-1) === '{0}' ? words.slice(0, -1) : words, onRunner);
  return program && program.words === null ? { language: program.language, start: program.start } : null;
}

function defaultShell(node: unknown): string | null {
  return textOf(memberOf(memberOf(memberOf(node, 'defaults'), 'run'), 'shell'));
}

function shellFor({ step, job }: ActionsScript, contents: unknown): Shell | null {
  const name = textOf(memberOf(step, 'shell')) ?? defaultShell(job) ?? defaultShell(contents);
  // A shell that an expression chooses is bash most of the time.
  if (name !== null && !name.includes('${{')) return shellOf(name);
  if (/windows/i.test(textOf(memberOf(job, 'runs-on')) ?? '')) return known.pwsh!;
  return { language: 'bash', start: { ...onRunner, errexit: true } };
}

/** The job's key, then the step's name: what survives when other steps come and go. */
function scopeOf({ step, job }: ActionsScript, names: ReadonlyMap<YAMLMap, string>): string {
  const ofStep = textOf(memberOf(step, 'name')) ?? textOf(memberOf(step, 'id')) ?? '';
  return [job ? (names.get(job) ?? '') : '', ofStep.replace(/\s+/g, ' ').trim()].filter((part) => part !== '').join('.');
}

function jobNames(contents: unknown): ReadonlyMap<YAMLMap, string> {
  const jobs = memberOf(contents, 'jobs') as YAMLMap | null;
  return new Map((jobs?.items ?? []).map(({ key, value }) => [value as YAMLMap, textOf(key) ?? '']));
}

/** `continue-on-error: true`, steps after it, and none that asks for the outcome. */
function isWaived({ step, job }: ActionsScript, text: string): boolean {
  if (textOf(memberOf(step, 'continue-on-error')) !== 'true') return false;
  const id = textOf(memberOf(step, 'id'));
  if (id !== null && new RegExp(`\\bsteps\\s*(?:\\.\\s*|\\[\\s*')${id.replace(/[^\w-]/g, '.')}\\b`).test(text)) return false;
  const steps = memberOf(job, 'steps') as YAMLSeq | null;
  return steps !== null && steps.items.at(-1) !== step;
}

/** Free text that people outside of the repository write; ids, numbers and logins are none. */
const outside =
  /\$\{\{[^}]{0,400}\bgithub\.(?:head_ref|event\.(?:issue|pull_request|comment|review|discussion|head_commit|commits|pages|workflow_run)\b[\w.[\]*'-]{0,200}\.(?:title|body|message|ref|label|name|email|page_name|head_branch|display_title|default_branch))\b/;

/** The variables that a step, its job or the workflow fills with a text of some kind. */
function filledWith(isMeant: (text: string) => boolean, { step, job }: ActionsScript, contents: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  // The nearest one holds.
  for (const around of [contents, job, step]) {
    for (const { key, value } of (memberOf(around, 'env') as YAMLMap | null)?.items ?? []) {
      const name = textOf(key);
      if (name === null) continue;
      if (isMeant(textOf(value) ?? '')) names.add(name);
      else names.delete(name);
    }
  }
  return names;
}

/** Finds the scripts of one document. */
export function findInWorkflow(source: SourceText, document: Document.Parsed, finds: Finds): void {
  const scripts = actionsScripts(document);
  if (scripts.length === 0) return;
  const names = jobNames(document.contents);
  for (const script of scripts) {
    const shell: Shell | null = script.kind === 'run' ? shellFor(script, document.contents) : { language: 'javascript', start: onRunner };
    if (!shell || typeof script.value.value !== 'string') continue;
    const text = readScalar(source.text, script.value, () => new TextBuilder(source.text, shell.language, source.holes));
    const start = {
      ...shell.start,
      isWaived: isWaived(script, source.text),
      contributed: filledWith((text) => outside.test(text), script, document.contents),
      secrets: filledWith((text) => secretsIn(text).length > 0, script, document.contents),
    };
    if (text) finds.add({ ...shell, start, text, scope: scopeOf(script, names) });
    else finds.unread(script.value.range?.[0] ?? 0, 'the script could not be read out of the YAML');
  }
}
