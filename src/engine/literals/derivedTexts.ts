/** All texts that a file holds in another form than its own: put together from pieces, encoded, or both. */
import type { Parsed } from '../runChecks.ts';
import type { SourceText } from '../sourceText.ts';
import type { DerivedText } from './derivedText.ts';

export function derivedTexts(_source: SourceText, _parsed: Parsed): Iterable<DerivedText> {
  return [];
}
