/** Pull requests: reading, their commits and files, the merge. */
import { differences } from '../diff.ts';
import { findPull } from '../host.ts';
import { mergePull } from '../merge.ts';
import { fullPullShape, pullRange } from '../pullDetails.ts';
import { notFound } from '../refusal.ts';
import { type ApiRequest, paginate, paging, type Reply, type Route, readId, readPage } from '../route.ts';
import { fileShape } from '../shapes/commit.ts';
import { pullShape } from '../shapes/pull.ts';
import type { Pull } from '../state.ts';
import { readCommits } from './gitData.ts';

export function pullOr404(request: ApiRequest): Pull {
  const pull = findPull(request.host, request.repository, readId(request, 'pull_number'));
  if (!pull) throw notFound();
  return pull;
}

function listPulls(request: ApiRequest): Reply {
  const { host, repository, query } = request;
  const [state, head, base] = [query.get('state') ?? 'open', query.get('head'), query.get('base')];
  const matching = host.state.pulls.filter(
    (pull) =>
      pull.repositoryId === repository.id &&
      (state === 'all' || pull.state === state) &&
      (base === null || pull.base.ref === base) &&
      (head === null || pullShape(host, pull).head.label === head),
  );
  const direction = query.get('direction') ?? (query.get('sort') === null ? 'desc' : 'asc');
  const key = query.get('sort') === 'updated' ? 'updatedAt' : 'createdAt';
  matching.sort((a, b) => a[key].localeCompare(b[key]) || a.number - b.number);
  if (direction === 'desc') matching.reverse();
  return paginate(request, `/repos/${repository.fullName}/pulls`, matching, (page) => page.map((it) => pullShape(host, it)));
}

/** At most 250, the oldest first. */
async function listPullCommits(request: ApiRequest): Promise<Reply> {
  const { host, repository } = request;
  const pull = pullOr404(request);
  const all = await host.store.revList(repository.directory, ['--reverse', pull.head.sha, `^${pull.base.sha}`]);
  const shas = all.slice(0, 250);
  const { page, perPage, headers } = readPage(request, `/repos/${repository.fullName}/pulls/${pull.number}/commits`, shas.length);
  return { status: 200, headers, body: await readCommits(host, repository, shas.slice((page - 1) * perPage, page * perPage)) };
}

/** At most 3,000. */
async function listPullFiles(request: ApiRequest): Promise<Reply> {
  const { host, repository } = request;
  const pull = pullOr404(request);
  const { mergeBase, head } = await pullRange(host, repository, pull);
  const files = (await differences(repository.directory, mergeBase, head)).slice(0, 3000);
  return paginate(request, `/repos/${repository.fullName}/pulls/${pull.number}/files`, files, (page) =>
    page.map((it) => fileShape(host, repository, it, head)),
  );
}

async function merge(request: ApiRequest): Promise<Reply> {
  const { host, caller, body } = request;
  const method = body.merge_method === 'squash' || body.merge_method === 'rebase' ? body.merge_method : 'merge';
  const by = caller.kind === 'user' ? caller.user : host.app.owner;
  const result = await mergePull(host, pullOr404(request), { by, method, sha: typeof body.sha === 'string' ? body.sha : null });
  return result.merged
    ? { status: 200, body: { sha: result.sha, merged: true, message: 'Pull Request successfully merged' } }
    : {
        status: result.status,
        body: {
          message: result.message,
          documentation_url: 'https://docs.github.com/rest/pulls/pulls#merge-a-pull-request',
          status: String(result.status),
        },
      };
}

const pulls = '/repos/{owner}/{repo}/pulls';

export const pullRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: pulls,
    access: ['pull_requests', 'read'],
    query: ['state', 'head', 'base', 'sort', 'direction', ...paging],
    handle: listPulls,
  },
  {
    method: 'GET',
    path: `${pulls}/{pull_number}`,
    access: ['pull_requests', 'read'],
    handle: async (request) => ({ status: 200, body: await fullPullShape(request.host, request.repository, pullOr404(request)) }),
  },
  { method: 'GET', path: `${pulls}/{pull_number}/commits`, access: ['pull_requests', 'read'], query: paging, handle: listPullCommits },
  { method: 'GET', path: `${pulls}/{pull_number}/files`, access: ['pull_requests', 'read'], query: paging, handle: listPullFiles },
  { method: 'PUT', path: `${pulls}/{pull_number}/merge`, access: ['contents', 'write'], handle: merge },
];
