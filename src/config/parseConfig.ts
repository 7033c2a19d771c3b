import type { PolicyProblem } from '../model/policy.ts';
import type { Config } from './config.ts';

export type ParsedConfig =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'problems'; readonly problems: readonly PolicyProblem[] };

export function parseConfig(_text: string, _file: string, _knownChecks: readonly string[]): ParsedConfig {
  throw new Error('parseConfig is not written yet');
}
