/** What an endpoint is made of. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from './auth.ts';
import type { Host } from './host.ts';
import { Refusal } from './refusal.ts';
import type { Level, Repository } from './state.ts';

export interface Reply {
  readonly status: number;
  /** Undefined sends no body, bytes and strings go as they are, everything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ApiRequest {
  readonly host: Host;
  readonly caller: Caller;
  readonly headers: IncomingHttpHeaders;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The parsed JSON; validated against the schema before a handler sees it. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The repository of `{owner}/{repo}`, visible to the caller; asking where the path names none is a defect of the fake. */
  readonly repository: Repository;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As in GitHub's OpenAPI description. */
  readonly path: string;
  /** `app`: needs the app's JWT. `any`: every caller, even none. A pair: what an installation token must carry. */
  readonly access: 'app' | 'installation' | 'any' | readonly [permission: string, level: Level];
  /** Query parameters that are implemented; another one of the schema is refused, rather than silently ignored. */
  readonly query?: readonly string[];
  handle(request: ApiRequest): Reply | Promise<Reply>;
}

export const paging = ['per_page', 'page'] as const;

/** One page of a list, with the `Link` header that clients follow. */
export function paginate<T>(request: ApiRequest, path: string, items: readonly T[], wrap: (page: T[]) => unknown = (page) => page): Reply {
  const { page, perPage, headers } = readPage(request, path, items.length);
  return { status: 200, body: wrap(items.slice((page - 1) * perPage, page * perPage)), headers };
}

export function readPage(request: ApiRequest, path: string, total: number, usual = 30) {
  const perPage = Math.min(100, Number(request.query.get('per_page') ?? usual)) || usual;
  const page = Math.max(1, Number(request.query.get('page') ?? 1)) || 1;
  const last = Math.max(1, Math.ceil(total / perPage));
  const link = (to: number, rel: string) => {
    const query = new URLSearchParams(request.query);
    query.set('page', String(to));
    return `<${request.host.url}${path}?${query}>; rel="${rel}"`;
  };
  const links = [];
  if (page > 1) links.push(link(page - 1, 'prev'));
  if (page < last) links.push(link(page + 1, 'next'), link(last, 'last'));
  if (page > 1) links.push(link(1, 'first'));
  const headers: Record<string, string> = links.length > 0 ? { link: links.join(', ') } : {};
  return { page, perPage, headers };
}

export function readId(request: ApiRequest, name: string): number {
  return Number(request.params[name]);
}

/** A 422 as GitHub words it for a field. */
export function invalidField(resource: string, field: string, message: string): Refusal {
  return new Refusal(422, 'Validation Failed', { errors: [{ resource, field, code: 'custom', message }] });
}
