import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { type ConfigText, readConfigTexts } from '../src/config/configTexts.ts';
import { rateLimitPause, reasonOf, remedyFor } from '../src/github/apiErrors.ts';
import { createClient, createPurse, guardedFetch } from '../src/github/client.ts';
import { readChange } from '../src/github/readChange.ts';
import { floorCache, readFloor } from '../src/github/readFloor.ts';
import type { FileVersion } from '../src/model/change.ts';

const apiUrl = 'https://github.test/api/v3';

type Answer = Response | ((call: number) => Response);
interface Call {
  readonly method: string;
  readonly path: string;
}

/** A client whose GitHub is a table of answers; what the table lacks is a 404. */
function github(answers: Readonly<Record<string, Answer>>) {
  const calls: Call[] = [];
  const fake: typeof fetch = async (input, init) => {
    const { pathname, search } = new URL(String(input));
    const path = decodeURIComponent(pathname.replace('/api/v3', '') + search);
    calls.push({ method: init?.method ?? 'GET', path });
    const answer = answers[path];
    if (!answer) return json({ message: 'Not Found' }, 404);
    return typeof answer === 'function' ? answer(calls.filter((call) => call.path === path).length) : answer.clone();
  };
  const client = createClient({ apiUrl, token: 't', fetch: fake, longestPauseMs: 10, firstPauseMs: 1 });
  return { client, calls, paths: () => calls.map(({ path }) => path) };
}

function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers } });
}

const shaOf = (text: string): string => createHash('sha1').update(text).digest('hex');
const repo = '/repos/o/r';
const range = { owner: 'o', repo: 'r', base: 'tip', head: 'head' };

interface FakeEntry {
  readonly path: string;
  readonly mode: string;
  readonly sha: string;
  readonly size?: number;
}

function blob(path: string, text: string, mode = '100644'): FakeEntry {
  return { path, mode, sha: shaOf(text), size: text.length };
}

function tree(entries: readonly FakeEntry[], truncated = false): Response {
  return json({ sha: 'x', truncated, tree: entries.map((entry) => ({ ...entry, type: entry.mode === '040000' ? 'tree' : 'blob' })) });
}

function blobs(...texts: string[]): Record<string, Response> {
  return Object.fromEntries(
    texts.map((text) => [`${repo}/git/blobs/${shaOf(text)}`, json({ content: Buffer.from(text).toString('base64'), encoding: 'base64' })]),
  );
}

function commit(sha: string, parents: readonly string[], over: { type?: string; name?: string } = {}) {
  return {
    sha,
    parents: parents.map((parent) => ({ sha: parent })),
    commit: { message: `m ${sha}`, author: { name: over.name ?? 'Ann' } },
    author: { type: over.type ?? 'User' },
  };
}

function compared(commits: readonly unknown[], total = commits.length): Response {
  return json({ merge_base_commit: { sha: 'mb' }, total_commits: total, commits });
}

const comparePath = (page = 1): string => `${repo}/compare/tip...head?per_page=100&page=${page}`;
const treePath = (sha: string, recursive = true): string => `${repo}/git/trees/${sha}${recursive ? '?recursive=1' : ''}`;

const version = ({ path, sha, mode }: FakeEntry): FileVersion => ({
  path,
  sha,
  mode: ({ '100755': 'executable', '120000': 'symlink', '160000': 'submodule' } as const)[mode] ?? 'file',
});

