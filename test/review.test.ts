import { beforeAll, describe, expect, test } from '@jest/globals';
import { checks } from '../checks/index.ts';
import { defaultPolicy } from '../src/config/defaults.ts';
import { createAnalyzer } from '../src/engine/analyzeFile.ts';
import { defineCheck } from '../src/engine/check.ts';
import { type Core, loadCore } from '../src/engine/parse/grammars.ts';
import type { Change } from '../src/model/change.ts';
import { noOutline } from '../src/model/outline.ts';
import type { Policy } from '../src/model/policy.ts';
import type { Analyze } from '../src/review/analyzeChange.ts';
import { type ReviewRequest, reviewChange } from '../src/review/reviewChange.ts';
import { applyEdits } from '../src/review/verifyFixes.ts';
import { type Files, memoryChange } from './support/memoryChange.ts';

let core: Core;
let analyze: Analyze;

beforeAll(async () => {
  core = await loadCore();
  const run = createAnalyzer(core, checks, { parseDeadline: 60_000 });
  analyze = async (file) => run(file);
});

async function review(
  base: Files,
  head: Files,
  options: Partial<ReviewRequest> & { edit?: (change: Change) => Change; over?: Partial<Policy> } = {},
) {
  const change = await memoryChange(base, head);
  return reviewChange({
    change: options.edit?.(change) ?? change,
    policy: { ...defaultPolicy, ...options.over },
    policyProblems: [],
    notices: [],
    knownChecks: checks.map((check) => check.id),
    draft: false,
    today: '2026-11-21',
    analyze,
    outline: async () => noOutline(null),
    concurrency: 2,
    ...options,
  }).then((outcome) => outcome.review);
}

const hole = '#!/bin/bash\neval "$1"\n';
const place = (finding: { checkId: string; path: string; startLine: number }) => `${finding.checkId} ${finding.path}:${finding.startLine}`;

