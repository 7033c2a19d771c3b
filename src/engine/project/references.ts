/**
 * What a text may name of other files, told without parsing it: more than it really takes, so that whoever gathers files for an analysis
 * misses none. The analysis itself goes by the imports of the parsed file.
 */
import type { Language } from '../../model/analysis.ts';
import type { RepositoryFiles } from './repositoryFiles.ts';
import { resolveImport } from './resolution.ts';

export interface Reference {
  readonly specifier: string;
  /** Of a package: one of its modules, or a name in it. */
  readonly member: string | null;
}

const MAX_REFERENCES = 400;

const named = /\b(?:from|import|require)\b[ \t\r\n]{0,20}\(?[ \t\r\n]{0,20}(?:'([^'\n]{1,300})'|"([^"\n]{1,300})")/g;
const imported =
  /^[ \t]*(?:import[ \t]+([^\n#;]{1,500})|from[ \t]+(\.{0,20}[\w.]{0,200})[ \t]+import[ \t]*(?:\(([^)]{1,4000})\)|([^\n#(]{1,1000})))/gm;
const sourced = /(?:^|[\s;&|({])(?:source|\.)[ \t]+([^\n;]{1,300})/g;
const scripts = /(?:\$\{?)?[\w./\\-]{1,200}\.(?:sh|bash|py|[cm]?[jt]s|psm?1)\b|(?:^|[\s"'])\.\/[\w./-]{1,200}/gm;
const pathLike = /(?:\.{1,2}\/)*[\w-][\w.-]*(?:\/[\w.-]+)*/g;

/** Files that stand beside a script or in a folder that its variables name. */
function scriptReferences(paths: Iterable<string>): Reference[] {
  const found: Reference[] = [];
  for (const path of paths) {
    const plain = path
      .trim()
      .replace(/^["']/, '')
      .replace(/\\/g, '/')
      .replace(/^\$[^/]*/, '')
      .replace(/^\/+/, '');
    if (plain === '') continue;
    found.push({ specifier: `./${plain}`, member: null }, { specifier: `$_/${plain}`, member: null });
  }
  return found;
}

function pythonReferences(text: string): Reference[] {
  const found: Reference[] = [];
  for (const [, modules, from, wrapped, plain] of text.matchAll(imported)) {
    for (const module of modules?.split(',') ?? []) found.push({ specifier: module.trim().split(/\s/)[0]!, member: null });
    if (from === undefined || from === '') continue;
    found.push({ specifier: from, member: null });
    const names = (wrapped ?? plain ?? '').replace(/#.*/g, '');
    for (const name of names.split(',')) {
      const [member] = name.trim().split(/[\s\\;]/);
      if (member && /^\w+$/.test(member)) found.push({ specifier: from, member });
    }
  }
  return found;
}

function* tokens(text: string): Iterable<string> {
  for (const [, rest] of text.matchAll(sourced)) {
    // A variable holds the directory, most often the script's own.
    for (const [path] of rest!.replace(/\$\{?\w+\}?/g, ' ').matchAll(pathLike)) yield path;
  }
}

export function referencesIn(language: Language | null, text: string): readonly Reference[] {
  const found = (() => {
    switch (language) {
      case 'javascript':
      case 'typescript':
      case 'tsx':
        return [...text.matchAll(named)].map(([, one, other]) => ({ specifier: (one ?? other)!, member: null }));
      case 'python':
        return pythonReferences(text);
      case 'bash':
        return scriptReferences(tokens(text));
      case 'powershell':
      case 'yaml':
        return scriptReferences([...text.matchAll(scripts)].map(([path]) => path));
      default:
        return [];
    }
  })();
  const all = new Map<string, Reference>();
  for (const one of found) {
    if (all.size >= MAX_REFERENCES) break;
    all.set(`${one.specifier}\n${one.member ?? ''}`, one);
  }
  return [...all.values()];
}

/** The files of the repository that references may mean, in their order. */
export function referredPaths(
  language: Language,
  from: string,
  references: readonly Reference[],
  files: RepositoryFiles,
): readonly string[] {
  const found = new Set<string>();
  // A workflow starts scripts by their paths from the root.
  const by = language === 'yaml' ? 'bash' : language;
  for (const { specifier, member } of references) {
    const path = resolveImport(by, language === 'yaml' ? '' : from, specifier, files, member);
    if (path !== null && path !== from) found.add(path);
  }
  return [...found];
}
