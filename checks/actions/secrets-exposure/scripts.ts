/** What the script of a step does with secrets: line by line, since a pipeline of this kind seldom spans more. */
import type { Span } from '../../../src/engine/documents/actions.ts';

export interface Shown {
  readonly at: Span;
  readonly name: string;
  /** The program that changes it. */
  readonly by: string;
}

export interface Written {
  readonly at: Span;
  readonly name: string;
  readonly file: string;
}

interface Line extends Span {
  readonly text: string;
  readonly name: string;
}

const PRINTS = /^\s*(?:-\s+(?:run:\s*)?|run:\s*)?["']?(?:echo|printf|cat)\b|<<</;
/** Programs that put a value they are given into what they write. */
const FILLS = /^\s*(?:-\s+(?:run:\s*)?|run:\s*)?["']?(?:(?:jq|yq)\b.*\s--?arg(?:json)?\b|sed\s)/;
const PLACED = /\$\{\{\s*secrets\s*(?:\.\s*|\[\s*')([\w-]+)/i;
/** Programs whose output is their input in another form. */
const CHANGES =
  /\|\s*(?:sudo\s+)?(base64|base32|xxd|od|hexdump|rev|tr|sed|fold|cut|awk|head|tail|openssl\s+(?:enc|base64)|jq|gzip|uuencode|python3?|perl|tac)\b[^|]*$/;
const REDIRECTED = /(?:^|[^<>&\d])(?:\d?>>?|&>)\s*(?!&)\S|\|\s*tee\b/;

const isPrinting = (code: string): boolean => PRINTS.test(code);

/** Lines that print a secret: by the expression, or by a variable that holds one. */
function* printing(text: string, span: Span, variables: ReadonlySet<string>, prints = isPrinting): Iterable<Line> {
  let start = span.start;
  for (const line of text.slice(span.start, span.end).split('\n')) {
    const end = start + line.trimEnd().length;
    const code = /^\s*#/.test(line) ? '' : line;
    if (code.length < 2000 && prints(code)) {
      const name = PLACED.exec(code)?.[1] ?? variableOf(code, variables);
      if (name !== undefined && !/^GITHUB_TOKEN$/i.test(name))
        yield { start: start + (line.length - line.trimStart().length), end, text: code.trimEnd(), name };
    }
    start += line.length + 1;
  }
}

function variableOf(line: string, variables: ReadonlySet<string>): string | undefined {
  return [...line.matchAll(/\$\{?(?:env:)?(\w+)/g)].map((match) => match[1]!).find((name) => variables.has(name));
}

export function* changedAndShown(text: string, span: Span, variables: ReadonlySet<string>): Iterable<Shown> {
  for (const line of printing(text, span, variables)) {
    const by = CHANGES.exec(line.text)?.[1];
    // Caught by `$( )` it goes somewhere else than to the log.
    if (by === undefined || REDIRECTED.test(line.text) || /\$\(|`|=\s*\$/.test(line.text.replace(/\$\{\{[^}]*\}\}/g, ''))) continue;
    // Counted or compared: nothing of the secret itself is left.
    if (/\|\s*(?:wc|grep\s+-q|sha\d+sum|md5sum)\b/.test(line.text)) continue;
    yield { at: { start: line.start, end: line.end }, name: line.name, by: by.split(/\s/)[0]! };
  }
}

export function* writtenTo(text: string, span: Span, variables: ReadonlySet<string>): Iterable<Written> {
  for (const line of printing(text, span, variables, (code) => isPrinting(code) || FILLS.test(code))) {
    const file = /(?:^|[^<>&\d])>>?\s*["']?((?:\$\{\{[^}]*\}\}|[\w./${}-])+)/.exec(line.text)?.[1];
    if (file === undefined || /^\$\{?(?:GITHUB_(?!WORKSPACE)|RUNNER_TEMP|HOME)|^\/(?:dev|tmp|root|home)\//.test(file)) continue;
    yield { at: { start: line.start, end: line.end }, name: line.name, file };
  }
}
