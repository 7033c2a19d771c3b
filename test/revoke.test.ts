import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createCredentialSearch } from '../src/cli/credentials.ts';
import { notAnalysed } from '../src/engine/notAnalysed.ts';
import { type Command, commandIn } from '../src/github/commands.ts';
import type { FoundCredentials } from '../src/github/revokeCredentials.ts';
import { noHistory } from '../src/model/change.ts';
import type { Credential } from '../src/model/credential.ts';
import { type RevokeOutcome, renderRevokeReply } from '../src/report/revokeReply.ts';
import { headTexts } from '../src/review/headTexts.ts';
import type { AnalyzerPool } from '../src/sandbox/pool.ts';
import { type FakeGitHub, startFakeGitHub } from './fake-github/fakeGithub.ts';
import { type AppServer, startAppServer } from './support/appServer.ts';
import { memoryChange } from './support/memoryChange.ts';
import { check, quiet } from './support/review.ts';

jest.setTimeout(60_000);

let github: FakeGitHub;
let server: AppServer;
const lines: string[] = [];
let repositories = 0;
/** What the search is made to find. */
let found: FoundCredentials = { kind: 'off' };
const many = { burst: 1000, perMinute: 1000 };

/** Shaped like a token as far as the call cares, and none. */
const canary = (prefix: string) => `${prefix}${randomUUID().replaceAll('-', '')}`;
const credential = (more: Partial<Credential> = {}): Credential => ({
  value: canary('ghp_'),
  kind: 'GitHub personal access token',
  path: 'deploy.sh',
  line: 3,
  commit: null,
  ...more,
});

beforeAll(async () => {
  github = await startFakeGitHub();
  server = await startAppServer(github, {
    review: async ({ change }) => ({ texts: headTexts(change), review: { ...quiet, base: change.base, head: change.head } }),
    credentials: async () => found,
    checks: [check],
    write: (line) => lines.push(line),
    limits: { attempts: 2, firstPauseMs: 1, callPauseMs: 1, longestPauseMs: 1, finishMs: 20, writes: { all: many, content: many } },
  });
});

afterAll(async () => {
  await server.close();
  await github.close();
});

beforeEach(() => {
  github.clearFaults();
  github.state.revocations.length = 0;
  lines.length = 0;
});

async function openPull() {
  const name = `r${++repositories}`;
  const repository = `acme/${name}`;
  await github.createRepository({ owner: 'acme', name });
  await github.commitTo(repository, 'main', { message: 'chore: start', files: { 'a.txt': 'a\n' } });
  await github.commitTo(repository, 'topic', { message: 'feat: topic', files: { 'a.txt': 'b\n' }, parents: ['main'] });
  github.addCollaborator(repository, 'mara', 'write');
  github.addCollaborator(repository, 'rita', 'read');
  const pull = await github.openPullRequest({ repository, head: 'topic', title: 'Topic' });
  await server.settled();
  return pull;
}

/** The app's answers, in order. */
function answersTo(pull: { readonly repositoryId: number; readonly number: number }): string[] {
  return github.state.issueComments
    .filter((it) => it.repositoryId === pull.repositoryId && it.pullNumber === pull.number && it.user.type === 'Bot')
    .filter(({ user }) => user.login === `${github.app.slug}[bot]`)
    .map(({ body }) => body);
}

test.each<[body: string, command: Command | null]>([
  ['/portcullis revoke', { kind: 'revoke' }],
  ['/portcullis   Revoke  ', { kind: 'revoke' }],
  ['/portcullis revoke\r\nplease, it stands in the second commit', { kind: 'revoke' }],
  ['> /portcullis revoke', null],
  [' /portcullis revoke', null],
  ['Write `/portcullis revoke`', null],
  ['/portcullis revoked', null],
  ['/portcullis revoke all', null],
  ['/portcullis', null],
  ['text\n/portcullis revoke', null],
  ['', null],
  ['/portcullis override tdd a hotfix, the test follows', { kind: 'override', reason: 'a hotfix, the test follows' }],
  ['/portcullis  Override TDD   spaced \t out \r\nmore', { kind: 'override', reason: 'spaced out' }],
  ['/portcullis override tdd', { kind: 'override', reason: '' }],
  ['/portcullis override tdd …', { kind: 'override', reason: '' }],
  [`/portcullis override tdd ${'x'.repeat(900)}`, { kind: 'override', reason: 'x'.repeat(300) }],
  ['/portcullis override security because', null],
  ['/portcullis override', null],
])('%j asks for %j', (body, command) => {
  expect(commandIn(body)).toEqual(command);
});

