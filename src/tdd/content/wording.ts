/** The words of code and of assertions, as far as they tell what a test is about. */

import type { Assertion } from '../../model/outline.ts';

const frames = new Set(
  `expect assert should test tests it self this true false null none nil undefined await async return const let var function not is be have
  to in eq ne lt gt le ge and or if then fi run status output new the a an of unittest pytest vi jest sinon chai must require t
  equal equals equality strictequal deepequal ok raises throws throw rejects resolves`.split(/\s+/),
);

/** `assertEqual`, `toBe`, `toHaveLength`: what frameworks are called by. */
function isFrame(word: string): boolean {
  return frames.has(word.toLowerCase()) || /^(?:assert|refute|expect|to[A-Z]|should|deep)/.test(word);
}

const quoted = /'[^']*'|`[^`$]*`|"[^"$]*"/g;

/** Names in an assertion, without what its framework is called by and without what stands in quotes. */
function namesIn(text: string): Set<string> {
  const names = new Set<string>();
  for (const [word] of text.replace(quoted, ' ').matchAll(/[A-Za-z_][\w]*(?:-[A-Za-z]\w*)*/g)) if (!isFrame(word)) names.add(word);
  return names;
}

/** How many numbers and strings are written out. */
function literalsIn(text: string): number {
  const strings = text.match(quoted)?.length ?? 0;
  return strings + (text.replace(quoted, ' ').match(/(?<![\w$])\d[\w.]*|\b(?:true|false|True|False)\b/g)?.length ?? 0);
}

export interface Words {
  readonly names: ReadonlySet<string>;
  readonly literals: number;
}

const known = new WeakMap<Assertion, Words>();

/** Both of an assertion, looked for once however often it is compared. */
export function wordsOf(assertion: Assertion): Words {
  let words = known.get(assertion);
  if (words === undefined) {
    words = { names: namesIn(assertion.text), literals: literalsIn(assertion.text) };
    known.set(assertion, words);
  }
  return words;
}

/** Whether a function is called as those are that assert for others: `expectTotals`, `assert_no_leak`, `checkOutput`. */
export function soundsLikeAssertion(name: string): boolean {
  return /^(?:expect|assert|check|verify|should|ensure|must|refute|then)(?=$|[A-Z_-])/.test(name) || /^(?:Assert|Confirm|Test)-/.test(name);
}

const longestQuote = 120;
/** Of what two long texts have in common before they differ. */
const shownBefore = 40;

/** An assertion, a name or a title as a message shows it. */
export function quote(text: string): string {
  return `\`${cut(text)}\``;
}

/** Two versions of a text: where they are long, from shortly before they differ. */
export function quoteBoth(before: string, after: string): [string, string] {
  if (before.length <= longestQuote && after.length <= longestQuote) return [quote(before), quote(after)];
  let same = 0;
  while (same < before.length && before[same] === after[same]) same++;
  const start = Math.max(0, same - shownBefore);
  return [quote(from(before, start)), quote(from(after, start))];
}

function from(text: string, start: number): string {
  // Half of a surrogate pair is no character.
  return start === 0 ? text : `…${text.slice(/[\uDC00-\uDFFF]/.test(text[start] ?? '') ? start + 1 : start)}`;
}

function cut(text: string): string {
  if (text.length <= longestQuote) return text;
  const short = text.slice(0, longestQuote - 1);
  return `${/[\uD800-\uDBFF]$/.test(short) ? short.slice(0, -1) : short}…`;
}

/** For what is said of the first of several. */
export function others(count: number): string {
  return count === 0 ? '' : ` (and ${count} more)`;
}
