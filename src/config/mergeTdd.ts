import type { Policy } from '../model/policy.ts';
import { type TddMode, tddModes } from '../model/review.ts';
import type { TddConfig } from './config.ts';
import { type Refuse, shorter, tighter } from './tighter.ts';

type Tdd = Policy['tdd'];

/** Tighter is what fails more, lets fewer commits off and takes fewer things for a label or for evidence. */
export function mergeTdd(byDefault: Tdd, floor: TddConfig, asked: TddConfig, refuse: Refuse): Tdd {
  return {
    mode: tighter(tddModes.toReversed(), 'tdd.mode', byDefault.mode, floor.mode, asked.mode, refuse),
    testPaths: shorter('tdd.test-paths', byDefault.testPaths, floor.testPaths, asked.testPaths, refuse),
    exemptTypes: shorter('tdd.exempt-types', byDefault.exemptTypes, floor.exemptTypes, asked.exemptTypes, refuse),
    exemptAuthors: shorter('tdd.exempt-authors', byDefault.exemptAuthors, floor.exemptAuthors, asked.exemptAuthors, refuse),
    // More production code asks for more labels, so a repository adds to what the floor has.
    productionPaths: [...new Set([...byDefault.productionPaths, ...(floor.productionPaths ?? []), ...(asked.productionPaths ?? [])])],
    paths: mergePaths(byDefault.paths, floor, asked, refuse),
    labels: mergeLabels(byDefault.labels, floor.labels ?? {}, asked.labels ?? {}, refuse),
    evidence: mergeEvidence(byDefault.evidence, floor.evidence ?? {}, asked.evidence ?? {}, refuse),
    newcomers: tighter(['same', 'advisory'], 'tdd.newcomers', byDefault.newcomers, floor.newcomers, asked.newcomers, refuse),
    overrideCommand: tighter(
      ['off', 'on'],
      'tdd.override-command',
      byDefault.overrideCommand,
      floor.overrideCommand,
      asked.overrideCommand,
      refuse,
    ),
  };
}

/** Whether two globs meet cannot be told from them, so a repository's path has to be as tight as everything the floor says. */
function mergePaths(byDefault: Tdd['paths'], floor: TddConfig, asked: TddConfig, refuse: Refuse): Tdd['paths'] {
  const rank = (mode: TddMode) => tddModes.indexOf(mode);
  const said = [...(floor.mode === undefined ? [] : [floor.mode]), ...(floor.paths ?? []).map(({ mode }) => mode)];
  const least = Math.max(0, ...said.map(rank));
  const kept = (asked.paths ?? []).filter(({ path, mode }) => {
    if (rank(mode) >= least) return true;
    refuse(`\`tdd.paths\` with \`${mode}\` for \`${path.replaceAll('`', "'")}\``, `\`${tddModes[least]}\` or tighter`);
    return false;
  });
  return [...byDefault, ...(floor.paths ?? []), ...kept];
}

type Labels = Tdd['labels'];

function mergeLabels(
  byDefault: Labels,
  floor: NonNullable<TddConfig['labels']>,
  asked: NonNullable<TddConfig['labels']>,
  refuse: Refuse,
): Labels {
  const word = (on: boolean | undefined) => (on === undefined ? undefined : on ? 'on' : 'off');
  const form = (name: 'prefixes' | 'emoji' | 'types') =>
    tighter(['off', 'on'], `tdd.labels.${name}`, word(byDefault[name])!, word(floor[name]), word(asked[name]), refuse) === 'on';
  const list = (phase: 'red' | 'green' | 'refactor') =>
    shorter(`tdd.labels.patterns.${phase}`, byDefault.patterns[phase], floor.patterns?.[phase], asked.patterns?.[phase], refuse);
  return {
    prefixes: form('prefixes'),
    emoji: form('emoji'),
    types: form('types'),
    patterns: { red: list('red'), green: list('green'), refactor: list('refactor') },
  };
}

type Evidence = Tdd['evidence'];

function mergeEvidence(byDefault: Evidence, floor: Partial<Evidence>, asked: Partial<Evidence>, refuse: Refuse): Evidence {
  const levels = ['E4', 'E3', 'E2', 'E1', 'none'] as const;
  const word = (level: Evidence['required']) => (level === 'E0' ? 'none' : level);
  const required = tighter(
    levels,
    'tdd.evidence.required',
    word(byDefault.required),
    floor.required && word(floor.required),
    asked.required && word(asked.required),
    refuse,
  );
  return {
    checks: mergeChecks(byDefault.checks, floor.checks, asked.checks, refuse),
    keys: shorter('tdd.evidence.keys', byDefault.keys, floor.keys, asked.keys, refuse),
    required: required === 'none' ? 'E0' : required,
  };
}

/** No names stand for all whose names tell of tests, so an empty list is no shorter one. */
function mergeChecks(
  byDefault: readonly string[],
  floor: readonly string[] | undefined,
  asked: readonly string[] | undefined,
  refuse: Refuse,
): readonly string[] {
  if (floor !== undefined && floor.length > 0 && asked?.length === 0) {
    refuse('`tdd.evidence.checks` without any name', 'its own list');
    return floor;
  }
  const kept = shorter('tdd.evidence.checks', byDefault, floor, asked, refuse);
  return kept.length === 0 ? (floor ?? kept) : kept;
}
