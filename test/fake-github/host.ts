/** What every part of the local GitHub is handed: its state, its git store, its clock, its limits. */
import type { KeyObject } from 'node:crypto';
import { isoSeconds } from './gitObjects.ts';
import type { GitStore } from './gitStore.ts';
import { type Account, type AppIdentity, findRepository, type Pull, type Repository, type State } from './state.ts';
import type { WebhookSender } from './webhooks.ts';

export interface RegisteredApp extends AppIdentity {
  readonly clientId: string;
  readonly owner: Account;
  /** PEM, PKCS#1, as GitHub hands it out. */
  readonly privateKey: string;
  readonly publicKey: KeyObject;
  readonly permissions: Readonly<Record<string, 'read' | 'write'>>;
  readonly events: readonly string[];
  webhook: { url: string | null; secret: string };
}

export interface Limits {
  /** Entries of a recursive tree before it is cut and marked `truncated`. */
  treeEntries: number;
  /** Requests an hour of one token holder. */
  requestsPerHour: number;
  /** Writes a minute before the secondary limit answers 403; GitHub documents 80. Null: not enforced. */
  contentPerMinute: number | null;
  /** Comments of one review above which the secondary limit answers; seen at 65. Null: not enforced. */
  reviewComments: number | null;
  webhookTimeoutMs: number;
  /** Bytes of a payload above which GitHub does not deliver. */
  payloadBytes: number;
}

export interface Host {
  /** Without a slash at the end. */
  readonly url: string;
  readonly state: State;
  readonly store: GitStore;
  readonly app: RegisteredApp;
  readonly limits: Limits;
  readonly tokenFormat: 'stateless' | 'classic';
  readonly webhooks: WebhookSender;
  now(): number;
  nextId(): number;
}

export const timestamp = (host: Host): string => isoSeconds(host.now());

export function account(host: Host, login: string, type: Account['type'] = 'User'): Account {
  const key = login.toLowerCase();
  const known = host.state.accounts.get(key) ?? { id: host.nextId(), login, type };
  host.state.accounts.set(key, known);
  return known;
}

/** The account in whose name the app acts. */
export const appBot = (host: Host): Account => account(host, `${host.app.slug}[bot]`, 'Bot');

export function repositoryNamed(host: Host, fullName: string): Repository {
  const repository = findRepository(host.state, fullName);
  if (!repository) throw new Error(`The local GitHub has no repository ${fullName}: create it first.`);
  return repository;
}

export function repositoryById(host: Host, id: number): Repository {
  const repository = host.state.repositories.get(id);
  if (!repository) throw new Error(`The local GitHub has no repository with the id ${id}.`);
  return repository;
}

export function findPull(host: Host, repository: Repository, number: number): Pull | undefined {
  return host.state.pulls.find((pull) => pull.repositoryId === repository.id && pull.number === number);
}

export function pullOf(host: Host, place: { readonly repository: string; readonly number: number }): Pull {
  const pull = findPull(host, repositoryNamed(host, place.repository), place.number);
  if (!pull) throw new Error(`The local GitHub has no pull request ${place.repository}#${place.number}: open it first.`);
  return pull;
}
