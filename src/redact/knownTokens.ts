/** Tokens by the forms that the search for secrets knows: what it would report must not be told either. */
import { families } from '../../checks/models/secrets/index.ts';
import { asItStands } from '../engine/literals/derivedText.ts';
import { withoutOverlaps } from '../engine/literals/overlaps.ts';
import { SecretSearch } from '../engine/literals/secretSearch.ts';

export interface KnownToken {
  readonly start: number;
  readonly end: number;
  /** Provider and kind, in words. */
  readonly kind: string;
}

let search: SecretSearch | null = null;

/** In the order of the text, one for each place; fakes included, for they are told from real ones by nobody who reads a log. */
export function knownTokensIn(text: string): KnownToken[] {
  search ??= new SecretSearch(families);
  return withoutOverlaps(search.search(asItStands(text)))
    .map(({ start, end, family }) => ({ start, end, kind: `${family.provider} ${family.kind}` }))
    .sort((a, b) => a.start - b.start);
}
