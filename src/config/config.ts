/** What one config file says, and no more: what it leaves out is decided when it is merged. */
import type { Family } from '../model/finding.ts';
import type { Policy, SuppressionEntry } from '../model/policy.ts';

type Tdd = Policy['tdd'];
type Labels = Tdd['labels'];

export interface TddConfig extends Partial<Omit<Tdd, 'labels' | 'evidence'>> {
  readonly labels?: Partial<Omit<Labels, 'patterns'>> & { readonly patterns?: Partial<Labels['patterns']> };
  readonly evidence?: Partial<Tdd['evidence']>;
}

export interface Config {
  readonly file: string;
  readonly failOn?: Policy['failOn'];
  readonly families: Readonly<Partial<Record<Family, boolean>>>;
  readonly checks: Readonly<Record<string, boolean>>;
  readonly exclude?: readonly string[];
  /** In an organisation's floor: whether a repository may exclude paths. */
  readonly allowExclude?: boolean;
  readonly tdd: TddConfig;
  readonly onIncomplete?: Policy['onIncomplete'];
  readonly ownSuppressions?: Policy['ownSuppressions'];
  readonly revokeCommand?: Policy['revokeCommand'];
  readonly suppressions: readonly SuppressionEntry[];
}
