import { type Document, isCollection, isMap, isNode, type ParsedNode } from 'yaml';
import type { z } from 'zod';
import { nearest } from '../model/nearest.ts';
import type { Policy, PolicyProblem } from '../model/policy.ts';
import type { Config, TddConfig } from './config.ts';
import { type LocalProblem, readYaml } from './readYaml.ts';
import { configSchema, optionsAt } from './schema.ts';

export type ParsedConfig =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'problems'; readonly problems: readonly PolicyProblem[] };

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

const mostListed = 10;

/** Reads a config file. Whatever is wrong with it comes back with its line and what to write instead; nothing is skipped. */
export function parseConfig(text: string, file: string, knownChecks: readonly string[]): ParsedConfig {
  const read = readYaml(text);
  if (read.kind === 'problems') return fail(file, read.problems);
  const { document, lineAt } = read;
  const data: unknown = document.toJS();
  if (data === null || data === undefined) return { kind: 'config', config: toConfig({}, file, () => 1) };
  if (!isMap(document.contents)) {
    return fail(file, [
      { line: lineAt(document.contents?.range[0] ?? 0), message: 'The file must be a map of options, such as `fail-on: high`.' },
    ]);
  }
  const line = (path: Path) => lineAt(offsetOf(document, path));
  const parsed = configSchema.safeParse(data);
  const issues = parsed.success ? [] : parsed.error.issues.flatMap((issue) => innermost(issue, data));
  const problems = [
    ...issues.flatMap((issue) => explain(issue, data, line)),
    ...explainUnknownChecks(data, new Set(knownChecks), line),
  ].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  if (!parsed.success || problems.length > 0) return fail(file, problems);
  return { kind: 'config', config: toConfig(parsed.data, file, (index) => line(['suppressions', index])) };
}

function fail(file: string, problems: readonly LocalProblem[]): ParsedConfig {
  const listed = problems.slice(0, mostListed).map((problem) => ({ file, ...problem }));
  const rest = problems.length - listed.length;
  return {
    kind: 'problems',
    problems: rest === 0 ? listed : [...listed, { file, line: null, message: `${rest} more problems are not listed.` }],
  };
}

function toConfig(data: z.output<typeof configSchema>, file: string, lineOf: (suppression: number) => number): Config {
  const { paths } = data;
  return withoutAbsent({
    file,
    failOn: toFailOn(data['fail-on']),
    families: withoutAbsent(data.families ?? {}),
    checks: data.checks ?? {},
    exclude: paths?.exclude,
    allowExclude: paths?.['allow-exclude'],
    tdd: toTdd(data.tdd ?? {}),
    onIncomplete: data['on-incomplete'],
    ownSuppressions: data['own-suppressions'],
    revokeCommand: data['revoke-command'] === undefined ? undefined : data['revoke-command'] ? 'on' : 'off',
    suppressions: (data.suppressions ?? []).map((entry, index) => ({ ...entry, file, line: lineOf(index) })),
  });
}

function toTdd(tdd: NonNullable<z.output<typeof configSchema>['tdd']>): TddConfig {
  const { labels, evidence } = tdd;
  const command = tdd['override-command'];
  return withoutAbsent({
    mode: tdd.mode,
    testPaths: tdd['test-paths'],
    productionPaths: tdd['production-paths'],
    paths: tdd.paths,
    exemptTypes: tdd['exempt-types'],
    exemptAuthors: tdd['exempt-authors'],
    labels: labels && withoutAbsent({ ...labels, patterns: labels.patterns && withoutAbsent(labels.patterns) }),
    evidence: evidence && withoutAbsent({ ...evidence, required: evidence.required === 'none' ? ('E0' as const) : evidence.required }),
    newcomers: tdd.newcomers,
    overrideCommand: command === undefined ? undefined : command ? 'on' : 'off',
  });
}

function toFailOn(value: z.output<typeof configSchema>['fail-on']): Policy['failOn'] | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return { severity: value, confidence: 'high' };
  return { severity: value.severity ?? 'high', confidence: value.confidence ?? 'high' };
}

