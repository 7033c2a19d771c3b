import { beforeAll, describe, expect, test } from '@jest/globals';
import { checks } from '../checks/index.ts';
import { judgeFinding } from '../src/decide/severity.ts';
import { type AnalyzeFile, createAnalyzer } from '../src/engine/analyzeFile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';
import type { FileAnalysis } from '../src/model/analysis.ts';
import { applyEdits, fixHolds } from '../src/review/verifyFixes.ts';

let analyze: AnalyzeFile;

beforeAll(async () => {
  const own = ['artifact/actions-unpinned', 'actions/permissions', 'actions/persist-credentials', 'actions/secrets-exposure'];
  analyze = createAnalyzer(
    await loadCore('native'),
    checks.filter(({ id }) => own.includes(id)),
    { parseDeadline: 60_000 },
  );
});

function analysed(text: string): FileAnalysis {
  const analysis = analyze({ path: '.github/workflows/a.yml', mode: 'file', bytes: new TextEncoder().encode(text) });
  expect(analysis.incomplete).toEqual([]);
  return analysis;
}

/** `check severity confidence` of each finding. */
function told(text: string): string[] {
  return analysed(text).findings.map((finding) => {
    const { severity, confidence } = judgeFinding(finding, 'production');
    return `${finding.checkId.split('/')[1]} ${severity} ${confidence}`;
  });
}

/** The text with the fix of its one finding, if that holds; null without. */
function mended(text: string): string | null {
  const before = analysed(text);
  const [finding, ...others] = before.findings;
  expect(others).toEqual([]);
  const patched = finding?.fix ? applyEdits(text, finding.fix.edits) : null;
  return finding && patched !== null && fixHolds(finding, before, analysed(patched)) ? patched : null;
}

const sha = '0123456789abcdef0123456789abcdef01234567';
const workflow = (body: string, { on = 'push', top = 'permissions: {}\n', job = '' } = {}) =>
  `on: ${on}\n${top}jobs:\n  a:\n    runs-on: ubuntu-latest\n${job}    steps:\n${body}`;

