/**
 * Code that needs no label by what its commit says of itself. Nothing shows whether that is so, so it is pointed out to whoever reads the
 * range; it is no violation, because most of these commits are what they say.
 */
import type { Observation } from './observation.ts';
import type { CommitRange } from './range.ts';
import { quote } from './say.ts';

export type Trust =
  | { readonly kind: 'author' }
  /** `beyond`: what it changes and nothing that it takes back in this range changed. */
  | { readonly kind: 'revert'; readonly beyond: readonly string[] };

export function sayTrusted(trusted: readonly { readonly sha: string; readonly trust: Trust }[]): Observation[] {
  const known = new Map<string, { commit: string; message: string; more: number }>();
  for (const { sha, trust } of trusted) {
    const before = known.get(trust.kind);
    if (before === undefined) known.set(trust.kind, { commit: sha, message: sentenceOf(trust), more: 0 });
    else before.more++;
  }
  return [...known.values()].map(({ commit, message, more }) => {
    const others = more === 0 ? '' : `; so it is with ${more} more`;
    return { id: 'tdd/exempt-code', commit, message: `${message}${others}.`, weight: 'note' };
  });
}

function sentenceOf(trust: Trust): string {
  if (trust.kind === 'revert')
    return `It needs no label as a revert, and changes ${listed(trust.beyond)}, which nothing that it takes back in this range changed`;
  return "It changes production code, and needs no label by its author's name alone, which is whatever its author writes";
}

/** Merges are exempt for what they bring together, not for what is new in them. */
export function sayMerges({ commits, mergesBring }: CommitRange, isProduction: (path: string) => boolean): Observation[] {
  return commits.flatMap(({ sha }): Observation[] => {
    const paths = (mergesBring.get(sha) ?? []).filter(isProduction);
    const message = `This merge itself adds ${listed(paths)}, which none of its parents has.`;
    return paths.length === 0 ? [] : [{ id: 'tdd/exempt-code', commit: sha, message, weight: 'note' }];
  });
}

const shown = 3;

function listed(paths: readonly string[]): string {
  const more = paths.length - shown;
  return paths.slice(0, shown).map(quote).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
