/** What a caller may see and do. */
import type { Caller } from './auth.ts';
import type { Host } from './host.ts';
import { notFound, notPermitted, Refusal } from './refusal.ts';
import type { Route } from './route.ts';
import { findRepository, type Installation, type Level, type Repository } from './state.ts';

/** The repositories that an installation itself covers. */
export function covers(installation: Installation, repository: Repository): boolean {
  if (installation.account.id !== repository.owner.id) return false;
  return installation.repositories === 'all' || installation.repositories.has(repository.id);
}

export function installationOf(host: Host, repository: Repository): Installation | undefined {
  return host.state.installations.find((installation) => covers(installation, repository));
}

function inScope(caller: Caller, repository: Repository): boolean {
  if (caller.kind !== 'installation' || !covers(caller.installation, repository)) return false;
  const { repositories } = caller.token.holder;
  return repositories === 'all' || repositories.has(repository.id);
}

export function userLevel(repository: Repository, login: string): Level | null {
  if (repository.owner.login.toLowerCase() === login.toLowerCase()) return 'write';
  const role = repository.collaborators.get(login.toLowerCase());
  if (role !== undefined) return role === 'read' ? 'read' : 'write';
  return repository.private ? null : 'read';
}

const suffices = (has: Level | undefined | null, wanted: Level) => has === 'write' || has === wanted;

function mayUseRepository(caller: Caller, repository: Repository, access: Route['access'], method: string): void {
  if (caller.kind === 'user') {
    const level = userLevel(repository, caller.user.login);
    if (level === null) throw notFound();
    if (access[0] === 'checks' && access[1] === 'write') throw new Refusal(403, 'You must authenticate via a GitHub App.');
    if (method !== 'GET' && !suffices(level, 'write')) throw new Refusal(403, 'Must have write access to this repository.');
    return;
  }
  if (!inScope(caller, repository)) {
    if (repository.private) throw notFound();
    if (method !== 'GET') throw caller.kind === 'anonymous' ? new Refusal(401, 'Requires authentication') : notPermitted();
    return;
  }
  if (typeof access === 'string' || caller.kind !== 'installation') return;
  if (!suffices(caller.token.holder.permissions[access[0]], access[1])) throw notPermitted();
}

/** Refuses what the caller may not do; gives the repository of the path, if it names one. */
export function authorize(host: Host, route: Route, caller: Caller, params: Readonly<Record<string, string>>): Repository | null {
  if (route.access === 'app') {
    if (caller.kind !== 'app') throw new Refusal(401, 'A JSON web token could not be decoded');
    return null;
  }
  if (caller.kind === 'app' && route.access !== 'any')
    throw new Refusal(401, 'Bad credentials: the app itself must use an installation token here');
  if (route.access === 'installation' && caller.kind !== 'installation')
    throw new Refusal(403, 'You must authenticate with an installation access token in order to list repositories for an installation.');
  if (params.owner === undefined || params.repo === undefined) return null;
  const repository = findRepository(host.state, `${params.owner}/${params.repo}`);
  if (!repository) throw notFound();
  mayUseRepository(caller, repository, route.access, route.method);
  return repository;
}
