/** Scripts of a repository that its workflows start: what they are given of what outsiders write. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { checks } from '../checks/index.ts';
import { type AnalyzeFile, createAnalyzer } from '../src/engine/analyzeFile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';
import { handedTo } from '../src/engine/project/startedScripts.ts';

const workflow = (step: string, around = '') =>
  `on: pull_request_target\n${around}jobs:\n  a:\n    runs-on: ubuntu-latest\n    env:\n      BODY: \${{ github.event.pull_request.body }}\n      SHA: \${{ github.sha }}\n    steps:\n${step}`;
const step = (run: string, more = '') => `      - run: ${run}\n${more}`;
const title = `        env:\n          TITLE: '[\${{ github.event.pull_request.title }}]'\n          BODY: none\n`;

describe('what a workflow hands to a script', () => {
  test.each([
    ['the variables around it', workflow(step('./scripts/x.sh')), ['BODY']],
    ['those of its step, which hold before those of the job', workflow(step('bash scripts/x.sh', title)), ['TITLE']],
    ['arguments', workflow(step('bash "scripts/x.sh" a "$TITLE" | tee "$TITLE"', title)), ['TITLE', '2']],
    ['expressions as arguments', workflow(step('bash scripts/x.sh "${{ github.head_ref }}" "$SHA"')), ['BODY', '1']],
    ['in a folder', workflow(step('./x.sh', '        working-directory: scripts\n')), ['BODY']],
    ['by a path that begins with a variable', workflow(step('bash $ROOT/x.sh')), ['BODY']],
    ['another script of that name', workflow(step('bash other/x.sh')), []],
    ['none', workflow(step('make')), []],
  ])('%s', (_, text, expected) => {
    expect(handedTo('scripts/x.sh', text)).toEqual(expected);
  });
});

describe('a script that a workflow starts', () => {
  let analyze: AnalyzeFile;

  beforeAll(async () => {
    analyze = createAnalyzer(await loadCore('native'), checks, { parseDeadline: 60_000 });
  });

  test('is given what the workflow hands to it', () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    const origins = (text: string, run: string | null) => {
      const neighbours = run === null ? [] : [{ path: '.github/workflows/ci.yml', bytes: bytes(workflow(step(run, title))) }];
      const { findings } = analyze({ path: 'scripts/x.sh', mode: 'file', bytes: bytes(`#!/bin/bash\n${text}\n`), neighbours });
      return findings
        .filter(({ checkId }) => checkId === 'injection/shell-eval')
        .map(({ trace }) => trace[0]?.text.replace(/.* comes from /, ''));
    };
    const outsiders = 'whoever opens a pull request or an issue';
    expect([
      origins('eval "$TITLE"', 'bash scripts/x.sh'),
      origins('eval "$2"', 'bash scripts/x.sh a "$TITLE"'),
      origins('eval "$1"', 'bash scripts/x.sh a "$TITLE"'),
      origins('eval "$2"', null),
    ]).toEqual([[outsiders], [outsiders], ['the command line'], ['the command line']]);
  });
});
