import { createHmac, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { type Delivery, type Front, type FrontLimits, startFront } from '../src/github/front.ts';
import { createLog } from '../src/github/log.ts';
import { readSettings } from '../src/github/settings.ts';
import { reviewPermissions } from '../src/github/tokens.ts';

const secret = 'one-'.repeat(8);
const previous = 'two-'.repeat(8);
const path = '/api/github/webhooks';

let front: Front | null = null;
let lines: string[] = [];
let deliveries: Delivery[] = [];

afterEach(async () => {
  await front?.close(0);
  front = null;
});

async function start(limits: Partial<FrontLimits> = {}, outcomes: ('accepted' | 'full' | 'throw')[] = []): Promise<Front> {
  lines = [];
  deliveries = [];
  const log = createLog({ level: 'info', secrets: [secret], write: (line) => lines.push(line) });
  front = await startFront({
    host: '127.0.0.1',
    port: 0,
    secrets: [secret, previous],
    log,
    limits,
    accept: async (delivery) => {
      deliveries.push(delivery);
      const outcome = outcomes.shift() ?? 'accepted';
      if (outcome === 'throw') throw new Error('handler failed');
      return outcome;
    },
  });
  return front;
}

function sign(body: string | Buffer, key = secret): string {
  return `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;
}

function headersFor(body: string | Buffer, key = secret, id = 'd-1'): Record<string, string> {
  return {
    'x-github-event': 'pull_request',
    'x-github-delivery': id,
    'x-hub-signature-256': sign(body, key),
    'content-type': 'application/json',
  };
}

async function post(at: Front, body: string, headers: Record<string, string>): Promise<[number, string]> {
  const response = await fetch(at.url + path, { method: 'POST', body, headers });
  return [response.status, await response.text()];
}

/** Writes raw bytes, gives back what came until the other side closed. */
function raw(at: Front, write: (send: (text: string) => void) => void): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(at.port, '127.0.0.1', () => write((text) => socket.write(text)));
    socket.on('data', (chunk) => {
      received += chunk.toString();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(received));
  });
}

describe('front', () => {
  const body = JSON.stringify({ action: 'opened', number: 7, canary: 'payload-canary' });

  test('accepts what either secret signed, once for each delivery, and logs words only', async () => {
    const at = await start();
    expect(await post(at, body, headersFor(body))).toEqual([202, 'accepted']);
    expect(await post(at, body, headersFor(body))).toEqual([202, 'accepted before']);
    expect(await post(at, body, headersFor(body, previous, 'd-2'))).toEqual([202, 'accepted']);
    at.forget('d-1');
    expect(await post(at, body, headersFor(body))).toEqual([202, 'accepted']);
    expect(deliveries.map(({ id, event, payload }) => [id, event, payload.number])).toEqual([
      ['d-1', 'pull_request', 7],
      ['d-2', 'pull_request', 7],
      ['d-1', 'pull_request', 7],
    ]);
    expect(
      lines.map((line) => JSON.parse(line)).map(({ msg, delivery, event, action, length }) => [msg, delivery, event, action, length]),
    ).toEqual([
      ['delivery accepted', 'd-1', 'pull_request', 'opened', body.length],
      ['delivery known already', 'd-1', 'pull_request', 'opened', body.length],
      ['delivery accepted', 'd-2', 'pull_request', 'opened', body.length],
      ['delivery accepted', 'd-1', 'pull_request', 'opened', body.length],
    ]);
    expect(lines.join('')).not.toContain('canary');
  });

  test('refuses and forgets what the queue or a handler refused', async () => {
    const at = await start({}, ['full', 'throw', 'accepted']);
    expect(await post(at, body, headersFor(body))).toEqual([503, 'the queue is full, deliver again later']);
    expect(await post(at, body, headersFor(body))).toEqual([500, 'internal error']);
    expect(await post(at, body, headersFor(body))).toEqual([202, 'accepted']);
    expect(lines.join('')).not.toContain('canary');
  });

  const signed = headersFor(body);
  const { 'x-hub-signature-256': _signature, ...unsigned } = signed;
  const { 'x-github-delivery': _delivery, ...anonymous } = signed;
  const notJson = '{"canary": "payload-canary"';
  test.each<[string, string, Record<string, string>, [number, string]]>([
    ['no signature', body, unsigned, [401, 'unsigned']],
    ['a sha1 signature', body, { ...unsigned, 'x-hub-signature': 'sha1=00' }, [401, 'unsigned']],
    ['a signature of the wrong shape', body, { ...signed, 'x-hub-signature-256': 'sha256=zz' }, [401, 'unsigned']],
    ['another secret', body, headersFor(body, 'development'), [401, 'the signature does not match']],
    ['another body', `${body} `, signed, [401, 'the signature does not match']],
    ['no delivery id', body, anonymous, [400, 'the headers x-github-delivery and x-github-event are needed']],
    [
      'an event that is no word',
      body,
      { ...signed, 'x-github-event': 'a b' },
      [400, 'the headers x-github-delivery and x-github-event are needed'],
    ],
    ['no JSON', notJson, headersFor(notJson), [400, "not a JSON object: set the webhook's content type to application/json"]],
    ['JSON that is no object', '[]', headersFor('[]'), [400, "not a JSON object: set the webhook's content type to application/json"]],
  ])('refuses %s', async (_name, text, headers, expected) => {
    const at = await start();
    expect(await post(at, text, headers)).toEqual(expected);
    expect(deliveries).toEqual([]);
    expect(lines.join('')).not.toContain('canary');
  });

  test('has one other page, and nothing else', async () => {
    const at = await start();
    const status = async (method: string, at_: string): Promise<number> => (await fetch(at.url + at_, { method })).status;
    expect([
      await status('GET', '/healthz'),
      await status('GET', path),
      await status('GET', '/'),
      await status('POST', '/'),
      await status('GET', '/probot'),
      await status('POST', '/probot/import'),
      await status('POST', '/healthz'),
    ]).toEqual([200, 404, 404, 404, 404, 404, 404]);
  });

  const request = (headers: string[]): string => [`POST ${path} HTTP/1.1`, 'host: x', ...headers, '', ''].join('\r\n');
  const raws = Object.entries(headersFor(body)).map(([name, value]) => `${name}: ${value}`);

  test('refuses a body by its announced length before reading it', async () => {
    const at = await start({ bodyBytes: 1000 });
    const answer = await raw(at, (send) => send(request([...raws, 'content-length: 1001'])));
    expect(answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*connection: close/i);
  });

  test('counts a body of unknown length and cuts the connection above the cap', async () => {
    const at = await start({ bodyBytes: 1000 });
    const chunk = `258\r\n${'x'.repeat(0x258)}\r\n`;
    const answer = await raw(at, (send) => {
      send(request([...raws, 'transfer-encoding: chunked']));
      send(chunk + chunk);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*connection: close/i);
    expect(deliveries).toEqual([]);
  });

  test('does not wait for the body of an unsigned request', async () => {
    const at = await start();
    const answer = await raw(at, (send) => send(request(['x-github-event: push', 'x-github-delivery: 1', 'content-length: 500'])));
    expect(answer).toMatch(/^HTTP\/1\.1 401 [\s\S]*connection: close/i);
  });

  test('bounds what all bodies together may hold', async () => {
    const at = await start({ bodyBytes: 1000, allBodiesBytes: 500 });
    const answer = await raw(at, (send) => {
      send(request([...raws, 'content-length: 900']));
      send('x'.repeat(600));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    expect(await post(at, body, headersFor(body))).toEqual([202, 'accepted']);
  });

  test('ends a body that does not come, and headers that do not end', async () => {
    const at = await start({ requestMs: 300, headersMs: 200 });
    const [slowBody, slowHeaders] = await Promise.all([
      raw(at, (send) => send(request([...raws, 'content-length: 500']))),
      raw(at, (send) => send(`POST ${path} HTTP/1.1\r\nhost: x\r\n`)),
    ]);
    expect([slowBody, slowHeaders].map((answer) => answer.slice(0, 12))).toEqual(['HTTP/1.1 408', 'HTTP/1.1 408']);
    expect(await post(at, body, headersFor(body))).toEqual([202, 'accepted']);
  });

  test('says which port is taken', async () => {
    const at = await start();
    const second = startFront({
      host: '127.0.0.1',
      port: at.port,
      secrets: [secret],
      log: createLog({ level: 'silent', secrets: [], write: () => undefined }),
      accept: async () => 'full',
    });
    await expect(second).rejects.toThrow(`Port ${at.port} on 127.0.0.1 is taken: stop what listens there, or set PORT to another.`);
  });
});

describe('settings', () => {
  const pem = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs1', format: 'pem' }).toString().trim();
  const full = { APP_ID: '12', PRIVATE_KEY: pem, WEBHOOK_SECRET: secret };
  const noFile = (): string => {
    throw Object.assign(new Error(), { code: 'ENOENT' });
  };

  test('have defaults for all but the three that identify the app', () => {
    expect(readSettings({ ...full, PRIVATE_KEY: pem.replaceAll('\n', '\\n') }, noFile)).toEqual({
      kind: 'settings',
      settings: {
        appId: 12,
        privateKey: pem,
        webhookSecrets: [secret],
        host: '0.0.0.0',
        port: 3000,
        apiUrl: 'https://api.github.com',
        analyzers: null,
        logLevel: 'info',
      },
    });
  });

  test('take secrets from files, and two of them during a rotation', () => {
    const files: Record<string, string> = { key: `${pem}\n`, now: `${secret}\n`, old: `${previous}\n` };
    const read = readSettings(
      { APP_ID: '12', PRIVATE_KEY_FILE: 'key', WEBHOOK_SECRET_FILE: 'now', WEBHOOK_SECRET_PREVIOUS_FILE: 'old', PORT: '0' },
      (at) => files[at]!,
    );
    expect(read.kind === 'settings' && [read.settings.privateKey, read.settings.webhookSecrets, read.settings.port]).toEqual([
      pem,
      [secret, previous],
      0,
    ]);
  });

  const weak = 'is shorter than 32 characters, so it can be guessed';
  test.each<[string, Record<string, string | undefined>, string[]]>([
    [
      'nothing',
      { APP_ID: undefined, PRIVATE_KEY: undefined, WEBHOOK_SECRET: '' },
      ['APP_ID is missing', 'PRIVATE_KEY is missing', 'WEBHOOK_SECRET is missing'],
    ],
    ['a weak secret', { WEBHOOK_SECRET: 'development' }, [`WEBHOOK_SECRET ${weak}`]],
    ['a weak previous secret', { WEBHOOK_SECRET_PREVIOUS: 'short' }, [`WEBHOOK_SECRET_PREVIOUS ${weak}`]],
    [
      'a file that is not there',
      { WEBHOOK_SECRET: undefined, WEBHOOK_SECRET_FILE: 'gone' },
      ['WEBHOOK_SECRET_FILE: gone cannot be read (ENOENT)'],
    ],
    ['a value twice', { WEBHOOK_SECRET_FILE: 'gone' }, ['WEBHOOK_SECRET and WEBHOOK_SECRET_FILE are both set']],
    ['a key that is none', { PRIVATE_KEY: 'canary' }, ['PRIVATE_KEY is not a PEM private key']],
    ['words for numbers', { APP_ID: 'x', PORT: 'http' }, ['APP_ID must be the number', 'PORT must be a port number']],
    ['plain HTTP to another machine', { GITHUB_API_URL: 'http://github.example' }, ['GITHUB_API_URL must use https']],
    ['a level that logs bodies', { LOG_LEVEL: 'debug' }, ['LOG_LEVEL must be one of info, warn, error, silent']],
  ])('refuse %s', (_name, over, expected) => {
    const read = readSettings({ ...full, ...over }, noFile);
    const problems = read.kind === 'problems' ? read.problems : [];
    expect(problems.map((problem, i) => problem.slice(0, expected[i]?.length))).toEqual(expected);
    expect(problems.join('')).not.toContain('canary');
  });
});

describe('log', () => {
  const token = ['ghs', 'A1b2'.repeat(9)].join('_');
  const stateless = ['ghs', '123', `${['eyJ', 'hbGciOiJIUzI1NiJ9'].join('')}.${'Ab1-'.repeat(6)}.${'sig_'.repeat(6)}`].join('_');
  const jwt = stateless.slice(8);
  const pem = ['-----BEGIN RSA', 'PRIVATE KEY-----\nAAAA\n-----END RSA', 'PRIVATE KEY-----'].join(' ');

  test('holds no credential, whatever text it comes in', () => {
    const texts = [token, stateless, ['github', 'pat', 'A'.repeat(40)].join('_'), jwt, pem, pem.slice(0, 45), secret];
    const written: string[] = [];
    const log = createLog({ level: 'info', secrets: [secret, `${pem}x`], write: (line) => written.push(line) });
    for (const text of texts) log.info({ text }, `before ${text}`);
    log.info(`authorization: bearer ${'abcdef12'.repeat(4)}`);
    const shown = written.map((line) => JSON.parse(line)).map((line) => [line.text, line.msg]);
    const masks = shown.map((pair) => pair.map((one) => one?.replace(/\[redacted: [\w ]+\]\s*/, '*')));
    expect(masks).toEqual([...texts.map(() => ['*', 'before *']), [undefined, 'authorization: bearer *']]);
  });

  test('holds no objects, so no payload, no request and no cause', () => {
    const written: string[] = [];
    const log = createLog({ level: 'info', secrets: [secret], write: (line) => written.push(line) });
    const error = Object.assign(new Error(`failed with ${token}`), {
      event: { payload: 'canary' },
      request: { body: 'canary' },
      status: 500,
    });
    log.child({ name: 'octokit' }).error(error);
    log.info({ event: { payload: 'canary' }, delivery: 'd-1' }, `secret is ${secret}`);
    const [first, second] = written.map((line) => JSON.parse(line));
    expect([first.err.message, first.err.status, first.msg]).toEqual([
      'failed with [redacted: GitHub token]',
      500,
      'failed with [redacted: GitHub token]',
    ]);
    expect([second.delivery, second.event, second.msg]).toEqual(['d-1', undefined, 'secret is [redacted: secret]']);
    expect(written.join('')).not.toContain('canary');
  });
});

test('the registration asks for what is used: permissions of the token, events with a handler, nobody else', () => {
  const app = parse(readFileSync('app.yml', 'utf8'));
  expect([app.public, app.default_permissions, app.default_events, app.hook_attributes.url.endsWith(path)]).toEqual([
    false,
    // Without the last one GitHub does not send merge_group.
    { ...reviewPermissions, merge_queues: 'read' },
    ['pull_request', 'check_run', 'check_suite', 'merge_group'],
    true,
  ]);
});
