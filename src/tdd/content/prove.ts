/** E1 and E2: whether the tests of a cycle's RED name what its GREEN adds or changes, and whether that was missing before. */
import type { Declaration, Outline } from '../../model/outline.ts';
import { listUnder } from '../listUnder.ts';
import type { OutlinedFile } from '../range.ts';
import type { Proof } from '../settle.ts';
import { lastPart, productionFiles } from './changedCode.ts';
import type { Placed } from './compareTests.ts';
import type { Seen } from './judgeRed.ts';
import { importResolver, languageFamily, type ResolveImport } from './resolveImport.ts';
import { quote, wordsOf } from './wording.ts';

/** How what a test names differs between RED and GREEN, from the strongest. */
const kinds = ['no file', 'no name', 'stub', 'signature', 'changed'] as const;
type Kind = (typeof kinds)[number];

interface Link {
  readonly kind: Kind;
  /** '' for a script or a module as a whole. */
  readonly name: string;
  readonly path: string;
  readonly isImport: boolean;
  /** Whether this very name is what the GREEN made, and not something else beside it. */
  readonly isSure: boolean;
}

/** How many REDs a GREEN is held against, and GREENs a RED: the nearest. */
export const mostNear = 4;

/** What the tests of a RED say. */
interface Asking {
  readonly files: readonly OutlinedFile[];
  readonly gained: readonly Placed[];
}

/** REDs with a test of their own, and the GREENs that follow them without weakening one. In the order of the history. */
export function proveCycle(reds: readonly Seen[], greens: readonly Seen[], comesBefore: (a: string, b: string) => boolean): Proof[] {
  const best = new Map<string, { readonly link: Link; readonly other: string }>();
  const keep = (sha: string, link: Link, other: string) => {
    const known = best.get(sha);
    if (known === undefined || rank(link) < rank(known.link)) best.set(sha, { link, other });
  };
  const history = touches([...reds, ...greens].sort((a, b) => (comesBefore(a.sha, b.sha) ? -1 : 1)));
  const links = greens.map((green) => {
    const production = productionFiles(green.outlined, green.roles.roleOf);
    const files = production.filter(({ head, base }) => head !== null && head.code !== base?.code);
    // What was not read is still what an import means.
    const meant = [...files, ...production.filter(({ isUnread }) => isUnread)];
    return { green, files, resolve: importResolver(meant.map(({ path }) => path)) };
  });
  const tryPair = (red: Seen, { green, files, resolve }: (typeof links)[0]) => {
    const asking = { files: red.tests.files, gained: red.comparison.gained };
    const link = linkOf(asking, files, resolve, (file) => asAt(file, red, history, comesBefore));
    if (link === null) return;
    keep(red.sha, link, green.sha);
    keep(green.sha, link, red.sha);
  };
  for (const link of links)
    for (const red of reds.filter(({ sha }) => comesBefore(sha, link.green.sha)).slice(-mostNear)) tryPair(red, link);
  for (const red of reds)
    for (const link of links.filter(({ green }) => comesBefore(red.sha, green.sha)).slice(0, mostNear)) tryPair(red, link);
  const proofs: Proof[] = [];
  const level = ({ kind }: Link) => (kind === 'changed' ? 'E1' : 'E2');
  for (const { sha } of reds) {
    const found = best.get(sha);
    if (found !== undefined) proofs.push({ commit: sha, level: level(found.link), sentence: sayRed(found.link, found.other) });
  }
  for (const { sha } of greens) {
    const found = best.get(sha);
    if (found !== undefined) proofs.push({ commit: sha, level: level(found.link), sentence: sayGreen(found.link, found.other) });
  }
  return proofs;
}

function rank({ kind, isImport, isSure }: Link): number {
  return (kind === 'changed' ? 100 : 0) + (isSure ? 0 : 20) + kinds.indexOf(kind) * 2 + (isImport ? 0 : 1);
}

