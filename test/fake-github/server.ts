/** The HTTP side: reads a request, finds its endpoint, validates, authorizes, answers, and logs all of it. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { authorize } from './access.ts';
import { authenticate, type Caller } from './auth.ts';
import { routes } from './endpoints/routes.ts';
import { type createFaults, throwFault } from './faults.ts';
import type { Host } from './host.ts';
import { countRequest, rateHeaders } from './rateLimit.ts';
import { notPermitted, Refusal } from './refusal.ts';
import type { ApiRequest, Reply, Route } from './route.ts';
import { openapiSlice, validateRequest } from './validation.ts';

export interface RequestRecord {
  readonly method: string;
  /** Decoded, without query and without `/api/v3`. */
  readonly path: string;
  /** `GET /repos/{owner}/{repo}`, or null where no endpoint fits. */
  endpoint: string | null;
  readonly query: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined where none was sent. */
  body: unknown;
  caller: Caller['kind'] | 'unknown';
  status: number;
  /** What was wrong with the request itself. */
  readonly violations: string[];
}

export interface PageReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** Extra pages on the same address; null where it is none of theirs. Asked before the API. */
export type PageRoutes = (request: IncomingMessage, url: URL) => PageReply | null | Promise<PageReply | null>;

interface Matcher {
  readonly route: Route;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

/** Parameters whose value may hold slashes. */
const open = new Set(['path', 'ref', 'basehead', 'tree_sha']);

function compile(route: Route): Matcher {
  const names: string[] = [];
  const source = route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    names.push(name);
    return open.has(name) ? '(.+)' : '([^/]+)';
  });
  return { route, names, pattern: new RegExp(`^${source}$`) };
}

const constantParts = (route: Route) => route.path.split('/').filter((part) => !part.startsWith('{')).length;
const matchers = [...routes].sort((a, b) => constantParts(b) - constantParts(a)).map(compile);

function findRoute(method: string, rawPath: string): { route: Route; params: Record<string, string> } | null {
  for (const { route, pattern, names } of matchers) {
    const match = route.method === method ? pattern.exec(rawPath) : null;
    if (match) return { route, params: Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')])) };
  }
  return null;
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'Problems parsing JSON', { violation: 'the body is no JSON' });
  }
}

export interface ServerParts {
  readonly host: () => Host;
  readonly requests: RequestRecord[];
  readonly faults: ReturnType<typeof createFaults>;
  readonly pages?: PageRoutes;
  readonly log: (line: string) => void;
}

async function handle(parts: ServerParts, request: IncomingMessage, record: RequestRecord, url: URL): Promise<Reply & { caller: Caller }> {
  const host = parts.host();
  record.body = await readBody(request);
  const caller = authenticate(host, request.headers.authorization);
  record.caller = caller.kind;
  if (!request.headers['user-agent'])
    throw new Refusal(403, 'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.', {
      violation: 'no User-Agent header',
    });
  const found = findRoute(record.method, url.pathname.replace(/^\/api\/v3(?=\/)/, ''));
  if (!found) throw new Refusal(404, 'Not Found', { violation: 'the local GitHub has no such endpoint' });
  const { route, params } = found;
  const key = `${route.method} ${route.path}`;
  record.endpoint = key;
  countRequest(host, caller, record.method);
  const endpoint = openapiSlice().endpoints[key];
  if (!endpoint) throw new Error(`${key} is missing in openapi.json: run scripts/openapiSlice.ts.`);
  const problems = validateRequest(key, endpoint, route.query ?? [], { params, query: url.searchParams, body: record.body });
  if (problems.length > 0) {
    record.violations.push(...problems);
    throw new Refusal(422, `Invalid request.\n\n${problems.join('\n')}`);
  }
  const repository = authorize(host, route, caller, params);
  if (caller.kind === 'installation' && !endpoint.enabledForGitHubApps) {
    record.violations.push('not available to an installation token');
    throw notPermitted();
  }
  const apiRequest: ApiRequest = {
    host,
    caller,
    params,
    headers: request.headers,
    query: url.searchParams,
    body: (record.body ?? {}) as ApiRequest['body'],
    get repository() {
      if (!repository) throw new Error(`${key} asks for a repository that its path does not name.`);
      return repository;
    },
  };
  return { ...(await route.handle(apiRequest)), caller };
}

function write(response: ServerResponse, reply: Reply): void {
  const { status, body, headers = {} } = reply;
  const raw = body instanceof Uint8Array;
  const bytes = body === undefined ? null : raw ? body : JSON.stringify(body);
  response.writeHead(status, {
    ...(bytes === null ? {} : { 'content-type': 'application/json; charset=utf-8', 'content-length': String(Buffer.byteLength(bytes)) }),
    'x-github-media-type': 'github.v3; format=json',
    'x-github-request-id': Math.random().toString(16).slice(2).toUpperCase(),
    ...headers,
  });
  response.end(bytes ?? undefined);
}

async function answer(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', parts.host().url);
  const page = await parts.pages?.(request, url);
  if (page) {
    response.writeHead(page.status ?? 200, { 'content-type': 'text/html; charset=utf-8', ...page.headers });
    response.end(page.body);
    return;
  }
  const method = request.method ?? 'GET';
  const path = decodeURIComponent(url.pathname).replace(/^\/api\/v3(?=\/)/, '');
  const query = Object.fromEntries(url.searchParams);
  const record: RequestRecord = { method, path, endpoint: null, query, body: undefined, caller: 'unknown', status: 0, violations: [] };
  parts.requests.push(record);
  const fault = parts.faults.take(method, path);
  if (fault?.kind === 'hang') return;
  if (fault?.kind === 'reset') {
    request.socket.destroy();
    return;
  }
  let reply: Reply;
  try {
    if (fault) throwFault(fault);
    const { caller, ...done } = await handle(parts, request, record, url);
    reply = { ...done, headers: { ...rateHeaders(parts.host(), caller), ...done.headers } };
  } catch (error) {
    if (error instanceof Refusal) {
      if (error.violation) record.violations.push(error.violation);
      reply = { status: error.status, body: error.body, headers: error.headers };
    } else {
      // A defect of the fake itself must not look like an outage of GitHub that the app may retry away.
      record.violations.push(`the local GitHub failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      reply = { status: 500, body: { message: 'Server Error' } };
    }
  }
  record.status = reply.status;
  parts.log(`${method} ${path} ${reply.status}`);
  if (fault?.kind === 'lost-answer') request.socket.destroy();
  else write(response, reply);
}

export async function listen(parts: ServerParts, port: number): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    answer(parts, request, response).catch((error: unknown) => {
      parts.log(`connection failed: ${String(error)}`);
      request.socket.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