describe('readChange', () => {
  test('reads both trees, the commits with parents first, and blobs when they are needed, once', async () => {
    const kept = blob('kept.txt', 'same');
    const was = blob('a/edit.sh', 'echo 1\n');
    const is = blob('a/edit.sh', 'echo 2\n', '100755');
    const odd = blob('..\n"\u202e`', 'odd');
    const link = blob('link', '/etc/passwd', '120000');
    const module = { path: 'sub', mode: '160000', sha: shaOf('module') };
    const { client, paths } = github({
      // The dates of these commits lie, and one author is a bot by type, one by name.
      [comparePath()]: compared([
        commit('c3', ['c2'], { type: 'Bot' }),
        commit('c1', ['mb']),
        commit('c2', ['c1', 'other'], { name: 'dep[bot]' }),
      ]),
      [treePath('mb')]: tree([kept, { path: 'a', mode: '040000', sha: shaOf('t1') }, was]),
      [treePath('head')]: tree([kept, { path: 'a', mode: '040000', sha: shaOf('t2') }, is, odd, link, module]),
      ...blobs('echo 1\n', 'echo 2\n', 'odd', '/etc/passwd'),
    });
    const change = await readChange(client, range);
    expect(change).toEqual({
      repository: 'o/r',
      base: 'mb',
      head: 'head',
      files: [
        { status: 'added', base: null, head: version(odd) },
        { status: 'modified', base: version(was), head: version(is) },
        { status: 'added', base: null, head: version(link) },
        { status: 'added', base: null, head: version(module) },
      ],
      commits: [
        { sha: 'c1', parents: ['mb'], message: 'm c1', author: { name: 'Ann', isBot: false }, touches: null },
        { sha: 'c2', parents: ['c1', 'other'], message: 'm c2', author: { name: 'dep[bot]', isBot: true }, touches: null },
        { sha: 'c3', parents: ['c2'], message: 'm c3', author: { name: 'Ann', isBot: true }, touches: null },
      ],
      incomplete: [],
      load: expect.any(Function),
      find: expect.any(Function),
      list: expect.any(Function),
      peek: expect.any(Function),
      history: expect.any(Function),
      diffs: expect.any(Function),
      before: expect.any(Function),
      runs: expect.any(Function),
      close: expect.any(Function),
      trouble: expect.any(Function),
    });
    const target = { kind: 'bytes', bytes: new Uint8Array(Buffer.from('/etc/passwd')) };
    expect(await Promise.all([change.load(version(link)), change.load(version(link))])).toEqual([target, target]);
    expect(await change.load(version(module))).toEqual({ kind: 'unavailable', reason: 'a submodule is another repository' });
    expect(await Promise.all([change.find('base', 'a/edit.sh'), change.find('head', 'a'), change.find('base', 'link')])).toEqual([
      version(was),
      null,
      null,
    ]);
    const asked = paths();
    expect(asked.slice(0, 3).sort()).toEqual([comparePath(), treePath('head'), treePath('mb')].sort());
    expect(new Set(asked).size).toBe(asked.length);
    expect(change.trouble()).toBeNull();
  });

  test('reads every page of commits, and says what GitHub kept back', async () => {
    const many = Array.from({ length: 130 }, (_, i) => commit(`c${i}`, [i === 0 ? 'mb' : `c${i - 1}`]));
    const pages = {
      [comparePath(1)]: compared(many.slice(0, 100), 140),
      [comparePath(2)]: compared(many.slice(100), 140),
      [comparePath(3)]: compared([], 140),
    };
    const { client } = github({ ...pages, [treePath('mb')]: tree([]), [treePath('head')]: tree([]) });
    const change = await readChange(client, range);
    expect([change.commits.map(({ sha }) => sha), change.incomplete]).toEqual([
      many.map(({ sha }) => sha),
      [{ path: null, reason: 'GitHub gave 130 of 140 commits' }],
    ]);
  });

  test('walks the differing folders of a tree that GitHub cut, and says which it could not read', async () => {
    const folder = (path: string, sha: string): FakeEntry => ({ path, mode: '040000', sha });
    const [was, is] = [blob('f', 'one\n'), blob('f', 'two\n')];
    const { client, paths } = github({
      [comparePath()]: compared([]),
      [treePath('mb')]: tree([], true),
      [treePath('head')]: tree([]),
      [treePath('mb', false)]: tree([folder('same', 's'), folder('deep', 'd1'), folder('huge', 'h1'), blob('x', 'file')]),
      [treePath('head', false)]: tree([folder('same', 's'), folder('deep', 'd2'), folder('huge', 'h2'), folder('x', 'x2')]),
      [treePath('d1', false)]: tree([was]),
      [treePath('d2', false)]: tree([is]),
      [treePath('h1', false)]: tree([]),
      [treePath('h2', false)]: tree([blob('seen', 'new')], true),
      [treePath('x2', false)]: tree([blob('y', 'inner')]),
      ...blobs('one\n', 'two\n', 'new', 'file', 'inner'),
    });
    const change = await readChange(client, range);
    const at = (path: string, entry: FakeEntry): FileVersion => version({ ...entry, path });
    expect([change.files, change.incomplete]).toEqual([
      [
        { status: 'modified', base: at('deep/f', was), head: at('deep/f', is) },
        { status: 'added', base: null, head: at('huge/seen', blob('', 'new')) },
        { status: 'removed', base: at('x', blob('', 'file')), head: null },
        { status: 'added', base: null, head: at('x/y', blob('', 'inner')) },
      ],
      [{ path: 'huge', reason: 'GitHub lists only a part of this folder' }],
    ]);
    expect(paths()).not.toContain(treePath('s', false));
    expect(await change.find('head', 'deep/f')).toEqual(at('deep/f', is));
    expect(await change.find('head', 'deep/none/f')).toBeNull();
    await expect(change.find('head', 'huge/other')).rejects.toThrow('only a part of the folder');
  });

  test('accounts for what cannot be had, and tells trouble that may pass from what will not', async () => {
    const texts = ['gone', 'forbidden', 'broken', 'limited'];
    const entries = texts.map((text) => blob(text, text));
    const big = { ...blob('big', 'big'), size: 10_000_001 };
    const answers =
      (status: number, headers = {}): (() => Response) =>
      () =>
        json({ message: 'no' }, status, headers);
    const base = {
      [comparePath()]: compared([]),
      [treePath('mb')]: tree([]),
      [treePath('head')]: tree([...entries, big]),
      [`${repo}/git/blobs/${shaOf('forbidden')}`]: answers(403),
    };
    const passing = github({ ...base, [`${repo}/git/blobs/${shaOf('limited')}`]: answers(403, { 'retry-after': '60' }) });
    const change = await readChange(passing.client, range);
    const contents = await Promise.all([...entries, big].map((entry) => change.load(version(entry))));
    expect(contents.map((content) => content.kind === 'unavailable' && content.reason)).toEqual([
      'its content is gone from GitHub (404)',
      'GitHub does not give its content (403)',
      'its content is gone from GitHub (404)',
      'GitHub could not be asked for its content',
      'larger than 10 MB (10000001 bytes)',
    ]);
    expect(remedyFor(change.trouble(), 0)).toEqual({ kind: 'wait', milliseconds: 60_000 });
    const final = await readChange(github(base).client, range);
    await Promise.all([...entries, big].map((entry) => final.load(version(entry))));
    expect(final.trouble()).toBeNull();
  });

  test('ten thousand changed files are listed without their contents', async () => {
    const entries = Array.from({ length: 10_000 }, (_, i) => ({ ...blob(`f${i}`, `${i}`), mode: '160000' }));
    const { client, calls } = github({ [comparePath()]: compared([]), [treePath('mb')]: tree([]), [treePath('head')]: tree(entries) });
    const change = await readChange(client, range);
    expect([change.files.length, calls.length]).toEqual([10_000, 3]);
  });
});