/** A file as it stood at a RED: at the last commit of the cycle up to there that touched it, else before the first that did after it. */
function asAt(file: OutlinedFile, { sha: red }: Seen, history: Touches, comesBefore: (a: string, b: string) => boolean): Outline | null {
  const touching = history.get(file.path) ?? [];
  const upTo = touching.findLast(({ sha }) => sha === red || comesBefore(sha, red));
  if (upTo !== undefined) return upTo.file.status === 'removed' ? null : upTo.file.head;
  const first = touching.find(({ sha }) => comesBefore(red, sha))?.file ?? file;
  // A moved file was not there under the name that the test uses.
  return first.status === 'added' || first.from !== null ? null : first.base;
}

type Touches = ReadonlyMap<string, readonly { readonly sha: string; readonly file: OutlinedFile }[]>;

/** By path, the commits that touch it, in their order. */
function touches(commits: readonly Seen[]): Touches {
  const byPath = new Map<string, { readonly sha: string; readonly file: OutlinedFile }[]>();
  for (const { sha, outlined } of commits) {
    for (const file of outlined.files) {
      if (file.isUnread) continue;
      listUnder(byPath, file.path, { sha, file });
    }
  }
  return byPath;
}

export interface ProofSearch {
  /** In the order in which they may prove something. */
  readonly candidates: readonly OutlinedFile[];
  /** Whether one of them, outlined, proves the RED, so that the others need not be looked at. */
  readonly isEnough: (file: OutlinedFile) => boolean;
}

/** Of production files of a GREEN, which ones may prove a RED with these test files; they need no outlines for that. */
export function searchProof(tests: readonly OutlinedFile[], files: readonly OutlinedFile[]): ProofSearch {
  const resolve = importResolver(files.map(({ path }) => path));
  const byPath = new Map(files.map((file) => [file.path, file]));
  const imported = tests.flatMap(
    ({ path, head }) => head?.imports.flatMap((wanted) => resolve(path, wanted.from, wanted.names) ?? []) ?? [],
  );
  const reached = new Set(imported.flatMap((path) => byPath.get(path) ?? []));
  const families = new Set(tests.map(({ path }) => languageFamily(path)).filter((family) => family !== 'js'));
  const isNew = ({ status }: OutlinedFile) => status === 'added';
  const others = files.filter((file) => !reached.has(file) && families.has(languageFamily(file.path)));
  return {
    candidates: [...[...reached].filter(isNew), ...[...reached].filter((file) => !isNew(file)), ...others],
    isEnough: (file) => {
      if (file.head === null || file.head.code === file.base?.code) return false;
      const link = linkOf({ files: tests, gained: [] }, [file], resolve, ({ base }) => base);
      return (link?.isImport ?? false) && link!.isSure && link!.kind !== 'changed';
    },
  };
}

function linkOf(
  red: Asking,
  files: readonly OutlinedFile[],
  resolve: ResolveImport,
  asAtRed: (file: OutlinedFile) => Outline | null,
): Link | null {
  const byPath = new Map(files.map((file) => [file.path, file]));
  let best: Link | null = null;
  const keep = (link: Link) => {
    if (best === null || rank(link) < rank(best)) best = link;
  };
  for (const test of red.files) {
    const outline = test.head;
    if (outline === null || outline.code === (test.base?.code ?? '')) continue;
    const uses = new Set(outline.uses);
    for (const { spot, assertion } of red.gained) if (spot.path === test.path) for (const name of wordsOf(assertion).names) uses.add(name);
    const reached = new Set<OutlinedFile>();
    for (const wanted of outline.imports) {
      const path = resolve(test.path, wanted.from, wanted.names);
      const file = path === null ? undefined : byPath.get(path);
      if (file === undefined) continue;
      reached.add(file);
      const taken = wanted.names.filter((name) => name !== '*' && name !== 'default');
      keep(linkTo(file, asAtRed(file), new Set(taken.length > 0 ? [...taken, ...membersUsed(file, taken, uses)] : uses), taken[0] ?? ''));
    }
    // Scripts and modules of JavaScript are named by path; elsewhere a package or an app gives names without saying from where.
    const family = languageFamily(test.path);
    if (family === 'js') continue;
    for (const file of files) {
      if (reached.has(file) || languageFamily(file.path) !== family) continue;
      const before = asAtRed(file);
      const made = new Set(changes(file.head!, file.base).map(({ name }) => name));
      for (const { name, kind } of changes(file.head!, before)) {
        if (name.length < 3 || !uses.has(name) || !made.has(name)) continue;
        const isNew = before === null && file.base === null;
        keep({ kind: isNew ? 'no file' : kind, name, path: file.path, isImport: false, isSure: true });
      }
    }
  }
  return best;
}

