import { describe, expect, test } from '@jest/globals';
import { readConfigTexts } from '../src/config/configTexts.ts';
import { defaultPolicy } from '../src/config/defaults.ts';
import { loadPolicy } from '../src/config/loadPolicy.ts';
import { type Files, memoryChange } from './support/memoryChange.ts';

const known = ['injection/shell-eval', 'leak/github-token'];
const file = '.github/portcullis.yml';

async function load(base: Files, head: Files, floor?: string) {
  const texts = await readConfigTexts(
    await memoryChange(base, head),
    floor === undefined ? { kind: 'none' } : { kind: 'text', text: floor },
  );
  return loadPolicy(texts, 'acme/.github: .github/portcullis.yml', known);
}

describe('the policy of a review', () => {
  test('is the default where nothing says otherwise', async () => {
    expect(await load({}, { 'a.sh': '' })).toEqual({ policy: defaultPolicy, problems: [], notices: [] });
  });

  test('comes from the base: a change that turns everything off has no effect on its own review', async () => {
    const off =
      'fail-on: critical\nfamilies:\n  injection: off\n  leak: off\ntdd:\n  mode: off\non-incomplete: neutral\nown-suppressions: effective\n';
    const { policy, problems, notices } = await load({}, { [file]: off });
    expect([policy, problems]).toEqual([defaultPolicy, []]);
    expect(notices.length).toBeGreaterThanOrEqual(5);
    expect(notices.every((notice) => notice.startsWith('Once merged, `.github/portcullis.yml` would '))).toBe(true);
  });

  test('an unreadable config at the base is a problem with file and line, one at the head a notice', async () => {
    const broken = await load({ [file]: 'fail-on: high\nfamilys: {}\n' }, { [file]: 'fail-on: high\n' });
    expect(broken.problems.map(({ file: at, line }) => [at, line])).toEqual([[file, 2]]);
    const breaking = await load({ [file]: 'fail-on: high\n' }, { [file]: 'fail-on: [\n' });
    expect(breaking.problems).toEqual([]);
    expect(breaking.notices[0]).toContain('unreadable');
  });

  test.each([
    ['not UTF-8', Uint8Array.of(0xff, 0xfe, 0xfd), 'is not UTF-8'],
    ['too large', '#'.repeat(70_000), 'is larger than 65536 bytes'],
    ['a link elsewhere', { mode: 'symlink', text: '/etc/passwd' }, 'is a symlink'],
  ] as const)('a config that is %s is refused', async (_, content, message) => {
    const { problems } = await load({ [file]: content }, { [file]: content });
    expect(problems).toHaveLength(1);
    expect(problems[0]!.message).toContain(message);
  });

  test.each(['.github/portcullis.yaml', '.github/Portcullis.yml'])('%s in place of the config is a problem at the base', async (near) => {
    const { problems, notices } = await load({ [near]: 'fail-on: low\n' }, { [near]: 'fail-on: low\n' });
    expect([problems, notices]).toEqual([
      [{ file: near, line: null, message: `Under this name the file is not read: rename it to \`${file}\`.` }],
      [],
    ]);
    const head = await load({}, { [near]: 'fail-on: low\n' });
    expect([head.problems, head.notices]).toEqual([
      [],
      [
        `This change leaves the configuration at \`${near}\`, where it is not read, and once merged every review would fail: rename it to \`${file}\`.`,
      ],
    ]);
    const beside = await load({ [file]: 'fail-on: low\n', [near]: '' }, { [file]: 'fail-on: low\n', [near]: '' });
    expect([beside.policy.failOn.severity, beside.problems, beside.notices]).toEqual(['low', [], []]);
    const renamed = await load({ [near]: 'fail-on: low\n' }, { [file]: 'fail-on: low\n' });
    expect(renamed.problems.map((problem) => problem.file)).toEqual([near]);
  });

  test('the floor of the organisation binds', async () => {
    const { policy, notices } = await load({ [file]: 'fail-on: critical\n' }, {}, 'fail-on: medium\n');
    expect(policy.failOn.severity).toBe('medium');
    expect(notices.join(' ')).toContain('acme/.github');
  });
});
