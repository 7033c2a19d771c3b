import { beforeAll, describe, expect, test } from '@jest/globals';
import { judgeFinding } from '../src/decide/severity.ts';
import { type AnalysedFile, compareFindings } from '../src/diff/compareFindings.ts';
import { type AnalyzeFile, createAnalyzer } from '../src/engine/analyzeFile.ts';
import { defineCheck } from '../src/engine/check.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';
import type { ChangeStatus } from '../src/model/change.ts';

/** A check of one idea: `keep X` keeps X, `open X` stands without what keeps it, `own X of G` is a safeguard of its own, one of G. */
const check = defineCheck({
  id: 'gate/test',
  family: 'gate',
  title: 'Something was taken away',
  cwe: [693],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:L/UI:R/S:U/C:L/I:H/A:L',
  message: 'A safeguard is gone.',
  why: 'It kept something.',
  remediation: 'Put it back.',
  limits: 'It knows three words.',
  references: [],
  about: 'change',
  detect: {
    kind: 'literal',
    keywords: ['keep', 'open', 'own'],
    find({ source, safeguard }) {
      for (const match of source.text.matchAll(/^(keep|open|own) (\S+)(?: of (\S+))?$/gm)) {
        const at = { start: match.index, end: match.index + match[0].length };
        safeguard({
          key: match[2]!,
          isHeld: match[1] !== 'open',
          group: match[3],
          report: { at, message: `${match[2]} is gone`, trace: [{ at, text: 'nothing keeps it here' }] },
        });
      }
    },
  },
});

let analyze: AnalyzeFile;

beforeAll(async () => {
  analyze = createAnalyzer(await loadCore('native'), [check], { parseDeadline: 60_000 });
});

type Version = string | { readonly path: string; readonly text: string } | null;

function fileOf(base: Version, head: Version, status?: ChangeStatus): AnalysedFile {
  const side = (version: Version) => (typeof version === 'string' ? { path: 'a.sh', text: version } : version);
  const [from, to] = [side(base), side(head)];
  const analysed = (version: typeof from) =>
    version && analyze({ path: version.path, mode: 'file', bytes: new TextEncoder().encode(version.text) });
  const entry = (version: typeof from) => version && { path: version.path, sha: version.text, mode: 'file' as const };
  return {
    file: {
      status: status ?? (!from ? 'added' : !to ? 'removed' : from.path === to.path ? 'modified' : 'renamed'),
      base: entry(from),
      head: entry(to),
    },
    base: analysed(from),
    head: analysed(to),
    baseText: from?.text ?? null,
    headText: to?.text ?? null,
  };
}

/** `path:line: message, was path:line`. */
function introduced(...files: AnalysedFile[]): string[] {
  return compareFindings(files, judgeFinding).introduced.map(
    ({ path, startLine, message, lostGuard, trace, severity }) =>
      `${path}:${startLine}: ${message}, was ${lostGuard?.path}:${lostGuard?.line}, ${severity}, ${trace.map((step) => `${step.path}:${step.line}`).join()}`,
  );
}

describe('what keeps something that is still there', () => {
  test.each<[string, string, string, string[]]>([
    ['stays', 'keep a', 'keep a', []],
    ['moves within the file', 'keep a\nx\ny', 'x\ny\nkeep a', []],
    ['goes: told where the kept is', 'x\nkeep a', 'x\ny\nopen a', ['a.sh:3: a is gone, was a.sh:2, medium, a.sh:3']],
    ['goes with what it kept', 'x\nkeep a', 'x', []],
    ['goes, with another that stays', 'keep a\nkeep b', 'open a\nkeep b', ['a.sh:1: a is gone, was a.sh:1, medium, a.sh:1']],
    ['was never there', 'open a', 'open a', []],
    ['is missing in a new place too', 'keep a', 'keep a\nopen a', []],
    ['goes in one of two places', 'keep a\nkeep a', 'keep a\nopen a', ['a.sh:2: a is gone, was a.sh:1, medium, a.sh:2']],
    ['goes, and another place without it goes', 'keep a\nopen a', 'open a', []],
  ])('%s', (_, base, head, expected) => {
    expect(introduced(fileOf(base, head))).toEqual(expected);
  });

  test('goes with a rename', () => {
    expect(introduced(fileOf('x\nkeep a', { path: 'b.sh', text: 'x\nopen a' }))).toEqual(['b.sh:2: a is gone, was a.sh:2, medium, b.sh:2']);
  });
  test('goes with its file', () => {
    expect(introduced(fileOf('keep a', null))).toEqual([]);
  });
  test('stays where it was, though a copy has it no longer', () => {
    expect(introduced(fileOf('keep a', { path: 'b.sh', text: 'open a' }, 'copied'))).toEqual([]);
  });
});

describe('a safeguard of its own', () => {
  test.each<[string, string, string, string[]]>([
    ['stays', 'own a of g', 'x\nown a of g', []],
    ['goes: told where it was', 'x\nown a of g\ny', 'x\ny', ['a.sh:2: a is gone, was a.sh:2, medium, a.sh:2']],
    ['goes from the end', 'x\nown a of g', 'x\n', ['a.sh:1: a is gone, was a.sh:2, medium, a.sh:1']],
    ['goes, and the file is empty', 'own a of g', '', ['a.sh:1: a is gone, was a.sh:1, medium, a.sh:1']],
    ['is there once less', 'own a of g\nx\nown a of g', 'x\nown a of g', []],
    ['is replaced by another of its group', 'own a of g', 'own b of g', []],
    ['is not replaced by another of another group', 'own a of g', 'own b of h', ['a.sh:1: a is gone, was a.sh:1, medium, a.sh:1']],
    ['is not replaced by one that was there', 'own a of g\nown b of g', 'own b of g', ['a.sh:1: a is gone, was a.sh:1, medium, a.sh:1']],
    ['two go and one comes', 'own a of g\nown b of g', 'own c of g', ['a.sh:1: b is gone, was a.sh:2, medium, a.sh:1']],
  ])('%s', (_, base, head, expected) => {
    expect(introduced(fileOf(base, head))).toEqual(expected);
  });

  test('moves to another file', () => {
    expect(introduced(fileOf('own a of g', 'x'), fileOf(null, { path: 'b.sh', text: 'own a of g' }))).toEqual([]);
  });
  test('goes with its file', () => {
    expect(introduced(fileOf('x\nown a of g', null))).toEqual(['a.sh:2: a is gone, was a.sh:2, medium, a.sh:2']);
  });
  test('may be in a file that was not looked at', () => {
    const gone = fileOf('own a of g', 'x');
    expect(introduced({ ...gone, head: { ...gone.head!, incomplete: ['larger than 1 MB'] } })).toEqual([]);
  });
});

test('each has a fingerprint of its own, by what was lost and not by where', () => {
  const prints = (base: string, head: string) =>
    compareFindings([fileOf(base, head)], judgeFinding).introduced.map(({ fingerprint }) => fingerprint);
  const [a, b] = prints('own a of g\nown b of g', '');
  expect(new Set([a, b]).size).toBe(2);
  expect(prints('x\n\nown b of g', 'x')).toEqual([b]);
});

test('is no finding of the file by itself', () => {
  expect(compareFindings([fileOf(null, 'keep a\nopen b\nown c of g')], judgeFinding)).toEqual({ introduced: [], fixed: [], unchanged: [] });
});