describe('what an action that is not pinned weighs', () => {
  test.each<[string, string, string[]]>([
    ['a tag in a job without anything', workflow('      - uses: acme/a@v1\n'), ['actions-unpinned medium medium']],
    [
      'beside a secret of another step',
      workflow('      - uses: acme/a@v1\n      - run: x\n        env:\n          K: ${{ secrets.K }}\n'),
      ['actions-unpinned high medium'],
    ],
    [
      'beside the token of the run',
      workflow('      - uses: acme/a@v1\n        with:\n          token: ${{ secrets.GITHUB_TOKEN }}\n'),
      ['actions-unpinned medium medium'],
    ],
    [
      'beside a secret of all jobs',
      workflow('      - uses: acme/a@v1\n', { top: 'permissions: {}\nenv:\n  K: ${{ secrets.K }}\n' }),
      ['actions-unpinned high medium'],
    ],
    [
      'with a token that may write code',
      workflow('      - uses: acme/a@v1\n', { job: '    permissions:\n      contents: write\n' }),
      ['actions-unpinned high medium'],
    ],
    [
      'with a token that may write comments',
      workflow('      - uses: acme/a@v1\n', { job: '    permissions:\n      issues: write\n' }),
      ['actions-unpinned medium medium'],
    ],
    [
      "with a token whose rights the job's own replace",
      workflow('      - uses: acme/a@v1\n', { top: 'permissions:\n  packages: write\n', job: '    permissions: {}\n' }),
      ['actions-unpinned medium medium'],
    ],
    ['a branch of the platform', workflow('      - uses: actions/a@main\n'), ['actions-unpinned low medium']],
    ['a tag of the platform', workflow('      - uses: actions/a@v1\n      - uses: github/codeql-action/init@v3\n'), []],
    [
      'by a tag that those who verify what it makes demand',
      workflow('      - run: x\n').replace(
        /runs-on[\s\S]*$/,
        'uses: slsa-framework/slsa-github-generator/.github/workflows/generator_generic_slsa3.yml@v2.0.0\n    permissions:\n      id-token: write\n',
      ),
      [],
    ],
    ['by a branch for releases', workflow('      - uses: acme/publish@release/v1\n'), ['actions-unpinned medium medium']],
    ['a sha', workflow(`      - uses: acme/a@${sha}\n`), []],
    ['a name that only looks like the platform', workflow('      - uses: actions-x/a@v1\n'), ['actions-unpinned medium medium']],
  ])('%s', (_, text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  test('another version of it is the same finding', () => {
    const statements = ['v1', 'v2.3', 'main', 'release/v1'].map(
      (ref) => analysed(workflow(`      - uses: acme/a@${ref}\n`)).findings[0]!.statement,
    );
    expect(statements).toEqual(['uses acme/a by tag', 'uses acme/a by tag', 'uses acme/a by branch', 'uses acme/a by branch']);
  });
});

describe('permissions', () => {
  const builds = '      - uses: actions/checkout@v5\n      - run: npm ci && npm test\n';
  test.each<[string, string, string[]]>([
    ['none', workflow(builds, { top: '' }), ['permissions medium medium']],
    ['all', workflow(builds, { top: 'permissions: write-all\n' }), ['permissions medium high']],
    ['all of a job', workflow(builds, { job: '    permissions: write-all\n' }), ['permissions medium high']],
    ['all, which the job does not get', workflow(builds, { top: 'permissions: write-all\n', job: '    permissions: read-all\n' }), []],
    ['those of the caller', workflow(builds, { top: '', on: 'workflow_call' }), []],
    ['to write, for one job', workflow(builds, { top: 'permissions:\n  contents: write\n' }), []],
  ])('%s', (_, text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  test('are written where the jobs only check out and build', () => {
    expect(mended(workflow(builds, { top: '' }))).toBe(workflow(builds, { top: 'permissions:\n  contents: read\n\n' }));
  });
  test.each([
    ['a push', '      - run: git push\n'],
    ['a release', '      - run: gh release create v1\n'],
    ['the token in a variable', '      - run: x\n        env:\n          T: ${{ secrets.GITHUB_TOKEN }}\n'],
    ['an action that may need more', `      - uses: acme/a@${sha}\n`],
    ['an action of the repository', '      - uses: ./.github/actions/a\n'],
  ])('are not written beside %s', (_, step) => {
    expect(mended(workflow(step, { top: '' }))).toBeNull();
  });
});

describe('credentials that are kept', () => {
  const upload = '      - uses: actions/upload-artifact@v3\n        with:\n          path: .\n';
  test.each<[string, string, string | null]>([
    [
      'are not',
      `      - uses: actions/checkout@v4 # code\n${upload}`,
      `      - uses: actions/checkout@v4 # code\n        with:\n          persist-credentials: false\n${upload}`,
    ],
    [
      'with options',
      `      - uses: actions/checkout@v4\n        with:\n          fetch-depth: 0\n${upload}`,
      `      - uses: actions/checkout@v4\n        with:\n          persist-credentials: false\n          fetch-depth: 0\n${upload}`,
    ],
    [
      'on purpose',
      `      - uses: actions/checkout@v4\n        with:\n          persist-credentials: true\n${upload}`,
      `      - uses: actions/checkout@v4\n        with:\n          persist-credentials: false\n${upload}`,
    ],
    [
      'under a name',
      `      - name: x\n        uses: actions/checkout@v4\n${upload}`,
      `      - name: x\n        uses: actions/checkout@v4\n        with:\n          persist-credentials: false\n${upload}`,
    ],
    ['and needed', `      - uses: actions/checkout@v4\n      - run: git push\n${upload}`, null],
    ['in one line', `      - { uses: actions/checkout@v4 }\n${upload}`, null],
  ])('%s', (_, steps, expected) => {
    expect(mended(workflow(steps))).toEqual(expected === null ? null : workflow(expected));
  });

  test.each<[string, string, string[]]>([
    ['the token of the run', `      - uses: actions/checkout@v4\n${upload}`, ['persist-credentials low high']],
    [
      'its own token',
      `      - uses: actions/checkout@v4\n        with:\n          token: \${{ secrets.PAT }}\n${upload}`,
      ['persist-credentials medium high'],
    ],
    [
      'its own key',
      `      - uses: actions/checkout@v4\n        with:\n          ssh-key: \${{ secrets.KEY }}\n${upload}`,
      ['persist-credentials medium high'],
    ],
    [
      'a sha of unknown age',
      `      - uses: actions/checkout@v4\n      - uses: actions/upload-artifact@${sha}\n        with:\n          path: .\n`,
      ['persist-credentials low medium'],
    ],
  ])('weigh: %s', (_, steps, expected) => {
    expect(told(workflow(steps))).toEqual(expected);
  });
});

describe('secrets that are handed out', () => {
  test.each<[string, string, string[]]>([
    ['all', workflow('      - run: x\n        env:\n          A: ${{ toJSON( secrets ) }}\n'), ['secrets-exposure medium high']],
    [
      'all, formatted',
      workflow("      - run: x\n        env:\n          A: ${{ format('{0}', secrets) }}\n"),
      ['secrets-exposure medium high'],
    ],
    [
      'chosen',
      workflow('      - run: x\n        env:\n          A: ${{ secrets[format("A_{0}", matrix.x)] }}\n'),
      ['secrets-exposure medium medium'],
    ],
    ['named in brackets', workflow("      - run: x\n        env:\n          A: ${{ secrets['A'] }}\n"), []],
    ['in a comment', workflow('      # A: ${{ toJSON(secrets) }}\n      - run: x\n'), []],
    ['reversed', workflow('      - run: echo ${{ secrets.A }} | rev\n'), ['secrets-exposure medium high']],
    [
      'encoded, from the environment',
      workflow('      - env:\n          A: ${{ secrets.A }}\n        run: printf %s "${A}" | base64 -w0\n'),
      ['secrets-exposure medium high'],
    ],
    ['encoded for a program', workflow('      - run: echo ${{ secrets.A }} | base64 -d | docker login --password-stdin\n'), []],
    ['encoded into a file', workflow('      - run: echo ${{ secrets.A }} | base64 -d > key\n'), []],
    ['masked', workflow('      - run: echo "::add-mask::${{ secrets.A }}"\n'), []],
  ])('%s', (_, text, expected) => {
    expect(told(text)).toEqual(expected);
  });
});

test('odd documents are read as far as they go', () => {
  for (const text of [
    '',
    '[]',
    'jobs: []',
    'jobs:\n  a: 1\n',
    'jobs:\n  a:\n    steps: x\n',
    'on: push\njobs:\n  a:\n    steps:\n      - 1\n      - uses: [x]\n      - uses: "@"\n      - uses:\n',
    'jobs: &a\n  b: *a\n',
    'runs:\n  steps:\n    - uses: x\n',
  ])
    analysed(text);
});
