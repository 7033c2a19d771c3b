/** All texts that a file holds in another form than its own: put together from pieces, encoded, or both. */
import type { Language } from '../../model/analysis.ts';
import type { Parsed } from '../runChecks.ts';
import type { SourceText } from '../sourceText.ts';
import { encodedRuns } from './decoding/encodedRuns.ts';
import { escapedRuns } from './decoding/escapes.ts';
import { hiddenWords } from './decoding/hiddenWords.ts';
import { numberRuns } from './decoding/numberRuns.ts';
import { slotBefore } from './decoding/slotBefore.ts';
import { wideRuns } from './decoding/wideRuns.ts';
import type { DerivedText } from './derivedText.ts';
import { bash } from './folding/bash.ts';
import { foldTree } from './folding/foldTree.ts';
import { javaScript } from './folding/javascript.ts';
import { powerShell } from './folding/powershell.ts';
import { python } from './folding/python.ts';
import type { FoldingLanguage } from './folding/shape.ts';
import type { Disguise } from './foundSecret.ts';
import { asWritten, type Spelled } from './spelled.ts';
import { wordsInBlocks } from './unfolding/blocks.ts';
import { continuedLines } from './unfolding/continuedLines.ts';
import { cellsOf } from './unfolding/notebook.ts';
import { piecesTogether } from './unfolding/pieces.ts';
import { quotedWords } from './unfolding/quotedWords.ts';
import { substitutions } from './unfolding/substitutions.ts';

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
/** Characters of made texts for one of the file. */
const MAX_GROWTH = 4;
/** No token is shorter. */
const MIN_TEXT = 12;

/** Nothing is worked out in these but by who reads them; a program in one of their strings is one all the same. */
const DATA = /\.(?:json|lock|map|csv|tsv)$/i;

interface Found {
  readonly spelled: Spelled;
  readonly by: Disguise;
  /** Where in the text that was searched it begins; -1 where its name is no matter. */
  readonly at: number;
}

/** What is encoded in a text. */
function* decodedIn(text: Spelled): Generator<Found> {
  yield* encodedRuns(text);
  yield* hiddenWords(text);
  for (const { spelled, at } of escapedRuns(text)) yield { spelled, by: 'escape', at };
  for (const { spelled, at } of numberRuns(text)) yield { spelled, by: 'escape', at };
}

/** What a text holds in pieces, by the marks of many languages: for what has no syntax tree. */
function* assembledIn(text: Spelled, isData: boolean): Generator<Found> {
  for (const { spelled, at, isOne } of piecesTogether(text)) yield { spelled, by: 'concatenation', at: isOne ? at : -1 };
  if (isData) return;
  for (const { spelled, at } of substitutions(text)) yield { spelled, by: 'concatenation', at };
  for (const { spelled, at } of quotedWords(text)) yield { spelled, by: 'concatenation', at };
}

/** What a text holds on several lines, or with something between its characters. */
function* unwrappedIn(text: Spelled, path: string, language: Language | null): Generator<Found> {
  const marks = language === 'powershell' ? ['`'] : /\.(?:bat|cmd)$/i.test(path) ? ['^'] : ['\\'];
  for (const mark of marks) for (const { spelled, at } of continuedLines(text, mark)) yield { spelled, by: 'concatenation', at };
  for (const spelled of wideRuns(text)) yield { spelled, by: 'escape', at: -1 };
  if (language === 'yaml' || /\.ya?ml$/i.test(path))
    for (const { spelled, at } of wordsInBlocks(text)) yield { spelled, by: 'concatenation', at };
  if (/\.ipynb$/i.test(path)) for (const { spelled, at } of cellsOf(text)) yield { spelled, by: 'escape', at };
}

class Derivation {
  private readonly path: string;
  private readonly language: Language | null;
  private readonly folding: FoldingLanguage | null;
  private budget: number;

  constructor({ path, text }: SourceText, { language, tree }: Parsed) {
    this.path = path;
    this.language = language;
    // A template's code is parsed with other characters in the place of its marks, as many of them.
    this.folding = (language && tree?.text.length === text.length && languages[language]) || null;
    this.budget = MAX_GROWTH * text.length + 100_000;
  }

  private *found(
    { spelled, by, at }: Found,
    around: Spelled,
    via: readonly Disguise[],
    slot: string | null,
    depth: number,
  ): Generator<DerivedText> {
    if (spelled.text.length < MIN_TEXT || this.budget < 0) return;
    this.budget -= spelled.text.length;
    const made = [...via, by];
    const name = at < 0 ? null : (slotBefore(around.text, at) ?? slot);
    const { text, startOf, endOf } = spelled;
    yield { text, via: made, slot: name, startOf, endOf };
    yield* this.within(spelled, made, name, depth + 1);
  }

  /** What a text holds that was reached over `via`. */
  *within(text: Spelled, via: readonly Disguise[], slot: string | null, depth: number): Generator<DerivedText> {
    if (depth >= MAX_DEPTH) return;
    for (const found of decodedIn(text)) yield* this.found(found, text, via, slot, depth);
    if (depth === 0) for (const found of unwrappedIn(text, this.path, this.language)) yield* this.found(found, text, via, slot, depth);
    // A tree tells better; what was unwrapped or unescaped has none.
    const isProgram = depth === 0 ? !this.folding : via.at(-1) === 'escape' || via.at(-1) === 'concatenation';
    if (isProgram)
      for (const found of assembledIn(text, depth === 0 && DATA.test(this.path))) yield* this.found(found, text, via, slot, depth);
  }

  *folded({ tree }: Parsed): Generator<DerivedText> {
    if (!tree || !this.folding) return;
    for (const text of foldTree(tree, this.folding)) {
      yield text;
      for (const found of decodedIn(text)) yield* this.found(found, text, text.via, text.slot, 1);
    }
  }
}

export function* derivedTexts(source: SourceText, parsed: Parsed): Generator<DerivedText> {
  const derivation = new Derivation(source, parsed);
  yield* derivation.within(asWritten(source.text), [], null, 0);
  yield* derivation.folded(parsed);
}
