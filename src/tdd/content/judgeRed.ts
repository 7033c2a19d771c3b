/** What a RED holds: a test that is new or says something new, and production code at most in stubs. */
import type { Outline, TestCase } from '../../model/outline.ts';
import type { Observation } from '../observation.ts';
import type { OutlinedCommit, OutlinedFile } from '../range.ts';
import { productionFiles, readChangedCode } from './changedCode.ts';
import { type Comparison, runs } from './compareTests.ts';
import type { Roles } from './roles.ts';
import { type CommitTests, isTestFile, type Spot } from './testSide.ts';
import { others, quote } from './wording.ts';

export interface Seen {
  readonly sha: string;
  readonly outlined: OutlinedCommit;
  readonly roles: Roles;
  readonly tests: CommitTests;
  readonly comparison: Comparison;
}

const mend = 'A RED adds or changes a test case or an assertion, and fails because of it.';

/** `null` where a test is added or changed, or may be. */
export function sayNoNewTest({ sha, outlined, roles, tests, comparison }: Seen): Observation | null {
  const say = (what: string): Observation => ({ id: 'tdd/no-new-test', commit: sha, message: `${what} ${mend}`, weight: 'strict' });
  if (outlined.problem !== null || outlined.files.some((file) => mayHoldTest(file, roles))) return null;
  const changed = tests.files.filter(({ base, head }) => head !== null && head.code !== (base?.code ?? ''));
  if (changed.length === 0) {
    if (tests.files.some(({ base, head }) => base !== null && head === null)) return say('It only takes tests away.');
    return say(tests.files.length > 0 ? 'Its tests differ in comments and white space alone.' : 'It changes no test.');
  }
  if (tests.isPartial || changed.some(({ head }) => head!.cases.length === 0 && head!.loose.length === 0)) return null;
  const touched = [...comparison.fresh, ...comparison.pairs.filter(differs).map(({ after }) => after)];
  if (touched.some(demands) || comparison.gained.some(({ spot, assertion }) => runs(spot) && assertion.strength !== 'none')) return null;
  const idle = touched.find(({ name }) => name !== '');
  if (idle !== undefined) {
    const why = idle.state === 'skipped' ? 'is skipped' : idle.isEmpty ? 'is empty' : 'asserts what holds whatever the program does';
    return say(`Its only new test ${quote(idle.name)} in ${quote(idle.path)} ${why}.`);
  }
  // A table, a hook or a helper beside the cases is test data, too.
  return comparison.gone.length > 0 && changed.every(isShorter) ? say('It only takes tests away.') : null;
}

/** What is no program under a test path is data that tests compare with; what only sounds like a test is not told apart. */
function mayHoldTest(file: OutlinedFile, { roleOf, mayBeTest }: Roles): boolean {
  if (file.status === 'removed') return false;
  if (!isTestFile(file, roleOf)) return mayBeTest(file.path) && !hasSameCode(file);
  return file.head === null || file.head.read === 'none';
}

function hasSameCode({ base, head }: OutlinedFile): boolean {
  return head !== null && head.read !== 'none' && base?.code === head.code;
}

function differs({ before, after }: { readonly before: Spot; readonly after: Spot }): boolean {
  return before.body !== after.body || (!runs(before) && runs(after));
}

function demands(spot: Spot): boolean {
  const isIdle = spot.assertions.length > 0 && spot.assertions.every(({ strength }) => strength === 'none');
  return spot.name !== '' && runs(spot) && !spot.isEmpty && !isIdle;
}

function isShorter({ base, head }: OutlinedFile): boolean {
  const count = (outline: Outline | null) => outline?.cases.length ?? 0;
  const bodies = new Set(base?.cases.map(({ body }: TestCase) => body) ?? []);
  return count(head) < count(base) && head!.cases.every(({ body }) => bodies.has(body)) && sameDeclarations(base, head);
}

function sameDeclarations(base: Outline | null, head: Outline | null): boolean {
  const bodies = new Set(base?.declarations.map(({ body }) => body) ?? []);
  return head?.declarations.every(({ body }) => bodies.has(body)) ?? true;
}

/** Production code of a RED that is more than a stub. `leavesCode` tells whether a GREEN of its cycle has code to add. */
export function sayRedProduction({ sha, outlined, roles }: Seen, leavesCode: () => boolean): Observation | null {
  const files = productionFiles(outlined, roles.roleOf);
  // With a part unread, what looks new may have moved.
  if (outlined.problem !== null || files.some(isUnread)) return null;
  const { written, rewritten, reshaped, promised } = readChangedCode(files);
  const isJudged = ({ path }: OutlinedFile) => !roles.mayBeTest(path);
  const bodies = written.filter(({ file }) => isJudged(file));
  const [first] = bodies;
  const say = (what: string): Observation => ({
    id: 'tdd/phase-content',
    commit: sha,
    message: `${what}: a RED holds its tests and at most types, signatures and empty functions, so leave this to the GREEN.`,
    weight: 'strict',
  });
  if (first !== undefined) {
    // A stub has to be called from somewhere, and a new parameter has to be given.
    if (bodies.every(({ before }) => before !== null) && promised + reshaped.length > 0 && leavesCode()) {
      const message = `RED changes the code of ${quote(first.after.name)} in ${quote(first.file.path)}${others(bodies.length - 1)} beside its stubs: does that do more than hand them on?`;
      return { id: 'tdd/phase-content', commit: sha, message, weight: 'note' };
    }
    const verb = first.before === null ? 'adds code to' : 'changes the code of';
    return say(`RED ${verb} ${quote(first.after.name)} in ${quote(first.file.path)}${others(bodies.length - 1)}`);
  }
  const scripts = rewritten.filter((file) => isJudged(file) && isScriptChange(file));
  if (scripts.length > 0 && promised > 0 && leavesCode()) {
    const message = `RED changes what ${quote(scripts[0]!.path)} does${others(scripts.length - 1)} beside its stubs: does that do more than hand them on?`;
    return { id: 'tdd/phase-content', commit: sha, message, weight: 'note' };
  }
  if (scripts.length > 0) return say(`RED changes what ${quote(scripts[0]!.path)} does${others(scripts.length - 1)}`);
  return null;
}

function isUnread({ base, head }: OutlinedFile): boolean {
  return (base?.problem ?? head?.problem ?? null) !== null;
}

/** A script is what stands outside of its functions; elsewhere that is exports, registrations and constants. */
function isScriptChange({ path, base, head }: OutlinedFile): boolean {
  const isScript = /\.(?:sh|bash|zsh|ksh|ps1)$/.test(path) || !path.slice(path.lastIndexOf('/') + 1).includes('.');
  const holdsCases = (head?.cases.length ?? 0) + (base?.cases.length ?? 0) > 0;
  return isScript && !holdsCases && head?.read === 'tree' && (base !== null || head.uses.length > 0);
}
