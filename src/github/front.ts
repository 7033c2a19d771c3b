import type { Log } from './log.ts';
export interface Delivery {
  readonly id: string;
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
}
export interface FrontOptions {
  readonly host: string;
  readonly port: number;
  readonly secrets: readonly string[];
  /** Hands the delivery to the queue; `full` makes it fail on GitHub's side, so that it can be delivered again. */
  readonly accept: (delivery: Delivery) => Promise<'accepted' | 'full'>;
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
export const frontLimits: FrontLimits = undefined as never;
export function startFront(_options: FrontOptions): Promise<Front> {
  throw new Error('not built yet');
}
