/**
 * The HTTP front. Probot's own server reads bodies of any size before it looks at the signature, and logs those that fail; this one
 * counts while it reads, verifies the raw bytes before it parses, and writes nothing of a payload anywhere.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from './log.ts';
import { webhookPath } from './names.ts';
import { isSignature, isSigned } from './signature.ts';

export interface Delivery {
  readonly id: string;
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** `full` and `malformed` make the delivery fail on GitHub's side: the first so that it can be delivered again. */
export type Reception = 'accepted' | 'full' | 'malformed';

export interface FrontOptions {
  readonly host: string;
  readonly port: number;
  readonly secrets: readonly string[];
  /** Hands the delivery to the queue. */
  readonly accept: (delivery: Delivery) => Promise<Reception>;
  readonly log: Log;
  readonly limits?: Partial<FrontLimits>;
}

export interface FrontLimits {
  /** GitHub does not deliver payloads above 25 MB. */
  readonly bodyBytes: number;
  /** Bytes of all bodies being read at the same time: what strangers can make this process hold. */
  readonly allBodiesBytes: number;
  readonly headersMs: number;
  /** From the first byte of a request to its last. */
  readonly requestMs: number;
  readonly connections: number;
  /** Delivery ids remembered against a second delivery of the same event. */
  readonly rememberedDeliveries: number;
}

export interface Front {
  readonly url: string;
  readonly port: number;
  /** Lets a redelivery of this event in again, because what it asked for was not done. */
  readonly forget: (deliveryId: string) => void;
  /** Stops listening, lets open requests end, and cuts those that do not within `graceMs`. */
  readonly close: (graceMs: number) => Promise<void>;
}

export const frontLimits: FrontLimits = {
  bodyBytes: 25_000_000,
  allBodiesBytes: 200_000_000,
  headersMs: 10_000,
  requestMs: 30_000,
  connections: 256,
  rememberedDeliveries: 10_000,
};

type Answer = readonly [status: number, text: string];

const answers: Readonly<Record<Reception, readonly [told: string, answer: Answer]>> = {
  accepted: ['delivery accepted', [202, 'accepted']],
  full: ['delivery refused, the queue is full', [503, 'the queue is full, deliver again later']],
  malformed: ['delivery refused, its payload is not that of its event', [400, 'the payload lacks what its event always has']],
};

export async function startFront(options: FrontOptions): Promise<Front> {
  const { host, port, secrets, accept, log } = options;
  const limits = { ...frontLimits, ...options.limits };
  const accepted = new Set<string>();
  let bytesHeld = 0;

  async function answerTo(request: IncomingMessage): Promise<Answer> {
    const path = (request.url ?? '').split('?', 1)[0];
    if (path === '/healthz' && (request.method === 'GET' || request.method === 'HEAD')) return [200, 'ok'];
    if (path !== webhookPath || request.method !== 'POST') return [404, 'not found'];

    const signature = header(request, 'x-hub-signature-256');
    if (!isSignature(signature)) return [401, 'unsigned'];
    const id = header(request, 'x-github-delivery');
    const event = header(request, 'x-github-event');
    if (!isWord(id) || !isWord(event)) return [400, 'the headers x-github-delivery and x-github-event are needed'];

    const body = await readBody(request);
    if (body === 'too large') return [413, `larger than ${limits.bodyBytes} bytes`];
    if (body === 'busy') return [503, 'too much is being received, deliver again later'];
    if (!isSigned(body, signature, secrets)) return [401, 'the signature does not match'];

    const payload = parsePayload(body);
    if (!payload) return [400, "not a JSON object: set the webhook's content type to application/json"];
    const fields = { delivery: id, event, action: isWord(payload.action) ? payload.action : null, length: body.length };
    if (accepted.has(id)) {
      log.info(fields, 'delivery known already');
      return [202, 'accepted before'];
    }
    remember(id);
    let outcome: Reception | undefined;
    try {
      outcome = await accept({ id, event, payload });
    } finally {
      if (outcome !== 'accepted') accepted.delete(id);
    }
    const [told, answer] = answers[outcome];
    log.info(fields, told);
    return answer;
  }

  /** Two deliveries of one id at the same time are one: the id is taken before the queue is asked. */
  function remember(id: string): void {
    accepted.add(id);
    if (accepted.size > limits.rememberedDeliveries) accepted.delete(accepted.values().next().value!);
  }

  async function readBody(request: IncomingMessage): Promise<Buffer | 'too large' | 'busy'> {
    if (Number(request.headers['content-length'] ?? 0) > limits.bodyBytes) return 'too large';
    const chunks: Buffer[] = [];
    let length = 0;
    try {
      // Not `for await`: leaving that loop destroys the socket before the answer is written.
      return await new Promise((resolve, reject) => {
        request.on('data', (chunk: Buffer) => {
          length += chunk.length;
          bytesHeld += chunk.length;
          chunks.push(chunk);
          if (length > limits.bodyBytes) resolve('too large');
          else if (bytesHeld > limits.allBodiesBytes) resolve('busy');
        });
        request.on('end', () => resolve(Buffer.concat(chunks)));
        request.on('error', reject);
        request.on('close', () => reject(new CutOff()));
      });
    } finally {
      request.removeAllListeners('data');
      request.pause();
      chunks.length = 0;
      bytesHeld -= length;
    }
  }

  const server = createServer(
    { maxHeaderSize: 16_384, headersTimeout: limits.headersMs, requestTimeout: limits.requestMs, connectionsCheckingInterval: 500 },
    (request, response) => {
      answerTo(request).then(
        (answer) => send(request, response, answer),
        (error: unknown) => {
          if (error instanceof CutOff) return;
          log.error({ err: error, delivery: header(request, 'x-github-delivery') }, 'delivery not handled');
          send(request, response, [500, 'internal error']);
        },
      );
    },
  );
  server.maxConnections = limits.connections;
  server.keepAliveTimeout = 5_000;

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenProblem(error, host, port)));
    server.listen(port, host, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  const shown = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${shown}:${bound}`,
    port: bound,
    forget: (deliveryId) => void accepted.delete(deliveryId),
    close: (graceMs) =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

/** The sender went away, or its time was up: there is nobody to answer. */
class CutOff extends Error {}

function send(request: IncomingMessage, response: ServerResponse, [status, text]: Answer): void {
  // What is left of a refused body is not read: the connection ends with the answer.
  const unread = !request.complete;
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'x-content-type-options': 'nosniff',
    ...(status === 503 && { 'retry-after': '30' }),
    ...(unread && { connection: 'close' }),
  });
  response.end(request.method === 'HEAD' ? undefined : text);
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** Delivery ids, events and actions go into the log, so they are plain words. */
function isWord(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9_.-]{1,100}$/.test(value);
}

function parsePayload(body: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    // The parser's message quotes the payload.
    return null;
  }
}

function listenProblem(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') return new Error(`Port ${port} on ${host} is taken: stop what listens there, or set PORT to another.`);
  if (error.code === 'EACCES') return new Error(`Port ${port} on ${host} may not be opened by this user: set PORT to one above 1023.`);
  return new Error(`Cannot listen on ${host}:${port} (${error.code ?? error.message}): check HOST and PORT.`);
}
