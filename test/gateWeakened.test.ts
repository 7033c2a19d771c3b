import { beforeAll, describe, expect, test } from '@jest/globals';
import { checks } from '../checks/index.ts';
import { judgeFinding } from '../src/decide/severity.ts';
import { type AnalysedFile, compareFindings } from '../src/diff/compareFindings.ts';
import { type AnalyzeFile, createAnalyzer } from '../src/engine/analyzeFile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';

let analyze: AnalyzeFile;

beforeAll(async () => {
  const own = checks.filter(({ id }) => id === 'gate/weakened');
  analyze = createAnalyzer(await loadCore('native'), own, { parseDeadline: 60_000 });
});

/** A file at one path, or at two where it moves; null where it is not there. */
function file(paths: string | readonly [string, string], base: string | null, head: string | null): AnalysedFile {
  const [from, to] = typeof paths === 'string' ? [paths, paths] : paths;
  const analysed = (path: string, text: string | null) =>
    text === null ? null : analyze({ path, mode: 'file', bytes: new TextEncoder().encode(text) });
  const version = (path: string, text: string | null) => (text === null ? null : { path, sha: text, mode: 'file' as const });
  return {
    file: {
      status: base === null ? 'added' : head === null ? 'removed' : from === to ? 'modified' : 'renamed',
      base: version(from, base),
      head: version(to, head),
    },
    base: analysed(from, base),
    head: analysed(to, head),
    baseText: base,
    headText: head,
  };
}

/** `path:line severity: the first words of the message`. */
function weakened(...files: AnalysedFile[]): string[] {
  return compareFindings(files, judgeFinding).introduced.map(
    ({ path, startLine, severity, message }) => `${path}:${startLine} ${severity}: ${message.split(/ no longer| is gone|: |, and/)[0]}`,
  );
}

const workflow = (...steps: string[]) => `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n${steps.join('\n')}\n`;
const ci = '.github/workflows/ci.yml';

