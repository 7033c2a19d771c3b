/** All texts that a file holds in another form than its own: put together from pieces, encoded, or both. */
import type { Language } from '../../model/analysis.ts';
import type { Parsed } from '../runChecks.ts';
import type { SourceText } from '../sourceText.ts';
import { encodedRuns } from './decoding/encodedRuns.ts';
import { slotBefore } from './decoding/slotBefore.ts';
import type { DerivedText } from './derivedText.ts';
import { bash } from './folding/bash.ts';
import { foldTree } from './folding/foldTree.ts';
import { javaScript } from './folding/javascript.ts';
import { powerShell } from './folding/powershell.ts';
import { python } from './folding/python.ts';
import type { FoldingLanguage } from './folding/shape.ts';
import type { Disguise } from './foundSecret.ts';
import { asWritten, type Spelled } from './spelled.ts';

const languages: Readonly<Partial<Record<Language, FoldingLanguage>>> = {
  javascript: javaScript,
  typescript: javaScript,
  tsx: javaScript,
  python,
  bash,
  powershell: powerShell,
};

/** How often a text is looked into that was itself made of another one. */
const MAX_DEPTH = 2;

function derived({ text, startOf, endOf }: Spelled, via: readonly Disguise[], slot: string | null): DerivedText {
  return { text, via, slot, startOf, endOf };
}

/** What is encoded in a text that was reached over `via`. */
function* decoded(text: Spelled, via: readonly Disguise[], slot: string | null, depth: number): Generator<DerivedText> {
  if (depth >= MAX_DEPTH) return;
  for (const { spelled, by, at } of encodedRuns(text)) {
    const name = slotBefore(text.text, at) ?? slot;
    yield derived(spelled, [...via, by], name);
    yield* decoded(spelled, [...via, by], name, depth + 1);
  }
}

export function* derivedTexts(source: SourceText, { language, tree }: Parsed): Generator<DerivedText> {
  yield* decoded(asWritten(source.text), [], null, 0);
  const folding = language ? languages[language] : undefined;
  // A template's code is parsed with other characters in the place of its marks, as many of them.
  if (!folding || !tree || tree.text.length !== source.text.length) return;
  for (const text of foldTree(tree, folding)) {
    yield text;
    yield* decoded(text, text.via, text.slot, 1);
  }
}
