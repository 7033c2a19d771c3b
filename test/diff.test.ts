import { describe, expect, test } from '@jest/globals';
import { fingerprint, fingerprintsOf } from '../src/diff/fingerprint.ts';
import type { RawFinding } from '../src/model/analysis.ts';

function finding(startLine: number, statement: string, over: Partial<RawFinding> = {}): RawFinding {
  return {
    checkId: 'injection/shell-eval',
    family: 'injection',
    vector: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
    confidence: 'high',
    cwe: [78],
    message: 'message',
    remediation: 'remediation',
    trace: [],
    statement,
    scope: '',
    fix: null,
    startLine,
    startColumn: 1,
    endLine: startLine,
    endColumn: 2,
    ...over,
  };
}

describe('fingerprint', () => {
  const one = { checkId: 'injection/shell-eval', statement: 'eval "$1"', scope: 'main' };

  test('is 64 hex digits and holds nothing of the statement', () => {
    expect(fingerprint(one, 0)).toMatch(/^[0-9a-f]{64}$/);
  });

  test('differs by check, statement, scope and index, and by where one ends and the next begins', () => {
    const all = [
      fingerprint(one, 0),
      fingerprint(one, 1),
      fingerprint({ ...one, checkId: 'injection/other' }, 0),
      fingerprint({ ...one, statement: 'eval "$2"' }, 0),
      fingerprint({ ...one, scope: 'other' }, 0),
      fingerprint({ ...one, statement: 'eval "$1"main', scope: '' }, 0),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  test('numbers equals by position, whatever order they come in', () => {
    const findings = [
      finding(9, 'eval "$1"'),
      finding(3, 'eval "$1"'),
      finding(3, 'eval "$1"', { startColumn: 20 }),
      finding(1, 'eval "$2"'),
    ];
    const shape = { checkId: 'injection/shell-eval', scope: '' };
    expect(fingerprintsOf(findings)).toEqual([
      fingerprint({ ...shape, statement: 'eval "$1"' }, 2),
      fingerprint({ ...shape, statement: 'eval "$1"' }, 0),
      fingerprint({ ...shape, statement: 'eval "$1"' }, 1),
      fingerprint({ ...shape, statement: 'eval "$2"' }, 0),
    ]);
  });

  test('does not change when every line shifts', () => {
    const before = [finding(1, 'eval "$1"'), finding(5, 'eval "$1"')];
    const after = [finding(101, 'eval "$1"'), finding(777, 'eval "$1"')];
    expect(fingerprintsOf(after)).toEqual(fingerprintsOf(before));
  });
});
