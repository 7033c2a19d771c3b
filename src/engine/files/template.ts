/** Templates of code (`install.sh.j2`): what the template engine reads is blanked to the same length, and the rest analysed as code. */
import type { Language } from '../../model/analysis.ts';
import type { Edit } from '../../model/finding.ts';
import type { TextEdit } from '../check.ts';
import { fillHoles, holeText } from '../embedded/holes.ts';
import { SourceText } from '../sourceText.ts';

interface Engine {
  /** What opens a tag, longest first, with what closes it. */
  readonly tags: readonly { readonly open: string; readonly close: string; readonly isValue: boolean }[];
  /** Tags that look like values and print nothing. */
  readonly silent: RegExp | null;
}

const braces: Engine = {
  tags: [
    { open: '{{', close: '}}', isValue: true },
    { open: '{%', close: '%}', isValue: false },
    { open: '{#', close: '#}', isValue: false },
  ],
  silent: null,
};

const engines: Readonly<Record<string, Engine>> = {
  j2: braces,
  jinja: braces,
  jinja2: braces,
  tmpl: {
    tags: [{ open: '{{', close: '}}', isValue: true }],
    silent: /^-?\s*(?:\/\*|(?:if|else|end|range|with|define|block|break|continue)\b|\$\w+\s*:?=)/,
  },
  erb: {
    tags: [
      { open: '<%=', close: '%>', isValue: true },
      { open: '<%', close: '%>', isValue: false },
    ],
    silent: null,
  },
};

function engineOf(path: string): Engine | null {
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  const name = ending === 'tpl' ? 'tmpl' : ending;
  return Object.hasOwn(engines, name) ? engines[name]! : null;
}

const raw = /^\{%[-+]?\s*raw\s*[-+]?%\}$/;
const endRaw = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;

const blank = (text: string) => text.replace(/[^\r\n]/g, ' ');

/** A name for a value in the room it has on its first line; the rest of it is white space. */
function held(language: Language, number: number, tag: string): string {
  const line = tag.split(/\r?\n/, 1)[0]!;
  const hole = holeText(language, number, line.length);
  // Without its braces it still fits where many values have short names.
  const short = hole.replace(/[{}]/g, '').padEnd(line.length, '_');
  const fitting = hole.length <= line.length ? hole : short.length <= line.length ? short : blank(line);
  return fitting + blank(tag.slice(line.length));
}

/** A template's text as code, of the same length and with the same lines. */
class TemplateText extends SourceText {
  override readonly holes: number;
  private readonly values: readonly string[];

  constructor(path: string, text: string, values: readonly string[]) {
    super(path, text);
    this.values = values;
    this.holes = values.length;
  }

  override told(text: string): string {
    return fillHoles(text, this.values, 0);
  }

  override edits(edits: readonly TextEdit[]): Edit[] | null {
    return super.edits(edits.map((edit) => ({ ...edit, newText: this.told(edit.newText) })));
  }
}

/** The code in a template, or the source itself where its name or its text are no template's. */
export function codeOfTemplate(source: SourceText, language: Language | null): SourceText {
  const engine = engineOf(source.path);
  if (!engine || !language) return source;
  const { text } = source;
  const pieces: string[] = [];
  const values: string[] = [];
  const numbers = new Map<string, number>();
  let done = 0;
  // Where each kind of tag stands next; asked again only once it is passed.
  const next = engine.tags.map(({ open }) => text.indexOf(open));
  for (;;) {
    let first = -1;
    engine.tags.forEach(({ open }, index) => {
      if (next[index]! >= 0 && next[index]! < done) next[index] = text.indexOf(open, done);
      if (next[index]! >= 0 && (first < 0 || next[index]! < next[first]!)) first = index;
    });
    const tag = engine.tags[first];
    if (!tag) break;
    const start = next[first]!;
    const close = text.indexOf(tag.close, start + tag.open.length);
    if (close < 0) {
      // `${#list[@]}` of a shell opens nothing that is never closed.
      next[first] = -1;
      continue;
    }
    const end = close + tag.close.length;
    const whole = text.slice(start, end);
    const inner = text.slice(start + tag.open.length, close);
    pieces.push(text.slice(done, start));
    if (tag.isValue && !engine.silent?.test(inner)) {
      const value = `${tag.open} ${inner
        .replace(/^[-+=]|[-+]$/g, '')
        .replace(/\s+/g, ' ')
        .trim()} ${tag.close}`;
      const number = numbers.get(value) ?? values.length;
      if (number === values.length) {
        numbers.set(value, number);
        values.push(value);
      }
      pieces.push(held(language, number, whole));
    } else pieces.push(blank(whole));
    done = end;
    if (!raw.test(whole)) continue;
    endRaw.lastIndex = end;
    const after = endRaw.exec(text);
    const rawEnd = after ? after.index : text.length;
    pieces.push(text.slice(end, rawEnd), blank(after?.[0] ?? ''));
    done = rawEnd + (after?.[0].length ?? 0);
  }
  if (pieces.length === 0) return source;
  return new TemplateText(source.path, pieces.join('') + text.slice(done), values);
}