describe('config texts', () => {
  test('come from the merge base and the head by sha, and the floor from the owner', async () => {
    const path = '.github/portcullis.yml';
    const [was, link] = [blob(path, 'fail-on: low\n'), blob(path, 'elsewhere', '120000')];
    const content = (text: string) =>
      json({ type: 'file', size: text.length, content: Buffer.from(text).toString('base64'), encoding: 'base64' });
    const floorPath = `/repos/o/.github/contents/${path}`;
    const { client, paths } = github({
      [comparePath()]: compared([]),
      [treePath('mb')]: tree([was]),
      [treePath('head')]: tree([link]),
      ...blobs('fail-on: low\n', 'elsewhere'),
      [floorPath]: content('fail-on: high\n'),
    });
    const cached = floorCache(() => 0);
    const floor = await cached('o', () => readFloor(client, 'o'));
    await cached('O', () => readFloor(client, 'o'));
    expect(paths()).toEqual([floorPath]);
    expect(await readConfigTexts(await readChange(client, range), floor)).toEqual({
      floor: { kind: 'text', text: 'fail-on: high\n' },
      base: { kind: 'text', text: 'fail-on: low\n' },
      head: { kind: 'unreadable', reason: 'is a symlink, not a file' },
    });
  });

  const floorAt = (answer: Response): Promise<ConfigText> =>
    readFloor(github({ '/repos/o/.github/contents/.github/portcullis.yml': answer }).client, 'o');

  test('a floor that is not there is none; one that cannot be read is never taken for that', async () => {
    expect(await floorAt(json({ message: 'Not Found' }, 404))).toEqual({ kind: 'none' });
    expect(await floorAt(json([]))).toEqual({ kind: 'unreadable', reason: 'is not a file' });
    expect(await floorAt(json({ type: 'file', size: 65_537, content: '' }))).toEqual({
      kind: 'unreadable',
      reason: 'is larger than 65536 bytes',
    });
    expect(await floorAt(json({ type: 'file', size: 1, content: '/w==' }))).toEqual({ kind: 'unreadable', reason: 'is not UTF-8' });
    await expect(floorAt(json({}, 403))).rejects.toMatchObject({ status: 403 });
    await expect(floorAt(json({}, 500))).rejects.toMatchObject({ status: 500 });
    const cached = floorCache(() => 0);
    await expect(cached('o', () => floorAt(json({}, 403)))).rejects.toMatchObject({ status: 403 });
    expect(await cached('o', () => floorAt(json({}, 404)))).toEqual({ kind: 'none' });
  });
});

