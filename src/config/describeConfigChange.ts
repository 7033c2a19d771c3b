import { families } from '../model/finding.ts';
import type { Policy } from '../model/policy.ts';
import type { Config } from './config.ts';
import { listTddEffects } from './describeTddChange.ts';
import { added, changed, quote } from './effects.ts';
import { mergePolicy } from './mergePolicy.ts';
import { type ParsedConfig, parseConfig } from './parseConfig.ts';

export interface ConfigChange {
  /** Text at the base and at the head; null where the file does not exist. */
  readonly baseText: string | null;
  readonly headText: string | null;
  readonly file: string;
  readonly knownChecks: readonly string[];
  readonly defaults: Policy;
  readonly floor: Config | null;
}

/** What a change that edits the config would make of later reviews. It is read for this alone and never applied to its own. */
export function describeConfigChange(change: ConfigChange): string[] {
  const { baseText, headText, file, knownChecks, defaults, floor } = change;
  if (baseText === headText) return [];
  const read = (text: string | null): ParsedConfig | null => (text === null ? null : parseConfig(text, file, knownChecks));
  const [base, head] = [read(baseText), read(headText)];
  if (head?.kind === 'problems') {
    const what = `This change makes \`${file}\` unreadable, and once merged every review would fail.`;
    return [`${what} ${head.problems.map(({ line, message }) => (line === null ? message : `Line ${line}: ${message}`)).join(' ')}`];
  }
  const before = mergePolicy(defaults, floor, base?.kind === 'config' ? base.config : null);
  const after = mergePolicy(defaults, floor, head?.config ?? null);
  const readableAgain = base?.kind === 'problems' ? [`Once merged, \`${file}\` can be read again.`] : [];
  const effects = listEffects(before.policy, after.policy).map((effect) => `Once merged, \`${file}\` would ${effect}.`);
  const said = [...readableAgain, ...effects];
  return [...(said.length > 0 ? said : [`This change edits \`${file}\` without an effect on reviews.`]), ...after.notices];
}

function listEffects(before: Policy, after: Policy): string[] {
  const failOn = ({ failOn: { severity, confidence } }: Policy) => `\`${severity}\` with confidence \`${confidence}\``;
  return [
    ...changed('fail-on', failOn(before), failOn(after)),
    ...families.flatMap((family) =>
      before.families[family] === after.families[family] ? [] : [`turn ${after.families[family] ? 'on' : 'off'} family \`${family}\``],
    ),
    ...listChecks(before, after),
    ...added(before.paths.exclude, after.paths.exclude).map((glob) => `exclude ${quote(glob)} from the review`),
    ...added(after.paths.exclude, before.paths.exclude).map((glob) => `no longer exclude ${quote(glob)} from the review`),
    ...listTddEffects(before.tdd, after.tdd),
    ...changed('on-incomplete', quote(before.onIncomplete), quote(after.onIncomplete)),
    ...changed('own-suppressions', quote(before.ownSuppressions), quote(after.ownSuppressions)),
    ...changed('revoke-command', quote(before.revokeCommand), quote(after.revokeCommand)),
    ...listSuppressions(before, after),
  ];
}

/** A check that is named on one side only follows its family on the other. */
function listChecks(before: Policy, after: Policy): string[] {
  const state = (policy: Policy, check: string) => {
    const family = families.find((name) => check.startsWith(`${name}/`));
    return policy.checks[check] ?? (family === undefined || policy.families[family]);
  };
  return [...new Set([...Object.keys(before.checks), ...Object.keys(after.checks)])].flatMap((check) => {
    const on = state(after, check);
    return on === state(before, check) ? [] : [`turn ${on ? 'on' : 'off'} check \`${check}\``];
  });
}

function listSuppressions(before: Policy, after: Policy): string[] {
  const [from, to] = [before, after].map(
    ({ suppressions }) => new Map(suppressions.map((entry) => [`${entry.check}\0${entry.path}\0${entry.until}`, entry])),
  ) as [Map<string, Policy['suppressions'][number]>, Map<string, Policy['suppressions'][number]>];
  return [
    ...[...to].flatMap(([key, { check, path, until }]) =>
      from.has(key) ? [] : [`suppress \`${check}\` in ${quote(path)} until ${until}`],
    ),
    ...[...from].flatMap(([key, { check, path }]) => (to.has(key) ? [] : [`no longer suppress \`${check}\` in ${quote(path)}`])),
  ];
}
