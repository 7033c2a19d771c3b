/** Signs events and sends them to the app; keeps the log from which they can be sent again. */
import { createHmac, randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { type Host, timestamp } from './host.ts';
import type { Delivery } from './state.ts';

export interface Outgoing {
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** What a hostile or broken sender would do differently. */
  readonly guid?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface WebhookSender {
  /** Starts the delivery and answers its record, or null where the app has no webhook or did not subscribe. */
  send(outgoing: Outgoing): Delivery | null;
  redeliver(delivery: Delivery): Delivery;
  /** Resolves once no delivery is under way. */
  settled(): Promise<void>;
  close(): void;
}

/** What apps receive whatever they subscribed to. */
const always = new Set(['ping', 'installation', 'installation_repositories', 'github_app_authorization']);

interface Answer {
  readonly statusCode: number;
  readonly status: string;
  readonly body: string | null;
}

function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  payload: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve) => {
    const failed = (status: string) => resolve({ statusCode: 0, status, body: null });
    // A connection of its own each: a kept one may just be closed by the receiver, and the delivery would fail by chance.
    const outgoing = httpRequest(url, {
      agent: false,
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(payload)) },
      signal,
    });
    const timer = setTimeout(() => {
      failed('timed out');
      outgoing.destroy();
    }, timeoutMs);
    outgoing.on('close', () => clearTimeout(timer));
    outgoing.on('error', () => failed('failed to connect to host'));
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => failed('connection lost'));
      response.on('end', () => {
        const statusCode = response.statusCode ?? 0;
        // A redirect is an answer like any other: GitHub does not follow it.
        const fine = statusCode >= 200 && statusCode < 300;
        resolve({
          statusCode,
          status: fine ? 'OK' : `Invalid HTTP Response: ${statusCode}`,
          body: Buffer.concat(chunks).toString('utf8').slice(0, 10_000),
        });
      });
    });
    outgoing.end(payload);
  });
}

function idOf(payload: Readonly<Record<string, unknown>>, key: string): number | null {
  const value = payload[key];
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'number' ? value.id : null;
}

export function createWebhookSender(host: () => Host): WebhookSender {
  const underWay = new Set<Promise<void>>();
  const ended = new AbortController();

  function dispatch(delivery: Delivery): Delivery {
    const { state, limits } = host();
    state.deliveries.push(delivery);
    const started = performance.now();
    const work = post(delivery.url, delivery.requestHeaders, delivery.payload, limits.webhookTimeoutMs, ended.signal).then((answer) => {
      delivery.statusCode = answer.statusCode;
      delivery.status = answer.status;
      delivery.responseBody = answer.body;
      delivery.duration = Math.round(performance.now() - started) / 1000;
    });
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
    return delivery;
  }

  return {
    send({ event, payload, guid = randomUUID(), headers = {} }) {
      const { app, limits, nextId } = host();
      const { url, secret } = app.webhook;
      const subscribed = always.has(event) || app.events.includes(event);
      const bytes = JSON.stringify(payload);
      if (!url || !subscribed || Buffer.byteLength(bytes) > limits.payloadBytes) return null;
      const sign = (algorithm: string) => `${algorithm}=${createHmac(algorithm, secret).update(bytes).digest('hex')}`;
      return dispatch({
        id: nextId(),
        guid,
        event,
        action: typeof payload.action === 'string' ? payload.action : null,
        deliveredAt: timestamp(host()),
        redelivery: false,
        installationId: idOf(payload, 'installation'),
        repositoryId: idOf(payload, 'repository'),
        url,
        payload: bytes,
        requestHeaders: {
          accept: '*/*',
          'content-type': 'application/json',
          'user-agent': 'GitHub-Hookshot/0000000',
          'x-github-delivery': guid,
          'x-github-event': event,
          'x-github-hook-id': String(app.id),
          'x-github-hook-installation-target-id': String(app.id),
          'x-github-hook-installation-target-type': 'integration',
          'x-hub-signature': sign('sha1'),
          'x-hub-signature-256': sign('sha256'),
          ...headers,
        },
        statusCode: 0,
        status: 'pending',
        duration: 0,
        responseBody: null,
      });
    },
    redeliver(delivery) {
      const { nextId, app } = host();
      const fresh = { statusCode: 0, status: 'pending', duration: 0, responseBody: null };
      const target = app.webhook.url ?? delivery.url;
      return dispatch({ ...delivery, ...fresh, url: target, id: nextId(), redelivery: true, deliveredAt: timestamp(host()) });
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close: () => ended.abort(),
  };
}
