/**
 * The same script against the local GitHub and against `emulate`, which others wrote: what both must agree on, and a record of where
 * they differ. Each difference is one that GitHub's documentation decides for the local GitHub.
 */
import { createPrivateKey, createSign } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, test } from '@jest/globals';
import { Octokit } from '@octokit/rest';
import { createEmulator } from 'emulate';
import { startFakeGitHub } from './fake-github/fakeGithub.ts';
import { isSignedWith, type Received, startWebhookReceiver } from './support/webhookReceiver.ts';

interface Witness {
  readonly url: string;
  readonly secret: string;
  readonly privateKey: string;
  /** A token of a person who may merge. */
  readonly userToken: string;
  readonly received: readonly Received[];
  openPull(branch: string): Promise<{ number: number; sha: string }>;
  requireCheck(name: string): Promise<void>;
  settled(): Promise<void>;
}

const log = { debug() {}, info() {}, warn() {}, error() {} };
const repo = { owner: 'ada', repo: 'widgets' };
const secret = ['shared', 'by the app', 'and its GitHub', 'for this test'].join(' ');
const appId = 4711;
const permissions = { metadata: 'read', contents: 'read', checks: 'write', pull_requests: 'write' } as const;
const closers: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const close of closers) await close();
});

async function startReceiver() {
  const receiver = await startWebhookReceiver();
  closers.push(receiver.close);
  return receiver;
}

async function startOurs(): Promise<Witness> {
  const { url: webhookUrl, received } = await startReceiver();
  const github = await startFakeGitHub({ app: { id: appId, permissions, webhookUrl, webhookSecret: secret } });
  closers.push(async () => {
    github.acknowledgeViolations();
    await github.close();
  });
  await github.createRepository({ owner: 'ada', name: 'widgets', ownerType: 'User' });
  await github.createRepository({ owner: 'ada', name: 'vault', private: true });
  await github.commitTo('ada/widgets', 'main', { message: 'start', files: { 'README.md': 'widgets\n' } });
  return {
    url: github.url,
    secret,
    privateKey: github.app.privateKey,
    userToken: github.userToken('ada'),
    received,
    async openPull(branch) {
      await github.commitTo('ada/widgets', branch, { message: branch, parents: ['main'], files: { [`${branch}.txt`]: branch } });
      const pull = await github.openPullRequest({ repository: 'ada/widgets', head: branch, title: branch });
      return { number: pull.number, sha: pull.head.sha };
    },
    requireCheck: async (name) => github.setRequiredChecks('ada/widgets', 'main', [{ name }]),
    settled: github.settled,
  };
}

async function startTheirs(): Promise<Witness> {
  const { url: webhookUrl, received } = await startReceiver();
  const app = {
    app_id: appId,
    slug: 'portcullis',
    name: 'Portcullis',
    permissions,
    events: ['pull_request', 'check_run'],
    webhook_url: webhookUrl,
    webhook_secret: secret,
    installations: [{ installation_id: 100, account: 'ada' }],
  };
  const userToken = ['person', 'token'].join('-');
  const repos = [
    { owner: 'ada', name: 'widgets', auto_init: true },
    { owner: 'ada', name: 'vault', private: true, auto_init: true },
  ];
  const emulator = await createEmulator({
    service: 'github',
    port: 0,
    seed: { tokens: { [userToken]: { login: 'ada', scopes: ['repo'] } }, github: { users: [{ login: 'ada' }], repos, apps: [app] } },
  });
  closers.push(() => emulator.close());
  const octokit = new Octokit({ auth: userToken, baseUrl: emulator.url, log });
  return {
    url: emulator.url,
    secret,
    privateKey: emulator.generatedSecrets.find((it) => it.kind === 'github.app_private_key')?.value ?? '',
    userToken,
    received,
    async openPull(branch) {
      const { data: main } = await octokit.git.getRef({ ...repo, ref: 'heads/main' });
      await octokit.git.createRef({ ...repo, ref: `refs/heads/${branch}`, sha: main.object.sha });
      const content = Buffer.from(branch).toString('base64');
      await octokit.repos.createOrUpdateFileContents({ ...repo, path: `${branch}.txt`, message: branch, content, branch });
      const { data } = await octokit.pulls.create({ ...repo, head: branch, base: 'main', title: branch });
      return { number: data.number, sha: data.head.sha };
    },
    async requireCheck(name) {
      await octokit.repos.updateBranchProtection({
        ...repo,
        branch: 'main',
        required_status_checks: { strict: false, contexts: [name] },
        enforce_admins: true,
        required_pull_request_reviews: null,
        restrictions: null,
      });
    },
    async settled() {
      // It does not tell when its deliveries are through; the test's own time limit ends a wait in vain.
      while (!received.some((it) => it.headers['x-github-event'] === 'pull_request')) await setTimeout(20);
    },
  };
}

