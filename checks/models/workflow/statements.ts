/** A script of a workflow, split into its statements: enough of a shell to see what is written where, not a parser. */

export interface Statement {
  /** The commands that a pipe joins; of most statements one. */
  readonly stages: readonly string[];
  /** The lines of a here-document that it reads. */
  readonly document: string | null;
  /** Where it begins in the script. */
  readonly start: number;
}

const MAX_SCRIPT = 60_000;
const HEREDOC = /<<-?[ \t]*(["']?)([\w.$\-{}]+)\1/y;

/** Splits at line ends, `;`, `&&` and `||` outside quotes and substitutions. PowerShell is near enough to it. */
export function statementsOf(script: string): Statement[] {
  const text = script.slice(0, MAX_SCRIPT);
  const found: Statement[] = [];
  const open: string[] = [];
  let stages: string[] = [];
  let current = '';
  let start = 0;
  let ends: string[] = [];
  const finish = (document: string | null) => {
    stages.push(current.trim());
    if (stages.some((stage) => stage !== '')) found.push({ stages, document, start });
    stages = [];
    current = '';
  };
  for (let at = 0; at < text.length; ) {
    const char = text[at]!;
    const inside = open.at(-1);
    if (current === '' && stages.length === 0 && !/\s/.test(char)) start = at;
    let length = 1;
    if (text.startsWith('${{', at)) {
      const close = text.indexOf('}}', at);
      length = (close < 0 ? text.length : close + 2) - at;
    } else if (char === '\\' && inside !== "'") length = 2;
    else if (inside === "'") {
      if (char === "'") open.pop();
    } else if (char === '"' || char === '`') {
      if (inside === char) open.pop();
      else open.push(char);
    } else if (char === "'" && inside !== '"') open.push(char);
    else if (char === '$' && text[at + 1] === '(') {
      open.push(')');
      length = 2;
    } else if (inside === ')' && char === '(') open.push(')');
    else if (inside === ')' && char === ')') open.pop();
    else if (inside === undefined) {
      if (char === '#' && /\s/.test(current.at(-1) ?? ' ')) {
        const newline = text.indexOf('\n', at);
        at = newline < 0 ? text.length : newline;
        continue;
      }
      HEREDOC.lastIndex = at;
      const heredoc = char === '<' && text[at + 2] !== '<' && text[at - 1] !== '<' ? HEREDOC.exec(text) : null;
      if (heredoc) {
        ends.push(heredoc[2]!);
        length = heredoc[0].length;
      } else if (char === '\n') {
        at++;
        let document: string | null = null;
        for (const end of ends) {
          const from = at;
          for (let isOver = false; !isOver && at < text.length; ) {
            const newline = text.indexOf('\n', at);
            const stop = newline < 0 ? text.length : newline;
            isOver = text.slice(at, stop).trim() === end;
            if (!isOver) document = text.slice(from, stop);
            at = stop + 1;
          }
        }
        ends = [];
        finish(document);
        continue;
      } else if (char === ';' || text.startsWith('&&', at) || text.startsWith('||', at)) {
        at += char === ';' ? 1 : 2;
        finish(null);
        continue;
      } else if (char === '|') {
        stages.push(current.trim());
        current = '';
        at++;
        continue;
      }
    }
    const piece = text.slice(at, at + length);
    // A line break after a backslash joins the lines.
    if (piece !== '\\\n' && !(current === '' && /^\s+$/.test(piece))) current += piece;
    at += length;
  }
  finish(null);
  return found;
}

export interface Expansion {
  readonly kind: 'expression' | 'command' | 'variable';
  /** Between the braces, inside the parentheses, or the variable's name. */
  readonly text: string;
  /** What stands behind the name in `${NAME…}`. */
  readonly operator: string;
}

const NAME = /(?:env:)?([A-Za-z_]\w*)/y;

function matchingEnd(text: string, from: number, opening: string, closing: string): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === opening) depth++;
    else if (text[at] === closing && --depth === 0) return at;
  }
  return text.length;
}

/** What is put into a text when it is run: expressions before the shell starts, then variables and substitutions outside single quotes. */
export function expansionsOf(text: string): Expansion[] {
  const found: Expansion[] = [];
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (text.startsWith('${{', at)) {
      const close = text.indexOf('}}', at);
      const end = close < 0 ? text.length : close;
      found.push({ kind: 'expression', text: text.slice(at + 3, end).trim(), operator: '' });
      at = end + 1;
    } else if (quote === "'") {
      if (char === "'") quote = '';
    } else if (char === '\\') at++;
    else if (char === '"') quote = quote === '"' ? '' : '"';
    else if (char === "'" && quote === '') quote = "'";
    else if (char === '`') {
      const close = text.indexOf('`', at + 1);
      const end = close < 0 ? text.length : close;
      found.push({ kind: 'command', text: text.slice(at + 1, end), operator: '' });
      at = end;
    } else if (char === '$' && text[at + 1] === '(') {
      const end = matchingEnd(text, at + 2, '(', ')');
      // `$((…))` is a number.
      if (text[at + 2] !== '(') found.push({ kind: 'command', text: text.slice(at + 2, end), operator: '' });
      at = end;
    } else if (char === '$') {
      const isBraced = text[at + 1] === '{';
      NAME.lastIndex = at + (isBraced ? 2 : 1);
      const name = NAME.exec(text);
      if (!name) continue;
      const end = isBraced ? matchingEnd(text, at + 2, '{', '}') : NAME.lastIndex;
      found.push({ kind: 'variable', text: name[1]!, operator: isBraced ? text.slice(NAME.lastIndex, end) : '' });
      at = isBraced ? end : end - 1;
    }
  }
  return found;
}
