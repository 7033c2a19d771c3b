/** Which commits of a range take others back, so that neither stands in the order any more. */
import { commitsBySha } from './commitsBySha.ts';
import { listUnder } from './listUnder.ts';
import type { PathKinds } from './productionCode.ts';
import type { ReadCommit } from './readCommit.ts';

export interface Reverts {
  /** By place of a commit that reverts something, in the range or before it. */
  readonly reverting: ReadonlyMap<number, Reverting>;
  /** By place of a commit that is taken back in the end: the place of what takes it back. A revert that was reverted itself takes nothing back. */
  readonly undone: ReadonlyMap<number, number>;
}

export interface Reverting {
  readonly isInRange: boolean;
  /** The files that it changes and nothing that it takes back in the range changed. */
  readonly beyond: readonly string[];
}

/** Longer messages are read in part: what is reverted stands at the start. */
const longestBody = 4000;

export function findReverts(commits: readonly ReadCommit[], kinds: PathKinds): Reverts {
  const bySha = commitsBySha(commits.map(({ commit }) => commit.sha));
  const bySubject = new Map<string, number[]>();
  const reverting = new Map<number, Reverting>();
  const targetsOf = new Map<number, readonly number[]>();
  for (const [place, one] of commits.entries()) {
    const named = readRevert(one);
    if (named !== null && one.commit.parents.length < 2) {
      const byName = named.shas.map((sha) => bySha(sha)).filter((at): at is number => at !== null && at < place);
      const targets = byName.length > 0 ? byName : lastOf(bySubject, named.subject);
      const isAboutThem = targets.length === 0 ? named.isReferenced : targets.some((at) => shareFiles(one, commits[at]!));
      if (isAboutThem) {
        const brought = targets.flatMap((at) => broughtBy(at, commits, bySha));
        const beyond = filesBeyond(
          one,
          brought.map((at) => commits[at]!),
        );
        reverting.set(place, { isInRange: targets.length > 0, beyond });
        targetsOf.set(
          place,
          brought.filter((at) => covers(one, commits[at]!, kinds)),
        );
      }
    }
    listUnder(bySubject, one.subject, place);
  }
  const undone = new Map<number, number>();
  // From the last one back: whether a revert holds is known before what it reverts.
  for (let place = commits.length - 1; place >= 0; place--) {
    if (undone.has(place)) continue;
    for (const target of targetsOf.get(place) ?? []) if (!undone.has(target)) undone.set(target, place);
  }
  return { reverting, undone };
}

interface NamedRevert {
  /** The subject of what is reverted. */
  readonly subject: string;
  readonly shas: readonly string[];
  /** Whether it names a commit or a pull request, beside the subject. */
  readonly isReferenced: boolean;
}

/** As git, GitHub and Conventional Commits write it: `Revert "…"`, `Reapply "…"`, `revert: …`. */
function readRevert({ commit, subject }: ReadCommit): NamedRevert | null {
  const form = /^(Revert|Reapply) "|^revert(?:\([^()]{0,60}\))?!?: /.exec(subject);
  if (form === null) return null;
  const rest = subject.slice(form[0].length);
  const quoted = form[0].endsWith('"') ? rest.slice(0, Math.max(0, rest.lastIndexOf('"'))) : rest;
  const body = commit.message.slice(0, longestBody);
  const lines = body.split('\n').filter((line) => /^(?:This reverts |This reapplies |Refs?: )/.test(line));
  const shas = lines.flatMap((line) => line.match(/\b[0-9a-f]{7,64}\b/g) ?? []);
  return {
    subject: form[1] === 'Reapply' ? `Revert "${quoted}"` : quoted,
    shas,
    isReferenced: shas.length > 0 || /^Reverts (?:[\w.-]{1,100}\/[\w.-]{1,100})?#\d+/m.test(body),
  };
}

/** The last commit of this subject that no other revert has named by it. */
function lastOf(bySubject: ReadonlyMap<string, number[]>, subject: string): number[] {
  const places = bySubject.get(subject);
  if (places === undefined || places.length === 0) return [];
  return [places.length > 1 ? places.pop()! : places[0]!];
}

/** A revert of a merge takes back what the merge brought: all that its other parents reach and its first one does not. */
function broughtBy(place: number, commits: readonly ReadCommit[], bySha: (sha: string) => number | null): number[] {
  const [first, ...others] = commits[place]!.commit.parents;
  if (others.length === 0) return [place];
  const reach = (shas: readonly string[], known: ReadonlySet<number>) => {
    const reached = new Set<number>();
    const left = shas.map(bySha);
    while (left.length > 0) {
      const at = left.pop()!;
      if (at === null || at >= place || reached.has(at) || known.has(at)) continue;
      reached.add(at);
      for (const parent of commits[at]!.commit.parents) left.push(bySha(parent));
    }
    return reached;
  };
  const kept = reach([first!], new Set());
  return [place, ...reach(others, kept)];
}

function shareFiles({ commit }: ReadCommit, target: ReadCommit): boolean {
  const { touches } = commit;
  const other = target.commit.touches;
  if (touches === null || touches.length === 0 || other === null || target.commit.parents.length > 1) return true;
  const known = new Set(other);
  return touches.some((path) => known.has(path));
}

function filesBeyond({ commit }: ReadCommit, targets: readonly ReadCommit[]): string[] {
  if (targets.some((target) => target.commit.touches === null)) return [];
  const known = new Set(targets.flatMap((target) => target.commit.touches ?? []));
  return (commit.touches ?? []).filter((path) => !known.has(path));
}

/** A part of a commit that is taken back leaves the commit where it is. */
function covers({ commit }: ReadCommit, target: ReadCommit, { isTest, isProduction }: PathKinds): boolean {
  if (commit.touches === null || target.commit.touches === null) return true;
  const touched = new Set(commit.touches);
  return target.commit.touches.every((path) => touched.has(path) || !(isTest(path) || isProduction(path)));
}
