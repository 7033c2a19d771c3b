import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { scoreVector } from '../src/decide/cvss.ts';
import { renderReviewJson, renderScanJson, renderTddJson } from '../src/report/json.ts';
import { renderReviewSarif, renderScanSarif } from '../src/report/sarif.ts';
import { hostile, secrets } from './support/hostile.ts';
import { accepted, check, finding, fingerprintOf, gone, leak, note, old, quiet, race, review, scan, withText } from './support/review.ts';

/** The official schema, read as draft 7: it uses nothing of draft 4 but the name of its id. */
const {
  id: _,
  $schema: __,
  ...schema
} = JSON.parse(readFileSync(new URL('support/sarif/sarif-2.1.0-rtm.5.json', import.meta.url), 'utf8'));
// One of its patterns is no regular expression in Unicode mode.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

function problems(document: unknown): string[] {
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const options = {
  checks: [
    check,
    { ...check, id: 'auth/none', cwe: [7], cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:N/I:N/A:N', limits: '', references: ['RFC 9110'] },
  ],
  scoreOf: scoreVector,
  version: '1.2.3',
};

const at = (path: string, startLine: number, endLine = startLine, endColumn = 10) => ({
  physicalLocation: {
    artifactLocation: { uri: path, uriBaseId: '%SRCROOT%' },
    region: { startLine, startColumn: 1, endLine, endColumn },
  },
});
const step = (line: number, text: string) => ({
  location: {
    physicalLocation: { artifactLocation: { uri: 'bin/run.sh', uriBaseId: '%SRCROOT%' }, region: { startLine: line } },
    message: { text },
  },
});
const properties = (severity: string, remediation: string, tags: string[], more: object = {}) => ({
  severity,
  confidence: 'high',
  remediation,
  'security-severity': '8.8',
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
  tags,
  ...more,
});
const evalMessage = { text: '`eval` runs `$1` as code.' };
const evalRemediation = 'Call it as `"${cmd[@]}"`.';
const evalTags = ['external/cwe/cwe-078', 'external/cwe/cwe-095'];

describe('SARIF', () => {
  test('of a review', () => {
    const fix = {
      description: 'Words are no longer split.',
      edits: [{ startLine: 3, startColumn: 1, endLine: 3, endColumn: 10, newText: '"${cmd[@]}"' }],
    };
    const text = renderReviewSarif(
      {
        ...review,
        introduced: [race, finding({ fix }), leak],
        incomplete: [
          { path: 'big file.js', reason: 'over 1 MB' },
          { path: null, reason: 'truncated tree' },
        ],
      },
      options,
    );
    const document = JSON.parse(text);
    expect(problems(document)).toEqual([]);
    const evalResult = { ruleId: 'injection/shell-eval', ruleIndex: 1, message: evalMessage };
    expect(document).toEqual({
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'Portcullis',
              semanticVersion: '1.2.3',
              rules: [
                {
                  id: 'auth/none',
                  shortDescription: { text: 'Shell code built from a variable' },
                  fullDescription: { text: '`eval` runs this text as code. The shell parses the text again.' },
                  help: {
                    text: '`eval` runs this text as code.\n\nThe shell parses the text again.\n\nPut the command in an array.\n\nRFC 9110',
                    markdown:
                      '**Shell code built from a variable**\n\n`eval` runs this text as code.\n\nThe shell parses the text again.\n\nPut the command in an array.\n\n- RFC 9110',
                  },
                  defaultConfiguration: { level: 'note' },
                  properties: { tags: ['security', 'auth', 'external/cwe/cwe-007'], 'security-severity': '0.0' },
                },
                {
                  id: 'injection/shell-eval',
                  shortDescription: { text: 'Shell code built from a variable' },
                  fullDescription: { text: '`eval` runs this text as code. The shell parses the text again.' },
                  help: {
                    text: '`eval` runs this text as code.\n\nThe shell parses the text again.\n\nPut the command in an array.\n\nLimits: A constant is not reported.',
                    markdown:
                      '**Shell code built from a variable**\n\n`eval` runs this text as code.\n\nThe shell parses the text again.\n\nPut the command in an array.\n\nLimits: A constant is not reported.',
                  },
                  defaultConfiguration: { level: 'warning' },
                  properties: { tags: ['security', 'injection', ...evalTags], 'security-severity': '8.8' },
                },
              ],
            },
          },
          automationDetails: { id: 'portcullis/review/' },
          columnKind: 'utf16CodeUnits',
          originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
          invocations: [
            {
              executionSuccessful: false,
              toolExecutionNotifications: [
                {
                  level: 'error',
                  message: { text: 'Not analysed: over 1 MB' },
                  locations: [{ physicalLocation: { artifactLocation: { uri: 'big%20file.js', uriBaseId: '%SRCROOT%' } } }],
                },
                { level: 'error', message: { text: 'Not analysed: truncated tree' } },
                {
                  level: 'note',
                  message: { text: 'Skipped: binary' },
                  locations: [{ physicalLocation: { artifactLocation: { uri: 'logo.png', uriBaseId: '%SRCROOT%' } } }],
                },
                {
                  level: 'note',
                  message: { text: 'Not followed: lib/far.ts was not read: more files are imported than are followed' },
                  locations: [{ physicalLocation: { artifactLocation: { uri: 'src/x.ts', uriBaseId: '%SRCROOT%' } } }],
                },
              ],
            },
          ],
          results: [
            {
              ruleId: 'leak/github-token',
              level: 'error',
              message: { text: 'A GitHub token stands in the source.' },
              locations: [at('src/x.ts', 7, 9, 4)],
              partialFingerprints: { 'portcullis/v1': fingerprintOf('b') },
              baselineState: 'new',
              properties: properties('critical', 'Revoke it, then read it from the environment.', ['external/cwe/cwe-798']),
            },
            {
              ...evalResult,
              level: 'error',
              locations: [at('bin/run.sh', 3)],
              partialFingerprints: { 'portcullis/v1': fingerprintOf('a') },
              baselineState: 'new',
              codeFlows: [{ threadFlows: [{ locations: [step(2, '`$1` comes from the command line'), step(3, 'runs in `eval`')] }] }],
              fixes: [
                {
                  description: { text: 'Words are no longer split.' },
                  artifactChanges: [
                    {
                      artifactLocation: { uri: 'bin/run.sh', uriBaseId: '%SRCROOT%' },
                      replacements: [
                        {
                          deletedRegion: { startLine: 3, startColumn: 1, endLine: 3, endColumn: 10 },
                          insertedContent: { text: '"${cmd[@]}"' },
                        },
                      ],
                    },
                  ],
                },
              ],
              properties: properties('high', evalRemediation, evalTags),
            },
            {
              ruleId: 'toctou/check-then-use',
              level: 'warning',
              message: { text: 'The file can change between check and use. The guard at bin/run.sh:11 of the base is gone.' },
              locations: [at('bin/run.sh', 12)],
              partialFingerprints: { 'portcullis/v1': fingerprintOf('c') },
              baselineState: 'new',
              properties: properties('medium', 'Open it once.', ['external/cwe/cwe-367'], {
                confidence: 'medium',
                'security-severity': '4.7',
                cvss: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:N/A:N',
              }),
            },
            {
              ...evalResult,
              level: 'warning',
              locations: [at('lib/old.sh', 3)],
              partialFingerprints: { 'portcullis/v1': old.fingerprint },
              baselineState: 'unchanged',
              properties: properties('high', evalRemediation, evalTags),
            },
            {
              ...evalResult,
              level: 'warning',
              locations: [at('lib/gone.sh', 30)],
              partialFingerprints: { 'portcullis/v1': gone.fingerprint },
              baselineState: 'absent',
              properties: properties('high', evalRemediation, evalTags),
            },
            {
              ...evalResult,
              level: 'warning',
              locations: [at('lib/accepted.sh', 3)],
              partialFingerprints: { 'portcullis/v1': accepted.fingerprint },
              baselineState: 'new',
              suppressions: [
                {
                  kind: 'inSource',
                  status: 'accepted',
                  justification: 'only `root` runs it',
                  location: {
                    physicalLocation: {
                      artifactLocation: { uri: 'lib/accepted.sh', uriBaseId: '%SRCROOT%' },
                      region: { startLine: 2 },
                    },
                  },
                  properties: { until: '2027-01-31' },
                },
              ],
              properties: properties('high', evalRemediation, evalTags),
            },
          ],
        },
      ],
    });
  });

  test('of a scan: nothing is new or old, what blocks is an error', () => {
    const document = JSON.parse(renderScanSarif(scan, options));
    expect(problems(document)).toEqual([]);
    expect(document.runs[0].automationDetails.id).toBe('portcullis/scan/');
    expect(document.runs[0].invocations[0].executionSuccessful).toBe(false);
    expect(
      document.runs[0].results.map(({ ruleId, level, baselineState, suppressions }: Record<string, unknown>) => [
        ruleId,
        level,
        baselineState,
        suppressions,
      ]),
    ).toEqual([
      ['injection/shell-eval', 'error', undefined, undefined],
      ['injection/shell-eval', 'note', undefined, undefined],
      [
        'injection/shell-eval',
        'warning',
        undefined,
        [
          {
            kind: 'external',
            status: 'accepted',
            justification: 'known',
            location: { physicalLocation: { artifactLocation: { uri: '.github/portcullis.yml', uriBaseId: '%SRCROOT%' } } },
            properties: { until: '2027-01-31' },
          },
        ],
      ],
    ]);
    expect(JSON.parse(renderReviewSarif(quiet, options)).runs[0].invocations).toEqual([
      { executionSuccessful: true, toolExecutionNotifications: [] },
    ]);
  });

  test('of a review whose config could not be used says so', () => {
    const policyProblems = [
      { file: '.github/portcullis.yml', line: 2, message: '`familys` is no option here.' },
      { file: 'acme/.github: .github/portcullis.yml', line: null, message: 'The file is not UTF-8.' },
    ];
    const document = JSON.parse(renderReviewSarif(quiet, { ...options, policyProblems }));
    expect(problems(document)).toEqual([]);
    expect(document.runs[0].invocations).toEqual([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [],
        toolConfigurationNotifications: [
          { level: 'error', message: { text: '.github/portcullis.yml:2: `familys` is no option here.' } },
          { level: 'error', message: { text: 'acme/.github: .github/portcullis.yml: The file is not UTF-8.' } },
        ],
      },
    ]);
  });

  test('a copy in a test is no error because the original is one', () => {
    const copy = { ...note, fingerprint: fingerprintOf('a') };
    const { runs } = JSON.parse(
      renderReviewSarif({ ...quiet, unchanged: [], introduced: [finding(), copy], blocking: [copy.fingerprint] }, options),
    );
    expect(runs[0].results.map(({ level }: { level: string }) => level)).toEqual(['error', 'note']);
  });

  test.each([
    ['a level that is none', (run: Run) => ({ ...run, results: [{ ...run.results[0], level: 'high' }] })],
    ['a line 0', (run: Run) => ({ ...run, results: [{ ...run.results[0], locations: [at('a', 0)] }] })],
    ['no message', (run: Run) => ({ ...run, results: [{ ...run.results[0], message: {} }] })],
    ['a path that is no URI', (run: Run) => ({ ...run, results: [{ ...run.results[0], locations: [at('a b', 1)] }] })],
    ['an unknown property', (run: Run) => ({ ...run, found: [] })],
    ['no tool', ({ tool, ...run }: Run) => run],
    ['a column kind that is none', (run: Run) => ({ ...run, columnKind: 'bytes' })],
  ])('the schema refuses %s', (_name, spoil) => {
    const document = JSON.parse(renderReviewSarif(review, options));
    expect(problems(document)).toEqual([]);
    expect(problems({ ...document, runs: [spoil(document.runs[0])] })).not.toEqual([]);
  });

  test.each(hostile)('is valid and harmless with %j', (text) => {
    const written = renderReviewSarif(withText(text), options);
    const document = JSON.parse(written);
    expect(problems(document)).toEqual([]);
    expect(written).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}\u007f-\u009f]/u);
    const run = document.runs[0];
    const messages = [...run.results, ...run.invocations[0].toolExecutionNotifications].map(
      (one: { message: { text: string } }) => one.message.text,
    );
    expect(messages.filter((one) => one.includes('](') || /\p{Cc}/u.test(one))).toEqual([]);
    const { uri } = run.results[0].locations[0].physicalLocation.artifactLocation;
    expect(decodeURIComponent(uri)).toBe((text || 'a').replace(/\p{Cs}/gu, '\ufffd'));
    expect(new URL(uri, 'https://root.example/').origin).toBe('https://root.example');
  });
});

