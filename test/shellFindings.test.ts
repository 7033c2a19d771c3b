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
  ['constant lines', 'while read -r line; do eval "$line"; done <<\'END\'\necho a\nEND', []],
  ['a name in the lines of a local program', 'lsblk -P | while read -r key; do eval "echo \\$PORTAL_$key"; done', []],
])('how sure it is that eval runs somebody else’s text: %s', (_, script, confidences) => {
  const found = findingsOf(script).filter((finding) => finding.checkId === 'injection/shell-eval');
  expect(found.map((finding) => finding.confidence)).toEqual(confidences);
});
