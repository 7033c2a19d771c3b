/** The app itself: its installations, its tokens, its webhook's deliveries. */
import { covers, installationOf } from '../access.ts';
import { mintInstallationToken } from '../auth.ts';
import { type Host, repositoryById } from '../host.ts';
import { notFound, Refusal } from '../refusal.ts';
import { type ApiRequest, paginate, paging, type Reply, type Route, readId } from '../route.ts';
import { appShape, installationShape } from '../shapes/account.ts';
import { deliveryShape } from '../shapes/delivery.ts';
import { repositoryShape } from '../shapes/repository.ts';
import { findRepository, type Installation, type Level, type Permissions, type Repository } from '../state.ts';

function installationById(request: ApiRequest): Installation {
  const found = request.host.state.installations.find((it) => it.id === readId(request, 'installation_id'));
  if (!found) throw notFound();
  return found;
}

function scopeRepositories(host: Host, installation: Installation, body: ApiRequest['body']): ReadonlySet<number> | 'all' {
  const names = body.repositories as string[] | undefined;
  const ids = body.repository_ids as number[] | undefined;
  if (!names && !ids) return installation.repositories;
  const chosen = [
    ...(names ?? []).map((name) => findRepository(host.state, `${installation.account.login}/${name}`)),
    ...(ids ?? []).map((id) => host.state.repositories.get(id)),
  ];
  if (chosen.length > 500) throw new Refusal(422, 'Only up to 500 repositories can be specified.');
  const granted = chosen.filter((it): it is Repository => it !== undefined && covers(installation, it));
  if (granted.length < chosen.length)
    throw new Refusal(422, 'There is at least one repository that does not exist or is not accessible to the parent installation.');
  return new Set(granted.map((it) => it.id));
}

function scopePermissions(installation: Installation, body: ApiRequest['body']): Permissions {
  const wanted = body.permissions as Record<string, Level> | undefined;
  if (!wanted) return installation.permissions;
  for (const [name, level] of Object.entries(wanted)) {
    const granted = installation.permissions[name];
    if (granted !== 'write' && granted !== level) throw new Refusal(422, 'The permissions requested are not granted to this installation.');
  }
  return { metadata: 'read', ...wanted };
}

function createToken(request: ApiRequest) {
  const { host, body } = request;
  const installation = installationById(request);
  if (installation.suspendedAt) throw new Refusal(403, 'This installation has been suspended');
  const repositories = scopeRepositories(host, installation, body);
  const permissions = scopePermissions(installation, body);
  const token = mintInstallationToken(host, installation, { repositories, permissions });
  return {
    status: 201,
    body: {
      token: token.token,
      expires_at: new Date(token.expiresAt).toISOString().replace(/\.\d+/, ''),
      permissions,
      repository_selection: repositories === 'all' ? 'all' : 'selected',
      ...(repositories === 'all' ? {} : { repositories: [...repositories].map((id) => repositoryShape(host, repositoryById(host, id))) }),
    },
  };
}

function listInstallationRepositories(request: ApiRequest) {
  const { host, caller } = request;
  if (caller.kind !== 'installation') throw notFound();
  const { repositories } = caller.token.holder;
  const visible = [...host.state.repositories.values()].filter(
    (it) => covers(caller.installation, it) && (repositories === 'all' || repositories.has(it.id)),
  );
  return paginate(request, '/installation/repositories', visible, (page) => ({
    total_count: visible.length,
    repositories: page.map((it) => repositoryShape(host, it)),
  }));
}

function ofAccount(request: ApiRequest, login: string | undefined) {
  const found = request.host.state.installations.find((it) => it.account.login.toLowerCase() === login?.toLowerCase());
  if (!found) throw notFound();
  return { status: 200, body: installationShape(request.host, found) };
}

function deliveryById(request: ApiRequest) {
  const found = request.host.state.deliveries.find((it) => it.id === readId(request, 'delivery_id'));
  if (!found) throw notFound();
  return found;
}

/** The newest first, and a cursor instead of page numbers. */
function listDeliveries(request: ApiRequest): Reply {
  const { host, query } = request;
  const status = query.get('status');
  const all = [...host.state.deliveries]
    .reverse()
    .filter((it) => status === null || (it.statusCode >= 200 && it.statusCode < 300) === (status === 'success'));
  const start = query.has('cursor') ? all.findIndex((it) => String(it.id) === query.get('cursor')) : 0;
  const end = Math.max(0, start) + Math.min(100, Number(query.get('per_page') ?? 30));
  const next = all[end];
  const rest = new URLSearchParams(query);
  if (next) rest.set('cursor', String(next.id));
  return {
    status: 200,
    body: all.slice(Math.max(0, start), end).map((it) => deliveryShape(it, 'item')),
    headers: next ? { link: `<${host.url}/app/hook/deliveries?${rest}>; rel="next"` } : undefined,
  };
}

export const appRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/app',
    access: 'app',
    handle: ({ host }) => ({ status: 200, body: { ...appShape(host, host.app), installations_count: host.state.installations.length } }),
  },
  {
    method: 'GET',
    path: '/app/installations',
    access: 'app',
    query: paging,
    handle: (request) =>
      paginate(request, '/app/installations', request.host.state.installations, (page) =>
        page.map((it) => installationShape(request.host, it)),
      ),
  },
  {
    method: 'GET',
    path: '/app/installations/{installation_id}',
    access: 'app',
    handle: (request) => ({ status: 200, body: installationShape(request.host, installationById(request)) }),
  },
  { method: 'POST', path: '/app/installations/{installation_id}/access_tokens', access: 'app', handle: createToken },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/installation',
    access: 'app',
    handle: ({ host, params }) => {
      const repository = findRepository(host.state, `${params.owner}/${params.repo}`);
      const installation = repository && installationOf(host, repository);
      if (!installation) throw notFound();
      return { status: 200, body: installationShape(host, installation) };
    },
  },
  { method: 'GET', path: '/orgs/{org}/installation', access: 'app', handle: (request) => ofAccount(request, request.params.org) },
  {
    method: 'GET',
    path: '/users/{username}/installation',
    access: 'app',
    handle: (request) => ofAccount(request, request.params.username),
  },
  { method: 'GET', path: '/installation/repositories', access: 'installation', query: paging, handle: listInstallationRepositories },
  {
    method: 'DELETE',
    path: '/installation/token',
    access: 'installation',
    handle: ({ host, caller }) => {
      if (caller.kind === 'installation') host.state.tokens.delete(caller.token.token);
      return { status: 204 };
    },
  },
  {
    method: 'GET',
    path: '/app/hook/config',
    access: 'app',
    handle: ({ host }) => ({
      status: 200,
      body: { content_type: 'json', insecure_ssl: '0', secret: '********', url: host.app.webhook.url ?? '' },
    }),
  },
  { method: 'GET', path: '/app/hook/deliveries', access: 'app', query: ['per_page', 'cursor', 'status'], handle: listDeliveries },
  {
    method: 'GET',
    path: '/app/hook/deliveries/{delivery_id}',
    access: 'app',
    handle: (request) => ({ status: 200, body: deliveryShape(deliveryById(request), 'full') }),
  },
  {
    method: 'POST',
    path: '/app/hook/deliveries/{delivery_id}/attempts',
    access: 'app',
    handle: (request) => {
      request.host.webhooks.redeliver(deliveryById(request));
      return { status: 202, body: {} };
    },
  },
];