/** Signed here, so that neither side checks its own work. */
function signJwt(privateKey: string, claims: Readonly<Record<string, unknown>> = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ iat: now - 30, exp: now + 300, iss: String(appId), ...claims })}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(createPrivateKey(privateKey)).toString('base64url')}`;
}

const status = (work: Promise<{ status: number }>) =>
  work.then(
    (response) => response.status,
    (error: { status: number }) => error.status,
  );

async function runScript(witness: Witness) {
  const client = (auth: string) => new Octokit({ auth, baseUrl: witness.url, log });
  const app = client(signJwt(witness.privateKey));
  const user = client(witness.userToken);
  const { data: installation } = await app.apps.getRepoInstallation(repo);
  const id = { installation_id: installation.id };
  const { data: token } = await app.apps.createInstallationAccessToken(id);
  const { data: narrow } = await app.apps.createInstallationAccessToken({
    ...id,
    repositories: ['widgets'],
    permissions: { contents: 'read' },
  });
  const octokit = client(token.token);
  const first = await witness.openPull('first');
  await witness.settled();
  const opened = witness.received.find((it) => it.headers['x-github-event'] === 'pull_request');
  const run = (sha: string, conclusion: 'failure' | 'neutral') =>
    octokit.checks.create({ ...repo, name: 'security', head_sha: sha, status: 'completed', conclusion });
  const merge = (number: number) => status(user.pulls.merge({ ...repo, pull_number: number, merge_method: 'merge' }));
  await witness.requireCheck('security');
  const missing = await merge(first.number);
  const { data: failed } = await run(first.sha, 'failure');
  const failing = await merge(first.number);
  // Only here does a newer run of the same name replace the older one; emulate needs the old one changed.
  await octokit.checks.update({ ...repo, check_run_id: failed.id, status: 'completed', conclusion: 'success' });
  const passing = await merge(first.number);
  const second = await witness.openPull('second');
  await run(second.sha, 'neutral');
  const neutral = await merge(second.number);
  const annotation = { path: 'a', start_line: 1, end_line: 1, annotation_level: 'failure' as const, message: 'm' };
  const check = { ...repo, name: 'limits', head_sha: second.sha };
  const narrowClient = client(narrow.token);
  return {
    agreed: {
      app: (await app.apps.getAuthenticated()).data?.slug,
      badSignature: await status(client(`${signJwt(witness.privateKey).slice(0, -8)}AAAAAAAA`).apps.getAuthenticated()),
      expired: await status(client(signJwt(witness.privateKey, { iat: 1, exp: 2 })).apps.getAuthenticated()),
      unknownRepository: await status(app.apps.getRepoInstallation({ ...repo, repo: 'nothing' })),
      moreThanGranted: await status(app.apps.createInstallationAccessToken({ ...id, permissions: { administration: 'write' } })),
      scoped: [narrow.repository_selection, narrow.repositories?.map((it) => it.full_name)],
      reads: await status(narrowClient.git.getTree({ ...repo, tree_sha: 'main' })),
      withoutPermission: await status(narrowClient.checks.create({ ...repo, name: 'security', head_sha: second.sha })),
      webhook: opened && {
        signed: isSignedWith(witness.secret, opened),
        action: opened.payload.action,
        installation: (opened.payload.installation as { id: number }).id === installation.id,
        number: (opened.payload.pull_request as { number: number }).number === first.number,
      },
      merge: { missing: missing >= 400, failing: failing >= 400, passing },
    },
    differs: {
      mergeRefused: [missing, failing],
      neutralPasses: neutral,
      privateOutsideScope: await status(narrowClient.repos.get({ ...repo, repo: 'vault' })),
      annotations51: await status(
        octokit.checks.create({ ...check, output: { title: 't', summary: 's', annotations: Array(51).fill(annotation) } }),
      ),
      summary70000: await status(octokit.checks.create({ ...check, output: { title: 't', summary: 'x'.repeat(70_000) } })),
      unknownSha: await status(octokit.checks.create({ ...check, head_sha: '1'.repeat(40) })),
      deliveryIsUuid: /^[0-9a-f-]{36}$/.test(String(opened?.headers['x-github-delivery'])),
      payloadHasNumber: opened?.payload.number === first.number,
      pullFiles: (await octokit.pulls.listFiles({ ...repo, pull_number: first.number })).data.map((it) => it.filename),
      deliveriesLog: await status(app.apps.listWebhookDeliveries()),
    },
  };
}

test('the local GitHub and emulate agree on sign-in, scopes, signatures and the merge gate, and differ where known', async () => {
  const [ours, theirs] = [await runScript(await startOurs()), await runScript(await startTheirs())];
  const agreed = {
    app: 'portcullis',
    badSignature: 401,
    expired: 401,
    unknownRepository: 404,
    moreThanGranted: 422,
    scoped: ['selected', ['ada/widgets']],
    reads: 200,
    withoutPermission: 403,
    webhook: { signed: true, action: 'opened', installation: true, number: true },
    merge: { missing: true, failing: true, passing: 200 },
  };
  expect({ ours, theirs }).toEqual({
    ours: {
      agreed,
      differs: {
        mergeRefused: [405, 405],
        neutralPasses: 200,
        privateOutsideScope: 404,
        annotations51: 422,
        summary70000: 422,
        unknownSha: 422,
        deliveryIsUuid: true,
        payloadHasNumber: true,
        pullFiles: ['first.txt'],
        deliveriesLog: 200,
      },
    },
    theirs: {
      agreed,
      differs: {
        mergeRefused: [422, 422],
        neutralPasses: 422,
        privateOutsideScope: 403,
        annotations51: 201,
        summary70000: 201,
        unknownSha: 201,
        deliveryIsUuid: false,
        payloadHasNumber: false,
        pullFiles: [],
        deliveriesLog: 404,
      },
    },
  });
});