describe('a step of a workflow', () => {
  test.each<[string, string, string, string[]]>([
    [
      'swallows its failure',
      workflow('      - run: npm test'),
      workflow('      - run: npm test || true'),
      [`${ci}:6 medium: \`npm test\``],
    ],
    [
      'swallows it in a block',
      workflow('      - run: |\n          npm ci\n          npx eslint .'),
      workflow('      - run: |\n          npm ci\n          npx eslint . || echo "lint failed"'),
      [`${ci}:8 medium: \`npx eslint .\``],
    ],
    [
      'may fail',
      workflow('      - run: npm audit'),
      workflow('      - run: npm audit\n        continue-on-error: true'),
      [`${ci}:7 medium: \`npm audit\``],
    ],
    [
      'is switched off',
      workflow('      - name: Scan\n        uses: gitleaks/gitleaks-action@v2'),
      workflow('      - name: Scan\n        if: false\n        uses: gitleaks/gitleaks-action@v2'),
      [`${ci}:7 medium: \`gitleaks/gitleaks-action\``],
    ],
    [
      'is switched off by an expression',
      workflow('      - run: semgrep ci'),
      workflow('      - run: semgrep ci\n        if: ${{ false }}'),
      [`${ci}:7 medium: \`semgrep ci\``],
    ],
    [
      'is told to say yes',
      workflow('      - run: bandit -r src'),
      workflow('      - run: bandit -r src --exit-zero'),
      [`${ci}:6 medium: \`bandit -r src --exit-zero\``],
    ],
    [
      'is no longer told to say no',
      workflow('      - run: trivy fs --exit-code 1 .'),
      workflow('      - run: trivy fs .'),
      [`${ci}:6 medium: \`trivy fs .\``],
    ],
    [
      'goes through a pipe',
      workflow('      - run: npm test | tee log\n        shell: bash'),
      workflow('      - run: npm test | tee log'),
      [`${ci}:6 medium: Without \`pipefail\` the status of \`npm test\` is lost`],
    ],
    [
      'installs by the lock file no more',
      workflow('      - run: yarn install --frozen-lockfile'),
      workflow('      - run: yarn install'),
      [`${ci}:6 medium: \`yarn install\``],
    ],
    ['installs anything', workflow('      - run: npm ci'), workflow('      - run: npm install'), [`${ci}:6 medium: \`npm install\``]],
    [
      'scans no more',
      workflow('      - run: npm ci', '      - run: gitleaks detect', '      - run: npm test'),
      workflow('      - run: npm ci', '      - run: npm test'),
      [`${ci}:7 medium: The scan by gitleaks`],
    ],
    [
      'is a comment now',
      workflow('      - run: npm ci', '      - uses: github/codeql-action/analyze@v3'),
      workflow('      - run: npm ci', '      # - uses: github/codeql-action/analyze@v3'),
      [`${ci}:7 medium: The scan by codeql`],
    ],
    [
      'turns errors off and never looks',
      workflow('      - run: |\n          pytest'),
      workflow('      - run: |\n          set +e\n          pytest'),
      [`${ci}:7 medium: \`pytest\``],
    ],
    // What must stay silent.
    ['is the same', workflow('      - run: npm test || true'), workflow('      - run: npm test || true', '      - run: npm ci'), []],
    [
      'moves',
      workflow('      - run: npm test', '      - run: npm run build'),
      workflow('      - run: npm run build', '      - name: Tests\n        run: npm test'),
      [],
    ],
    [
      'was advisory',
      workflow('      - run: npm test', '      - run: npm audit || true'),
      workflow('      - run: npm audit || true', '      - run: npm test'),
      [],
    ],
    ['is new and advisory', workflow('      - run: npm test'), workflow('      - run: npm test', '      - run: npm audit || true'), []],
    [
      'is new and may fail',
      workflow('      - run: npm test'),
      workflow('      - run: npm test', '      - run: npx eslint .\n        continue-on-error: true'),
      [],
    ],
    [
      'may fail, and tests nothing',
      workflow('      - run: ./deploy'),
      workflow('      - run: ./deploy\n        continue-on-error: true'),
      [],
    ],
    ['keeps the status', workflow('      - run: npm test'), workflow('      - run: npm test || status=$?'), []],
    ['says why and fails', workflow('      - run: npm test'), workflow('      - run: npm test || { echo failed; exit 1; }'), []],
    [
      'turns errors off and looks',
      workflow('      - run: pytest'),
      workflow('      - run: |\n          set +e\n          pytest\n          code=$?\n          exit $code'),
      [],
    ],
    [
      'has another scanner for the same',
      workflow('      - uses: gitleaks/gitleaks-action@v2'),
      workflow('      - uses: trufflesecurity/trufflehog@v3'),
      [],
    ],
    [
      'is a script of the repository',
      workflow('      - run: npm audit'),
      workflow('      - run: npm run audit'),
      [`${ci}:6 medium: The scan by audit`],
    ],
    [
      'fails for one version only',
      workflow('      - run: npm test'),
      workflow('      - run: npm test\n        continue-on-error: ${{ matrix.experimental }}'),
      [],
    ],
    ['has its words in a text', workflow('      - run: echo ok'), workflow('      - run: echo "npm test || true"'), []],
    [
      'is another version',
      workflow('      - uses: gitleaks/gitleaks-action@v2'),
      workflow('      - uses: gitleaks/gitleaks-action@v3'),
      [],
    ],
  ])('%s', (_, base, head, expected) => {
    expect(weakened(file(ci, base, head))).toEqual(expected);
  });

  test('of a job that may fail: told once for all of its gates', () => {
    const steps = '    steps:\n      - run: npm test\n      - run: npx eslint .\n      - run: npm audit\n';
    const job = (more: string) => `on: push\njobs:\n  a:\n    runs-on: x\n${more}${steps}`;
    expect(weakened(file(ci, job(''), job('    continue-on-error: true\n')))).toEqual([`${ci}:5 medium: \`npm test\``]);
  });
  test('moves to another file', () => {
    const gone = file(ci, workflow('      - run: gitleaks detect', '      - run: npm ci'), workflow('      - run: npm ci'));
    expect(weakened(gone, file('.github/workflows/scan.yml', null, workflow('      - run: gitleaks detect')))).toEqual([]);
    expect(weakened(gone)).toEqual([`${ci}:6 medium: The scan by gitleaks`]);
  });
  test('goes with its workflow', () => {
    expect(weakened(file(ci, workflow('      - run: npm test', '      - run: semgrep ci'), null))).toEqual([
      `${ci}:7 medium: The scan by semgrep`,
    ]);
  });
  test('goes to a workflow of another name', () => {
    const text = workflow('      - run: npm test', '      - run: semgrep ci');
    expect(weakened(file([ci, '.github/workflows/tests.yml'], text, text.replace('npm test', 'npm test || true')))).toEqual([
      '.github/workflows/tests.yml:6 medium: `npm test`',
    ]);
  });
});