describe('/portcullis revoke', () => {
  test('has the tokens revoked by a caller without credentials, and repeats none of them', async () => {
    const pull = await openPull();
    const [one, other] = [
      credential(),
      credential({ value: canary('gho_'), kind: 'GitHub OAuth token', path: 'a`b.env', commit: 'f'.repeat(40) }),
    ];
    const installation = credential({ value: canary('ghs_'), kind: 'installation token' });
    const foreign = credential({ value: canary('npm_'), kind: 'npm token' });
    found = { kind: 'found', credentials: [one, other, { ...one, path: 'copy.sh' }, installation, foreign], unsearched: 0 };
    github.commentOn(pull, { author: 'mara', body: '/portcullis revoke' });
    await server.settled();
    expect(github.state.revocations.map(({ credentials }) => credentials)).toEqual([[one.value, other.value]]);
    expect(github.requests.filter(({ path }) => path === '/credentials/revoke').map(({ caller }) => caller)).toEqual(['anonymous']);
    const [answer, ...more] = answersTo(pull);
    expect(more).toEqual([]);
    expect(answer).toContain('GitHub was asked to revoke 2 tokens');
    expect(answer).toContain(
      'GitHub personal access token in `deploy.sh`, line 3\n- GitHub OAuth token in ``a`b.env``, line 3 of commit `fffffff`',
    );
    const said = JSON.stringify([lines, answer]);
    for (const { value } of [one, other, installation, foreign]) expect(said.includes(value)).toBe(false);
    expect(lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'credentials revoked')).toEqual([
      expect.objectContaining({ by: 'mara', tokens: 2, pull: pull.number, repository: pull.repositoryId }),
    ]);
  });

  test.each([
    ['who may only read', { author: 'rita' }],
    ['a stranger', { author: 'nobody-here' }],
    ['a bot', { author: 'helper[bot]', isBot: true }],
    ['somebody who edited a comment', { author: 'mara', edited: true }],
    ['somebody else than its author', { author: 'rita', by: 'mara' }],
    ['who mentions it', { author: 'mara', body: 'See `/portcullis revoke`.' }],
  ])('is not taken from %s', async (_, comment) => {
    const pull = await openPull();
    found = { kind: 'found', credentials: [credential()], unsearched: 0 };
    github.commentOn(pull, { body: '/portcullis revoke', ...comment });
    await server.settled();
    expect(github.state.revocations).toEqual([]);
    expect(answersTo(pull)).toEqual([]);
  });

  test('asks at the moment of the command whether its author may write', async () => {
    const pull = await openPull();
    found = { kind: 'found', credentials: [credential()], unsearched: 0 };
    github.addCollaborator(pull.repository, 'mara', 'read');
    github.commentOn(pull, { author: 'mara', body: '/portcullis revoke' });
    await server.settled();
    expect(github.state.revocations).toEqual([]);
  });

  test.each<[string, FoundCredentials, string]>([
    ['the configuration does not allow it', { kind: 'off' }, '`revoke-command: on`'],
    ['the configuration cannot be read', { kind: 'unreadable' }, 'could not be read'],
    ['there is none', { kind: 'found', credentials: [], unsearched: 0 }, 'there is no GitHub token'],
  ])('says so where %s', async (_, outcome, said) => {
    const pull = await openPull();
    found = outcome;
    github.commentOn(pull, { author: 'mara', body: '/portcullis revoke' });
    await server.settled();
    expect(github.state.revocations).toEqual([]);
    expect(answersTo(pull)).toEqual([expect.stringContaining(said)]);
  });

  test('says so where GitHub has no such call or fails, without the tokens it was sent', async () => {
    const one = credential();
    found = { kind: 'found', credentials: [one], unsearched: 0 };
    for (const [status, said] of [
      [404, 'has no call for it'],
      [500, 'failed (500)'],
    ] as const) {
      const pull = await openPull();
      github.fail({ method: 'POST', path: /^\/credentials\/revoke$/, fault: { kind: 'status', status } });
      github.commentOn(pull, { author: 'mara', body: '/portcullis revoke' });
      await server.settled();
      expect(answersTo(pull)).toEqual([expect.stringContaining(said)]);
    }
    expect(JSON.stringify([lines, github.state.issueComments]).includes(one.value)).toBe(false);
  });

  test('sends all of a thousand and more, so that false ones in front shield none', async () => {
    const pull = await openPull();
    const all = Array.from({ length: 2003 }, () => credential());
    found = { kind: 'found', credentials: all, unsearched: 0 };
    github.commentOn(pull, { author: 'mara', body: '/portcullis revoke' });
    await server.settled();
    expect(github.state.revocations.map(({ credentials }) => credentials.length)).toEqual([1000, 1000, 3]);
    expect(github.state.revocations.flatMap(({ credentials }) => [...credentials])).toEqual(all.map(({ value }) => value));
    expect(answersTo(pull)).toEqual([expect.stringContaining('GitHub was asked to revoke 2003 tokens')]);
  });

  test('says what was sent where a later call fails, and that the others were not', async () => {
    const pull = await openPull();
    found = { kind: 'found', credentials: Array.from({ length: 1003 }, () => credential()), unsearched: 0 };
    github.fail({ method: 'POST', path: /^\/credentials\/revoke$/, after: 1, fault: { kind: 'status', status: 500 } });
    github.commentOn(pull, { author: 'mara', body: '/portcullis revoke' });
    await server.settled();
    const [answer] = answersTo(pull);
    expect([answer?.includes('revoke 1000 tokens'), answer?.includes('3 more were left for another call')]).toEqual([true, true]);
  });

  test('takes no other answer for a yes than the one that GitHub documents', async () => {
    for (const status of [200, 302]) {
      const pull = await openPull();
      found = { kind: 'found', credentials: [credential()], unsearched: 0 };
      github.fail({ method: 'POST', path: /^\/credentials\/revoke$/, fault: { kind: 'status', status } });
      github.commentOn(pull, { author: 'mara', body: '/portcullis revoke' });
      await server.settled();
      expect(answersTo(pull)).toEqual([expect.stringContaining(`answered ${status}`)]);
    }
  });

  test.each([
    ['something was found', [credential()]],
    ['nothing was found', []],
  ])('says what was not searched, where %s', async (_, credentials) => {
    const pull = await openPull();
    found = { kind: 'found', credentials, unsearched: 4 };
    github.commentOn(pull, { author: 'mara', body: '/portcullis revoke' });
    await server.settled();
    expect(answersTo(pull)).toEqual([expect.stringContaining('4 files or commits could not be searched')]);
  });

  test('calls no more than 60 times an hour', async () => {
    const pull = await openPull();
    found = { kind: 'found', credentials: [credential()], unsearched: 0 };
    for (let at = 0; at < 64; at++) github.commentOn(pull, { author: 'mara', body: '/portcullis revoke' });
    await server.settled();
    expect(github.state.revocations.length).toBeLessThanOrEqual(60);
    expect(answersTo(pull).at(-1)).toContain('60 such calls an hour');
    expect(github.requests.filter(({ path, status }) => path === '/credentials/revoke' && status === 403)).toEqual([]);
  });
});

