/** The texts that a review's rules are made from. Who may loosen what is decided elsewhere. */
import type { Change } from '../model/change.ts';
import type { Client } from './client.ts';
export type ConfigText =
  | {
      readonly kind: 'text';
      readonly text: string;
    }
  | {
      readonly kind: 'none';
    }
  | {
      readonly kind: 'unreadable';
      readonly reason: string;
    };
export interface ConfigTexts {
  readonly floor: ConfigText;
  /** From the merge base: this one counts. */
  readonly base: ConfigText;
  /** As the change would leave it: checked and described, never applied. */
  readonly head: ConfigText;
}
export function readConfigTexts(_change: Change, _floor: ConfigText): Promise<ConfigTexts> {
  throw new Error('not built yet');
}
/**
 * The owner's floor, from the default branch of its `.github` repository. No such file is no floor; anything else that keeps it from
 * being read must not pass for that, so it rejects and the review is tried again.
 */
export function readFloor(_client: Client, _owner: string): Promise<ConfigText> {
  throw new Error('not built yet');
}
/** One reading serves all of an owner's reviews for a while. A failure is not kept. */
export function floorCache(_now?: () => number, _keepMs?: number): (owner: string, read: () => Promise<ConfigText>) => Promise<ConfigText> {
  throw new Error('not built yet');
}
