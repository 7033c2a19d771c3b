import type { Policy } from '../model/policy.ts';
import type { Config } from './config.ts';

export interface Merged {
  readonly policy: Policy;
  /** What a repository asked for and the floor does not allow. Sentences. */
  readonly notices: readonly string[];
}

export function mergePolicy(_defaults: Policy, _floor: Config | null, _repository: Config | null): Merged {
  throw new Error('mergePolicy is not written yet');
}
