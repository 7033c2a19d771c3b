import { generateKeyPairSync } from 'node:crypto';
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
import type { Policy } from '../src/model/policy.ts';

const file = '.github/portcullis.yml';
const floorFile = 'acme/.github: .github/portcullis.yml';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url').toString('base64');
const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString().trim();

const complete = `tdd:
  mode: strict
  production-paths: [test/support/]
  paths:
    - { path: legacy/, mode: off }
    - { path: src/core/, mode: strict }
  labels:
    prefixes: on
    emoji: off
    types: true
    patterns:
      red: ['^RED ', '^failing: ']
      green: ['(?i)^makes .+ pass$']
  evidence:
    checks: ['CI / test*']
    keys: ['${raw}']
    required: E3
  newcomers: same
  override-command: off
`;

test('everything that commit discipline can be told', () => {
  expect(parseConfig(complete, file, [])).toEqual({
    kind: 'config',
    config: {
      file,
      families: {},
      checks: {},
      suppressions: [],
      tdd: {
        mode: 'strict',
        productionPaths: ['test/support/'],
        paths: [
          { path: 'legacy/', mode: 'off' },
          { path: 'src/core/', mode: 'strict' },
        ],
        labels: {
          prefixes: true,
          emoji: false,
          types: true,
          patterns: { red: ['^RED ', '^failing: '], green: ['(?i)^makes .+ pass$'] },
        },
        evidence: { checks: ['CI / test*'], keys: [raw], required: 'E3' },
        newcomers: 'same',
        overrideCommand: 'off',
      },
    } satisfies Config,
  });
  const indented = pem.replaceAll('\n', '\n        ');
  const other = parseConfig(`tdd:\n  evidence:\n    required: none\n    keys:\n      - |-\n        ${indented}\n`, file, []);
  expect(other.kind === 'config' && other.config.tdd).toEqual({ evidence: { required: 'E0', keys: [pem] } });
});

describe('what it cannot be told', () => {
  const pattern = (text: string) => `tdd:\n  labels:\n    patterns:\n      red:\n        - '${text}'\n`;
  const key = 'must be a public key of Ed25519: PEM, or base64 of its 32 bytes; `openssl pkey -in key.pem -pubout` writes one.';
  const linear = 'must be a pattern in the syntax of RE2, which runs in linear time: no look-around and no references back';
  const rows: [string, string, string[]][] = [
    [
      'an unknown option',
      'tdd:\n  label: {}',
      [
        '2: `label` is no option of `tdd`; did you mean `labels`? Options: mode, test-paths, production-paths, paths, exempt-types, exempt-authors, labels, evidence, newcomers, override-command.',
      ],
    ],
    [
      'an unknown label',
      'tdd:\n  labels:\n    emojis: on',
      ['3: `emojis` is no option of `tdd.labels`; did you mean `emoji`? Options: prefixes, emoji, types, patterns.'],
    ],
    [
      'an unknown phase',
      'tdd:\n  labels:\n    patterns: { blue: [] }',
      ['3: `blue` is no option of `tdd.labels.patterns`. Options: red, green, refactor.'],
    ],
    [
      'an unknown kind of evidence',
      'tdd: { evidence: { check: [] } }',
      ['1: `check` is no option of `tdd.evidence`; did you mean `checks`? Options: checks, keys, required.'],
    ],
    [
      'an unknown option of a path',
      'tdd:\n  paths:\n    - { paths: a, mode: off }',
      [
        '3: `tdd.paths[0]` lacks `path`: it must be a glob.',
        '3: `paths` is no option of `tdd.paths[0]`; did you mean `path`? Options: path, mode.',
      ],
    ],
    ['a wrong mode', 'tdd:\n  mode: hard', ['2: `tdd.mode` must be `off`, `advisory`, `labels` or `strict`.']],
    ['a wrong level', 'tdd:\n  evidence: { required: E5 }', ['2: `tdd.evidence.required` must be `none`, `E1`, `E2`, `E3` or `E4`.']],
    ['a wrong word for newcomers', 'tdd:\n  newcomers: off', ['2: `tdd.newcomers` must be `advisory` or `same`.']],
    [
      'a bad glob',
      'tdd:\n  production-paths: ["../a"]',
      ['2: `tdd.production-paths[0]` must be a glob: it holds `.` or `..` as a folder.'],
    ],
    ['a key that is none', "tdd:\n  evidence:\n    keys: ['abc']", [`3: \`tdd.evidence.keys[0]\` ${key}`]],
    ['a look-ahead', pattern('(?=a)b'), [`5: \`tdd.labels.patterns.red[0]\` ${linear}.`]],
    ['a reference back', pattern('(a)\\1'), [`5: \`tdd.labels.patterns.red[0]\` ${linear}.`]],
    ['a bracket that is not closed', pattern('[RED'), [`5: \`tdd.labels.patterns.red[0]\` ${linear}.`]],
    [
      'a pattern that covers everything',
      pattern('(RED)?'),
      ['5: `tdd.labels.patterns.red[0]` must say what it looks for: this pattern matches an empty subject, and so every one.'],
    ],
    [
      'a pattern that is large',
      pattern('(\\p{L}{40}){25}'),
      ['5: `tdd.labels.patterns.red[0]` must be a smaller pattern: its repetitions unfold to more than 500 steps.'],
    ],
    ['a pattern that is long', pattern('a'.repeat(201)), ['5: `tdd.labels.patterns.red[0]` must be a pattern of at most 200 characters.']],
    [
      'too many patterns',
      `tdd:\n  labels:\n    patterns:\n      red: [${'a, '.repeat(21)}]`,
      ['4: `tdd.labels.patterns.red` must be a list of at most 20 patterns.'],
    ],
  ];
  test.each(rows)('%s', (_, text, problems) => {
    const parsed = parseConfig(text, file, []);
    expect(parsed.kind === 'problems' ? parsed.problems.map(({ line, message }) => `${line}: ${message}`) : parsed).toEqual(problems);
  });

  test('a private key is refused and not repeated', () => {
    const text = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString().trim().replaceAll('\n', '\n        ');
    const parsed = parseConfig(`tdd:\n  evidence:\n    keys:\n      - |-\n        ${text}\n`, file, []);
    expect(parsed.kind === 'problems' && parsed.problems.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      '4: `tdd.evidence.keys[0]` must be a public key, and this is a private one, which now has to be replaced.',
    ]);
  });
});

