/** What kind of place a value stands in, beyond the path: a comment, the text that explains a function, a line that no person wrote. */
import type { SourceText } from '../../../src/engine/check.ts';
import type { TextFormat } from './textFormat.ts';

const COMMENT = /^[ \t]*(?:\/\/|\/\*|#(?!define|\{)|--[ \t]|;|<!--|REM\b|%)/i;
const EXPLANATION = /^[ \t]*(?:\*|\/\*\*|\/\/[/!]|>>>|\.\.\. )/;

/** A machine wrote a line of this length, or a tool joined it from many. */
const LONG_LINE = 5_000;

export class Places {
  private readonly source: SourceText;
  private readonly format: TextFormat;
  private quotes: readonly number[] | null = null;

  constructor(source: SourceText, format: TextFormat) {
    this.source = source;
    this.format = format;
  }

  isComment(offset: number): boolean {
    return COMMENT.test(this.lineBefore(offset));
  }

  private lineBefore(offset: number): string {
    const line = this.source.lineStart(this.source.lineAt(offset));
    return this.source.text.slice(line, Math.min(line + 40, offset));
  }

  /** Whether a place explains something to readers: the text above a function. */
  isExplanation(offset: number): boolean {
    const { source, format } = this;
    if (EXPLANATION.test(this.lineBefore(offset))) return true;
    return format === 'code' && /\.(?:pyi?|exs?)$/.test(source.path) && this.isInsideText(offset);
  }

  isLongLine(offset: number): boolean {
    const { source } = this;
    const line = source.lineAt(offset);
    return this.format !== 'data' && source.lineStart(line + 1) - source.lineStart(line) > LONG_LINE;
  }

  /** Between triple quotes, by how many stand before. */
  private isInsideText(offset: number): boolean {
    const { text } = this.source;
    if (this.quotes === null) {
      const found: number[] = [];
      let open = '';
      for (let at = 0; at < text.length; ) {
        const double = text.indexOf('"""', at);
        const single = text.indexOf("'''", at);
        const next =
          open === '"""' ? double : open === "'''" ? single : double < 0 ? single : single < 0 ? double : Math.min(double, single);
        if (next < 0) break;
        open = open === '' ? text.slice(next, next + 3) : '';
        found.push(next);
        at = next + 3;
      }
      this.quotes = found;
    }
    let low = 0;
    let high = this.quotes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.quotes[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    // The value's own quotes can be three.
    return low % 2 === 1 && this.quotes[low - 1]! < offset - 3;
  }
}

/** A file that shows how to write another, by its name; or that is made for trying things out. */
const SHOWING =
  /(?:^|[/._-])(?:examples?|samples?|template|tmpl|tpl|mocks?|mocked|fixtures?|demo|stubs?|sandbox|dummy|fake|swagger|openapi|tests?|testing|specs?|e2e|cypress|playwright|storybook|stories|seeders?|testdata)(?:$|[/._-])|(?:Tests?|Specs?|IT)\.(?:java|kt|kts|cs|php|scala|groovy|swift|[cm]?[jt]sx?|vb|fs)$|_(?:test|spec)\.\w+$|\.ejs$|\.(?:example|sample)s?\.|\.dist$/i;

export function isShowing(path: string): boolean {
  return SHOWING.test(path);
}

/** Texts of pages and messages, by language. */
const TEXTS =
  /(?:^|\/)(?:locales?|i18n|l10n|langs?|languages?|translations?|nls|messages|po)\/|\.(?:po|pot|arb|resx|strings|xlf|xliff)$|(?:^|[._/-])messages?(?:_[a-z_]{2,5})?\.properties$|(?:^|[/._-])(?:ar|bg|ca|cs|da|de|el|en|es|et|fa|fi|fr|he|hi|hr|hu|id|it|ja|ko|lt|lv|nb|nl|no|pl|pt|ro|ru|sk|sl|sr|sv|th|tr|uk|vi|zh)(?:[-_][A-Za-z]{2,4})?\.(?:json|ya?ml|js|ts|php|properties)$/i;

export function holdsTexts(path: string): boolean {
  return TEXTS.test(path);
}
