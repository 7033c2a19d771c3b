/** Repositories, trees, blobs and commits. */
import type { FileDifference } from '../diff.ts';
import { differences } from '../diff.ts';
import { emptyTree, git } from '../gitStore.ts';
import { type Host, repositoryById } from '../host.ts';
import { notFound, Refusal } from '../refusal.ts';
import { type ApiRequest, paginate, paging, type Reply, type Route, readPage } from '../route.ts';
import { nodeId } from '../shapes/account.ts';
import { commitShape, fileShape, gitCommitShape } from '../shapes/commit.ts';
import { pullShape } from '../shapes/pull.ts';
import { repositoryShape } from '../shapes/repository.ts';
import { findRepository, networkRoot, type Repository } from '../state.ts';

const treeBytes = 7 * 1024 * 1024;

async function getTree(request: ApiRequest): Promise<Reply> {
  const { host, repository, params, query } = request;
  const name = params.tree_sha ?? '';
  const plain = /^[0-9a-f]{40}$/.test(name) ? await host.store.read(repository.directory, name) : null;
  const sha = plain ? name : await host.store.resolve(repository.directory, name);
  const object = sha && (plain ?? (await host.store.read(repository.directory, sha)));
  if (!sha || !object || object.type === 'blob') throw notFound();
  const recursive = query.has('recursive');
  const listing = await git(repository.directory, ['ls-tree', '--full-tree', '-l', '-z', ...(recursive ? ['-r', '-t'] : []), sha]);
  const url = `${host.url}/repos/${repository.fullName}/git`;
  const entries = [];
  let bytes = 0;
  let truncated = false;
  for (const line of listing.toString('utf8').split('\0').slice(0, -1)) {
    const tab = line.indexOf('\t');
    const [mode = '', type = '', entrySha = '', size = '-'] = line.slice(0, tab).split(/ +/);
    bytes += line.length;
    truncated = entries.length >= host.limits.treeEntries || (recursive && bytes > treeBytes);
    if (truncated) break;
    entries.push({
      path: line.slice(tab + 1),
      mode,
      type,
      sha: entrySha,
      ...(type === 'blob' ? { size: Number(size) } : {}),
      ...(type === 'commit' ? {} : { url: `${url}/${type}s/${entrySha}` }),
    });
  }
  return { status: 200, body: { sha, url: `${url}/trees/${sha}`, tree: entries, truncated } };
}

export const wantsRaw = (request: ApiRequest) => /application\/vnd\.github(?:\.v3)?\.raw/.test(request.headers.accept ?? '');

export function rawReply(bytes: Uint8Array): Reply {
  return { status: 200, body: bytes, headers: { 'content-type': 'application/vnd.github.raw+json; charset=utf-8' } };
}

/** GitHub breaks base64 after 60 characters. */
export const wrapBase64 = (bytes: Buffer) => bytes.toString('base64').replace(/.{60}/g, '$&\n');

async function getBlob(request: ApiRequest): Promise<Reply> {
  const { host, repository, params } = request;
  const sha = params.file_sha ?? '';
  const object = /^[0-9a-f]{40}$/.test(sha) ? await host.store.read(repository.directory, sha) : null;
  if (object?.type !== 'blob') throw notFound();
  if (object.bytes.length > 100 * 1024 * 1024) throw new Refusal(403, 'This API returns blobs up to 100 MB in size.');
  if (wantsRaw(request)) return rawReply(object.bytes);
  const url = `${host.url}/repos/${repository.fullName}/git/blobs/${sha}`;
  const content = wrapBase64(object.bytes);
  return { status: 200, body: { sha, node_id: nodeId('B', sha), size: object.bytes.length, url, content, encoding: 'base64' } };
}

async function commitOr404(request: ApiRequest, revision: string) {
  const { host, repository } = request;
  const sha = await host.store.resolve(repository.directory, revision);
  const commit = sha && (await host.store.readCommit(repository.directory, sha));
  if (!commit) throw notFound();
  return commit;
}

/** `422 No commit found`, as most endpoints under `commits/` answer for an unknown revision. */
export async function commitOr422(request: ApiRequest, revision: string): Promise<string> {
  const sha = await request.host.store.resolve(request.repository.directory, revision);
  if (!sha || !(await request.host.store.readCommit(request.repository.directory, sha)))
    throw new Refusal(422, `No commit found for SHA: ${revision}`);
  return sha;
}

export async function readCommits(host: Host, repository: Repository, shas: readonly string[]) {
  const commits = await Promise.all(shas.map((sha) => host.store.readCommit(repository.directory, sha)));
  return commits.flatMap((commit) => (commit ? [commitShape(host, repository, commit)] : []));
}

async function listCommits(request: ApiRequest): Promise<Reply> {
  const { host, repository, query } = request;
  const from = await host.store.resolve(repository.directory, query.get('sha') ?? repository.defaultBranch);
  if (!from) throw notFound();
  const shas = await host.store.revList(repository.directory, [from], query.get('path') ?? undefined);
  const { page, perPage, headers } = readPage(request, `/repos/${repository.fullName}/commits`, shas.length);
  return { status: 200, body: await readCommits(host, repository, shas.slice((page - 1) * perPage, page * perPage)), headers };
}

const totals = (files: readonly FileDifference[]) => {
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return { additions, deletions, total: additions + deletions };
};