function read(text: string, from = file): Config {
  const parsed = parseConfig(text, from, []);
  if (parsed.kind === 'problems') throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

describe('a repository over the floor of its organisation', () => {
  const { tdd } = defaultPolicy;
  const { labels, evidence } = tdd;
  const keeps = (asked: string, kept: string) => `\`${file}\` asks for ${asked}; ${floorFile} keeps ${kept}.`;
  const rows: [string, string, string, Partial<Policy['tdd']>, string[]][] = [
    [
      'a floor that is silent',
      '{}',
      '{ newcomers: same, labels: { types: on }, paths: [{ path: a/, mode: off }] }',
      {
        newcomers: 'same',
        labels: { ...labels, types: true },
        paths: [{ path: 'a/', mode: 'off' }],
      },
      [],
    ],
    ['production paths add up', '{ production-paths: [a/] }', '{ production-paths: [b/, a/] }', { productionPaths: ['a/', 'b/'] }, []],
    [
      'paths that are tighter',
      '{ mode: labels, paths: [{ path: a/, mode: advisory }] }',
      '{ paths: [{ path: a/b/, mode: strict }] }',
      {
        mode: 'labels',
        paths: [
          { path: 'a/', mode: 'advisory' },
          { path: 'a/b/', mode: 'strict' },
        ],
      },
      [],
    ],
    [
      'paths that are looser than the mode',
      '{ mode: labels }',
      '{ paths: [{ path: a/, mode: off }, { path: b/, mode: labels }] }',
      {
        mode: 'labels',
        paths: [{ path: 'b/', mode: 'labels' }],
      },
      [keeps('`tdd.paths` with `off` for `a/`', '`labels` or tighter')],
    ],
    [
      'paths that are looser than those of the floor',
      '{ paths: [{ path: a/, mode: strict }] }',
      '{ paths: [{ path: a/, mode: labels }] }',
      {
        paths: [{ path: 'a/', mode: 'strict' }],
      },
      [keeps('`tdd.paths` with `labels` for `a/`', '`strict` or tighter')],
    ],
    [
      'labels turned off',
      '{ labels: { prefixes: on, types: on } }',
      '{ labels: { types: off } }',
      { labels: { ...labels, prefixes: true } },
      [],
    ],
    [
      'labels turned on',
      '{ labels: { types: off } }',
      '{ labels: { types: on, emoji: on } }',
      { labels: { ...labels, emoji: true } },
      [keeps('`tdd.labels.types` `on`', '`off`')],
    ],
    [
      'patterns shortened and extended',
      '{ labels: { patterns: { red: [a, b] } } }',
      '{ labels: { patterns: { red: [b, c], green: [d] } } }',
      {
        labels: { ...labels, patterns: { red: ['b'], green: ['d'], refactor: [] } },
      },
      [keeps('`tdd.labels.patterns.red` with `c`', 'its own list')],
    ],
    [
      'checks narrowed',
      "{ evidence: { checks: ['CI / *', unit] } }",
      '{ evidence: { checks: [unit] } }',
      { evidence: { ...evidence, checks: ['unit'] } },
      [],
    ],
    [
      'checks widened',
      '{ evidence: { checks: [unit] } }',
      '{ evidence: { checks: [unit, lint] } }',
      { evidence: { ...evidence, checks: ['unit'] } },
      [keeps('`tdd.evidence.checks` with `lint`', 'its own list')],
    ],
    [
      'checks of any name',
      '{ evidence: { checks: [unit] } }',
      '{ evidence: { checks: [] } }',
      { evidence: { ...evidence, checks: ['unit'] } },
      [keeps('`tdd.evidence.checks` without any name', 'its own list')],
    ],
    ['keys shortened', `{ evidence: { keys: ['${raw}'] } }`, '{ evidence: { keys: [] } }', {}, []],
    [
      'evidence that is tighter',
      '{ evidence: { required: E1 } }',
      '{ evidence: { required: E3 } }',
      { evidence: { ...evidence, required: 'E3' } },
      [],
    ],
    [
      'evidence that is looser',
      '{ evidence: { required: E3 } }',
      '{ evidence: { required: none } }',
      { evidence: { ...evidence, required: 'E3' } },
      [keeps('`tdd.evidence.required` `none`', '`E3`')],
    ],
    [
      'newcomers and the command, tighter',
      '{ newcomers: advisory, override-command: on }',
      '{ newcomers: same, override-command: off }',
      {
        newcomers: 'same',
        overrideCommand: 'off',
      },
      [],
    ],
    [
      'newcomers and the command, looser',
      '{ newcomers: same, override-command: off }',
      '{ newcomers: advisory, override-command: on }',
      {
        newcomers: 'same',
        overrideCommand: 'off',
      },
      [keeps('`tdd.newcomers` `advisory`', '`same`'), keeps('`tdd.override-command` `on`', '`off`')],
    ],
  ];
  test.each(rows)('%s', (_, floor, repository, changes, notices) => {
    expect(mergePolicy(defaultPolicy, read(`tdd: ${floor}`, floorFile), read(`tdd: ${repository}`))).toEqual({
      policy: { ...defaultPolicy, tdd: { ...tdd, ...changes }, sources: [floorFile, file] },
      notices,
    });
  });
});

test('an edit of the config says what it would do', () => {
  const once = (effect: string) => `Once merged, \`${file}\` would ${effect}.`;
  expect(describeConfigChange({ baseText: null, headText: complete, file, knownChecks: [], defaults: defaultPolicy, floor: null })).toEqual(
    [
      once('change `tdd.mode` from `advisory` to `strict`'),
      once('change `tdd.production-paths`: adds `test/support/`'),
      once('change `tdd.paths`: adds `off` for `legacy/`, `strict` for `src/core/`'),
      once('change `tdd.labels.prefixes` from `off` to `on`'),
      once('change `tdd.labels.types` from `off` to `on`'),
      once('change `tdd.labels.patterns.red`: adds `^RED `, `^failing: `'),
      once('change `tdd.labels.patterns.green`: adds `(?i)^makes .+ pass$`'),
      once('change `tdd.evidence.checks`: adds `CI / test*`'),
      once(`change \`tdd.evidence.keys\`: adds \`${raw}\``),
      once('change `tdd.evidence.required` from `none` to `E3`'),
      once('change `tdd.newcomers` from `advisory` to `same`'),
      once('change `tdd.override-command` from `on` to `off`'),
    ],
  );
});

test('the schema for editors agrees with the parser', () => {
  const validate = new Ajv({ strict: false }).compile(configJsonSchema());
  const texts = [
    complete,
    'tdd: { labels: { patterns: { blue: [] } } }',
    'tdd: { evidence: { required: E0 } }',
    'tdd: { paths: [{ path: a }] }',
  ];
  expect(texts.map((text) => validate(parse(text)))).toEqual([true, false, false, false]);
  expect(readFileSync(new URL('../docs/configuration.md', import.meta.url), 'utf8')).toContain('| `tdd.override-command` |');
});