describe('other pipelines', () => {
  test.each<[string, string, string, string[]]>([
    [
      '.gitlab-ci.yml',
      'test:\n  script:\n    - npm test\n',
      'test:\n  allow_failure: true\n  script:\n    - npm test\n',
      ['.gitlab-ci.yml:2 medium: `npm test`'],
    ],
    [
      '.gitlab-ci.yml',
      'include:\n  - template: Security/SAST.gitlab-ci.yml\nx: 1\n',
      'x: 1\n',
      ['.gitlab-ci.yml:1 medium: The scan by GitLab SAST'],
    ],
    [
      '.pre-commit-config.yaml',
      'repos:\n- repo: https://github.com/gitleaks/gitleaks\n  hooks:\n  - id: gitleaks\n- repo: https://github.com/psf/black\n',
      'repos:\n- repo: https://github.com/psf/black\n',
      ['.pre-commit-config.yaml:2 medium: The scan by gitleaks'],
    ],
    [
      'package.json',
      '{\n "scripts": {\n  "lint": "eslint ."\n }\n}',
      '{\n "scripts": {\n  "lint": "eslint . || true"\n }\n}',
      ['package.json:3 medium: `eslint .`'],
    ],
    [
      'package.json',
      '{\n "scripts": {\n  "a": "b"\n }, "x": "eslint ."\n}',
      '{\n "scripts": {\n  "a": "b"\n }, "x": "eslint . || true"\n}',
      [],
    ],
    ['Makefile', 'test:\n\tpytest\n', 'test:\n\t-pytest\n', ['Makefile:2 medium: `-pytest`']],
    ['Dockerfile', 'FROM a\nRUN npm ci\n', 'FROM a\nRUN npm install\n', ['Dockerfile:2 medium: `npm install`']],
    ['Dockerfile', 'FROM a\nRUN npm ci --omit=dev\n', 'FROM a\nRUN npm ci\n', []],
  ])('%s', (path, base, head, expected) => {
    expect(weakened(file(path, base, head))).toEqual(expected);
  });
});

describe('a job of its own for what is not out yet', () => {
  const job = (name: string, more: string, command = 'pytest -q') => `${name}:\n${more}  script:\n    - ${command}\n`;
  test.each<[string, string, string, string[]]>([
    [
      'may fail while the same command still stops the run',
      job('a', '') + job('next', ''),
      job('a', '') + job('next', '  allow_failure: true\n'),
      [],
    ],
    [
      'may not, where another command is left',
      job('a', '', 'pytest -q api') + job('b', ''),
      job('a', '', 'pytest -q api') + job('b', '  allow_failure: true\n'),
      ['.gitlab-ci.yml:5 medium: `pytest -q`'],
    ],
    [
      'may not scan in vain',
      job('a', '', 'semgrep ci') + job('b', '', 'semgrep ci'),
      job('a', '', 'semgrep ci') + job('b', '  allow_failure: true\n', 'semgrep ci'),
      ['.gitlab-ci.yml:5 medium: `semgrep ci`'],
    ],
  ])('%s', (_, base, head, expected) => {
    expect(weakened(file('.gitlab-ci.yml', base, head))).toEqual(expected);
  });
});

