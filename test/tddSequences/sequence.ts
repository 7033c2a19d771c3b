/** Commits as data: what a history is made of, and what is to be said of it. */

/** A text, nothing (the file goes), or the path that the file comes from. */
export type FileText = string | null | { readonly from: string };
export type Files = Readonly<Record<string, FileText>>;

export interface Step {
  readonly say: string;
  readonly files?: Files;
  /** A name for this commit, for steps that go on from it. */
  readonly as?: string;
  /** Goes on from the commit of this name (`base` is the base) instead of the one before. */
  readonly on?: string;
  /** Merges the commits of these names. */
  readonly merge?: readonly string[];
  /** Seconds since 1970; the steps of a history lie a minute apart. */
  readonly date?: number;
  readonly author?: string;
}

type Conclusion = 'success' | 'neutral' | 'failure';

export interface Sequence {
  readonly name: string;
  /** What stands at the base, and the commits that lead there. */
  readonly base?: Files;
  readonly before?: readonly Step[];
  readonly steps: readonly Step[];
  /** In the modes advisory, labels and strict. */
  readonly verdict: readonly [Conclusion, Conclusion, Conclusion];
  /** By place in the history, `2 tdd/test-weakened`. */
  readonly violations: readonly string[];
  /** Of the pull request. */
  readonly title?: string;
}

/** No violation; in strict mode, recorded runs are missing. */
export const fine = { verdict: ['success', 'success', 'neutral'], violations: [] } as const;

/** Labels or their order are broken. */
export const broken = (...violations: string[]) => ({ verdict: ['neutral', 'failure', 'failure'], violations }) as const;

/** What the commits contain is not what they claim. */
export const caught = (...violations: string[]) => ({ verdict: ['neutral', 'neutral', 'failure'], violations }) as const;
