import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import type { Config } from '../src/config/config.ts';
import { defaultPolicy } from '../src/config/defaults.ts';
import { describeConfigChange } from '../src/config/describeConfigChange.ts';
import { mergePolicy } from '../src/config/mergePolicy.ts';
import { parseConfig } from '../src/config/parseConfig.ts';
import { configJsonSchema } from '../src/config/schema.ts';
import { globProblem } from '../src/model/glob.ts';
import type { Policy } from '../src/model/policy.ts';

const file = '.github/portcullis.yml';
const knownChecks = ['toctou/explicit-temp-mode', 'injection/shell-eval', 'injection/sql', 'leak/github-token', 'container/root'];

const nothing: Config = { file, families: {}, checks: {}, tdd: {}, suppressions: [] };

const complete = `# our rules
version: 1
fail-on: { severity: medium, confidence: medium }
families:
  container: off
  crypto: true
checks:
  injection/sql: on
  leak/github-token: false
paths:
  exclude: ['third/**', "*.{gen,min}.js"]
  allow-exclude: off
tdd:
  mode: labels
  test-paths: [spec/]
  exempt-types: [docs]
  exempt-authors: ['release[bot]']
on-incomplete: neutral
own-suppressions: effective
suppressions:
  - check: injection/shell-eval
    path: tools/run.sh
    reason: only the release job calls it
    until: 2027-01-31
`;

describe('a config that can be read', () => {
  const rows: [string, string, Config][] = [
    ['nothing', '', nothing],
    ['a comment', '# later\n', nothing],
    ['an empty document', '---\n', nothing],
    ['a byte order mark and CRLF', '\uFEFFon-incomplete: neutral\r\n', { ...nothing, onIncomplete: 'neutral' }],
    ['a severity alone', 'fail-on: medium', { ...nothing, failOn: { severity: 'medium', confidence: 'high' } }],
    ['a severity in a map', 'fail-on: { severity: low }', { ...nothing, failOn: { severity: 'low', confidence: 'high' } }],
    ['a confidence alone', 'fail-on: { confidence: low }', { ...nothing, failOn: { severity: 'high', confidence: 'low' } }],
    [
      'everything',
      complete,
      {
        file,
        failOn: { severity: 'medium', confidence: 'medium' },
        families: { container: false, crypto: true },
        checks: { 'injection/sql': true, 'leak/github-token': false },
        exclude: ['third/**', '*.{gen,min}.js'],
        allowExclude: false,
        tdd: { mode: 'labels', testPaths: ['spec/'], exemptTypes: ['docs'], exemptAuthors: ['release[bot]'] },
        onIncomplete: 'neutral',
        ownSuppressions: 'effective',
        suppressions: [
          {
            check: 'injection/shell-eval',
            path: 'tools/run.sh',
            reason: 'only the release job calls it',
            until: '2027-01-31',
            file,
            line: 21,
          },
        ],
      },
    ],
  ];
  test.each(rows)('%s', (_, text, config) => {
    expect(parseConfig(text, file, knownChecks)).toEqual({ kind: 'config', config });
  });
});