/** Of a class that is imported, the members that the test uses. */
function membersUsed({ head }: OutlinedFile, taken: readonly string[], uses: ReadonlySet<string>): string[] {
  const classes = new Set(taken);
  return head!.declarations.flatMap(({ name }) => {
    const parts = name.split('.');
    return parts.length > 1 && classes.has(parts[0]!) && uses.has(parts.at(-1)!) ? [parts.at(-1)!] : [];
  });
}

function linkTo(file: OutlinedFile, before: Outline | null, names: ReadonlySet<string>, first: string): Link {
  const { path, base } = file;
  const made = new Set(changes(file.head!, base).map(({ name }) => name));
  const found = changes(file.head!, before)
    .filter(({ name }) => names.has(name) && made.has(name))
    .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind))[0];
  const isNew = before === null && base === null;
  if (found !== undefined) return { kind: isNew ? 'no file' : found.kind, name: found.name, path, isImport: true, isSure: true };
  return { kind: isNew ? 'no file' : 'changed', name: first, path, isImport: true, isSure: false };
}

/** What is declared now and was not, or not like this. */
function changes(now: Outline, before: Outline | null): readonly Made[] {
  let made = known.get(now)?.get(before);
  if (made === undefined) {
    made = compare(now, before);
    known.set(now, (known.get(now) ?? new Map()).set(before, made));
  }
  return made;
}

interface Made {
  readonly name: string;
  readonly kind: Kind;
}

/** Every test that imports a file asks the same of it. */
const known = new WeakMap<Outline, Map<Outline | null, readonly Made[]>>();

function compare(now: Outline, before: Outline | null): Made[] {
  const known = new Map<string, Declaration>(before?.declarations.map((declaration) => [declaration.name, declaration]) ?? []);
  return now.declarations.flatMap((declaration) => {
    const kind = kindOf(declaration, known.get(declaration.name));
    return kind === null ? [] : [{ name: lastPart(declaration.name), kind }];
  });
}

function kindOf(now: Declaration, was: Declaration | undefined): Kind | null {
  if (was === undefined) return now.isStub ? null : 'no name';
  if (was.isStub && !now.isStub) return 'stub';
  if (was.signature !== now.signature) return 'signature';
  return was.body === now.body ? null : 'changed';
}

function subject({ name, path, isImport }: Link, test: string): string {
  const verb = isImport ? 'imports' : 'uses';
  return name === '' ? `${test} uses ${quote(path)}` : `${test} ${verb} ${quote(name)} ${isImport ? 'from' : 'of'} ${quote(path)}`;
}

function sayRed(link: Link, green: string): string {
  const by = quote(green.slice(0, 7));
  const start = subject(link, 'Its test');
  switch (link.kind) {
    case 'no file':
      return `${start}, which does not exist here; ${by} adds it.`;
    case 'no name':
      return `${start}, which does not declare it here; ${by} adds it.`;
    case 'stub':
      return `${start}, where it is a stub; ${by} fills it in.`;
    case 'signature':
      return `${start}, where it has another signature; ${by} changes it.`;
    case 'changed':
      return `${start}, which ${by} changes.`;
  }
}

function sayGreen(link: Link, red: string): string {
  const what = link.name === '' ? quote(link.path) : `${quote(link.name)} in ${quote(link.path)}`;
  const test = `the test of ${quote(red.slice(0, 7))} ${link.isImport && link.name !== '' ? 'imports' : 'uses'}`;
  switch (link.kind) {
    case 'no file':
    case 'no name':
      return `Adds ${what}, which ${test}.`;
    case 'stub':
      return `Fills in ${what}, a stub that ${test}.`;
    case 'signature':
      return `Changes the signature of ${what}, which ${test}.`;
    case 'changed':
      return `Changes ${what}, which ${test}.`;
  }
}
