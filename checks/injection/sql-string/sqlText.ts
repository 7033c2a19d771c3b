/** What a text made of pieces says as SQL, and which part of a statement a value takes. */
import { after, before, HOLE, type Hole } from '../../models/flow/weighHit.ts';

const beginnings: readonly RegExp[] = [
  /^select\s+(?:[^;]*\s(?:from|where)\b|[\w.]+\(|[\u25a1@])/i,
  /^(?:insert|replace)\s+(?:or\s+\w+\s+|ignore\s+)?into\b/i,
  /^update\s+(?:or\s+\w+\s+)?\S+\s+(?:\w+\s+)?set\b/i,
  /^delete\s+from\b/i,
  /^(?:create|alter|drop|truncate|rename)\s+(?:(?:or\s+replace|temp|temporary|unique|external|virtual|materialized|global|local|if\s+(?:not\s+)?exists)\s+)*(?:table|index|view|database|schema|user|role|login|trigger|function|procedure|extension|sequence|type|policy|keyspace|materialized)\b/i,
  // One of several ways to go on, all with the same beginning.
  /^select\s[\w\s.,*"`]{0,400}\u25a1$/i,
  /^truncate\s+\u25a1/i,
  /^with\s+(?:recursive\s+)?\S+[^;]*\bas\s*\(/i,
  /^(?:grant|revoke)\s+[^;]*\s(?:on|to|from)\s/i,
  /^(?:pragma|attach\s+database|savepoint|refresh\s+materialized\s+view|vacuum|reindex|listen|notify)\s+\S/i,
  /^explain\s+(?:analyze\s+|query\s+plan\s+)?(?:select|insert|update|delete|with)\b/i,
  /^(?:call|exec|execute)\s+[\w.\u25a1]+\s*(?:\(|@|')/i,
  /^set\s+(?:session|local|role|search_path|global|transaction|@|names)\b/i,
  /^use\s+[`"\u25a1]/i,
  /^show\s+(?:tables|databases|columns|index|create|full|grants)\b/i,
  /^copy\s+\S+\s*(?:\([^)]*\)\s*)?(?:from|to)\b/i,
  /^comment\s+on\b/i,
  /^lock\s+tables?\s/i,
  /^(?:union|where|having)\s/i,
];
const inside: readonly RegExp[] = [
  /\b(?:where|having)\s+[\w.`"[\]\u25a1]{1,80}\s*(?:=|<|>|!=|like\b|in\b|between\b|is\b)/i,
  /\border\s+by\s+\u25a1/i,
  /\bunion\s+(?:all\s+)?select\b/i,
];

export function looksLikeSql(text: string): boolean {
  const start = text.replace(/^(?:\s|\(|--[^\n]*\n|\/\*[^*]*\*\/)+/, '');
  if (beginnings.some((pattern) => pattern.test(start))) return true;
  // A query by another function, and a condition added to it here.
  return start.startsWith(HOLE) && inside.some((pattern) => pattern.test(text));
}

/** True where a value takes the place of a table, a column or a direction rather than of a value. */
export function standsForName(hole: Hole): boolean {
  // A part of a name stands for the whole: `FROM data_□`.
  const front = before(hole)
    .replaceAll('\0', HOLE)
    .slice(-400)
    .replace(/(?<=[\s."`[])[\w□]+$/, '');
  const back = after(hole).replaceAll('\0', HOLE).slice(0, 80);
  if (
    /(?:["`[.]|\b(?:from|into|update|table|join|view|index|database|schema|exists|column|by|set|on|select|distinct|add|pragma|user|role|as|trigger|to|sequence|type|truncate|if|use|show|describe|group|order|add constraint|constraint|references)\s+)$/i.test(
      front,
    )
  ) {
    return !/(?:=|<|>)\s*["']$/.test(front);
  }
  // Where no value can be bound either.
  if (/\bpragma\s+[\w.□]+\s*=\s*$|\b(?:cast|count|max|min|sum|avg|lower|upper|highlight|snippet)\s*\($/i.test(front)) return true;
  if (/\b(?:order|group)\s+by\s+[^=']{0,200}$/i.test(front)) return true;
  // `SELECT a, □ FROM`, `INSERT INTO t (□)`, `SET □ = ?`.
  if (/^\s*(?:asc|desc)?\s*(?:=|<|>|!=|\bin\b|\blike\b|\bis\b|\bfrom\b)/i.test(back) && !/(?:=|<|>|\(|')\s*$/.test(front)) return true;
  const columns = /\bselect\s([^()']*)$/i.exec(front)?.[1];
  if (columns !== undefined && !/\b(?:from|where|having|on|and|or|set)\b/i.test(columns)) return true;
  return /(?:\binto\s+\S+\s*\([^()]*|\bcreate\s[^']*|\balter\s[^']*|\bvalues\s*\($)$/i.test(front) && !/'\s*$/.test(front);
}
