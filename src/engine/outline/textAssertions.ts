/** An assertion of a program without a grammar: how far it goes, what it demands of what, and under which condition. */
import type { Assertion, Strength } from '../../model/outline.ts';
import { shownText } from './parts.ts';
import { braceAround, type TextFile } from './textBlocks.ts';
import { strengthOfText } from './textLanguages.ts';

export function readAssertion(file: TextFile, start: number, name: string, limit: number, leftAt: number): Assertion {
  const { code, language } = file;
  const { text } = code;
  const named = start + name.length;
  const end = Math.min(endOfAssertion(file, start, named), start + 1200);
  const kept = code.plain.slice(start, end).trimEnd().length;
  const written = text.slice(start, start + kept).replace(/[;{]\s*$/, '');
  const brace = language.ends === 'braces' ? braceAround(file, start, limit) : -1;
  const condition = brace >= 0 ? conditionOf(file, brace) : '';
  const line = code.lineAt(start);
  if (/^(?:t|tb|b|c|f|s|suite|tt)\.(?:Error|Fatal|Fail)/.test(name)) {
    const outer = brace >= 0 ? braceAround(file, brace, limit) : -1;
    const headStart = code.plain.lastIndexOf('\n', brace - 1) + 1;
    const head = condition === '' ? '' : text.slice(headStart, brace).trim();
    return {
      text: shownText(head === '' ? written : head),
      subject: shownText(subjectOf(head)),
      strength: strengthOfGuard(condition),
      isGuarded: start > leftAt || (outer >= 0 && conditionOf(file, outer) !== ''),
      line: head === '' ? line : code.lineAt(headStart),
    };
  }
  return {
    text: shownText(written),
    subject: shownText(firstOperand(written.slice(name.length))),
    strength: strengthOfText(name.trim(), written),
    isGuarded: start > leftAt || condition !== '',
    line,
  };
}

/** From an assertion to the end of its call and of what is chained to it. */
function endOfAssertion({ code, language }: TextFile, start: number, named: number): number {
  const { plain, closing } = code;
  let at = named;
  for (let links = 0; links < 12; links++) {
    const bracket = /^[ \t]{0,4}[([{]/.exec(plain.slice(at, at + 5));
    if (!bracket) break;
    const close = closing.get(at + bracket[0].length - 1);
    if (close === undefined) break;
    at = close + 1;
    const link = /^\s{0,40}(?:\.|->|::)\s{0,4}\w{1,80}(?:<[^<>\n]{0,40}>)?!?/.exec(plain.slice(at, at + 200));
    if (!link) break;
    at += link[0].length;
  }
  const line = plain.indexOf('\n', Math.max(at, start));
  const rest = line < 0 ? plain.length : line;
  // What stands behind a call on its line belongs to it where words chain: `expect(x).to eq 3`, `x shouldBe y`.
  return language.ends === 'indent' || at === named ? rest : at;
}

/** The condition that a brace belongs to, '' of others. */
function conditionOf(file: TextFile, brace: number): string {
  const { plain } = file.code;
  const line = plain.lastIndexOf('\n', brace - 1) + 1;
  if (/\btry\s*$/.test(plain.slice(Math.max(line, brace - 40), brace)) && isSwallowed(file, brace)) return 'try';
  return (
    /^[\s}]*((?:else\s+)?(?:if|switch|catch|case|unless|else)\b[^\n]*)$/.exec(plain.slice(Math.max(line, brace - 400), brace))?.[1] ?? ''
  );
}

/** Whether what fails in a `try` block is caught by one that goes on: what assertions throw is an error like any other. */
function isSwallowed({ code }: TextFile, brace: number): boolean {
  const { plain, closing } = code;
  const close = closing.get(brace);
  if (close === undefined) return false;
  const handler = /^\s{0,80}catch\s{0,8}(?:\((?<type>[^()]{0,120})\))?\s{0,80}\{/.exec(plain.slice(close + 1, close + 400));
  if (!handler) return false;
  const { type } = handler.groups!;
  if (type !== undefined && !/\b(?:Throwable|AssertionError|Error)\b|(?<!\w)Exception(?=\s+\$)/.test(type)) return false;
  const start = close + handler[0].length;
  const body = plain.slice(start, Math.min(closing.get(start) ?? start, start + 2000));
  return !/\b(?:throw|rethrow|fail\w*|assert\w*|Assert|expect\w*|exit|return false)\b/.test(body);
}

/** What a condition in Go says of a test that fails where it holds. */
function strengthOfGuard(condition: string): Strength {
  if (condition === '') return 'truthy';
  if (/\b(?:DeepEqual|Equal|Diff|Compare)\s?\(/.test(condition))
    return /^[^!]*\bif\s+[\w.]{0,40}Equal/.test(condition) ? 'partial' : 'exact';
  if (/!=\s*nil\b|==\s*nil\b/.test(condition) && !/\|\|/.test(condition)) return 'truthy';
  if (condition.includes('!=')) return 'exact';
  return /==|[<>]|Contains|Match|Prefix|Suffix|errors\./.test(condition) ? 'partial' : 'truthy';
}

function subjectOf(head: string): string {
  const condition = head.slice(head.lastIndexOf(';') + 1).replace(/^[\s}]*(?:else\s+)?if\s+/, '');
  return condition.split(/\s*(?:!=|==|[<>]=?|&&|\|\|)\s*/, 1)[0]!.trim();
}

/** The first operand that is no test handle, as far as commas outside of brackets tell. */
function firstOperand(written: string): string {
  const inner = /^\s{0,4}!?\s{0,4}[([{]([\s\S]*)/.exec(written)?.[1] ?? written;
  const operands: string[] = [];
  let depth = 0;
  let from = 0;
  let quote = '';
  for (let at = 0; at <= inner.length && operands.length < 3; at++) {
    const character = inner[at] ?? ')';
    if (quote !== '') {
      if (character === '\\') at++;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if ('([{'.includes(character)) depth++;
    else if (depth > 0 && ')]}'.includes(character)) depth--;
    else if (depth === 0 && ',)]}'.includes(character)) {
      operands.push(inner.slice(from, at).trim());
      from = at + 1;
      if (character !== ',') break;
    }
  }
  const own = operands.filter((operand) => !/^(?:t|c|b|tb|)$/.test(operand));
  return own.find((operand) => /[A-Za-z_$@]\w*\s*[(.[]|^[a-z_$@]\w*$/.test(operand) && !/^["']/.test(operand)) ?? own[0] ?? '';
}
