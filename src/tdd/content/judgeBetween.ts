/** What commits without a label leave alone: what a RED of the range asks for. */
import type { Observation } from '../observation.ts';
import { type Claims, claimsAssertion, claimsCase } from './claims.ts';
import { type Edit, isWeaker } from './compareTests.ts';
import { assertionAt, newlyFocused, newlyParked, place, sayWeaker, writtenAnew } from './judgeGreen.ts';
import type { Seen } from './judgeRed.ts';
import { lossesOf } from './losses.ts';
import { others, quoteBoth } from './wording.ts';

const asked = 'a RED of this pull request asks for';

export function judgeBetween(seen: Seen, claims: Claims): Observation[] {
  const { sha, comparison } = seen;
  const told: Observation[] = [];
  const weakened = (message: string) => told.push({ id: 'tdd/test-weakened', commit: sha, message, weight: 'strict' });
  const isClaimed = ({ before }: Edit) => claimsAssertion(claims, before);

  const [focused, ...moreFocused] = newlyFocused(seen);
  if (focused !== undefined && claims.cases.size > 0 && !claimsCase(claims, focused))
    weakened(`It has only ${place(focused)} run${others(moreFocused.length)}, and not what ${asked}: let all tests run.`);

  const parked = newlyParked(seen).filter(({ before }) => claimsCase(claims, before));
  if (parked.length > 0)
    weakened(`It takes ${place(parked[0]!.after)}, which ${asked}, out of the run${others(parked.length - 1)}: let it run.`);

  const weaker = comparison.edits.filter((edit) => (edit.kind === 'loosened' || edit.kind === 'guarded') && isClaimed(edit));
  if (weaker.length > 0) weakened(`${sayWeaker(weaker[0]!)}, and ${asked} it${others(weaker.length - 1)}: put it back.`);

  const losses = lossesOf(seen, (spot) => claimsCase(claims, spot));
  const gone = new Set(comparison.gone);
  const lost = new Set([...losses.cases, ...losses.assertions.map(({ before }) => before.spot)]);
  const claimed = [...lost].filter((spot) => gone.has(spot) && claimsCase(claims, spot));
  const anew = writtenAnew(claimed, comparison.fresh);
  const owed = losses.cases.filter((spot) => claimsCase(claims, spot) && !anew.has(spot));
  if (owed.length > 0) weakened(`It deletes ${place(owed[0]!)}, which ${asked}${others(owed.length - 1)}: put it back.`);
  const dropped = losses.assertions.filter((edit) => isClaimed(edit) && !anew.has(edit.before.spot));
  if (dropped.length > 0) weakened(`It drops ${assertionAt(dropped[0]!)}, which ${asked}${others(dropped.length - 1)}: put it back.`);

  const [corrected, ...more] = comparison.edits.filter(
    (edit) =>
      (edit.kind === 'revalued' || edit.kind === 'replaced') && isClaimed(edit) && !isWeaker(edit.before.assertion, edit.after!.assertion),
  );
  if (corrected !== undefined) {
    const [before, after] = quoteBoth(corrected.before.assertion.text, corrected.after!.assertion.text);
    const message = `It corrects a test of a RED: ${before} of ${place(corrected.before.spot)} became ${after}${others(more.length)}.`;
    told.push({ id: 'tdd/phase-content', commit: sha, message, weight: 'note' });
  }
  return told;
}
