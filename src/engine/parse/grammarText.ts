/** The text a grammar is given: of the same length, with what it cannot read written as what it can. */
import type { ParsedLanguage } from './grammars.ts';

/** A parameter block longer than this is left as it is. */
const mostInBlock = 20_000;

export function grammarText(language: ParsedLanguage, text: string): string {
  return language === 'powershell' ? partBlocks(withoutCoalescing(withoutDigits(text))) : text;
}

/** The grammar ends a parameter's name before its first digit, and the command with it: `-EnableSMB1Protocol`. */
function withoutDigits(text: string): string {
  return text.replace(/(?<=[\s(])-[a-z]{1,60}\d\w{0,60}/gi, (name) => name.replace(/\d/g, 'x'));
}

/** The grammar knows no `??` and no `??=`; what stands on both sides is read as a sum, whose sign is a question mark in the text itself. */
function withoutCoalescing(text: string): string {
  return text.includes('??') ? text.replace(/(?<=[\w)\]}"'][ \t]?)\?\?(?==?\s)/g, ' +') : text;
}

/** `param($x) command $x` on one line is PowerShell; the grammar loses the command unless a line break parts the two. */
function partBlocks(text: string): string {
  const block = /(?<![\w$@.-])param\s{0,200}\(/gi;
  let steps = 4 * text.length;
  let parted = '';
  let taken = 0;
  while (block.exec(text)) {
    const from = block.lastIndex;
    const end = endOfBlock(text, from, Math.min(text.length, from + mostInBlock));
    steps -= (end ?? from + mostInBlock) - from;
    if (steps < 0) break;
    if (end === null) continue;
    block.lastIndex = end;
    if (!/^[ \t]+[^\s;}#|)]/.test(text.slice(end, end + 200))) continue;
    parted += `${text.slice(taken, end)}\n`;
    taken = end + 1;
  }
  return parted + text.slice(taken);
}

/** Where the parentheses that opened before `from` are closed again, strings and comments left out; null where they are not. */
function endOfBlock(text: string, from: number, to: number): number | null {
  let open = 1;
  for (let at = from; at < to; at++) {
    const character = text[at];
    if (character === '`') at++;
    else if (character === '(') open++;
    else if (character === ')') {
      if (--open === 0) return at + 1;
    } else if (character === "'" || character === '"') {
      for (at++; at < to && text[at] !== character; at++) if (character === '"' && text[at] === '`') at++;
    } else if (character === '#') {
      const block = text[at - 1] === '<';
      const end = text.indexOf(block ? '#>' : '\n', at);
      if (end < 0 || end > to) return null;
      at = end;
    }
  }
  return null;
}
