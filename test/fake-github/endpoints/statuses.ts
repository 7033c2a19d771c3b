/** Commit statuses. */

import { type ApiRequest, paging, type Reply, type Route, readPage } from '../route.ts';
import { accountShape, nodeId } from '../shapes/account.ts';
import { repositoryShape } from '../shapes/repository.ts';
import { commitOr422 } from './gitData.ts';

/** The newest of each context, and what they come to. */
async function combined(request: ApiRequest): Promise<Reply> {
  const { host, repository } = request;
  const sha = await commitOr422(request, request.params.ref ?? '');
  const newest = new Map(
    host.state.statuses.filter((it) => it.repositoryId === repository.id && it.sha === sha).map((it) => [it.context, it] as const),
  );
  const statuses = [...newest.values()];
  const states = new Set(statuses.map(({ state }) => state));
  const state =
    states.has('error') || states.has('failure') ? 'failure' : states.has('pending') || states.size === 0 ? 'pending' : 'success';
  const url = `${host.url}/repos/${repository.fullName}`;
  const { page, perPage, headers } = readPage(request, `/repos/${repository.fullName}/commits/${sha}/status`, statuses.length);
  const shown = statuses.slice((page - 1) * perPage, page * perPage).map((it) => ({
    url: `${url}/statuses/${sha}`,
    avatar_url: null,
    id: it.id,
    node_id: nodeId('SC', it.id),
    state: it.state,
    description: it.description,
    target_url: null,
    context: it.context,
    required: null,
    created_at: it.createdAt,
    updated_at: it.createdAt,
  }));
  const body = {
    state,
    statuses: shown,
    sha,
    total_count: statuses.length,
    repository: repositoryShape(host, repository),
    commit_url: `${url}/commits/${sha}`,
    url: `${url}/commits/${sha}/status`,
  };
  return { status: 200, body, headers };
}

/** All that were reported, the newest first. */
async function listed(request: ApiRequest): Promise<Reply> {
  const { host, repository } = request;
  const sha = await commitOr422(request, request.params.ref ?? '');
  const all = host.state.statuses.filter((it) => it.repositoryId === repository.id && it.sha === sha).reverse();
  const { page, perPage, headers } = readPage(request, `/repos/${repository.fullName}/commits/${sha}/statuses`, all.length);
  const body = all.slice((page - 1) * perPage, page * perPage).map((it) => ({
    url: `${host.url}/repos/${repository.fullName}/statuses/${sha}`,
    avatar_url: null,
    id: it.id,
    node_id: nodeId('SC', it.id),
    state: it.state,
    description: it.description,
    target_url: null,
    context: it.context,
    created_at: it.createdAt,
    updated_at: it.createdAt,
    creator: accountShape(host, it.creator),
  }));
  return { status: 200, body, headers };
}

export const statusRoutes: readonly Route[] = [
  { method: 'GET', path: '/repos/{owner}/{repo}/commits/{ref}/status', access: ['statuses', 'read'], query: paging, handle: combined },
  { method: 'GET', path: '/repos/{owner}/{repo}/commits/{ref}/statuses', access: ['statuses', 'read'], query: paging, handle: listed },
];
