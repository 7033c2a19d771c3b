/** Accounts, apps and installations as REST shows them. */
import type { RestEndpointMethodTypes } from '@octokit/rest';
import type { Host } from '../host.ts';
import type { Account, AppIdentity, Installation } from '../state.ts';

type SimpleUser = RestEndpointMethodTypes['pulls']['createReview']['response']['data']['user'];
type AppShape = NonNullable<RestEndpointMethodTypes['checks']['create']['response']['data']['app']>;
type InstallationShape = RestEndpointMethodTypes['apps']['getInstallation']['response']['data'];

export const nodeId = (kind: string, id: number | string) => `${kind}_${Buffer.from(String(id)).toString('base64url')}`;

export function accountShape(host: Host, account: Account): NonNullable<SimpleUser> {
  const url = `${host.url}/users/${encodeURIComponent(account.login)}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId('U', account.id),
    avatar_url: `${host.url}/avatars/u/${account.id}`,
    gravatar_id: '',
    url,
    html_url: `${host.url}/${account.login.replace(/^(.*)\[bot\]$/, 'apps/$1')}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    site_admin: false,
  };
}

export function appShape(host: Host, app: AppIdentity): AppShape {
  const ours = app.id === host.app.id;
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId('A', app.id),
    client_id: ours ? host.app.clientId : `Iv1.${app.id}`,
    owner: accountShape(host, host.app.owner),
    name: app.name,
    description: null,
    external_url: `${host.url}/apps/${app.slug}`,
    html_url: `${host.url}/apps/${app.slug}`,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    permissions: ours ? { ...host.app.permissions } : { checks: 'write' },
    events: ours ? [...host.app.events] : [],
  };
}

export function installationShape(host: Host, installation: Installation): InstallationShape {
  const { account } = installation;
  return {
    id: installation.id,
    account: accountShape(host, account),
    repository_selection: installation.repositories === 'all' ? 'all' : 'selected',
    access_tokens_url: `${host.url}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${host.url}/installation/repositories`,
    html_url: `${host.url}/organizations/${account.login}/settings/installations/${installation.id}`,
    app_id: host.app.id,
    app_slug: host.app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: { ...installation.permissions },
    events: [...host.app.events],
    created_at: installation.createdAt,
    updated_at: installation.createdAt,
    single_file_name: null,
    suspended_by: null,
    suspended_at: installation.suspendedAt,
  };
}