describe('client', () => {
  test('repeats reads that failed on their side and whatever a short limit stopped, and no write that may have happened', async () => {
    const path = `${repo}/git/blobs/a`;
    const flaky = (status: number, headers?: Record<string, string>) => (call: number) =>
      call < 3 ? json({}, status, headers) : json({ ok: true });
    const run = async (method: 'GET' | 'POST', answer: Answer): Promise<[unknown, number]> => {
      const { client, calls } = github({ [path]: answer });
      const outcome = await client.request(`${method} ${path}`).then(
        ({ status }) => status,
        ({ status }) => `failed ${status}`,
      );
      return [outcome, calls.length];
    };
    expect(await run('GET', flaky(502))).toEqual([200, 3]);
    expect(await run('POST', flaky(502))).toEqual(['failed 502', 1]);
    expect(await run('POST', flaky(403, { 'retry-after': '0' }))).toEqual([200, 3]);
    expect(await run('GET', flaky(403, { 'retry-after': '60' }))).toEqual(['failed 403', 1]);
    expect(await run('GET', flaky(404))).toEqual(['failed 404', 1]);
  });

  test('follows a redirect within its origin and refuses any other', async () => {
    const seen: string[] = [];
    const to = (location: string, status: number) => new Response(null, { status, headers: { location } });
    const fake: typeof fetch = async (input) => {
      const url = String(input);
      seen.push(url);
      if (url.endsWith('/renamed')) return to('/repositories/1', 301);
      if (url.endsWith('/away')) return to('https://elsewhere.test/x', 307);
      if (url.endsWith('/loop')) return to('/loop', 301);
      return json({});
    };
    const call = guardedFetch(apiUrl, undefined, fake);
    expect((await call('https://github.test/renamed', { method: 'GET' })).status).toBe(200);
    expect((await call('https://github.test/renamed', { method: 'POST' })).status).toBe(301);
    await expect(call('https://github.test/away', { method: 'GET' })).rejects.toThrow('Refused to call https://elsewhere.test');
    await expect(call('https://elsewhere.test/', { method: 'GET' })).rejects.toThrow('Refused to call');
    await expect(call('https://github.test/loop', { method: 'GET' })).rejects.toThrow('more than three redirects');
    expect(seen.filter((url) => url.includes('elsewhere'))).toEqual([]);
  });

  test('a purse lets a burst of writes pass and then waits for its refill, comments sooner than the rest', async () => {
    let time = 0;
    const purse = createPurse({ all: { burst: 3, perMinute: 60 }, content: { burst: 1, perMinute: 60 } }, () => time);
    const stop = new AbortController();
    await purse.spend('content');
    const second = purse.spend('content', stop.signal);
    await purse.spend('other');
    const third = purse.spend('other', stop.signal);
    stop.abort();
    await expect(second).rejects.toThrow();
    await expect(third).rejects.toThrow();
    time = 3000;
    await purse.spend('content');
  });

  test('a comment is content, a check is not', async () => {
    const spent: string[] = [];
    const client = createClient({
      apiUrl,
      token: 't',
      fetch: async () => json({}),
      purse: { spend: async (kind) => void spent.push(kind) },
    });
    const place = { owner: 'o', repo: 'r' };
    await client.rest.pulls.createReview({ ...place, pull_number: 1 });
    await client.rest.checks.update({ ...place, check_run_id: 1 });
    await client.rest.pulls.get({ ...place, pull_number: 1 });
    expect(spent).toEqual(['content', 'other']);
  });
});

describe('refusals', () => {
  const refusal = (status: number, headers: Record<string, string> = {}, message = 'text of GitHub') =>
    Object.assign(new Error(message), { status, response: { headers } });

  test.each<[string, unknown, number | null, string]>([
    ['a named pause', refusal(403, { 'retry-after': '7' }), 7000, 'wait'],
    ['an exhausted hour', refusal(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '100' }), 41_000, 'wait'],
    ['a secondary limit without a time', refusal(403, {}, 'You have exceeded a secondary rate limit'), 60_000, 'wait'],
    ['too many requests', refusal(429), 60_000, 'wait'],
    ['a missing permission', refusal(403), null, 'give up'],
    ['an outage', refusal(502), null, 'retry'],
    ['lagging replicas', refusal(404), null, 'retry'],
    ['a defect of ours', new TypeError('x is not a function'), null, 'retry'],
  ])('%s', (_name, error, pause, kind) => {
    expect([rateLimitPause(error, 60_000), remedyFor(error, 60_000).kind]).toEqual([pause, kind]);
    expect(reasonOf(error)).not.toContain('text of GitHub');
  });
});
