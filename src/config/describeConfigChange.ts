import type { Policy } from '../model/policy.ts';
import type { Config } from './config.ts';

export interface ConfigChange {
  /** Text at the base and at the head; null where the file does not exist. */
  readonly baseText: string | null;
  readonly headText: string | null;
  readonly file: string;
  readonly knownChecks: readonly string[];
  readonly defaults: Policy;
  readonly floor: Config | null;
}

export function describeConfigChange(_change: ConfigChange): string[] {
  throw new Error('describeConfigChange is not written yet');
}
