/** What one config file says, and no more: what it leaves out is decided when it is merged. */
import type { Family } from '../model/finding.ts';
import type { Policy, SuppressionEntry } from '../model/policy.ts';

export interface Config {
  readonly file: string;
  readonly failOn?: Policy['failOn'];
  readonly families: Readonly<Partial<Record<Family, boolean>>>;
  readonly checks: Readonly<Record<string, boolean>>;
  readonly exclude?: readonly string[];
  /** In an organisation's floor: whether a repository may exclude paths. */
  readonly allowExclude?: boolean;
  readonly tdd: Readonly<Partial<Policy['tdd']>>;
  readonly onIncomplete?: Policy['onIncomplete'];
  readonly ownSuppressions?: Policy['ownSuppressions'];
  readonly revokeCommand?: Policy['revokeCommand'];
  readonly suppressions: readonly SuppressionEntry[];
}
