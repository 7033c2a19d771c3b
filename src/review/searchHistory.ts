/** The commits between base and head, searched for secrets: what was pushed once stays readable, whatever a later commit does. */
import { isCheckOn } from '../decide/scope.ts';
import { judgeFinding } from '../decide/severity.ts';
import { gravestRanks, type PastSecret, pastFindings, secretKey } from '../diff/pastFindings.ts';
import type { FileInput } from '../engine/analyzeFile.ts';
import { notAnalysed } from '../engine/notAnalysed.ts';
import type { FileAnalysis, RawFinding } from '../model/analysis.ts';
import type { Change, FileVersion, History, Incomplete } from '../model/change.ts';
import { type CommitName, type Finding, MESSAGE_PATH, type PastPlace } from '../model/finding.ts';
import type { Policy } from '../model/policy.ts';
import type { AnalysedFile, AnalysisOptions } from './analyzeChange.ts';

export interface HistorySearch {
  readonly change: Change;
  /** The changed files, analysed at both ends. */
  readonly files: readonly AnalysedFile[];
  readonly policy: Policy;
  readonly knownChecks: readonly string[];
  readonly isExcluded: (path: string) => boolean;
  readonly options: Pick<AnalysisOptions, 'analyze' | 'cache' | 'concurrency' | 'signal'>;
}

/** Base versions looked up for secrets that stood there before; only where something was found at all. */
const mostLookups = 500;

export interface SearchedHistory {
  /** What stands in the history only. */
  readonly findings: readonly Finding[];
  readonly incomplete: readonly Incomplete[];
  /** The commit that brought a secret that stands at the head, if it is known. */
  readonly bringerOf: (raw: RawFinding, path: string) => CommitName | null;
}

export async function searchHistory(search: HistorySearch): Promise<SearchedHistory> {
  const { change, files, policy, knownChecks, isExcluded } = search;
  if (!knownChecks.some((id) => id.startsWith('leak/') && isCheckOn(policy, id, 'leak')))
    return { findings: [], incomplete: [], bringerOf: () => null };
  const history = await change.history();
  const found: PastSecret[] = [];
  const incomplete = [...history.incomplete];
  const note = (analysis: FileAnalysis, path: string, place: PastPlace): void => {
    const isOn = analysis.findings.filter(({ checkId, family }) => isCheckOn(policy, checkId, family));
    // By its path alone: a mark in the file was written by the author of the change.
    for (const raw of isOn) found.push({ raw, role: analysis.roleByPath, path, place });
    for (const reason of analysis.incomplete) incomplete.push(unsearched(path, place, reason));
  };

  const subjects = new Map(change.commits.map(({ sha, message }) => [sha, message.split('\n', 1)[0]!]));
  const versions = history.versions.filter(({ version }) => !isExcluded(version.path));
  const searched = await inTurns(versions, search, ({ version }) => searchVersion(search, version));
  for (const [at, { version, commit }] of versions.entries())
    note(searched[at]!, version.path, { sha: commit, subject: subjects.get(commit) ?? '', part: 'file' });

  const messages = await inTurns(change.commits, search, ({ sha, message }) =>
    searchFile(search, `message ${sha}`, { path: MESSAGE_PATH, mode: 'file', bytes: new TextEncoder().encode(message) }),
  );
  for (const [at, { sha }] of change.commits.entries())
    note(messages[at]!, MESSAGE_PATH, { sha, subject: subjects.get(sha)!, part: 'message' });

  const bringerOf = bringers(found, history.bringers, subjects);
  const old = new Set(files.flatMap(({ base }) => base?.findings ?? []).map(secretKey));
  const atHead = gravestRanks(
    files.flatMap(({ file, head }) => (head?.findings ?? []).map((raw) => ({ raw, role: head!.roleByPath, path: file.head?.path ?? '' }))),
    judgeFinding,
  );
  const told = () => pastFindings(found, { old, atHead }, judgeFinding);
  if (told().length === 0) return { findings: [], incomplete, bringerOf };
  for (const raw of await stoodBefore(search, history)) old.add(secretKey(raw));
  return { findings: told(), incomplete, bringerOf };
}

/** The first commit that holds a secret of the head, in this file or in another. */
function bringers(
  found: readonly PastSecret[],
  ofHeads: History['bringers'],
  subjects: ReadonlyMap<string, string>,
): SearchedHistory['bringerOf'] {
  const first = new Map<string, string>();
  for (const { raw, place } of found) if (place.part === 'file' && !first.has(secretKey(raw))) first.set(secretKey(raw), place.sha);
  return (raw, path) => {
    const sha = first.get(secretKey(raw)) ?? ofHeads.get(path);
    return sha === undefined ? null : { sha, subject: subjects.get(sha) ?? '' };
  };
}

/** What stands at the base in files that commits of the range touch, though the head has them as the base does. */
async function stoodBefore(search: HistorySearch, { paths }: History): Promise<FileAnalysis['findings']> {
  const analysed = new Set(search.files.flatMap(({ file }) => (file.base ? [file.base.path] : [])));
  const others = paths.filter((path) => !analysed.has(path)).slice(0, mostLookups);
  const analyses = await inTurns(others, search, async (path) => {
    // What a cut list of a folder hides is taken for new.
    const version = await search.change.find('base', path).catch(() => null);
    return version && searchVersion(search, version);
  });
  return analyses.flatMap((analysis) => analysis?.findings ?? []);
}

async function searchVersion(search: HistorySearch, version: FileVersion): Promise<FileAnalysis> {
  const { path, mode, sha } = version;
  return searchFile(search, `${sha} ${mode} ${path}`, async () => {
    const content = await search.change.load(version);
    return content.kind === 'bytes' ? { path, mode, bytes: content.bytes } : notAnalysed(path, { incomplete: content.reason });
  });
}

async function searchFile(
  { options: { analyze, cache, signal } }: HistorySearch,
  name: string,
  read: FileInput | (() => Promise<FileInput | FileAnalysis>),
): Promise<FileAnalysis> {
  const key = `secrets ${name}`;
  const known = cache?.get(key);
  if (known) return known;
  const file = typeof read === 'function' ? await read() : read;
  if (!('bytes' in file)) return file;
  const analysis = await analyze({ ...file, only: 'secrets' }, signal);
  if (analysis.incomplete.length === 0) cache?.set(key, analysis);
  return analysis;
}

function unsearched(path: string, { sha, part }: PastPlace, reason: string): Incomplete {
  const commit = sha.slice(0, 7);
  return part === 'message'
    ? { path: null, reason: `the message of commit ${commit} was not searched for secrets: ${reason}` }
    : { path, reason: `${reason}: as commit ${commit} has it, it was not searched for secrets` };
}

/** As many at a time as keep the children busy; the results in the order of the items. */
async function inTurns<T, R>(items: readonly T[], { options }: HistorySearch, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) {
      options.signal?.throwIfAborted();
      results[at] = await work(items[at]!);
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.concurrency, items.length) }, worker));
  return results;
}
