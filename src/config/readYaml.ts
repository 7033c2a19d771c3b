import { CST, type Document, Lexer, LineCounter, parseDocument } from 'yaml';

/** A problem before it is known in which file. */
export interface LocalProblem {
  readonly line: number | null;
  readonly message: string;
}

export type ReadYaml =
  | { readonly kind: 'document'; readonly document: Document.Parsed; readonly lineAt: (offset: number) => number }
  | { readonly kind: 'problems'; readonly problems: readonly LocalProblem[] };

const mostBytes = 65_536;
const deepest = 16;
const mostOptions = 4000;

/**
 * Parses text that a stranger may have written. The parser of the `yaml` package recurses, and 60,000 brackets end the whole
 * process rather than throw; so its lexer, which does not recurse, looks first at how deep the text goes. A config needs no
 * anchors, aliases or tags, so none are read and nothing can multiply.
 */
export function readYaml(text: string): ReadYaml {
  if (Buffer.byteLength(text) > mostBytes) return problem(null, 'The file is larger than 64 KB.');
  const refused = refuse(text);
  if (refused !== null) return { kind: 'problems', problems: [refused] };
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: 'core', merge: false, stringKeys: true, prettyErrors: false, lineCounter: lines });
  const lineAt = (offset: number) => lines.linePos(offset).line;
  if (document.errors.length === 0) return { kind: 'document', document, lineAt };
  const problems = document.errors.map(({ code, message, pos }) => ({
    line: lineAt(pos[0]),
    message: code === 'MULTIPLE_DOCS' ? 'The file holds more than one document; keep one.' : `This is not YAML: ${ownWords(message)}.`,
  }));
  return { kind: 'problems', problems };
}

/** The parser's messages quote the text after a colon; a config may hold anything, so it is not repeated. */
function ownWords(message: string): string {
  const colon = message.indexOf(': ');
  return (colon < 0 ? message : message.slice(0, colon)).replace(/\.$/, '');
}

function refuse(text: string): LocalProblem | null {
  let line = 1;
  let flow = 0;
  /** Options and bracketed lists together: the parser's time grows with the square of brackets that do not match. */
  let options = 0;
  /** Indentations of the blocks that are open, and what is nested within the present line. */
  const blocks: number[] = [];
  let inLine = 0;
  let indent = 0;
  let atStart = true;
  for (const lexeme of new Lexer().lex(text)) {
    const type = CST.tokenType(lexeme);
    if (type === 'newline') {
      inLine = 0;
      indent = 0;
      atStart = true;
    } else if (type === 'space' && atStart) {
      indent = lexeme.length;
    } else if (type !== 'comment' && type !== 'doc-mode' && type !== 'byte-order-mark') {
      if (atStart && flow === 0) {
        while (blocks.length > 0 && blocks.at(-1)! >= indent) blocks.pop();
        blocks.push(indent);
      }
      atStart = false;
    }
    if (type === 'flow-seq-start' || type === 'flow-map-start') {
      flow++;
      options++;
    } else if (type === 'flow-seq-end' || type === 'flow-map-end') flow = Math.max(0, flow - 1);
    else if (type === 'seq-item-ind' || type === 'explicit-key-ind') inLine++;
    else if (type === 'map-value-ind') options++;
    else if (type === 'anchor' || type === 'alias' || type === 'tag') {
      return {
        line,
        message: `There is an ${type}: write the value out: anchors, aliases and tags are not read here.`.replace('an tag', 'a tag'),
      };
    }
    if (flow + inLine + blocks.length > deepest) return { line, message: `This is nested deeper than ${deepest} levels.` };
    if (options > mostOptions) return { line, message: `There are more than ${mostOptions} options in this file.` };
    line += countLines(lexeme);
  }
  return null;
}

function countLines(lexeme: string): number {
  let count = 0;
  for (let at = lexeme.indexOf('\n'); at >= 0; at = lexeme.indexOf('\n', at + 1)) count++;
  return count;
}

function problem(line: number | null, message: string): ReadYaml {
  return { kind: 'problems', problems: [{ line, message }] };
}
