import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../src/cli/exit.ts';
import { GitError } from '../src/git/gitError.ts';
import { ApiError, connectionCodeOf, rateLimitPause, statusOf, withoutRequest } from '../src/github/apiErrors.ts';
import { createClient } from '../src/github/client.ts';
import { SafeError, serializeError } from '../src/redact/safeError.ts';

/** Shaped like a token, and none. */
const canary = `ghp_${randomUUID().replaceAll('-', '')}`;
/** All that a debugger, a logger or a test runner would show of it. */
const shown = (error: unknown) =>
  inspect(error, { depth: null, showHidden: true }) + JSON.stringify(error) + String((error as Error).stack);

describe('an error of ours', () => {
  test.each<[string, Error]>([
    ['a usage error', new UsageError(`no file ${canary}`)],
    ['a git error', new GitError('failed', `no branch ${canary}`, 'Fetch it.')],
    ['any other', new SafeError(`read ${canary}`, { cause: Object.assign(new Error(`got ${canary}`), { request: { body: canary } }) })],
  ])('holds no token: %s', (_, error) => {
    expect(shown(error).includes(canary)).toBe(false);
    expect(error.message).toContain('[redacted: GitHub token]');
  });

  test('serialises to what a log needs', () => {
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', status: 500, request: { headers: {} } });
    const { stack, cause: inner, ...rest } = serializeError(new SafeError('not read', { severity: 'warning', cause }));
    expect(rest).toEqual({ type: 'SafeError', severity: 'warning', message: 'not read' });
    expect(stack).toMatch(/^SafeError: not read\n/);
    expect({ ...inner, stack: '' }).toEqual({
      type: 'Error',
      severity: 'error',
      message: 'refused',
      status: 500,
      code: 'ECONNREFUSED',
      stack: '',
    });
    expect(JSON.parse(JSON.stringify(new SafeError('not read', { severity: 'critical' })))).toMatchObject({
      severity: 'critical',
      message: 'not read',
    });
    expect(serializeError(`thrown ${canary}`)).toEqual({ type: 'string', severity: 'error', message: 'thrown [redacted: GitHub token]' });
  });

  test('has no token in a code either', () => {
    expect(JSON.stringify(serializeError(Object.assign(new Error('no'), { code: canary })))).not.toContain(canary);
  });

  test('has an end where causes go round', () => {
    const error: Error & { cause?: unknown } = new Error('round');
    error.cause = error;
    expect(JSON.stringify(serializeError(error)).length).toBeLessThan(20_000);
  });
});

describe('an error of a call', () => {
  /** Answers as told, whatever is asked. */
  const answering = (status: number, headers: Record<string, string>): typeof fetch =>
    (async () =>
      new Response(JSON.stringify({ message: `bad ${canary}` }), {
        status,
        headers: { 'content-type': 'application/json', ...headers },
      })) as typeof fetch;

  test('has neither request nor token, and still says how to go on', async () => {
    const client = createClient({
      apiUrl: 'https://api.example.com',
      token: canary,
      longestPauseMs: 0,
      fetch: answering(403, { 'retry-after': '7', 'x-oauth-scopes': canary }),
    });
    const error = await client.request('POST /credentials/revoke', { credentials: [canary] }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(shown(error).includes(canary)).toBe(false);
    expect([statusOf(error), rateLimitPause(error, 0)]).toEqual([403, 7000]);
    expect(serializeError(error)).toMatchObject({ type: 'ApiError', severity: 'error', status: 403 });
  });

  test('keeps the code of a connection that could not be made', async () => {
    const refused = Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('no'), { code: 'ECONNREFUSED' }) });
    const client = createClient({
      apiUrl: 'https://api.example.com',
      token: canary,
      firstPauseMs: 1,
      fetch: (async () => {
        throw refused;
      }) as typeof fetch,
    });
    const error = await client.request('GET /rate_limit').catch((thrown: unknown) => thrown);
    expect([statusOf(error), connectionCodeOf(error)]).toEqual([500, 'ECONNREFUSED']);
    expect(shown(error).includes(canary)).toBe(false);
  });

  test('other errors pass as they are', () => {
    const error = new TypeError('a defect');
    expect(withoutRequest(error)).toBe(error);
  });
});