describe('a config that cannot', () => {
  const options = 'version, fail-on, families, checks, paths, tdd, on-incomplete, own-suppressions, revoke-command, suppressions';
  const entry = '  - check: injection/sql\n    path: a.ts\n    reason: why\n    until: 2027-01-31\n';
  const plain = 'write the value out: anchors, aliases and tags are not read here.';
  const rows: [string, string, string[]][] = [
    [
      'an unknown option',
      'on-incomplete: neutral\nfail_on: low',
      [`2: \`fail_on\` is no option here; did you mean \`fail-on\`? Options: ${options}.`],
    ],
    ['an option nothing is like', 'colour: red', [`1: \`colour\` is no option here. Options: ${options}.`]],
    [
      'an unknown option inside',
      'tdd:\n  mode: off\n  testpaths: []',
      [
        '3: `testpaths` is no option of `tdd`; did you mean `test-paths`? Options: mode, test-paths, production-paths, paths, exempt-types, exempt-authors, labels, evidence, newcomers, override-command.',
      ],
    ],
    [
      'an unknown option in fail-on',
      'fail-on:\n  severty: low',
      ['2: `severty` is no option of `fail-on`; did you mean `severity`? Options: severity, confidence.'],
    ],
    [
      'an unknown family',
      'families: { leaks: on }',
      [
        '1: `leaks` is no option of `families`; did you mean `leak`? Options: toctou, injection, leak, failsecure, artifact, gate, actions, container, crypto, auth, exposure.',
      ],
    ],
    [
      'an unknown check',
      'checks:\n  injection/shel-eval: off',
      ['2: There is no check `injection/shel-eval`; did you mean `injection/shell-eval`?'],
    ],
    ['a check nothing is like', 'checks:\n  x: off', ['2: There is no check `x`; `portcullis checks` lists them.']],
    [
      'names that every object has',
      '__proto__: 1\nconstructor: 1\nchecks: { __proto__: on, constructor: on }',
      [
        `1: \`__proto__\` is no option here. Options: ${options}.`,
        `2: \`constructor\` is no option here. Options: ${options}.`,
        '3: There is no check `__proto__`; `portcullis checks` lists them.',
        '3: There is no check `constructor`; `portcullis checks` lists them.',
      ],
    ],
    ['a wrong word', 'tdd:\n  mode: hard', ['2: `tdd.mode` must be `off`, `advisory`, `labels` or `strict`.']],
    [
      'a wrong severity',
      'fail-on: severe',
      ['1: `fail-on` must be `critical`, `high`, `medium`, `low` or `note`, or a map of `severity` and `confidence`.'],
    ],
    [
      'a wrong severity in a map',
      'fail-on:\n  severity: severe',
      ['2: `fail-on.severity` must be `critical`, `high`, `medium`, `low` or `note`.'],
    ],
    ['a wrong type', 'families:\n  leak: maybe', ['2: `families.leak` must be `on` or `off`.']],
    ['a list for a map', 'paths: []', ['1: `paths` must be a map of options.']],
    ['a map for a list', 'paths:\n  exclude: { a: b }', ['2: `paths.exclude` must be a list of globs.']],
    ['a number in a list', 'paths:\n  exclude:\n    - a\n    - 7', ['4: `paths.exclude[1]` must be a glob.']],
    ['a bad glob', 'paths:\n  exclude:\n    - "!src"', [`3: \`paths.exclude[0]\` must be a glob: ${globProblem('!src')}.`]],
    ['no value', 'checks:\n', ['1: `checks` has no value; give it one or remove it.']],
    [
      'a bad date',
      `suppressions:\n${entry.replace('01-31', '02-30')}`,
      ['5: `suppressions[0].until` must be a day of the calendar, written YYYY-MM-DD.'],
    ],
    [
      'no reason',
      `suppressions:\n${entry.replace('    reason: why\n', '')}`,
      ['2: `suppressions[0]` lacks `reason`: it must be a sentence.'],
    ],
    ['an empty reason', `suppressions:\n${entry.replace('why', "' '")}`, ['4: `suppressions[0].reason` must be a sentence.']],
    [
      'an unknown check in a suppression',
      `suppressions:\n${entry.replace('sql', 'sq')}`,
      ['2: There is no check `injection/sq`; did you mean `injection/sql`?'],
    ],
    ['another version', 'version: 2', ['1: `version` must be 1.']],
    ['a list at the top', '- a', ['1: The file must be a map of options, such as `fail-on: high`.']],
    ['a word at the top', 'hello', ['1: The file must be a map of options, such as `fail-on: high`.']],
    ['a syntax error', 'tdd:\n  mode: "labels', ['2: This is not YAML: Missing closing "quote.']],
    [
      'a syntax error whose message would repeat the text',
      'tdd: |1off',
      ['1: This is not YAML: Block scalar header includes extra characters.'],
    ],
    ['a duplicate option', 'fail-on: low\nfail-on: high', ['2: This is not YAML: Map keys must be unique.']],
    ['a tab', 'tdd:\n\tmode: labels', ['2: This is not YAML: Tabs are not allowed as indentation.']],
    ['two documents', 'fail-on: low\n---\nfail-on: high', ['2: The file holds more than one document; keep one.']],
    ['a key that is no text', '? [a]\n: 1', ['1: This is not YAML: With stringKeys, all keys must be strings.']],
    ['an alias', 'tdd: &t\n  mode: labels\nfail-on: *t', [`1: There is an anchor: ${plain}`]],
    ['a tag', 'version: 1\nfail-on: !!js/function x', [`2: There is a tag: ${plain}`]],
    [
      'a bomb',
      `a: &a [x]\n${Array.from({ length: 20 }, (_, i) => `b${i}: &b${i} [*a, *a]`).join('\n')}`,
      [`1: There is an anchor: ${plain}`],
    ],
    ['brackets without end', '['.repeat(60_000), ['1: This is nested deeper than 16 levels.']],
    ['braces without end', `version: 1\n${'{a: '.repeat(15_000)}`, ['2: This is nested deeper than 16 levels.']],
    ['dashes without end', '- '.repeat(32_000), ['1: This is nested deeper than 16 levels.']],
    ['question marks without end', '? '.repeat(32_000), ['1: This is nested deeper than 16 levels.']],
    [
      'stairs',
      Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      ['17: This is nested deeper than 16 levels.'],
    ],
    [
      'too many options',
      Array.from({ length: 5000 }, (_, i) => `${i}: 1`).join('\n'),
      ['4001: There are more than 4000 options in this file.'],
    ],
    ['brackets that never match', '}['.repeat(30_000), ['1: There are more than 4000 options in this file.']],
    ['too large', `# ${'é'.repeat(32_768)}`, ['null: The file is larger than 64 KB.']],
    [
      'many problems at once',
      Array.from({ length: 50 }, (_, i) => `${i}: 1`).join('\n'),
      [
        ...Array.from({ length: 10 }, (_, i) => `${i + 1}: \`${i}\` is no option here. Options: ${options}.`),
        'null: 40 more problems are not listed.',
      ],
    ],
  ];
  test.each(rows)('%s', (_, text, problems) => {
    const parsed = parseConfig(text, file, knownChecks);
    expect(parsed.kind === 'problems' ? parsed.problems.map((problem) => `${problem.line}: ${problem.message}`) : parsed).toEqual(problems);
    expect(parsed.kind === 'problems' && parsed.problems.every((problem) => problem.file === file)).toBe(true);
  });
});

