/** Which mode each commit is judged by. */
import type { Commit } from '../model/change.ts';
import type { Policy } from '../model/policy.ts';
import { type TddMode, tddModes } from '../model/review.ts';
import { modeByPath, type PathKinds } from './productionCode.ts';
import type { CommitRange } from './range.ts';

export interface Modes {
  /** What the range is judged by, and why, where the configuration asks for another one. */
  readonly mode: TddMode;
  readonly modeReason: string | null;
  /** As long as the commits. */
  readonly modes: readonly TddMode[];
}

export function modesOf({ commits, isNewcomer }: CommitRange, settings: Policy['tdd'], kinds: PathKinds): Modes {
  const modeAt = modeByPath(settings);
  const asked = commits.map((commit) => modeOfCommit(commit, settings, kinds, modeAt));
  // Where all but some paths is off, those paths decide.
  const mode = settings.mode === 'off' ? strictest(asked, 'off') : settings.mode;
  const highest = strictest(asked, mode);
  if (isNewcomer && settings.newcomers === 'advisory' && rank(highest) > rank('advisory')) {
    const least = (one: TddMode) => (rank(one) > rank('advisory') ? 'advisory' : one);
    const modeReason = `The author contributes here for the first time, so the mode is \`advisory\` and not \`${highest}\` (\`tdd.newcomers\`).`;
    return { mode: least(mode), modeReason, modes: asked.map(least) };
  }
  const modeReason = `\`tdd.paths\` asks for \`${mode}\` for what these commits touch; for everything else the mode is \`off\`.`;
  return { mode, modeReason: mode === settings.mode ? null : modeReason, modes: asked };
}

/** The strictest of the production code that it touches, else of the tests. */
function modeOfCommit(
  { touches }: Commit,
  settings: Policy['tdd'],
  { isTest, isProgram }: PathKinds,
  modeAt: (path: string) => TddMode,
): TddMode {
  // What was not read may be anything.
  if (touches === null)
    return settings.mode === 'off'
      ? strictest(
          settings.paths.map(({ mode }) => mode),
          'off',
        )
      : settings.mode;
  const programs = touches.filter(isProgram);
  const deciding = programs.length > 0 ? programs : touches.filter(isTest);
  return deciding.length === 0 ? settings.mode : strictest(deciding.map(modeAt), 'off');
}

function strictest(modes: readonly TddMode[], least: TddMode): TddMode {
  return tddModes[Math.max(rank(least), ...new Set(modes.map(rank)))]!;
}

function rank(mode: TddMode): number {
  return tddModes.indexOf(mode);
}
