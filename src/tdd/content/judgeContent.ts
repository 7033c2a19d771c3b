/** What the commits of a range contain, against what their phases allow, from the outlines of both sides of each file. */
import type { Policy } from '../../model/policy.ts';
import type { Phase } from '../../model/review.ts';
import type { Observation } from '../observation.ts';
import type { Cycle } from '../order.ts';
import type { CommitRange } from '../range.ts';
import type { Proof } from '../settle.ts';
import { compareTests } from './compareTests.ts';
import { type Seen, sayNoNewTest, sayRedProduction } from './judgeRed.ts';
import { rolesOf } from './roles.ts';
import { readTests } from './testSide.ts';
import { quote } from './wording.ts';

export interface ContentQuestion {
  readonly range: CommitRange;
  /** As long as the commits. */
  readonly phases: readonly Phase[];
  readonly cycles: readonly Cycle[];
  readonly settings: Policy['tdd'];
}

export interface ContentAnswer {
  readonly observations: readonly Observation[];
  /** E1 and E2. */
  readonly proofs: readonly Proof[];
}

export function judgeContent({ range, phases, cycles, settings }: ContentQuestion): ContentAnswer {
  if (range.outlined === null) return { observations: [], proofs: [] };
  const roles = rolesOf(settings);
  // A commit that claims RED and GREEN has been told to be split; what each half does cannot be told apart.
  const combined = new Set(cycles.flatMap(({ red, green }) => red.filter((sha) => green.includes(sha))));
  const observations: Observation[] = [];
  range.commits.forEach(({ sha, message }, index) => {
    const outlined = range.outlined!.get(sha);
    if (outlined === undefined || combined.has(sha) || phases[index] !== 'red') return;
    const tests = readTests(outlined, roles.roleOf);
    const seen: Seen = { sha, outlined, roles, tests, comparison: compareTests(tests) };
    // What is folded into a RED need not hold a test of its own.
    const noTest = isFixup(message) ? null : sayNoNewTest(seen);
    const production = sayRedProduction(seen);
    for (const observation of [noTest, production]) if (observation !== null) observations.push(observation);
    if (tests.isPartial) observations.push(sayPartial(seen));
  });
  return { observations, proofs: [] };
}

/** What was not read is neither held against a commit nor passed over in silence. */
function sayPartial({ sha, outlined, tests }: Seen): Observation {
  const unread = tests.files.find(({ base, head }) => (base?.problem ?? head?.problem ?? null) !== null);
  const reason = unread?.base?.problem ?? unread?.head?.problem ?? outlined.problem ?? 'its content is not at hand';
  const what = unread === undefined ? 'Some of this commit' : quote(unread.path);
  const message = `${what} could not be read (${reason}), so what this commit does to its tests is judged in part.`;
  return { id: 'tdd/phase-content', commit: sha, message, weight: 'note' };
}

function isFixup(message: string): boolean {
  return /^(?:fixup|squash|amend)! /.test(message);
}
