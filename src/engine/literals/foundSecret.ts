/** A secret that was found in a text. It lives in the process that searches and is never stored, printed or sent. */
import type { DerivedText } from './derivedText.ts';
import type { SecretFamily } from './family.ts';

/** How a value was hidden: put together from pieces, encoded, or in the name of the file. */
export type Disguise = 'concatenation' | 'base64' | 'hex' | 'percent' | 'escape' | 'name';

export interface FoundSecret {
  readonly family: SecretFamily;
  /** In the file's own text, whatever was folded or decoded: from the first piece to the end of the last one. */
  readonly start: number;
  readonly end: number;
  /** The token itself, folded and decoded. For validators and identities only. */
  readonly value: string;
  /** `valid`: a checksum fits or a structure decodes. `invalid`: it should and does not. `none`: there is nothing to check. */
  readonly proof: 'valid' | 'invalid' | 'none';
  /** The name that it is given to (a variable, a key, an option, a header), as written, or null. */
  readonly slot: string | null;
  /** Outermost first; empty for a token that stands as it is. */
  readonly via: readonly Disguise[];
  /** The text that it was read in (the file's own, or one made of it), and where in that text it begins. */
  readonly within: DerivedText;
  readonly at: number;
}
