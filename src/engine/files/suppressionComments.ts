/** Finds `portcullis-ignore` comments: in the comments of a parsed language, at comment marks elsewhere. */
import type { SuppressionComment } from '../../model/analysis.ts';
import type { FlatTree } from '../parse/flatTree.ts';
import { SyntaxNode } from '../parse/syntaxNode.ts';
import type { SourceText } from '../sourceText.ts';

const MARK = 'portcullis-ignore';
/** In prose a `#` is a heading and a `--` a dash, and code blocks show examples: only an HTML comment is one. */
const PROSE = /\.(?:md|mdx|markdown|rst|adoc|txt|html?)$/i;
const AT_HTML_MARK = /(?:^|\s)<!--\s*portcullis-ignore\b(.*)$/;
const AT_COMMENT_MARK = /(?:^|\s)(?:#|\/\/|;|--|<!--|\/\*|%|')\s*portcullis-ignore\b(.*)$/;

function strip(text: string): string {
  return text.replace(/(?:\*\/|-->|#>)\s*$/, '').trim();
}

/** The line a comment on `line` covers: its own where code stands before it, else the next line that is no comment and not blank. */
function coveredLine(line: number, before: string, nextCode: (line: number) => number): number {
  return before.trim() !== '' ? line : nextCode(line + 1);
}

/** The first line from a given one on that is no comment and not blank. Each line is looked at once, however many ask. */
function codeLines(source: SourceText, isComment: (line: number) => boolean): (line: number) => number {
  const known = new Map<number, number>();
  return (from) => {
    let line = from;
    while (line <= source.lineCount && !known.has(line) && (source.line(line).trim() === '' || isComment(line))) line++;
    const code = known.get(line) ?? line;
    for (let passed = from; passed < line; passed++) known.set(passed, code);
    return code;
  };
}

export function findSuppressionComments(source: SourceText, tree: FlatTree | null): SuppressionComment[] {
  if (!source.text.includes(MARK)) return [];
  const found: SuppressionComment[] = [];
  if (!tree) {
    const mark = PROSE.test(source.path) ? AT_HTML_MARK : AT_COMMENT_MARK;
    const nextCode = codeLines(source, (line) => /^\s*(?:#|\/\/|;|--|<!--|\/\*)/.test(source.line(line)));
    for (let line = 1; line <= source.lineCount; line++) {
      const text = source.line(line);
      const match = text.includes(MARK) ? mark.exec(text) : null;
      if (match) found.push({ line, covers: coveredLine(line, text.slice(0, match.index), nextCode), text: strip(match[1]!) });
    }
    return found;
  }
  const comments = [...new SyntaxNode(tree, 0).descendants('comment', 'html_comment')];
  const commentLines = new Set<number>();
  for (const comment of comments) {
    const region = source.region(comment.start, comment.end);
    if (
      source
        .line(region.startLine)
        .slice(0, region.startColumn - 1)
        .trim() === ''
    ) {
      for (let line = region.startLine; line <= region.endLine; line++) commentLines.add(line);
    }
  }
  const nextCode = codeLines(source, (line) => commentLines.has(line));
  for (const comment of comments) {
    const text = comment.text;
    const at = text.indexOf(MARK);
    // The mark opens the comment: a sentence that merely mentions it is no suppression.
    if (at < 0 || !/^[\s#/*<!;-]*$/.test(text.slice(0, at))) continue;
    const rest = text.slice(at + MARK.length);
    if (/^[\w-]/.test(rest)) continue;
    const line = source.lineAt(comment.start);
    const before = source.line(line).slice(0, comment.start - source.lineStart(line));
    found.push({
      line,
      covers: coveredLine(source.lineAt(comment.end - 1), before, nextCode),
      text: strip(rest.split('\n', 1)[0]!),
    });
  }
  return found;
}