describe('a review', () => {
  test('of nothing dangerous passes, with the account of what was looked at', async () => {
    const result = await review(
      {},
      { 'a.sh': 'echo hi\n', 'logo.png': Uint8Array.of(0, 1), 'README.md': 'hi', lib: { mode: 'submodule', text: '' } },
    );
    expect(result).toMatchObject({
      introduced: [],
      analysed: 1,
      skipped: [
        { path: 'README.md', reason: 'no analysis for this kind of file: searched for secrets only' },
        { path: 'lib', reason: 'submodule' },
        { path: 'logo.png', reason: 'binary: searched for secrets only' },
      ],
      incomplete: [],
      score: { base: 5, head: 5 },
      conclusion: { security: 'success', tdd: 'success' },
      blocking: [],
    });
  });

  test('tells introduced, unchanged and fixed apart', async () => {
    const result = await review(
      { 'old.sh': hole, 'gone.sh': '#!/bin/sh\neval "run $2"\n', 'moved.sh': '#!/bin/bash\neval "$3"\necho a\necho b\n' },
      {
        'old.sh': `#!/bin/bash\n# a line more\n\neval "$1"\n`,
        'new.sh': '#!/bin/bash\neval "$4"\n',
        'lib/moved.sh': '#!/bin/bash\neval "$3"\necho a\necho b\n',
      },
    );
    expect([result.introduced, result.unchanged, result.fixed].map((findings) => findings.map(place))).toEqual([
      ['injection/shell-eval new.sh:2'],
      ['injection/shell-eval lib/moved.sh:2', 'injection/shell-eval old.sh:4'],
      ['injection/shell-eval gone.sh:2'],
    ]);
    expect(result.introduced[0]!.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  test('is not green about a file that could not be analysed, whatever else', async () => {
    const options = {
      analyze: (async (file) =>
        file.path === 'b.sh' ? { ...(await analyze(file)), incomplete: ['parsing took longer than 500 ms'] } : analyze(file)) as Analyze,
    };
    const result = await review({}, { 'a.sh': 'ls\n', 'b.sh': 'ls\n' }, options);
    expect([result.conclusion.security, result.analysed, result.incomplete]).toEqual([
      'failure',
      1,
      [{ path: 'b.sh', reason: 'parsing took longer than 500 ms' }],
    ]);
    const lenient = await review({}, { 'b.sh': 'ls\n' }, { ...options, over: { onIncomplete: 'neutral' } });
    expect(lenient.conclusion.security).toBe('neutral');
  });

  test('is not green about a blob that is gone or a tree that was cut off', async () => {
    const gone = await review(
      {},
      { 'a.sh': 'ls\n' },
      { edit: (change) => ({ ...change, load: async () => ({ kind: 'unavailable', reason: 'the blob is gone' }) }) },
    );
    const cut = await review(
      {},
      { 'a.sh': 'ls\n' },
      { edit: (change) => ({ ...change, incomplete: [{ path: null, reason: 'the tree was truncated' }] }) },
    );
    expect([gone, cut].map((result) => [result.conclusion.security, result.incomplete])).toEqual([
      ['failure', [{ path: 'a.sh', reason: 'the blob is gone' }]],
      ['failure', [{ path: null, reason: 'the tree was truncated' }]],
    ]);
  });

  test('fails with a config that could not be read, and says where', async () => {
    const result = await review(
      {},
      { 'a.sh': 'ls\n' },
      { policyProblems: [{ file: '.github/portcullis.yml', line: 3, message: 'unknown key' }] },
    );
    expect([result.conclusion.security, result.notices]).toEqual([
      'failure',
      ['The configuration could not be used: .github/portcullis.yml, line 3: unknown key'],
    ]);
  });

  test('leaves out what the policy leaves out, and says so', async () => {
    const off = await review({}, { 'a.sh': hole }, { over: { checks: { 'injection/shell-eval': false } } });
    expect([off.introduced, off.analysed]).toEqual([[], 1]);
    const excluded = await review({}, { 'old/a.sh': hole }, { over: { paths: { exclude: ['old/**'] } } });
    expect([excluded.introduced, excluded.skipped]).toEqual([[], [{ path: 'old/a.sh', reason: 'excluded by the configuration' }]]);
  });

  test('lists a suppression that the change itself brings, and lets it have no effect', async () => {
    const comment = '# portcullis-ignore injection/shell-eval until 2026-12-31: reviewed by us\n';
    const own = await review({}, { 'a.sh': `#!/bin/bash\n${comment}eval "$1"\n` });
    expect([own.introduced.map(place), own.suppressed, own.suppressionProblems.map((problem) => problem.kind)]).toEqual([
      ['injection/shell-eval a.sh:3'],
      [],
      ['added-by-this-change'],
    ]);
    const kept = await review({ 'a.sh': `#!/bin/bash\n${comment}echo "$1"\n` }, { 'a.sh': `#!/bin/bash\n${comment}eval "$1"\n` });
    expect([kept.introduced, kept.suppressed.map(({ finding, reason, until }) => [place(finding), reason, until])]).toEqual([
      [],
      [['injection/shell-eval a.sh:3', 'reviewed by us', '2026-12-31']],
    ]);
  });

  test('a finding that becomes sure is introduced, though it stood there unsure', async () => {
    const result = await review(
      { 'a.js': 'import { exec } from "node:child_process";\nexport function f(dir) {\n  exec("ls " + dir);\n}\n' },
      {
        'a.js':
          'import { exec } from "node:child_process";\nexport function f() {\n  const dir = process.argv[2];\n  exec("ls " + dir);\n}\n',
      },
    );
    expect([result.introduced.map(place), result.conclusion.security]).toEqual([['injection/shell-command a.js:4'], 'failure']);
  });

  test('a suppression of the base serves one finding, not whatever is put on its line', async () => {
    const comment = '# portcullis-ignore injection/shell-eval until 2026-12-31: reviewed by us\n';
    const one = `#!/bin/bash\n${comment}eval "$1"\n`;
    const three = await review({ 'a.sh': one }, { 'a.sh': one.replace('eval "$1"', 'eval "$1"; eval "$2"; eval "$3"') });
    expect([three.introduced.map((finding) => finding.startColumn), three.suppressed, three.conclusion.security]).toEqual([
      [12, 23],
      [],
      'failure',
    ]);
    const moved = await review({ 'a.sh': `#!/bin/bash\necho\n` }, { 'a.sh': `#!/bin/bash\n${comment}eval "$1"\n` });
    expect(moved.introduced).toHaveLength(1);
    const edited = await review({ 'a.sh': one }, { 'a.sh': one.replace('$1', '$2') });
    expect([edited.introduced, edited.suppressed.length]).toEqual([[], 1]);
  });

  test('loads and analyses nothing twice that the cache knows', async () => {
    const seen: string[] = [];
    const cache = new Map();
    const counting: Analyze = async (file) => {
      seen.push(file.path);
      return analyze(file);
    };
    await review({ 'a.sh': hole }, { 'a.sh': `${hole}ls\n` }, { analyze: counting, cache });
    await review({ 'a.sh': hole }, { 'a.sh': `${hole}ls -l\n` }, { analyze: counting, cache });
    expect(seen).toEqual(['a.sh', 'a.sh', 'a.sh']);
  });

  test('stops when it is cancelled', async () => {
    await expect(review({}, { 'a.sh': 'ls\n' }, { signal: AbortSignal.abort(new Error('superseded')) })).rejects.toThrow('superseded');
  });
});

describe('a fix', () => {
  const fixing = (newText: string) =>
    defineCheck({
      ...checks[0]!,
      id: 'injection/sample',
      detect: {
        kind: 'syntax',
        bash: {
          command(node, { report }) {
            const name = node.child('name')!;
            if (name.text === 'bad')
              report({
                at: name,
                trace: [{ at: name, text: 'here' }],
                fix: { description: 'd', edits: [{ start: name.start, end: name.end, newText }] },
              });
          },
        },
      },
    });

  test.each([
    ['that removes the finding is offered', 'good', true],
    ['that leaves the finding is not', 'bad', false],
    ['that does not parse is not', 'good "', false],
    ['that brings another finding is not', 'bad; bad', false],
  ])('%s', async (_, newText, offered) => {
    const run = createAnalyzer(core, [fixing(newText)]);
    const result = await review({}, { 'a.sh': '#!/bin/sh\nbad x\n' }, { analyze: async (file) => run(file) });
    expect(result.introduced.map((finding) => finding.fix !== null)).toEqual([offered]);
  });

  test('edits are applied in place, and never over each other', () => {
    const at = (startLine: number, startColumn: number, endLine: number, endColumn: number, newText: string) => ({
      startLine,
      startColumn,
      endLine,
      endColumn,
      newText,
    });
    expect(applyEdits('ab\ncd\n', [at(2, 1, 2, 3, 'X'), at(1, 2, 1, 2, '-')])).toBe('a-b\nX\n');
    expect(applyEdits('ab\n', [at(1, 1, 1, 3, 'X'), at(1, 2, 1, 3, 'Y')])).toBeNull();
    expect(applyEdits('ab\n', [at(9, 1, 9, 1, 'X')])).toBeNull();
  });
});

describe('what a Dockerfile copies whole', () => {
  const check = 'leak/secret-in-build-context';
  const Dockerfile = 'FROM alpine:3.22\nUSER 1000\nCOPY . /app\n';
  const told = async (base: Files, head: Files, edit?: (change: Change) => Change) => {
    const { introduced, fixed, unchanged, incomplete } = await review(base, head, edit && { edit });
    const places = (findings: readonly { checkId: string; path: string; startLine: number }[]) =>
      findings.filter(({ checkId }) => checkId === check).map(place);
    return { introduced: places(introduced), fixed: places(fixed), unchanged: places(unchanged), incomplete };
  };
  const nothing = { introduced: [], fixed: [], unchanged: [], incomplete: [] };
  const api = [`${check} api/Dockerfile:3`];
  const secret = { 'api/config/.env': 'MODE=live\n' };
  const kept = { 'api/.dockerignore': '**/.env\n' };
  const docker = { 'api/Dockerfile': Dockerfile };

  test.each<readonly [name: string, base: Files, head: Files, told: Partial<typeof nothing>]>([
    ['a new Dockerfile', secret, { ...secret, ...docker }, { introduced: api as never[] }],
    ['a new file of secrets', docker, { ...secret, ...docker }, { introduced: api as never[] }],
    ['a list that is gone', { ...docker, ...secret, ...kept }, { ...docker, ...secret }, { introduced: api as never[] }],
    [
      'a list that leaves it out no more',
      { ...docker, ...secret, ...kept },
      { ...docker, ...secret, 'api/.dockerignore': '*.md' },
      { introduced: api as never[] },
    ],
    ['a list that leaves it out now', { ...docker, ...secret }, { ...docker, ...secret, ...kept }, { fixed: api as never[] }],
    ['a file that is gone', { ...docker, ...secret }, docker, { fixed: api as never[] }],
    ['one that was there', { ...docker, ...secret }, { ...docker, ...secret, 'api/.envrc': '' }, { unchanged: api as never[] }],
    ['a file beside the folder', docker, { ...docker, 'web/.env': 'MODE=live\n' }, {}],
    ['a Dockerfile of tests', { 'test/Dockerfile': Dockerfile }, { 'test/Dockerfile': Dockerfile, 'test/.env': 'A=b\n' }, {}],
  ])('is told for %s', async (_, base, head, expected) => {
    expect(await told(base, head)).toEqual({ ...nothing, ...expected });
  });

  test('is not told where the files of the tree are not known', async () => {
    expect(await told(secret, { ...secret, ...docker }, ({ list: _, ...change }) => change)).toEqual(nothing);
  });
});
