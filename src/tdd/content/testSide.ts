/** The tests of a commit before and after it, over all of its files together, so that what moves between files is not lost. */
import type { Assertion, CaseState, Outline } from '../../model/outline.ts';
import type { OutlinedCommit, OutlinedFile } from '../range.ts';
import type { Role } from './roles.ts';

/** A test case, or what a test file asserts outside of all cases. */
export interface Spot {
  /** At the commit, so that both sides of a renamed file agree. */
  readonly path: string;
  /** '' outside of all cases. */
  readonly name: string;
  readonly state: CaseState;
  readonly assertions: readonly Assertion[];
  readonly body: string;
  readonly isEmpty: boolean;
}

export interface CommitTests {
  readonly before: readonly Spot[];
  readonly after: readonly Spot[];
  /** Test files, and production files that hold test cases. */
  readonly files: readonly OutlinedFile[];
  /** Whether one of them, or the commit, could not be read whole: what is not seen may stand there. */
  readonly isPartial: boolean;
}

export function readTests({ files, problem }: OutlinedCommit, roleOf: (path: string) => Role): CommitTests {
  const held = files.filter((file) => isTestFile(file, roleOf) || holdsCases(file));
  const spots = (side: 'base' | 'head') =>
    held.flatMap((file) => {
      const outline = file[side];
      const path = side === 'base' ? (file.from ?? file.path) : file.path;
      return outline === null ? [] : spotsOf(outline, file.path, roleOf(path) === 'test');
    });
  const isPartial =
    problem !== null ||
    held.some(({ status, base, head }) => (base?.problem ?? head?.problem ?? null) !== null || (status !== 'removed' && head === null));
  return { before: spots('base'), after: spots('head'), files: held, isPartial };
}

export function isTestFile({ path, from }: OutlinedFile, roleOf: (path: string) => Role): boolean {
  return roleOf(path) === 'test' || (from !== null && roleOf(from) === 'test');
}

function holdsCases({ base, head }: OutlinedFile): boolean {
  return (base?.cases.length ?? 0) + (head?.cases.length ?? 0) > 0;
}

function spotsOf(outline: Outline, path: string, takesLoose: boolean): Spot[] {
  const cases: Spot[] = outline.cases.map(({ name, state, assertions, body, isEmpty }) => ({
    path,
    name,
    state,
    assertions,
    body,
    isEmpty,
  }));
  // An `assert` of production code guards it and tests nothing.
  if (!takesLoose || outline.loose.length === 0) return cases;
  return [...cases, { path, name: '', state: 'run', assertions: outline.loose, body: '', isEmpty: false }];
}