describe('a script', () => {
  const sh = (text: string) => `#!/bin/bash\n${text}\n`;
  test.each<[string, string, string, string[]]>([
    ['stops at errors no more', sh('set -e\nmake'), sh('make'), ['build.sh:2 medium: This script']],
    ['stops at some errors only', sh('set -euo pipefail\nmake'), sh('set -eu\nmake'), ['build.sh:2 medium: This script']],
    ['takes what is unset for empty', sh('set -eu\nmake'), sh('set -e\nmake'), ['build.sh:2 medium: This script']],
    ['goes on from the middle', sh('set -e\nmake\nmake x'), sh('set -e\nmake\nset +e\nmake x'), ['build.sh:4 medium: This script']],
    ['loses the option of its first line', '#!/bin/sh -e\nmake\n', '#!/bin/sh\nmake\n', ['build.sh:2 medium: This script']],
    [
      'commits past the hooks',
      sh('git commit -m x'),
      sh('git commit --no-verify -m x'),
      ['build.sh:2 medium: `git commit --no-verify` leaves out the hooks that look at what is committed, secret scans among them.'],
    ],
    ['is stricter', sh('set -e\nmake'), sh('set -euo pipefail\nmake'), []],
    ['spells it out', sh('set -e\nmake'), sh('set -o errexit\nmake'), []],
    ['has it in its first line', sh('set -e\nmake'), '#!/bin/bash -e\nmake\n', []],
    ['lets one part fail', sh('set -e\nmake'), sh('set -e\nset +e\nmake\nstatus=$?\nset -e\necho $status'), []],
    ['traps errors instead', sh('set -e\nmake'), sh("trap 'exit 1' ERR\nmake"), []],
    ['was loose', sh('make'), sh('make x'), []],
    ['has it in a text', sh('set -e\nmake'), sh('set -e\ncat <<EOF\nset +e\nEOF\nmake'), []],
  ])('%s', (_, base, head, expected) => {
    expect(weakened(file('build.sh', base, head))).toEqual(expected);
  });

  test('moves', () => {
    expect(weakened(file(['build.sh', 'scripts/build'], sh('set -e\nmake'), sh('set -eu\nmake')))).toEqual([]);
  });
  test('becomes a program in another language', () => {
    expect(weakened(file(['build.sh', 'build.py'], sh('set -e\nmake'), 'print(1)\n'))).toEqual([]);
  });
});

