import { beforeAll, expect, test } from '@jest/globals';
import { checks } from '../checks/index.ts';
import { type AnalyzeFile, createAnalyzer } from '../src/engine/analyzeFile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';

let analyze: AnalyzeFile;

beforeAll(async () => {
  analyze = createAnalyzer(await loadCore('native'), checks, { parseDeadline: 60_000 });
});

function findingsOf(script: string) {
  return analyze({ path: 'a.sh', mode: 'file', bytes: new TextEncoder().encode(script) }).findings;
}

test.each<[string, string, readonly string[]]>([
  ['what somebody types', 'read -r line\neval "$line"', ['high']],
  ['lines of a local program', 'while read -r line; do eval "$line"; done < <(lsblk -P)', ['medium']],
  ['lines of a file', 'while read -r line; do\n  eval "$line"\ndone < /etc/portal.conf', ['medium']],
  ['lines of a file, by a pipe', 'grep -v "^#" /etc/portal.conf | while read -r line; do eval "$line"; done', ['medium']],
  ['what is left of such lines', 'lsblk -P | while read -r line; do key=${line%%=*}; eval "run $key"; done', ['medium']],
  ['lines from the network', 'curl -fsS https://portal.example | while read -r line; do eval "$line"; done', ['high']],
  ['lines another host sends', 'mapfile -t lines < <(ssh "$host" list)\neval "$lines"', ['high']],
  ['an argument, as a line', 'read -r line <<< "$1"\neval "$line"', ['high']],
  ['what a user types at a prompt of the script', 'while read -e -r -p "git> " line; do eval "git $line"; done', ['medium']],
  ['an option that takes a command', 'case $1 in\n  --env-filter) filter=$2 ;;\nesac\neval "$filter"', ['medium']],
  ['an option that takes a command, by getopts', 'while getopts x: option; do hook=$OPTARG; done\neval "$hook"', ['medium']],
  ['an option put into a command', 'while getopts n: option; do name=$OPTARG; done\neval "echo $name"', ['high']],
  ['an argument that is no option', 'eval "$1"', ['high']],
  ['constant lines', 'while read -r line; do eval "$line"; done <<\'END\'\necho a\nEND', []],
  ['a name in the lines of a local program', 'lsblk -P | while read -r key; do eval "echo \\$PORTAL_$key"; done', []],
])('how sure it is that eval runs somebody else’s text: %s', (_, script, confidences) => {
  const found = findingsOf(script).filter((finding) => finding.checkId === 'injection/shell-eval');
  expect(found.map((finding) => finding.confidence)).toEqual(confidences);
});

test('the message about an exposed file quotes its path', () => {
  const [finding] = findingsOf('printf "%s" "$API_TOKEN" > /etc/portal/api.token\nchmod 600 /etc/portal/api.token || exit 1');
  expect(finding?.message).toBe(
    'A secret is written to `/etc/portal/api.token` with the default mode and hidden only afterwards: in between, every user of the machine can read it.',
  );
});

test.each([
  ['chown root:root /etc/portal.conf', 'chown … || { echo "chown failed" >&2; exit 1; }'],
  ['iptables -P INPUT DROP', 'iptables … || { echo "iptables failed" >&2; exit 1; }'],
])('the remedy for an ignored failure names the command: %s', (command, checked) => {
  expect(findingsOf(`${command}\necho ready`).map((finding) => finding.remediation)).toEqual([
    `Look at the result and stop: \`${checked}\`, or \`set -e\` where it has effect.`,
  ]);
});

/** A long script in which what matters stands far from where it is asked for. */
const many = (line: (position: number) => string) => Array.from({ length: 400 }, (_, position) => line(position)).join('\n');

test.each([
  [
    'a key restricted long after it was written',
    'toctou/secret-before-chmod',
    `echo "$API_KEY" > /etc/api.key\n${many(() => 'echo "$more" >> /etc/api.key')}\nchmod 600 /etc/api.key || exit 1`,
  ],
  [
    'a lock taken after many looks',
    'toctou/lock-nonatomic',
    `if [ ! -e /var/lock/portal ]; then\n${many(() => 'cat /var/lock/portal')}\necho $$ > /var/lock/portal\nfi`,
  ],
  [
    'an argument among many callers',
    'injection/shell-eval',
    `run() {\n  eval "$1"\n}\n${many((position) => `run 'echo ${position}'`)}\nrun "$1"`,
  ],
  [
    'an argument through many names',
    'injection/shell-eval',
    `v0=$1\n${many((position) => `v${position + 1}="$v${position}"`)}\neval "$v400"`,
  ],
])('distance hides nothing: %s', (_, check, script) => {
  expect(findingsOf(script).filter((finding) => finding.checkId === check)).toHaveLength(1);
});

test.each<[string, string, readonly (string | null)[]]>([
  ['in the working directory', '[ -d build ] && rm -rf build', [null]],
  ['wherever the caller says', 'if [ -f "$1/state" ]; then rm "$1/state"; fi', [null]],
  ['where everybody can write', '[ -d /tmp/portal ] && rm -rf /tmp/portal', ['CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:L/A:L']],
  ['of a link that is trusted', '[ -L "$1/state" ] || rm -rf "$1/state"', ['CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:L/A:L']],
  ['in a directory of the system', '[ -f /etc/portal.conf ] && rm /etc/portal.conf', []],
])('deleting what was seen to be there is a note unless others can write there: %s', (_, script, vectors) => {
  expect(
    findingsOf(script)
      .filter((finding) => finding.checkId === 'toctou/check-then-use')
      .map((finding) => finding.vector),
  ).toEqual(vectors);
});

test('a positional parameter is named as it is written', () => {
  const [found] = findingsOf('#!/bin/bash\neval "run $1"\n');
  expect(found?.trace[0]?.text).toBe('$1 comes from the command line');
});