async function getCommit(request: ApiRequest): Promise<Reply> {
  const { host, repository, params } = request;
  const sha = await commitOr422(request, params.ref ?? '');
  const commit = await commitOr404(request, sha);
  const files = await differences(repository.directory, commit.parents[0] ?? emptyTree, sha);
  // 300 files a page, 3,000 in all.
  const { page, perPage, headers } = readPage(request, `/repos/${repository.fullName}/commits/${sha}`, Math.min(3000, files.length), 300);
  const shown = files.slice(0, 3000).slice((page - 1) * perPage, page * perPage);
  const body = {
    ...commitShape(host, repository, commit),
    stats: totals(files),
    files: shown.map((it) => fileShape(host, repository, it, sha)),
  };
  return { status: 200, body, headers };
}

/** `branch`, `sha`, `owner:branch` or `owner:repo:branch`, within one fork network. */
async function resolveAcrossForks(request: ApiRequest, name: string): Promise<string | null> {
  const { host, repository } = request;
  const parts = name.split(':');
  if (parts.length === 1) return host.store.resolve(repository.directory, name);
  const root = networkRoot(host.state, repository);
  const [owner = '', second = ''] = parts;
  const named = parts.length === 3 ? findRepository(host.state, `${owner}/${second}`) : undefined;
  const ofOwner = [...host.state.repositories.values()].find(
    (it) => it.owner.login.toLowerCase() === owner.toLowerCase() && networkRoot(host.state, it).id === root.id,
  );
  const fork = parts.length === 3 ? named : ofOwner;
  if (!fork || networkRoot(host.state, fork).id !== root.id) return null;
  return host.store.resolve(fork.directory, parts.at(-1) ?? '');
}

async function compare(request: ApiRequest): Promise<Reply> {
  const { host, repository, params, query } = request;
  const [baseName = '', headName = '', more] = (params.basehead ?? '').split('...');
  if (more !== undefined || !baseName || !headName) throw notFound();
  const [base, head] = await Promise.all([resolveAcrossForks(request, baseName), resolveAcrossForks(request, headName)]);
  if (!base || !head) throw notFound();
  const mergeBase = await host.store.mergeBase(repository.directory, base, head);
  if (!mergeBase) throw new Refusal(404, `No common ancestor between ${baseName} and ${headName}.`);
  const [ahead, behind] = await Promise.all([
    host.store.revList(repository.directory, ['--reverse', head, `^${base}`]),
    host.store.revList(repository.directory, [base, `^${head}`]),
  ]);
  const url = `/repos/${repository.fullName}/compare/${encodeURIComponent(params.basehead ?? '')}`;
  // Without paging parameters GitHub shows the first 250 commits, and files stand on the first page only.
  const paged = query.has('page') || query.has('per_page');
  const { page, perPage, headers } = readPage(request, url, ahead.length);
  const shas = paged ? ahead.slice((page - 1) * perPage, page * perPage) : ahead.slice(0, 250);
  const files = page === 1 ? (await differences(repository.directory, mergeBase, head)).slice(0, 300) : undefined;
  const [baseCommit, mergeBaseCommit] = await readCommits(host, repository, [base, mergeBase]);
  const html = `${host.url}/${repository.fullName}/compare/${params.basehead}`;
  const status = ahead.length === 0 ? (behind.length === 0 ? 'identical' : 'behind') : behind.length === 0 ? 'ahead' : 'diverged';
  return {
    status: 200,
    headers: paged ? headers : {},
    body: {
      url: `${host.url}${url}`,
      html_url: html,
      permalink_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      base_commit: baseCommit,
      merge_base_commit: mergeBaseCommit,
      status,
      ahead_by: ahead.length,
      behind_by: behind.length,
      total_commits: ahead.length,
      commits: await readCommits(host, repository, shas),
      ...(files ? { files: files.map((it) => fileShape(host, repository, it, head)) } : {}),
    },
  };
}

async function pullsOfCommit(request: ApiRequest): Promise<Reply> {
  const { host, repository, params } = request;
  const sha = await commitOr422(request, params.commit_sha ?? '');
  const found = [];
  for (const pull of host.state.pulls.filter((it) => it.repositoryId === repository.id)) {
    // Unlike the events of checks, this finds the pull requests of forks too.
    const base = repositoryById(host, pull.repositoryId);
    const own = await host.store.revList(base.directory, [pull.head.sha, `^${pull.base.sha}`]);
    if (own.includes(sha) || pull.mergeCommitSha === sha) found.push(pull);
  }
  return paginate(request, `/repos/${repository.fullName}/commits/${sha}/pulls`, found, (page) => page.map((it) => pullShape(host, it)));
}

export const gitRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}',
    access: ['metadata', 'read'],
    handle: ({ host, repository }) => ({ status: 200, body: repositoryShape(host, repository) }),
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/git/trees/{tree_sha}',
    access: ['contents', 'read'],
    query: ['recursive'],
    handle: getTree,
  },
  { method: 'GET', path: '/repos/{owner}/{repo}/git/blobs/{file_sha}', access: ['contents', 'read'], handle: getBlob },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/git/commits/{commit_sha}',
    access: ['contents', 'read'],
    handle: async (request) => {
      const sha = request.params.commit_sha ?? '';
      if (!/^[0-9a-f]{40}$/.test(sha)) throw notFound();
      return { status: 200, body: gitCommitShape(request.host, request.repository, await commitOr404(request, sha)) };
    },
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/commits',
    access: ['contents', 'read'],
    query: ['sha', 'path', ...paging],
    handle: listCommits,
  },
  { method: 'GET', path: '/repos/{owner}/{repo}/commits/{ref}', access: ['contents', 'read'], query: paging, handle: getCommit },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/commits/{commit_sha}/pulls',
    access: ['pull_requests', 'read'],
    query: paging,
    handle: pullsOfCommit,
  },
  { method: 'GET', path: '/repos/{owner}/{repo}/compare/{basehead}', access: ['contents', 'read'], query: paging, handle: compare },
];
