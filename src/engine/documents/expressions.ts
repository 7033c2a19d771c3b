/** `${{ … }}` of GitHub Actions: where they stand, and which contexts end up in their text. */

export interface Expression {
  readonly start: number;
  readonly end: number;
  /** Between the braces, trimmed. */
  readonly text: string;
}

/** The expressions between two offsets, in reading order. */
export function expressionsIn(text: string, from: number, to: number): Expression[] {
  const found: Expression[] = [];
  for (let start = text.indexOf('${{', from); start >= 0 && start < to; ) {
    const close = text.indexOf('}}', start);
    if (close < 0 || close >= to) break;
    found.push({ start, end: close + 2, text: text.slice(start + 3, close).trim() });
    start = text.indexOf('${{', close + 2);
  }
  return found;
}

const MAX_EXPRESSION = 2000;
const TOKEN = /'(?:[^']|'')*'|[A-Za-z_][\w-]*(?:\s*\.\s*(?:[A-Za-z_][\w-]*|\*)|\[(?:'[^']*'|[^\]']*)\])*|[=!<>]=|&&|\|\||[!<>(),]|[\d.]+/g;

/** Functions whose result says nothing of their arguments' text. */
const answers = new Set(['contains', 'startswith', 'endswith', 'hashfiles', 'success', 'failure', 'always', 'cancelled']);
const comparisons = new Set(['==', '!=', '<', '>', '<=', '>=']);

/** `github.event.commits[0].message` and `github['event']` in one form: dotted, lower case, indexes as `*`. */
function normalised(reference: string): string {
  return reference
    .replace(/\s+/g, '')
    .replace(/\['([^']*)'\]/g, '.$1')
    .replace(/\[[^\]]*\]/g, '.*')
    .toLowerCase();
}

/** The contexts whose text can become text of the expression's result; those that are only compared or asked about are not among them. */
export function referencesIn(expression: string): string[] {
  const tokens = expression.slice(0, MAX_EXPRESSION).match(TOKEN) ?? [];
  const calls: string[] = [];
  const found: string[] = [];
  tokens.forEach((token, index) => {
    const next = tokens[index + 1];
    if (token === '(') calls.push((tokens[index - 1] ?? '').toLowerCase());
    else if (token === ')') calls.pop();
    else if (/^[A-Za-z_]/.test(token) && next !== '(') {
      const before = tokens[index - 1];
      const compared =
        (next !== undefined && comparisons.has(next)) || (before !== undefined && (comparisons.has(before) || before === '!'));
      // `x && 'a'` is 'a', or x where x is empty.
      if (!compared && next !== '&&' && !calls.some((call) => answers.has(call))) found.push(normalised(token));
    }
  });
  return found;
}

/** The secrets whose text becomes text of the expressions between two offsets: `secrets.name`, `secrets` for all, `github.token`. */
export function secretsIn(text: string, from = 0, to = text.length): string[] {
  if (!/secrets|token/i.test(text)) return [];
  return expressionsIn(text, from, to)
    .flatMap((expression) => referencesIn(expression.text))
    .filter((reference) => /^secrets(?:\.|$)/.test(reference) || reference === 'github.token');
}
