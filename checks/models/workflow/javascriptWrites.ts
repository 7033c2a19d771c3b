/** The same for the script of `actions/github-script`: what it hands on by `core`, read line by line. */
import type { Surroundings, Write } from './scriptWrites.ts';
import type { Source } from './source.ts';

const CALL = /\bcore\s*\.\s*(setOutput|exportVariable|addPath)\s*\(/g;
const DECLARED = /(?:\b(?:const|let|var)\s+)?([A-Za-z_$][\w$]*)\s*=(?![=>])\s*([^\n]+)/g;
const PAYLOAD = /\bcontext\s*\.\s*payload((?:\??\.\s*[A-Za-z_]\w*|\[\d+\])+)/g;
const ENVIRONMENT = /\bprocess\s*\.\s*env\s*(?:\.\s*([A-Za-z_]\w*)|\[\s*["']([A-Za-z_]\w*)["']\s*\])/g;
/** Fields of an answer of the API that hold what somebody typed. */
const ANSWERED =
  /\b(?:pr|pull|pullRequest|pull_request|issue|comment|data|item|review)\s*(?:\.\s*data\s*)?\??\.\s*(title|body|head\s*\.\s*(?:ref|label)|head_ref)\b/;
const ASKS = /\b(?:pulls|issues|reactions)\s*\.\s*(?:get|list\w*)\b/;
/** Numbers, answers, sums, and texts that keep only what is named. */
const HARMLESS =
  /\.\s*(?:length|number|id|sha|node_id|merged|draft|state|user|login|includes|startsWith|endsWith|test|some|every|indexOf)\b|\b(?:Number|parseInt|Boolean|encodeURIComponent)\s*\(|\.replace(?:All)?\(\s*\/\[\^|[=!]==?|createHash/;
const MAX_SCRIPT = 60_000;
const MAX_ARGUMENT = 600;

/** The arguments of a call, as they are written. */
function argumentsAt(text: string, from: number): string[] {
  const found: string[] = [];
  let depth = 0;
  let quote = '';
  let start = from;
  for (let at = from; at < Math.min(text.length, from + MAX_ARGUMENT); at++) {
    const char = text[at]!;
    if (char === '\\') at++;
    else if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'" || char === '`') quote = char;
    else if (char === '(' || char === '[' || char === '{') depth++;
    else if (char === ')' && depth === 0) return [...found, text.slice(start, at)];
    else if (char === ')' || char === ']' || char === '}') depth--;
    else if (char === ',' && depth === 0) {
      found.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return found;
}

export function writesOfJavaScript(script: string, around: Surroundings): readonly Write[] {
  const text = script.slice(0, MAX_SCRIPT);
  const known = new Map<string, readonly Source[]>();
  const asks = ASKS.test(text);
  const read = (expression: string): readonly Source[] => {
    const written = expression.slice(0, MAX_ARGUMENT);
    if (HARMLESS.test(written)) return [];
    const found: Source[] = [];
    for (const [, path] of written.matchAll(PAYLOAD)) {
      const name = `github.event${path!
        .replace(/[\s?]/g, '')
        .replace(/\[\d+\]/g, '.*')
        .toLowerCase()}`;
      found.push(...around.reference(name));
    }
    for (const [, dotted, quoted] of written.matchAll(ENVIRONMENT)) found.push(...around.variable((dotted ?? quoted)!));
    if (asks && ANSWERED.test(written)) {
      const writable = {
        name: 'what the API answers',
        events: ['pull_request_target', 'issues', 'issue_comment', 'workflow_run', 'pull_request'],
        hasLines: /\bbody\b/.test(written),
      };
      found.push({ name: writable.name, writables: [writable], input: null, steps: [] });
    }
    for (const [name] of written.matchAll(/[A-Za-z_$][\w$]*/g)) found.push(...(known.get(name) ?? []));
    return found;
  };
  for (const [, name, value] of text.matchAll(DECLARED)) {
    const sources = read(value!);
    if (sources.length > 0) known.set(name!, sources);
  }
  const writes: Write[] = [];
  for (const call of text.matchAll(CALL)) {
    const given = argumentsAt(text, call.index + call[0].length);
    const isPath = call[1] === 'addPath';
    const name = isPath ? null : (/^\s*["'`]([\w-]+)["'`]\s*$/.exec(given[0] ?? '')?.[1] ?? null);
    const file = isPath ? 'path' : call[1] === 'setOutput' ? 'output' : 'env';
    // The toolkit fences what it writes itself.
    writes.push({ file, name, sources: read(given[isPath ? 0 : 1] ?? ''), isFenced: true, start: call.index });
  }
  for (const returned of text.matchAll(/^\s*return\s+([^\n]+)/gm)) {
    writes.push({ file: 'output', name: 'result', sources: read(returned[1]!), isFenced: true, start: returned.index });
  }
  return writes;
}