function withoutAbsent<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;
}

/** Of a choice between a word and a map, the issues of the one that was tried. */
function innermost(issue: Issue, data: unknown): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const value = valueAt(data, issue.path);
  if (typeof value !== 'object' || value === null) return [issue];
  const tried = issue.errors.find((branch) => branch.some((one) => one.path.length > 0 || one.code === 'unrecognized_keys'));
  return tried === undefined ? [issue] : tried.map((one) => ({ ...one, path: [...issue.path, ...one.path] }));
}

function explain(issue: Issue, data: unknown, line: (path: Path) => number): LocalProblem[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    const options = optionsAt(path) ?? [];
    const where = path.length === 0 ? 'here' : `of \`${nameOf(path)}\``;
    return issue.keys.map((key) => {
      const meant = nearest(key, options);
      const hint = meant === null ? '' : `; did you mean \`${meant}\`?`;
      return {
        line: line([...path, key]),
        message: `\`${shorten(key)}\` is no option ${where}${hint === '' ? '.' : hint} Options: ${options.join(', ')}.`,
      };
    });
  }
  const value = valueAt(data, path);
  if (value === undefined) {
    const parent = path.slice(0, -1);
    return [{ line: line(parent), message: `\`${nameOf(parent)}\` lacks \`${String(path.at(-1))}\`: it ${issue.message}.` }];
  }
  const name = `\`${nameOf(path)}\``;
  return [{ line: line(path), message: value === null ? `${name} has no value; give it one or remove it.` : `${name} ${issue.message}.` }];
}

/** Also of a config that is wrong elsewhere, so that all is said at once; hence from the data as it was written. */
function explainUnknownChecks(data: unknown, known: ReadonlySet<string>, line: (path: Path) => number): LocalProblem[] {
  const problems: LocalProblem[] = [];
  const look = (check: unknown, path: Path) => {
    if (typeof check !== 'string' || known.has(check)) return;
    const meant = nearest(check, known);
    const hint = meant === null ? '; `portcullis checks` lists them.' : `; did you mean \`${meant}\`?`;
    problems.push({ line: line(path), message: `There is no check \`${shorten(check)}\`${hint}` });
  };
  const checks = valueAt(data, ['checks']);
  if (typeof checks === 'object' && checks !== null && !Array.isArray(checks)) {
    for (const check of Object.keys(checks)) look(check, ['checks', check]);
  }
  const suppressions = valueAt(data, ['suppressions']);
  if (Array.isArray(suppressions)) {
    for (const index of suppressions.keys()) look(valueAt(suppressions, [index, 'check']), ['suppressions', index, 'check']);
  }
  return problems;
}

function valueAt(data: unknown, path: Path): unknown {
  let value: unknown = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<PropertyKey, unknown>>)[key];
  }
  return value;
}

/** Where an option stands: its key in a map, the item in a list; as near as the path leads. */
function offsetOf(document: Document.Parsed, path: Path): number {
  let node: ParsedNode | null = document.contents;
  let offset = node?.range[0] ?? 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair: { key: unknown; value: unknown } | undefined = node.items.find(({ key: at }) => 'value' in at && at.value === key);
      if (pair === undefined) break;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = (pair.value ?? null) as ParsedNode | null;
    } else if (isCollection(node)) {
      node = node.get(key, true) as ParsedNode | null;
      offset = node?.range[0] ?? offset;
    } else {
      break;
    }
  }
  return offset;
}

function nameOf(path: Path): string {
  return path.map((key, at) => (typeof key === 'number' ? `[${key}]` : `${at === 0 ? '' : '.'}${shorten(String(key))}`)).join('');
}

/** What is repeated from the file stays on one line and short. */
function shorten(text: string): string {
  const oneLine = text.replace(/\p{Cc}+/gu, ' ').replaceAll('`', "'");
  return oneLine.length > 60 ? `${oneLine.slice(0, 60)}…` : oneLine;
}
