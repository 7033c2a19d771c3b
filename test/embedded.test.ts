import { beforeAll, describe, expect, test } from '@jest/globals';
import { checks } from '../checks/index.ts';
import { type AnalyzeFile, createAnalyzer } from '../src/engine/analyzeFile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';
import { SourceText } from '../src/engine/sourceText.ts';

let analyze: AnalyzeFile;

/** The checks of which these tests speak; how the file itself is made is for others to judge. */
const asked = [
  'failsecure/errexit-defeated',
  'failsecure/privileged-unchecked',
  'injection/curl-pipe',
  'injection/invoke-expression',
  'injection/shell-command',
  'injection/shell-eval',
  'toctou/secret-before-chmod',
  'toctou/predictable-temp',
];

beforeAll(async () => {
  analyze = createAnalyzer(
    await loadCore('native'),
    checks.filter(({ id }) => asked.includes(id)),
    { parseDeadline: 60_000 },
  );
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
    expect(short(WORKFLOW, step(...script))).toEqual(['7:11 failsecure/errexit-defeated chmod 600 key.pem']);
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
      'toctou/secret-before-chmod echo $KEY',
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

describe('shell scripts', () => {
  test('what another shell, here or far, is given', () => {
    const text = [
      'deploy() {',
      "  sudo bash -c 'chmod 600 k; touch d'",
      '  sh -c "chmod 600 \\"$f\\"; touch $g"',
      '  script=\'eval "$(cat notes)"\'',
      '  bash -c "$script" && bash -c "$script"',
      '  ssh -p 22 root@host "curl x.example | sh"',
      '}',
      "bash -c $'chmod 600 \\'k\\'\\ntouch k'",
      'find . -exec sh -c \'chmod 600 "$1"; touch x\' sh {} \\;',
      "echo 'curl x.example | sh' | bash",
      "bash <<< 'curl x.example | sh'",
      '',
    ].join('\n');
    const unchecked = (at: string, code: string, scope: string, trace: readonly number[], statement = code) => ({
      at,
      text: code,
      check: 'failsecure/privileged-unchecked',
      scope,
      statement,
      trace,
    });
    const piped = (at: string, scope: string, line: number) => ({
      at,
      text: 'curl x.example | sh',
      check: 'injection/curl-pipe',
      scope,
      statement: 'curl x.example | sh',
      trace: [line, line],
    });
    const notes = 'eval "$(cat notes)"';
    expect(found('a.sh', text)).toEqual({
      findings: [
        unchecked('2:17', 'chmod 600 k', 'deploy', [2]),
        unchecked('3:10', 'chmod 600 \\"$f\\"', 'deploy', [3], 'chmod 600 "$f"'),
        { at: '4:11', text: notes, check: 'injection/shell-eval', scope: 'deploy', statement: notes, trace: [4, 4] },
        piped('6:24', 'deploy', 6),
        unchecked('8:11', "chmod 600 \\'k\\'", '', [8, 8], "chmod 600 'k'"),
        unchecked('9:21', 'chmod 600 "$1"', '', [9]),
        piped('10:7', '', 10),
        piped('11:11', '', 11),
      ],
      incomplete: [],
      syntaxErrors: 0,
    });
  });

  test.each([
    ['as it stands', "bash <<'EOF'\nchmod 600 k\ntouch k\nEOF\n", ['2:1 chmod 600 k']],
    ['with values of the outer shell', 'bash <<EOF\nchmod 600 "$k" \\$x\ntouch k\nEOF\n', ['2:1 chmod 600 "$k" \\$x']],
    ['without its tabs', 'cat <<-EOF | sudo bash\n\tchmod 600 k\n\ttouch k\n\tEOF\n', ['2:2 chmod 600 k']],
    ['that begins with a backslash', 'bash <<EOF\n\\chmod 600 k\ntouch k\nEOF\n', ['2:1 \\chmod 600 k']],
    ['for a far shell', "ssh host bash -s <<'EOF'\nchmod 600 k\ntouch k\nEOF\n", ['2:1 chmod 600 k']],
    ['for a shell that stops at errors', 'bash -eu <<EOF\nchmod 600 k\ntouch k\nEOF\n', []],
    ['for nobody who runs it', 'cat > f <<EOF\nchmod 600 k\ntouch k\nEOF\npsql <<EOF\nchmod 600 k\nEOF\n', []],
  ])('a here-document %s', (_, text, expected) => {
    const { findings, incomplete } = found('a.sh', text);
    expect({ found: findings.map(({ at, text: code }) => `${at} ${code}`), incomplete }).toEqual({ found: expected, incomplete: [] });
  });

  test('other languages', () => {
    const python = 'python3 - "$1" <<\'PY\'\nimport os, sys\nos.system("ls " + sys.argv[1])\nPY\n';
    expect(short('a.sh', python)).toEqual(['3:1 injection/shell-command os.system("ls " + sys.argv[1])']);
    expect(short('a.sh', 'python -c "import os; os.system(\'ls \' + input())"\n')).toEqual([
      "1:23 injection/shell-command os.system('ls ' + input())",
    ]);
    expect(short('a.sh', 'node -e \'require("child_process").exec("ls " + process.argv[2])\' "$1"\n')).toEqual([
      '1:10 injection/shell-command require("child_process").exec("ls " + process.argv[2])',
    ]);
    expect(short('a.sh', 'pwsh -NoProfile -Command \'iex "ls $(Get-Content x)"\'\n')).toEqual([
      '1:27 injection/invoke-expression iex "ls $(Get-Content x)"',
    ]);
  });

  test('a hole is told once: by the host, not by what it is put into', () => {
    expect(short('a.sh', 'bash -c "eval $1"\n')).toEqual(['1:1 injection/shell-command bash -c "eval $1"']);
    expect(short('a.sh', 'bash -c \'eval "$1"\' _ "$1"\n')).toEqual([]);
  });

  test('a status goes to the command that runs the text', () => {
    const last = (...lines: string[]) =>
      found('a.sh', `${lines.join('\n')}\n`).findings.map(({ at, text, fixed }) => ({ at, text, fixed }));
    const lost = { text: 'chmod 600 k', fixed: undefined };
    expect(last("sudo sh -c 'chmod 600 k'", 'deploy k')).toEqual([{ ...lost, at: '1:13' }]);
    expect(last('deploy() {', '  ssh host "touch k && chmod 600 k"', '  serve k', '}', 'deploy')).toEqual([{ ...lost, at: '2:24' }]);
    expect(last("sudo sh -c 'chmod 600 k' || exit 1", 'deploy k')).toEqual([]);
    expect(last('set -e', "sudo sh -c 'chmod 600 k'", 'deploy k')).toEqual([]);
    expect(last("sudo sh -c 'chmod 600 k'")).toEqual([]);
  });

  test('a fix is quoted for its host', () => {
    const single = "bash -c 'chmod 600 k\ntouch k'\n";
    const double = 'bash -c "chmod 600 k\ntouch k"\n';
    const constant = 'f=k; bash -c "chmod 600 $f\ntouch k"\n';
    const added = ' || { echo "chmod failed" >&2; exit 1; }';
    expect([single, double, constant].flatMap((text) => found('a.sh', text).findings.map(({ fixed }) => fixed))).toEqual([
      single.replace('600 k', `600 k${added}`),
      double.replace('600 k', `600 k${added.replaceAll('"', '\\"')}`),
      undefined,
    ]);
  });
});

describe('Python', () => {
  const file = (...lines: string[]) =>
    `import os, subprocess\nfrom subprocess import run as go\n\ndef deploy(key):\n    ${lines.join('\n    ')}\n`;

  test.each([
    ['plain', ['os.system("chmod 600 k; touch k")'], '5:16 chmod 600 k'],
    ['escapes', ['os.system("echo \\"\\x41\\"; chmod 600 k\\ntouch k")'], '5:31 chmod 600 k'],
    ['raw', ["subprocess.run(r'chmod 600 a\\ b; touch k', shell=True)"], '5:22 chmod 600 a\\ b'],
    ['under another name', ['go("chmod 600 k;" " touch k", shell=True)'], '5:9 chmod 600 k'],
    ['a list with a shell', ['subprocess.check_call(["sudo", "bash", "-c", """', '  chmod 600 k', '  touch k"""])'], '6:7 chmod 600 k'],
    ['over a variable, told once', ["c = 'chmod 600 k; touch k'", 'os.popen(c)', 'os.popen(c)'], '5:10 chmod 600 k'],
    ['joined', ['go(" ".join(["chmod", "600", "k;", "touch", "k"]), shell=True)'], '5:19 chmod", "600", "k'],
    ['os.exec', ['os.execl("/bin/sh", "sh", "-c", "chmod 600 k; touch k")'], '5:38 chmod 600 k'],
  ])('where a text comes from: %s', (_, lines, expected) => {
    const { findings, incomplete, syntaxErrors } = found('a.py', file(...lines));
    expect({
      findings: findings.map(({ at, text, check, scope }) => ({ place: `${at} ${text}`, check, scope })),
      incomplete,
      syntaxErrors,
    }).toEqual({
      findings: [{ place: expected, check: 'failsecure/privileged-unchecked', scope: 'deploy' }],
      incomplete: [],
      syntaxErrors: 0,
    });
  });

  test.each([
    ['f-string', 'f"chmod 600 {key!r}; echo {{ > {key}"'],
    ['percent', '"chmod 600 %s; echo { > %s" % (key, key)'],
    ['format', '"chmod 600 {0}; echo {{ > {0}".format(key)'],
    ['sum', '"chmod 600 " + key + "; echo { > " + key'],
  ])('values put in are the same unknown: %s', (_, expression) => {
    const { findings, syntaxErrors } = found('a.py', file(`os.system(${expression})`));
    expect({ findings: findings.map(({ check, statement, trace }) => ({ check, statement, trace })), syntaxErrors }).toEqual({
      findings: [
        { check: 'injection/shell-command', statement: `os.system(${expression})`, trace: [4, 5] },
        { check: 'failsecure/privileged-unchecked', statement: 'chmod 600 {key}', trace: [5, 5] },
      ],
      syntaxErrors: 0,
    });
  });

  test('what starts no shell, or stops at errors, is silent', () => {
    const lines = ['go("chmod 600 k; touch k")', 'go("chmod 600 k; touch k", shell=False)', 'go(["bash", "-ec", "chmod 600 k; touch k"])'];
    expect(found('a.py', file(...lines, 'print("chmod 600 k; touch k")', 'os.system(key)')).findings).toEqual([]);
  });

  test('a fix is quoted for its literal, or is not offered', () => {
    const added = ' || { echo "chmod failed" >&2; exit 1; }';
    const braced = added.replaceAll('"', '\\"').replace('{', '{{').replace('}', '}}');
    const fixes = (text: string) => found('a.py', file(`os.system(${text})`)).findings.map(({ fixed }) => fixed);
    expect(fixes("'chmod 600 k\\ntouch k'")).toEqual([file(`os.system('chmod 600 k${added}\\ntouch k')`)]);
    expect(fixes('f"chmod 600 k\\ntouch k"')).toEqual([file(`os.system(f"chmod 600 k${braced}\\ntouch k")`)]);
    expect(fixes("r'''chmod 600 k\ntouch k'''")).toEqual([file(`os.system(r'''chmod 600 k${added}\ntouch k''')`)]);
    expect(fixes('r"""chmod 600 k\ntouch k"""')).toEqual([undefined]);
  });

  test('Python and PowerShell in Python', () => {
    expect(short('a.py', file(`go(["python3", "-c", "import os,sys; os.system('ls ' + sys.argv[1])"])`))).toEqual([
      "5:42 injection/shell-command os.system('ls ' + sys.argv[1])",
    ]);
    expect(short('a.py', file('go(["powershell", "-Command", "iex \\"ls $(Get-Content x)\\""])'))).toEqual([
      '5:36 injection/invoke-expression iex \\"ls $(Get-Content x)\\"',
    ]);
  });
});

describe('JavaScript', () => {
  const file = (...lines: string[]) =>
    [
      "import { exec, execSync, spawn as start } from 'node:child_process';",
      "import { $ } from 'zx';",
      "import shell from 'shelljs';",
      'class Deploy {',
      '  run(dir) {',
      ...lines.map((line) => `    ${line}`),
      '  }',
      '}',
      '',
    ].join('\n');

  test.each([
    ['plain', ["execSync('chmod 600 k; touch k');"], '6:15 chmod 600 k'],
    ['escapes', ["execSync('echo \\'\\x41\\'; chmod 600 k\\ntouch k');"], '6:30 chmod 600 k'],
    ['template', ['execSync(`', '  chmod 600 k', '  touch k`);'], '7:7 chmod 600 k'],
    ['with a shell', ["start('chmod 600 k; touch k', { shell: true });"], '6:12 chmod 600 k'],
    ['a shell as the program', ["start('sudo', ['sh', '-c', 'chmod 600 k; touch k']);"], '6:33 chmod 600 k'],
    ['joined', ["const c = ['chmod 600 k', 'touch k'].join('; ');", 'exec(c);', 'exec(c);'], '6:17 chmod 600 k'],
    ['shelljs', ["shell.exec('chmod 600 k; ' + 'touch k');"], '6:17 chmod 600 k'],
  ])('where a text comes from: %s', (_, lines, expected) => {
    const { findings, incomplete, syntaxErrors } = found('a.ts', file(...lines));
    expect({
      findings: findings.map(({ at, text, check, scope }) => ({ place: `${at} ${text}`, check, scope })),
      incomplete,
      syntaxErrors,
    }).toEqual({
      findings: [{ place: expected, check: 'failsecure/privileged-unchecked', scope: 'Deploy.run' }],
      incomplete: [],
      syntaxErrors: 0,
    });
  });

  test('values put in are the same unknown, and templates that are commands stop at errors', () => {
    const { findings } = found('a.ts', file('execSync(`chmod 600 ${dir}/k; cat "${dir}/k"`);'));
    expect(findings.map(({ check, statement, trace }) => ({ check, statement, trace }))).toEqual([
      { check: 'failsecure/privileged-unchecked', statement: 'chmod 600 ${dir}/k', trace: [6, 6] },
    ]);
    const commands = ['await $`chmod 600 ${dir}; curl x.example | sh`;', 'await $({ quiet: true })`curl x.example | sh`;'];
    expect(short('a.ts', file(...commands))).toEqual([
      '6:31 injection/curl-pipe curl x.example | sh',
      '7:30 injection/curl-pipe curl x.example | sh',
    ]);
  });

  test('what starts no shell, or stops at errors, is silent', () => {
    const lines = ["start('chmod 600 k; touch k');", "start('bash', ['-ec', 'chmod 600 k; touch k']);", 'exec(dir);'];
    expect(short('a.ts', file(...lines))).toEqual([]);
  });

  test('a fix is quoted for its literal', () => {
    const added = ' || { echo "chmod failed" >&2; exit 1; }';
    const fixes = (text: string) => found('a.ts', file(`exec(${text});`)).findings.map(({ fixed }) => fixed);
    expect(fixes("'chmod 600 k\\ntouch k'")).toEqual([file(`exec('chmod 600 k${added}\\ntouch k');`)]);
    expect(fixes('"chmod 600 k\\ntouch k"')).toEqual([file(`exec("chmod 600 k${added.replaceAll('"', '\\"')}\\ntouch k");`)]);
    expect(fixes('`chmod 600 k\ntouch k`')).toEqual([file(`exec(\`chmod 600 k${added}\ntouch k\`);`)]);
  });
});

test('PowerShell', () => {
  const text = [
    'function Deploy($x) {',
    '  bash -c "chmod 600 $x; touch `"$x`""',
    "  & wsl.exe bash -lc 'echo ''a''; curl x.example | sh'",
    '  powershell -NoProfile -Command "iex `"ls `$(Get-Content x)`""',
    "  python -c @'",
    'import os, sys',
    'os.system("ls " + sys.argv[1])',
    "'@",
    '}',
    '',
  ].join('\n');
  expect(found('a.ps1', text).findings.map(({ at, check, statement, scope }) => `${at} ${check} ${scope} ${statement}`)).toEqual([
    '2:12 failsecure/privileged-unchecked Deploy chmod 600 $x',
    '3:35 injection/curl-pipe Deploy curl x.example | sh',
    '4:35 injection/invoke-expression Deploy iex "ls $(Get-Content x)"',
    '7:1 injection/shell-command Deploy os.system("ls " + sys.argv[1])',
  ]);
});

describe('code in code', () => {
  test('goes three deep, each with its own quotes, and says what lies deeper', () => {
    const text = `import os\nos.system('''ssh h "bash -c 'curl x.example | sh; bash -c \\\\"curl y.example | sh\\\\"'"''')\n`;
    expect(found('a.py', text)).toMatchObject({
      findings: [{ at: '2:30', text: 'curl x.example | sh', check: 'injection/curl-pipe' }],
      incomplete: ['the code embedded on line 2 was not analysed: code nests deeper than 3 levels'],
    });
  });

  test('values of every level are told as the file has them', () => {
    const workflow = step('      - run: |', '          bash -c "chmod 600 $dir/${{ inputs.key }}; touch x"');
    expect(found(WORKFLOW, workflow).findings.map(({ at, statement }) => `${at} ${statement}`)).toEqual([
      '7:20 chmod 600 $dir/${{ inputs.key }}',
    ]);
  });

  test('more inner code than the file is long is refused', () => {
    const constant = `v='${':'.repeat(4000)}'`;
    const uses = Array.from({ length: 6 }, (_, index) => `bash -c "$v; : ${index}"`);
    expect(found('a.sh', [constant, ...uses, ''].join('\n')).incomplete).toEqual(
      [6, 7].map((line) => `the code embedded on line ${line} was not analysed: there is more of it than the file is long`),
    );
  });
});

describe('templates of code', () => {
  const script = [
    '#!/bin/bash',
    '{# how it is made #}',
    '{% if secure %}',
    'echo $KEY > \'{{ conf_dir }}/key.pem\'; chmod 600 "{{conf_dir}}/key.pem"',
    '{% endif %}',
    'for i in ${#list[@]}; do eval "$(cat {{ notes',
    '  }})"; done',
    '{% raw %}echo {{ x }}; curl x.example | sh{% endraw %}',
    'eval "{{ a }}" # portcullis-ignore injection/shell-eval: no',
    '',
  ].join('\n');

  test('what the template engine reads is a value, the rest is code in its place', () => {
    const { findings, ...rest } = found('roles/x/install.sh.j2', script);
    expect({
      findings: findings.map(({ at, text, check, statement }) => ({ place: `${at} ${text}`, check, statement })),
      ...rest,
    }).toEqual({
      findings: [
        { place: '4:1 echo $KEY', check: 'toctou/secret-before-chmod', statement: 'echo $KEY' },
        {
          place: '4:39 chmod 600 "{{conf_dir}}/key.pem"',
          check: 'failsecure/privileged-unchecked',
          statement: 'chmod 600 "{{ conf_dir }}/key.pem"',
        },
        {
          place: '6:26 eval "$(cat {{ notes\n  }})"',
          check: 'injection/shell-eval',
          statement: 'eval "$(cat {{ notes }} )"',
        },
        { place: '8:24 curl x.example | sh', check: 'injection/curl-pipe', statement: 'curl x.example | sh' },
      ],
      incomplete: [],
      syntaxErrors: 0,
    });
  });

  test.each([
    ['ERB', 'a.sh.erb', '<% if x -%>\nchmod 600 <%= @file %>; touch <%= @file %>\n<% end %>\n', '2:1 chmod 600 <%= @file %>'],
    ['Go', 'a.sh.tmpl', '{{- if .x }}\nchmod 600 {{ .File }}; touch {{.File}}\n{{- end }}\n', '2:1 chmod 600 {{ .File }}'],
    ['Python', 'a.py.j2', 'import os\n{% if x %}\nos.system("chmod 600 {{ f }}; touch k")\n{% endif %}\n', '3:12 chmod 600 {{ f }}'],
    ['a Dockerfile', 'Dockerfile.j2', 'FROM {{ base }}\nRUN chmod 600 {{ f }}; touch k\n', '2:5 chmod 600 {{ f }}'],
    [
      'a workflow',
      '.github/workflows/a.yml.j2',
      `{% if x %}\n${step('      - run: echo {{ f }} ; curl x.example | sh')}{% endif %}\n`,
      '7:29 curl x.example | sh',
    ],
  ])('%s', (_, path, text, expected) => {
    const { findings, incomplete, syntaxErrors } = found(path, text);
    expect({ found: findings.map(({ at, text: code }) => `${at} ${code}`), incomplete, syntaxErrors }).toEqual({
      found: [expected],
      incomplete: [],
      syntaxErrors: 0,
    });
  });

  test('any number of values, and tags that are never closed', () => {
    const many = Array.from({ length: 120 }, (_, index) => `echo {{${String.fromCharCode(97 + (index % 26))}${index}}}`).join('\n');
    const text = `${many}\nchmod 600 {{x}}; touch k {{ y\n{% if\n`;
    expect(found('a.sh.j2', text).findings.map(({ at, statement }) => `${at} ${statement}`)).toEqual(['121:1 chmod 600 {{ x }}']);
  });
});
