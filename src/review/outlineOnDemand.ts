/** Production files of GREENs that touch no test: outlined until they prove their REDs, and no further. */
import type { CommitDiff, FileVersion } from '../model/change.ts';
import type { Policy } from '../model/policy.ts';
import type { TddReport } from '../model/review.ts';
import { mostNear, searchProof } from '../tdd/content/prove.ts';
import { rolesOf } from '../tdd/content/roles.ts';
import { isTestFile } from '../tdd/content/testSide.ts';
import type { OutlinedFile } from '../tdd/range.ts';

/** What the labels alone say of a range. */
export type LabelReport = Pick<TddReport, 'commits' | 'cycles' | 'violations'>;

type Diffs = ReadonlyMap<string, CommitDiff>;

/** A RED and a GREEN that may prove each other. */
export interface Waiting {
  readonly red: string;
  readonly green: string;
  /** Of the GREEN: files whose outlines may be needed. */
  readonly paths: ReadonlySet<string>;
}

/** Where a cycle is in doubt, what its commits import decides, too: then nothing waits. */
export function waitingGreens(diffs: Diffs, labels: LabelReport, settings: Policy['tdd']): Waiting[] {
  if (labels.violations.some(({ id }) => id !== 'tdd/unlabelled-code')) return [];
  const { roleOf, mayBeTest } = rolesOf(settings);
  const phases = new Map(labels.commits.map(({ sha, phase }) => [sha, phase]));
  const places = new Map(labels.commits.map(({ sha }, place) => [sha, place]));
  const mayTest = (path: string) => roleOf(path) === 'test' || mayBeTest(path);
  return labels.cycles.flatMap((cycle) => {
    const members = new Set([...cycle.red, ...cycle.green, ...cycle.refactor]);
    const touching = new Map<string, number>();
    for (const sha of members) for (const path of pathsOf(diffs.get(sha))) touching.set(path, (touching.get(path) ?? 0) + 1);
    const isAlone = ({ base, head }: { base: FileVersion | null; head: FileVersion | null }) =>
      [base, head].every((side) => side === null || touching.get(side.path) === 1);
    const waiting = cycle.green.flatMap((green) => {
      const diff = diffs.get(green);
      const isPlain = phases.get(green) === 'green' && !cycle.red.includes(green) && !cycle.refactor.includes(green);
      if (!isPlain || diff === undefined || diff.problem !== null || pathsOf(diff).some(mayTest)) return [];
      // What only this GREEN of its cycle touches was at its REDs as it is before it.
      const files = diff.files.filter((file) => file.head !== null && isAlone(file));
      return [{ green, paths: new Set(files.map(({ head }) => head!.path)) }];
    });
    const before = (a: string, b: string) => places.get(a)! < places.get(b)!;
    return waiting.flatMap(({ green, paths }) => {
      const near = cycle.red.filter((red) => before(red, green));
      const pairs = near.filter((red, at) => {
        const between = cycle.green.filter((one) => before(red, one) && before(one, green)).length;
        return near.length - at <= mostNear || between < mostNear;
      });
      return pairs.map((red) => ({ red, green, paths }));
    });
  });
}

function pathsOf(diff: CommitDiff | undefined): string[] {
  return [...new Set(diff?.files.flatMap(({ base, head }) => [...(base ? [base.path] : []), ...(head ? [head.path] : [])]) ?? [])];
}

export interface OnDemand {
  readonly outlinedOf: (sha: string) => readonly OutlinedFile[];
  /** Outlines both sides of a file of a commit. */
  readonly ask: (sha: string, path: string) => Promise<OutlinedFile>;
  readonly settings: Policy['tdd'];
}

/** Asks for one file after the other, those the tests of the RED import first. */
export async function proveOnDemand({ red, green, paths }: Waiting, { outlinedOf, ask, settings }: OnDemand): Promise<void> {
  const { roleOf } = rolesOf(settings);
  const tests = outlinedOf(red).filter(
    (file) => isTestFile(file, roleOf) || (file.base?.cases.length ?? 0) + (file.head?.cases.length ?? 0) > 0,
  );
  const files = outlinedOf(green).filter(({ path }) => roleOf(path) === 'production');
  const { candidates, isEnough } = searchProof(tests, files);
  for (const file of candidates) {
    if (isEnough(paths.has(file.path) ? await ask(green, file.path) : file)) return;
  }
}

/** Words of test cases, as they stand beside the code they test, in any language. */
const testWord = /test|spec|describe|scenario|example|fact|theory|\bit\b/i;

export function mayHoldCases(content: Uint8Array): boolean {
  return testWord.test(Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1'));
}
