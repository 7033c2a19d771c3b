import { describe, expect, test } from '@jest/globals';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { codeBlock, codeCell, codeSpan, plain, prose, proseCell, suggestionBlock, terminal } from '../src/report/escape.ts';
import { redact } from '../src/report/redact.ts';
import { hostile, innocents, secrets } from './support/hostile.ts';

/** As GitHub would render it, but that raw HTML passes: whatever gets out shows. */
function render(markdown: string): string {
  return micromark(markdown, { allowDangerousHtml: true, allowDangerousProtocol: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

function decode(html: string): string {
  return html.replace(/&(lt|gt|amp|quot);/g, (_, entity: string) => entities[entity]!);
}

/** Names of the elements in rendered HTML, each once. */
function elements(html: string): string[] {
  return [...new Set(Array.from(html.matchAll(/<\/?([a-zA-Z!][\w-]*)/g), (tag) => tag[1]!.toLowerCase()))].sort();
}

/** The words GitHub would search for mentions, references and links: all text outside code. */
function words(html: string): string {
  return decode(html.replace(/<(code|pre)\b[^>]*>[\s\S]*?<\/\1>/g, ' ■ ').replace(/<[^>]*>/g, ''));
}

const references =
  /@[a-z0-9]|#\d|\bgh-\d|\bghsa-\w|:\/\/|\bwww\.|(?<![0-9a-z_])[0-9a-f]{7,40}(?![0-9a-z_])|:[\w+-]+:|[a-z]-\d|\p{Cc}(?<!\n)|[\u202a-\u202e\u2066-\u2069]/iu;

describe('redact', () => {
  test.each(secrets.map((secret) => [secret.kind, secret] as const))('%s', (_, secret) => {
    const shown = redact(secret.text);
    expect(secret.hidden.filter((part) => shown.includes(part))).toEqual([]);
    expect(shown).toContain('[redacted: ');
    expect(shown.split('\n').length).toBe(secret.text.split('\n').length);
    expect(redact(shown)).toBe(shown);
  });

  test.each(innocents)('leaves %s', (text) => expect(redact(text)).toBe(text));

  test('keeps what stands around a key, and masks what the caller knows', () => {
    const pem = secrets.find((secret) => secret.kind === 'PEM')!;
    expect(redact(`a\n${pem.text}`)).toBe('a\n[redacted: private key]\n\n\n\n\nrest');
    expect(redact('got correct-horse-battery', ['correct-horse-battery', 'go'])).toBe('got [redacted: secret]');
  });
});

describe('escaping', () => {
  const forms = { codeSpan, plain, prose };
  const cells = { codeCell, plain, proseCell };
  const allowed = ['code', 'em', 'li', 'p', 'ul'];

  test.each(hostile)('nothing gets out of %j', (text) => {
    for (const [form, escaped] of Object.entries(forms)) {
      const shown = escaped(text);
      expect([form, shown.includes('\n')]).toEqual([form, false]);
      for (const markdown of [shown, `Found ${shown} here ${shown}.`, `- ${shown}`, `*${'x'}* ${shown}\n${shown}\n\n${shown}`]) {
        const html = render(markdown);
        expect([form, elements(html).filter((element) => !allowed.includes(element))]).toEqual([form, []]);
        expect([form, words(html)]).not.toEqual([form, expect.stringMatching(references)]);
      }
    }
  });

  test.each(hostile)('a table stays one with %j', (text) => {
    for (const [form, escaped] of Object.entries(cells)) {
      const html = render(`| a | b |\n| - | - |\n| ${escaped(text)} | second |\n\nafter`);
      const rows = html.split('<tr>').length - 1;
      expect([form, rows, html.split('<td>').length - 1, html.includes('<td>second</td>'), html.endsWith('<p>after</p>')]).toEqual([
        form,
        2,
        2,
        true,
        true,
      ]);
      expect([form, words(html)]).not.toEqual([form, expect.stringMatching(references)]);
    }
  });

  test.each(hostile)('a block holds %j', (text) => {
    const html = render(`before\n\n${codeBlock(text, 'sh')}\n\nafter`);
    expect(elements(html)).toEqual(['code', 'p', 'pre']);
    expect(words(html).trim().split(/\s+/)).toEqual(['before', '■', 'after']);
    const lines = text.split('\n');
    const suggestion = suggestionBlock(lines);
    if (suggestion !== null) {
      const [, code] = /^<pre><code class="language-suggestion">([\s\S]*)<\/code><\/pre>$/.exec(render(suggestion))!;
      expect(decode(code!)).toBe(`${text}\n`);
    }
  });

  test('shows every word as it is', () => {
    for (const text of hostile) {
      const seen = decode(render(`x ${plain(text)} x`).replace(/<[^>]*>/g, ''))
        .replaceAll('\u200b', '')
        .slice(2, -2);
      const expected = text
        .replace(/[\t\r\n]+/g, ' ')
        .replace(/ {2,}/g, ' ')
        .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, (character) => {
          const code = character.codePointAt(0)!;
          return code < 32 ? String.fromCharCode(0x2400 + code) : `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
        });
      expect(seen.trim()).toBe(expected.trim());
    }
  });

  test.each([
    ['codeSpan', codeSpan('a`b'), '``a`b``'],
    ['codeSpan at its ends', codeSpan('`a '), '`` `a  ``'],
    ['empty codeSpan', codeSpan(''), '(empty)'],
    ['cut codeSpan', codeSpan('abcdef', 4), '`abc…`'],
    ['cut before half a character', terminal('ab\u{1f600}cd', 4), 'ab…'],
    ['codeCell', codeCell('a|b\\|c'), '`a\\|b\\\u200b\\|c`'],
    ['terminal', terminal('a\tb\u001b[1mc\nd\u202e'), 'a b␛[1mc␊d[U+202E]'],
    ['plain', plain('see <b>@x</b> #1'), 'see &#60;b&#62;@\u200bx&#60;/b&#62; \\#\u200b1'],
    ['prose', prose('`eval` runs *this* `a``b` `'), '`eval` runs \\*this\\* `a` `b` &#96;'],
    ['codeBlock', codeBlock('a\r\n```\n\u0007', 'sh"<'), '````sh\na\n```\n␇\n````'],
    ['suggestion', suggestionBlock(['\ta', '```']), '````suggestion\n\ta\n```\n````'],
    ['deletion', suggestionBlock([]), '```suggestion\n```'],
    ['blank line', suggestionBlock(['']), '```suggestion\n\n```'],
    ['a suggestion with a carriage return', suggestionBlock(['a\r']), null],
    ['a suggestion with bidi', suggestionBlock(['a\u202e']), null],
    ['a suggestion with a secret', suggestionBlock([secrets[0]!.text]), null],
  ])('%s', (_, actual, expected) => expect(actual).toBe(expected));

  test('no secret passes any form', () => {
    for (const secret of secrets) {
      for (const form of [codeSpan, codeCell, plain, prose, proseCell, codeBlock, terminal]) {
        const shown = form(secret.text).replace(/\\(?=[^\w])|\u200b/g, '');
        expect(secret.hidden.filter((part) => shown.includes(part))).toEqual([]);
      }
    }
  });
});