test('the search counts what it could not look into', async () => {
  const change = await memoryChange({}, { 'stopped.env': 'a\n', 'b.env': 'b\n' });
  const history = { ...noHistory, incomplete: [{ path: null, reason: 'commit 1234567 was not searched for secrets' }] };
  const analyze: AnalyzerPool['analyze'] = async ({ path }) =>
    notAnalysed(path, path === 'stopped.env' ? { incomplete: 'was stopped' } : { skipped: 'searched for secrets to revoke' });
  const search = createCredentialSearch({ analyze }, 1);
  const config = { kind: 'text' as const, text: 'revoke-command: on\n' };
  const found = await search({
    change: { ...change, history: async () => history },
    configs: { floor: { kind: 'none' }, base: config, head: config },
    signal: AbortSignal.timeout(10_000),
  });
  expect(found).toEqual({ kind: 'found', credentials: [], unsearched: 2 });
});

test('the answer names at most twenty places and says how many there are', () => {
  const credentials = Array.from({ length: 23 }, (_, at) => ({ kind: 'GitHub OAuth token', path: `f${at}`, line: at, commit: null }));
  const shown = renderRevokeReply({ kind: 'asked', credentials, beyond: 2, unsearched: 0 } satisfies RevokeOutcome, 'mara');
  expect(shown.split('\n').filter((line) => line.startsWith('- GitHub'))).toHaveLength(20);
  expect(shown).toContain('and 3 more');
  expect(shown).toContain('2 more were left for another call');
});
