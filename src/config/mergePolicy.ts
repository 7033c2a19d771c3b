import { confidences, families, severities } from '../model/finding.ts';
import type { Policy } from '../model/policy.ts';
import type { Config } from './config.ts';
import { mergeTdd } from './mergeTdd.ts';
import { type Refuse, tighter } from './tighter.ts';

export interface Merged {
  readonly policy: Policy;
  /** What a repository asked for and the floor does not allow. Sentences. */
  readonly notices: readonly string[];
}

/**
 * The policy of a review. An organisation's floor binds in what it says and leaves a repository free in what it does not;
 * within what it says, a repository may only tighten.
 */
export function mergePolicy(defaults: Policy, floor: Config | null, repository: Config | null): Merged {
  const notices: string[] = [];
  const refuse = (asked: string, kept: string) => {
    if (floor && repository) notices.push(`\`${repository.file}\` asks for ${asked}; ${floor.file} keeps ${kept}.`);
  };
  const policy: Policy = {
    failOn: mergeFailOn(defaults.failOn, floor?.failOn, repository?.failOn, refuse),
    families: mergeFamilies(defaults.families, floor, repository, refuse),
    checks: mergeChecks(defaults.checks, floor, repository, refuse),
    paths: { exclude: mergeExcludes(defaults.paths.exclude, floor, repository, refuse) },
    tdd: mergeTdd(defaults.tdd, floor?.tdd ?? {}, repository?.tdd ?? {}, refuse),
    onIncomplete: tighter(
      ['failure', 'neutral'],
      'on-incomplete',
      defaults.onIncomplete,
      floor?.onIncomplete,
      repository?.onIncomplete,
      refuse,
    ),
    ownSuppressions: tighter(
      ['listed', 'effective'],
      'own-suppressions',
      defaults.ownSuppressions,
      floor?.ownSuppressions,
      repository?.ownSuppressions,
      refuse,
    ),
    revokeCommand: tighter(
      ['off', 'on'],
      'revoke-command',
      defaults.revokeCommand,
      floor?.revokeCommand,
      repository?.revokeCommand,
      refuse,
    ),
    suppressions: [...defaults.suppressions, ...(floor?.suppressions ?? []), ...(repository?.suppressions ?? [])],
    sources: [...defaults.sources, ...[floor, repository].flatMap((config) => (config === null ? [] : [config.file]))],
  };
  return { policy, notices };
}

/** Tighter is what blocks more: the lower severity, and the lower confidence, each for itself. */
function mergeFailOn(
  byDefault: Policy['failOn'],
  floor: Policy['failOn'] | undefined,
  asked: Policy['failOn'] | undefined,
  refuse: Refuse,
): Policy['failOn'] {
  const side = <T extends string>(name: string, order: readonly T[], ofDefault: T, ofFloor: T | undefined, ofAsked: T | undefined): T => {
    if (ofFloor === undefined || ofAsked === undefined) return ofAsked ?? ofFloor ?? ofDefault;
    if (order.indexOf(ofAsked) >= order.indexOf(ofFloor)) return ofAsked;
    refuse(`\`fail-on\` ${name} \`${ofAsked}\``, `\`${ofFloor}\``);
    return ofFloor;
  };
  return {
    severity: side('severity', severities, byDefault.severity, floor?.severity, asked?.severity),
    confidence: side('confidence', confidences, byDefault.confidence, floor?.confidence, asked?.confidence),
  };
}

function mergeFamilies(byDefault: Policy['families'], floor: Config | null, repository: Config | null, refuse: Refuse): Policy['families'] {
  const merged = { ...byDefault, ...floor?.families, ...repository?.families };
  for (const family of families) {
    if (merged[family] || floor?.families[family] !== true) continue;
    refuse(`family \`${family}\` off`, 'it on');
    merged[family] = true;
  }
  return merged;
}

/** A check that the floor does not name is bound by its family, if the floor turns that on. */
function mergeChecks(byDefault: Policy['checks'], floor: Config | null, repository: Config | null, refuse: Refuse): Policy['checks'] {
  const merged: Record<string, boolean> = { ...byDefault, ...floor?.checks };
  for (const [check, on] of Object.entries(repository?.checks ?? {})) {
    const floorOnCheck = floor?.checks[check];
    const family = families.find((name) => check.startsWith(`${name}/`));
    if (!on && floorOnCheck === undefined && byDefault[check] === false) continue;
    if (!on && floorOnCheck === true) refuse(`check \`${check}\` off`, 'it on');
    else if (!on && floorOnCheck === undefined && family !== undefined && floor?.families[family])
      refuse(`check \`${check}\` off`, 'its family on');
    else merged[check] = on;
  }
  return merged;
}

function mergeExcludes(byDefault: readonly string[], floor: Config | null, repository: Config | null, refuse: Refuse): string[] {
  const bound = [...byDefault, ...(floor?.exclude ?? [])];
  const asked = repository?.exclude ?? [];
  if (floor?.allowExclude !== false) return [...new Set([...bound, ...asked])];
  if (asked.some((pattern) => !bound.includes(pattern))) refuse('paths to be excluded', 'them in');
  return bound;
}