interface Run {
  readonly results: readonly object[];
  readonly tool: object;
}

describe('JSON', () => {
  const fields = (one: typeof leak) => {
    const { checkId, family, severity, confidence, cvss, cwe, path, startLine, startColumn, endLine, endColumn } = one;
    const { message, remediation, trace, fingerprint, lostGuard, fix } = one;
    return [
      ['checkId', checkId],
      ['family', family],
      ['severity', severity],
      ['confidence', confidence],
      ['cvss', cvss],
      ['cwe', cwe],
      ['path', path],
      ['startLine', startLine],
      ['startColumn', startColumn],
      ['endLine', endLine],
      ['endColumn', endColumn],
      ['message', message],
      ['remediation', remediation],
      ['trace', trace],
      ['fingerprint', fingerprint],
      ['lostGuard', lostGuard],
      ['fix', fix],
    ];
  };
  const ordered = (value: object) => Object.entries(value);
  const incomplete = [{ path: null, reason: 'truncated tree' }];
  const fix = { description: 'x', edits: [{ startLine: 3, startColumn: 1, endLine: 3, endColumn: 2, newText: 'y' }] };

  test('of a review, names and order included', () => {
    const document = JSON.parse(renderReviewJson({ ...review, introduced: [race, finding({ fix }), note], incomplete }));
    expect(ordered(document)).toEqual([
      ['schema', 'portcullis.review/1'],
      ['base', review.base],
      ['head', review.head],
      ['introduced', [finding({ fix }), race, note]],
      ['fixed', [gone]],
      ['unchanged', 1],
      ['suppressed', review.suppressed],
      ['incomplete', incomplete],
      ['tdd', review.tdd],
      ['score', review.score],
      ['conclusion', review.conclusion],
      ['notices', review.notices],
      ['skipped', review.skipped],
      ['partial', review.partial],
      ['suppressionProblems', review.suppressionProblems],
    ]);
    expect(document.suppressionProblems.map((one: object) => Object.keys(one))).toEqual([['path', 'line', 'kind', 'message']]);
    expect(document.introduced.map(ordered)).toEqual([finding({ fix }), race, note].map(fields));
    expect(ordered(document.tdd).map(([name]) => name)).toEqual([
      'mode',
      'conclusion',
      'violations',
      'commits',
      'cycles',
      'notes',
      'unread',
      'remarks',
      'modeReason',
      'override',
    ]);
    expect(document.tdd.violations.map((one: object) => Object.keys(one))).toEqual([['id', 'commit', 'message', 'blocks', 'repair']]);
    expect(document.tdd.cycles.map((one: object) => Object.keys(one))).toEqual([['red', 'green', 'refactor', 'verdict', 'evidence']]);
    expect(document.tdd.commits.map((commit: object) => Object.keys(commit))).toEqual(
      review.tdd.commits.map(() => ['sha', 'subject', 'phase', 'touches', 'evidence', 'proof', 'touched']),
    );
  });

  test('of a scan and of commits', () => {
    const { skipped, suppressionProblems } = review;
    expect(ordered(JSON.parse(renderScanJson({ ...scan, skipped, suppressionProblems })))).toEqual([
      ['schema', 'portcullis.scan/1'],
      ['findings', scan.findings],
      ['incomplete', scan.incomplete],
      ['skipped', skipped],
      ['partial', []],
      ['suppressed', scan.suppressed],
      ['suppressionProblems', suppressionProblems],
    ]);
    expect(ordered(JSON.parse(renderTddJson(review.tdd)))).toEqual([
      ['schema', 'portcullis.tdd/1'],
      ['tdd', review.tdd],
    ]);
  });

  test('holds the same findings as SARIF', () => {
    const introduced = JSON.parse(renderReviewJson(review)).introduced.map((one: typeof leak) => one.fingerprint);
    const results = JSON.parse(renderReviewSarif(review, options)).runs[0].results.filter(
      (one: { baselineState: string; suppressions?: unknown }) => one.baselineState === 'new' && !one.suppressions,
    );
    expect(results.map((one: { partialFingerprints: Record<string, string> }) => one.partialFingerprints['portcullis/v1'])).toEqual(
      introduced,
    );
    expect(introduced).toEqual(['b', 'a', 'c', 'd'].map(fingerprintOf));
  });

  test.each(hostile)('keeps %j as it is and shows nothing of it to a terminal', (text) => {
    const written = renderReviewJson(withText(text));
    expect(written).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(JSON.parse(written).introduced[0].message).toBe(text);
  });
});

test('no secret is in SARIF or JSON, and no fix that would need one', () => {
  for (const secret of secrets) {
    const dirty = withText(secret.text);
    const written = [
      renderReviewJson(dirty),
      renderReviewSarif(dirty, options),
      renderScanJson({ ...scan, findings: dirty.introduced }),
      renderScanSarif({ ...scan, findings: dirty.introduced }, options),
      renderTddJson(dirty.tdd),
    ];
    const shown = written.map((text) => text + decodeURIComponent(text.replace(/%(?![0-9A-F]{2})/g, '%25')));
    expect(secret.hidden.filter((part) => shown.some((text) => text.includes(part)))).toEqual([]);
    expect(JSON.parse(written[0]!).introduced.map((one: typeof leak) => one.fix)).toEqual([null, null, null, null]);
    expect(JSON.parse(written[1]!).runs[0].results.filter((one: object) => 'fixes' in one)).toEqual([]);
  }
});
