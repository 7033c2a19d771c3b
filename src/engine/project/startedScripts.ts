/** What a workflow hands to the scripts of the repository that it starts: variables and arguments that outsiders write. */
import type { YAMLMap } from 'yaml';
import { type ActionsScript, actionsScripts, memberOf, textOf } from '../documents/actions.ts';
import { expressionsIn, referencesIn } from '../documents/expressions.ts';
import { parseYaml } from '../documents/yaml.ts';
import { yamlPackage } from '../documents/yamlPackage.ts';

/**
 * Texts that anybody can write and that nobody has accepted.
 * https://docs.github.com/actions/concepts/security/script-injections
 */
const written =
  /^github\.(?:head_ref|event\.(?:(?:issue|discussion|pull_request)\.(?:title|body)|(?:comment|review)\.body|pull_request\.head\.(?:ref|label|repo\.(?:description|homepage|default_branch))|workflow_run\.(?:head_branch|display_title)))$/;

function isWritten(text: string): boolean {
  return expressionsIn(text, 0, text.length).some((one) => referencesIn(one.text).some((name) => written.test(name)));
}

/** Names of variables that a map `env:` fills with such texts, and those that it fills with others. */
function read(env: unknown, names: Set<string>): void {
  const { isMap } = yamlPackage();
  for (const { key, value } of isMap(env) ? env.items : []) {
    const name = textOf(key);
    if (name === null) continue;
    if (isWritten(textOf(value) ?? '')) names.add(name);
    else names.delete(name);
  }
}

/** The inner `env:` holds. */
function variablesOf({ job, step }: ActionsScript, contents: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  for (const around of [contents, job, step] as (YAMLMap | null)[]) read(memberOf(around, 'env'), names);
  return names;
}

const MAX_WORDS = 20;

/** Numbers of the arguments behind the script's path on a line. */
function argumentsIn(line: string, variables: ReadonlySet<string>): string[] {
  const words = [...line.matchAll(/"[^"]{0,500}"|'[^']{0,500}'|[^\s"']{1,500}/g)].slice(0, MAX_WORDS);
  const end = words.findIndex(([word]) => /^(?:[|;&<>]|#)/.test(word));
  return words.slice(0, end < 0 ? undefined : end).flatMap(([word], index) => {
    const isOpen = !word.startsWith("'") && [...word.matchAll(/\$\{?(\w+)/g)].some(([, name]) => variables.has(name!));
    return isOpen || isWritten(word) ? [String(index + 1)] : [];
  });
}

/** What outsiders write of what a script at `path` is started with by a workflow: names of variables, and numbers of arguments. */
export function handedTo(path: string, workflow: string): readonly string[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (!workflow.includes(name)) return [];
  const found = new Set<string>();
  for (const { document } of parseYaml(workflow) ?? []) {
    for (const script of actionsScripts(document)) {
      if (script.kind !== 'run') continue;
      const folder = textOf(memberOf(script.step, 'working-directory')) ?? '';
      const variables = variablesOf(script, document.contents);
      for (const line of String(script.value.value).split('\n')) {
        const at = line.indexOf(name);
        if (at < 0) continue;
        const start = /[^\s"'=]*$/.exec(line.slice(0, at))![0];
        const written = `${folder}/${start}${name}`.replace(/\/\.?(?=\/)|^\.?\/|(?<=\/)\.\//g, '').replace(/^\.?\//, '');
        if (written !== path && !/^\$/.test(start)) continue;
        for (const one of variables) found.add(one);
        for (const one of argumentsIn(line.slice(at + name.length).replace(/^["']/, ''), variables)) found.add(one);
      }
    }
  }
  return [...found];
}
