import { beforeAll, describe, expect, test } from '@jest/globals';
import check from '../checks/injection/actions-expression/check.ts';
import { scoreVector } from '../src/decide/cvss.ts';
import { bandOf } from '../src/decide/severity.ts';
import { type AnalyzeFile, createAnalyzer } from '../src/engine/analyzeFile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';
import type { RawFinding } from '../src/model/analysis.ts';
import { applyEdits } from '../src/review/verifyFixes.ts';

let analyze: AnalyzeFile;

beforeAll(async () => {
  analyze = createAnalyzer(await loadCore('native'), [check], { parseDeadline: 60_000 });
});

function findingsOf(text: string, path = '.github/workflows/a.yml'): readonly RawFinding[] {
  const analysis = analyze({ path, mode: 'file', bytes: new TextEncoder().encode(text) });
  expect(analysis.incomplete).toEqual([]);
  return analysis.findings;
}

const workflow = (on: string, expression: string, { job = '', step = '', top = '' } = {}) =>
  `on: ${on}\n${top}jobs:\n  a:\n    runs-on: ubuntu-latest\n${job}    steps:\n      - run: echo "\${{ ${expression} }}"\n${step}`;

describe('how much an expression weighs', () => {
  const title = 'github.event.pull_request.title';
  test.each<[string, string, string[]]>([
    ['secrets and outsiders', workflow('pull_request_target', title), ['critical high']],
    ['an issue', workflow('[issues, push]', 'github.event.issue.body'), ['critical high']],
    ['a token that only reads', workflow('pull_request_target', title, { top: 'permissions:\n  contents: read\n' }), ['high high']],
    [
      'a token that only reads, and a secret',
      workflow('pull_request_target', title, {
        top: 'permissions: read-all\n',
        step: '      - run: deploy\n        env:\n          KEY: ${{ secrets.KEY }}\n',
      }),
      ['critical high'],
    ],
    [
      'a token of the job that writes',
      workflow('issues', 'github.event.issue.title', { job: '    permissions: write-all\n' }),
      ['critical high'],
    ],
    ['forks without secrets', workflow('pull_request', title), ['medium high']],
    ['forks on a machine that stays', workflow('pull_request', title).replace('ubuntu-latest', '[self-hosted, linux]'), ['critical high']],
    [
      'only the own repository',
      workflow('pull_request_target', title, { job: '    if: github.event.pull_request.head.repo.full_name == github.repository\n' }),
      ['critical medium'],
    ],
    [
      'only the event that has no secrets',
      workflow('[pull_request, pull_request_target]', title, { job: "    if: github.event_name == 'pull_request'\n" }),
      ['medium high'],
    ],
    ['commits that were accepted', workflow('push', 'github.event.head_commit.message'), ['medium medium']],
    ['a workflow that another calls', workflow('workflow_call', title), ['critical medium']],
    ['what never comes with the event', workflow('push', title), []],
    ['an input of who may start it', workflow('{workflow_dispatch: {inputs: {name: {description: x}}}}', 'inputs.name'), ['low medium']],
    ['a branch of a finished run', workflow('workflow_run', 'github.event.workflow_run.head_branch'), ['critical high']],
    ['all of an event', workflow('issues', 'toJSON(github.event)'), ['critical high']],
    ['all commits', workflow('push', "join(github.event.commits.*.message, ' ')"), ['medium medium']],
    ['one of two', workflow('pull_request_target', 'github.head_ref || github.ref_name'), ['critical high']],
    [
      'a shell comment',
      'on: issues\njobs:\n  a:\n    steps:\n      - run: |\n          # ${{ github.event.issue.title }}\n          make\n',
      [],
    ],
    [
      'a shell comment that a line break ends',
      'on: issues\njobs:\n  a:\n    steps:\n      - run: |\n          # ${{ github.event.issue.body }}\n          make\n',
      ['critical high'],
    ],
    [
      'an anchor and its aliases',
      'on: issues\njobs:\n  a:\n    steps:\n      - &s\n        run: echo ${{ github.event.issue.title }}\n      - *s\n',
      ['critical high'],
    ],
    ['no workflow at all', '- a\n- ${{ github.event.issue.title }}\n', []],
  ])('%s', (_, text, expected) => {
    expect(findingsOf(text).map(({ vector, confidence }) => `${bandOf(scoreVector(vector!)!)} ${confidence}`)).toEqual(expected);
  });
});

test('a broken workflow is not taken as analysed', () => {
  const text = 'on: issues\njobs: [\n  a: {steps: "${{ github.event.issue.title }}"\n';
  const { findings, incomplete } = analyze({ path: '.github/workflows/a.yml', mode: 'file', bytes: new TextEncoder().encode(text) });
  expect([findings, incomplete]).toEqual([[], ['line 4 is no valid YAML: what follows may not have been understood']]);
});

test('the place is the expression itself, and the trace leads from the event to it', () => {
  const text =
    'on:\n  issues:\njobs:\n  a:\n    steps:\n      - run: |\n          set -e\n          echo "${{ github.event.issue.title }}" > x\n';
  const [finding] = findingsOf(text);
  expect([finding?.startLine, finding?.startColumn, finding?.endLine, finding?.endColumn]).toEqual([8, 17, 8, 48]);
  expect(finding?.trace.map(({ line }) => line)).toEqual([2, 8]);
});

describe('a fix', () => {
  const fixed = (text: string) => {
    const [finding] = findingsOf(text);
    return finding?.fix ? applyEdits(text, finding.fix.edits) : null;
  };
  const lines = (...run: string[]) => `on: issues\njobs:\n  a:\n    steps:\n${run.map((line) => `      ${line}\n`).join('')}`;

  test.each<[string, string, string | null]>([
    [
      'inside double quotes',
      lines('- run: |', '    set -e', '    echo "new: ${{ github.event.issue.title }}"'),
      lines('- env:', '    ISSUE_TITLE: ${{ github.event.issue.title }}', '  run: |', '    set -e', '    echo "new: ${ISSUE_TITLE}"'),
    ],
    [
      'outside quotes',
      lines('- name: A', '  run: echo ${{ github.event.issue.title }}'),
      lines('- name: A', '  env:', '    ISSUE_TITLE: ${{ github.event.issue.title }}', '  run: echo "${ISSUE_TITLE}"'),
    ],
    [
      'beside other variables',
      lines('- name: A', '  env:', '    A: 1', '  run: echo "${{ github.event.issue.title }}"'),
      lines('- name: A', '  env:', '    ISSUE_TITLE: ${{ github.event.issue.title }}', '    A: 1', '  run: echo "${ISSUE_TITLE}"'),
    ],
    ['inside single quotes', lines("- run: echo 'x' '${{ github.event.issue.title }}'"), null],
    ['in a heredoc', lines('- run: |', '    cat <<X', '    ${{ github.event.issue.title }}', '    X'), null],
    ['for another shell', lines('- shell: pwsh', '  run: echo ${{ github.event.issue.title }}'), null],
    ['of a quoted scalar', lines('- run: "echo ${{ github.event.issue.title }}"'), null],
    ['where the name is taken', lines('- env:', '    ISSUE_TITLE: x', '  run: echo ${{ github.event.issue.title }}'), null],
    ['of two at once', lines('- run: echo "${{ github.event.issue.title }}" "${{ github.event.issue.body }}"'), null],
  ])('%s', (_, text, expected) => {
    const result = fixed(text);
    expect(result).toBe(expected);
    if (result !== null) expect(findingsOf(result)).toEqual([]);
  });
});