describe('what looks, and who', () => {
  const secret = '@org/security';
  test.each<[string, string | null, string | null, string[]]>([
    ['CODEOWNERS', `* @a\n/infra/ ${secret}\n`, '* @a\n', ['CODEOWNERS:1 medium: `/infra/`']],
    ['.github/CODEOWNERS', `* @a\n/infra/ ${secret}\n`, '* @a\n/infra/\n', ['.github/CODEOWNERS:2 medium: `/infra/`']],
    ['CODEOWNERS', `/infra/ ${secret}\n`, `# who\n/infra/ ${secret} @b\n`, []],
    ['CODEOWNERS', `/infra/ ${secret}\n`, `/deploy/ ${secret}\n`, []],
    ['CODEOWNERS', `/infra/ ${secret}\n/x @a\n`, `/x @a\n/infra/ ${secret}\n`, []],
    [
      'tsconfig.json',
      '{ "compilerOptions": { "strict": true } }',
      '{ "compilerOptions": { "strict": false } }',
      ['tsconfig.json:1 medium: `"strict"'],
    ],
    ['tsconfig.json', '{ "compilerOptions": { "strict": true } }', '{ "extends": "./base.json" }', []],
    ['tsconfig.json', '{ "compilerOptions": { "strict": true } }', '{ "compilerOptions": { "strict": true, "target": "es2022" } }', []],
    ['.gitleaksignore', 'a:b:1\n', 'a:b:1\nc:d:2\n', ['.gitleaksignore:2 medium: This entry tells gitleaks to look away']],
    ['.semgrepignore', null, '# ours\nsrc/auth/\n', ['.semgrepignore:2 medium: This entry tells semgrep to look away']],
    ['.semgrepignore', 'a/\nb/\n', 'b/\n# why\na/\n', []],
    [
      '.snyk',
      'version: v1\nignore: {}\n',
      'version: v1\nignore:\n  SNYK-JS-X:\n    - a\n',
      ['.snyk:3 medium: This entry tells snyk to look away', '.snyk:4 medium: This entry tells snyk to look away'],
    ],
    [
      'a.py',
      'x = run(y)\n',
      'x = run(y)  # nosec B602\n',
      ['a.py:1 medium: This comment tells a security scanner to look away from what stands here.'],
    ],
    [
      'a.py',
      'x = run(y)\n',
      'x = run(y)  # nosec B602 - all of it is constant\n',
      ['a.py:1 low: This comment tells a security scanner to look away from what stands here.'],
    ],
    [
      'a.js',
      'f(x)\n',
      '// eslint-disable-next-line security/detect-object-injection -- keys of our own table\nf(x)\n',
      ['a.js:1 low: This comment tells a security scanner to look away from what stands here.'],
    ],
    ['a.py', 'x = 1\n', 'x = 1  # noqa: E501\n', []],
    [
      'a.py',
      'x = 1\n',
      'x = 1  # noqa: E501, S105\n',
      ['a.py:1 medium: This comment tells a security scanner to look away from what stands here.'],
    ],
    [
      'a.js',
      'f(x)\n',
      '// eslint-disable-next-line security/detect-object-injection\nf(x)\n',
      ['a.js:1 medium: This comment tells a security scanner to look away from what stands here.'],
    ],
    ['a.js', 'f(x)\n', '// eslint-disable-next-line no-console\nf(x)\n', []],
    ['a.js', 'f(x)\n', 'f("# nosec")\n', []],
    [
      'a.go',
      'f(x)\n',
      'f(x) // nosemgrep: rule\n',
      ['a.go:1 medium: This comment tells a security scanner to look away from what stands here.'],
    ],
    ['a.js', 'f(x) // nosemgrep\n', 'g()\nf(x)  // nosemgrep\n', []],
    ['a.js', 'f(x)\n', '// portcullis-ignore injection/x until 2030-01-01: why\nf(x)\n', []],
    [
      'test/a.py',
      'x = 1\n',
      'x = 1  # nosec\n',
      ['test/a.py:1 note: This comment tells a security scanner to look away from what stands here.'],
    ],
  ])('%s', (path, base, head, expected) => {
    expect(weakened(file(path, base, head))).toEqual(expected);
  });
});

test('hostile text costs no more than its length', () => {
  const texts = [
    '"'.repeat(5000),
    '$('.repeat(900),
    '<<'.repeat(5000),
    '# '.repeat(20_000),
    "'".repeat(9999),
    '|| '.repeat(9000),
    '{'.repeat(900),
    'eslint-disable '.repeat(3000),
  ];
  expect(
    texts.flatMap((text) =>
      ['a.sh', 'package.json', 'Makefile', 'a.js'].map(
        (path) => analyze({ path, mode: 'file', bytes: new TextEncoder().encode(text) }).incomplete,
      ),
    ),
  ).toEqual(texts.flatMap(() => [[], [], [], []]));
});