const floorFile = 'acme/.github: .github/portcullis.yml';

function read(text: string, from = file): Config {
  const parsed = parseConfig(text, from, knownChecks);
  if (parsed.kind === 'problems') throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

describe('a repository over the floor of its organisation', () => {
  const { tdd } = defaultPolicy;
  const keeps = (asked: string, kept: string) => `\`${file}\` asks for ${asked}; ${floorFile} keeps ${kept}.`;
  const rows: [string, string | null, string | null, Partial<Policy>, string[]][] = [
    ['neither', null, null, {}, []],
    [
      'no floor: a repository is free',
      null,
      'fail-on: critical\nfamilies: { leak: off }\ntdd: { mode: off }\non-incomplete: neutral\nown-suppressions: effective',
      {
        failOn: { severity: 'critical', confidence: 'high' },
        families: { ...defaultPolicy.families, leak: false },
        tdd: { ...tdd, mode: 'off' },
        onIncomplete: 'neutral',
        ownSuppressions: 'effective',
      },
      [],
    ],
    [
      'a floor alone',
      'fail-on: medium\ntdd: { mode: labels }',
      null,
      { failOn: { severity: 'medium', confidence: 'high' }, tdd: { ...tdd, mode: 'labels' } },
      [],
    ],
    [
      'a floor that is silent leaves a repository free',
      'version: 1',
      'fail-on: critical',
      { failOn: { severity: 'critical', confidence: 'high' } },
      [],
    ],
    [
      'fail-on tightened',
      'fail-on: high',
      'fail-on: { severity: low, confidence: medium }',
      { failOn: { severity: 'low', confidence: 'medium' } },
      [],
    ],
    [
      'fail-on loosened',
      'fail-on: medium',
      'fail-on: critical',
      { failOn: { severity: 'medium', confidence: 'high' } },
      [keeps('`fail-on` severity `critical`', '`medium`')],
    ],
    [
      'fail-on loosened on one side, tightened on the other',
      'fail-on: { severity: high, confidence: medium }',
      'fail-on: { severity: low, confidence: high }',
      { failOn: { severity: 'low', confidence: 'medium' } },
      [keeps('`fail-on` confidence `high`', '`medium`')],
    ],
    ['a family turned on', 'families: { crypto: off }', 'families: { crypto: on }', {}, []],
    [
      'a family turned off that the floor turns on',
      'families: { leak: on }',
      'families: { leak: off, auth: off }',
      { families: { ...defaultPolicy.families, auth: false } },
      [keeps('family `leak` off', 'it on')],
    ],
    [
      'a check turned off that the floor turns on',
      'checks: { injection/sql: on }',
      'checks: { injection/sql: off }',
      { checks: { ...defaultPolicy.checks, 'injection/sql': true } },
      [keeps('check `injection/sql` off', 'it on')],
    ],
    [
      'a check turned off whose family the floor turns on',
      'families: { leak: on }',
      'checks: { leak/github-token: off, injection/sql: off }',
      { checks: { ...defaultPolicy.checks, 'injection/sql': false } },
      [keeps('check `leak/github-token` off', 'its family on')],
    ],
    [
      'a check off that the floor turns off in a family that it turns on',
      'families: { leak: on }\nchecks: { leak/github-token: off }',
      'checks: { leak/github-token: off }',
      { checks: { ...defaultPolicy.checks, 'leak/github-token': false } },
      [],
    ],
    [
      'a check stays on though its family goes off',
      'checks: { injection/sql: on }',
      'families: { injection: off }',
      { families: { ...defaultPolicy.families, injection: false }, checks: { ...defaultPolicy.checks, 'injection/sql': true } },
      [],
    ],
    [
      'a check that is off unless asked for',
      'families: { toctou: on }',
      'checks: { toctou/explicit-temp-mode: on }',
      { checks: { ...defaultPolicy.checks, 'toctou/explicit-temp-mode': true } },
      [],
    ],
    [
      'a check turned off that was never on',
      'families: { toctou: on }',
      'checks: { toctou/explicit-temp-mode: off }',
      { checks: defaultPolicy.checks },
      [],
    ],
    [
      'a check turned on',
      'checks: { injection/sql: off }',
      'checks: { injection/sql: on }',
      { checks: { ...defaultPolicy.checks, 'injection/sql': true } },
      [],
    ],
    ['excludes add up', 'paths: { exclude: [a/] }', 'paths: { exclude: [b/, a/] }', { paths: { exclude: ['a/', 'b/'] } }, []],
    [
      'excludes that the floor does not allow',
      'paths: { exclude: [a/], allow-exclude: off }',
      'paths: { exclude: [b/] }',
      { paths: { exclude: ['a/'] } },
      [keeps('paths to be excluded', 'them in')],
    ],
    ['tdd tightened', 'tdd: { mode: advisory }', 'tdd: { mode: labels }', { tdd: { ...tdd, mode: 'labels' } }, []],
    [
      'tdd loosened',
      'tdd: { mode: labels }',
      'tdd: { mode: off }',
      { tdd: { ...tdd, mode: 'labels' } },
      [keeps('`tdd.mode` `off`', '`labels`')],
    ],
    [
      'lists shortened',
      'tdd: { exempt-types: [docs, ci] }',
      'tdd: { exempt-types: [docs] }',
      { tdd: { ...tdd, exemptTypes: ['docs'] } },
      [],
    ],
    [
      'lists extended',
      'tdd: { exempt-types: [docs], test-paths: [test/] }',
      'tdd: { exempt-types: [feat, docs], test-paths: ["**"] }',
      { tdd: { ...tdd, exemptTypes: ['docs'], testPaths: [] } },
      [keeps('`tdd.test-paths` with `**`', 'its own list'), keeps('`tdd.exempt-types` with `feat`', 'its own list')],
    ],
    ['incomplete loosened', 'on-incomplete: failure', 'on-incomplete: neutral', {}, [keeps('`on-incomplete` `neutral`', '`failure`')]],
    ['incomplete tightened', 'on-incomplete: neutral', 'on-incomplete: failure', {}, []],
    [
      'own suppressions loosened',
      'own-suppressions: listed',
      'own-suppressions: effective',
      {},
      [keeps('`own-suppressions` `effective`', '`listed`')],
    ],
    ['own suppressions of the floor alone', 'own-suppressions: effective', 'version: 1', { ownSuppressions: 'effective' }, []],
  ];
  test.each(rows)('%s', (_, floor, repository, changes, notices) => {
    const sources = [...(floor === null ? [] : [floorFile]), ...(repository === null ? [] : [file])];
    expect(
      mergePolicy(defaultPolicy, floor === null ? null : read(floor, floorFile), repository === null ? null : read(repository)),
    ).toEqual({
      policy: { ...defaultPolicy, ...changes, sources },
      notices,
    });
  });

  test('suppressions of both count, each with its file', () => {
    const text = (check: string) => `suppressions:\n  - { check: ${check}, path: a, reason: why, until: 2027-01-31 }`;
    const { policy } = mergePolicy(defaultPolicy, read(text('injection/sql'), floorFile), read(text('container/root')));
    expect(policy.suppressions).toEqual([
      { check: 'injection/sql', path: 'a', reason: 'why', until: '2027-01-31', file: floorFile, line: 2 },
      { check: 'container/root', path: 'a', reason: 'why', until: '2027-01-31', file, line: 2 },
    ]);
  });
});

describe('a change that edits the config', () => {
  const once = (effect: string) => `Once merged, \`${file}\` would ${effect}.`;
  const rows: [string, string | null, string | null, string[]][] = [
    ['no config on either side', null, null, []],
    ['no edit', 'fail-on: low', 'fail-on: low', []],
    ['an edit without effect', 'fail-on: low', '# why\nfail-on: low', [`This change edits \`${file}\` without an effect on reviews.`]],
    [
      'a config that turns everything off',
      null,
      'fail-on: critical\nfamilies: { leak: off, auth: off }\nchecks: { injection/sql: off }\npaths: { exclude: ["**"] }\ntdd: { mode: off }\non-incomplete: neutral\nown-suppressions: effective',
      [
        once('change `fail-on` from `high` with confidence `high` to `critical` with confidence `high`'),
        once('turn off family `leak`'),
        once('turn off family `auth`'),
        once('turn off check `injection/sql`'),
        once('exclude `**` from the review'),
        once('change `tdd.mode` from `advisory` to `off`'),
        once('change `on-incomplete` from `failure` to `neutral`'),
        once('change `own-suppressions` from `listed` to `effective`'),
      ],
    ],
    [
      'a config that goes away',
      'families: { leak: off }\nchecks: { injection/sql: off }\npaths: { exclude: [a] }',
      null,
      [once('turn on family `leak`'), once('turn on check `injection/sql`'), once('no longer exclude `a` from the review')],
    ],
    [
      'suppressions and lists',
      'suppressions:\n  - { check: injection/sql, path: a, reason: why, until: 2027-01-31 }',
      'tdd: { exempt-types: [docs, feat] }\nsuppressions:\n  - { check: injection/sql, path: "b`c", reason: why, until: 2027-01-31 }',
      [
        once('change `tdd.exempt-types`: adds `feat`; removes `chore`, `ci`, `build`, `style`, `deps`'),
        once("suppress `injection/sql` in `b'c` until 2027-01-31"),
        once('no longer suppress `injection/sql` in `a`'),
      ],
    ],
    [
      'a config that cannot be read',
      'fail-on: low',
      'fail-on: [',
      [
        `This change makes \`${file}\` unreadable, and once merged every review would fail. Line 1: This is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ].`,
      ],
    ],
    [
      'one that is readable again',
      'fail-on: [',
      'fail-on: low',
      [
        `Once merged, \`${file}\` can be read again.`,
        once('change `fail-on` from `high` with confidence `high` to `low` with confidence `high`'),
      ],
    ],
  ];
  test.each(rows)('%s', (_, baseText, headText, notices) => {
    expect(describeConfigChange({ baseText, headText, file, knownChecks, defaults: defaultPolicy, floor: null })).toEqual(notices);
  });

  test('what the floor does not allow has no effect, and is said', () => {
    const floor = read('families: { leak: on }', floorFile);
    expect(
      describeConfigChange({ baseText: null, headText: 'families: { leak: off }', file, knownChecks, defaults: defaultPolicy, floor }),
    ).toEqual([
      `This change edits \`${file}\` without an effect on reviews.`,
      `\`${file}\` asks for family \`leak\` off; ${floorFile} keeps it on.`,
    ]);
  });
});

test('the examples of docs/configuration.md and docs/suppressions.md can be read', () => {
  const pages = ['configuration', 'suppressions'].map((name) => readFileSync(new URL(`../docs/${name}.md`, import.meta.url), 'utf8'));
  const examples = pages.flatMap((page) => [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, example]) => example!));
  const named = [...knownChecks, 'injection/sql-string'];
  expect(examples.map((example) => parseConfig(example, file, named).kind)).toEqual(['config', 'config', 'config']);
});

describe('the schema for editors', () => {
  test('is up to date: run `npm run docs`', () => {
    const written: unknown = JSON.parse(readFileSync(new URL('../docs/portcullis.schema.json', import.meta.url), 'utf8'));
    expect(written).toEqual(configJsonSchema());
  });

  test('agrees with the parser', () => {
    const validate = new Ajv({ strict: false }).compile(configJsonSchema());
    const texts = [
      complete,
      'fail-on: high',
      'fail-on: severe',
      'families: { x: on }',
      'checks: { a/b: 3 }',
      'tdd: { mode: x }',
      'suppressions: [{}]',
    ];
    expect(texts.map((text) => validate(parse(text)))).toEqual([true, true, false, false, false, false, false]);
  });
});
