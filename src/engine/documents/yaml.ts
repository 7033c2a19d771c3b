/** YAML as documents with positions. The `yaml` package survives what makes the grammar for it abort. */
import type { Document, LineCounter } from 'yaml';
import { yamlPackage } from './yamlPackage.ts';

export interface YamlDocument {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

/**
 * The package calls itself for each level, and a stack that is nearly used up can end the whole process (V8 gives up when it compiles a
 * regular expression there). It was seen to overflow at 1,300 levels.
 */
const MAX_DEPTH = 500;

/** An upper bound of the levels: the longest run of indentation and `- ` before a line's text, and the deepest brackets. */
function isTooDeep(text: string): boolean {
  let indentation = 0;
  let isBefore = true;
  let column = 0;
  let brackets = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x0a) {
      isBefore = true;
      column = 0;
      continue;
    }
    if (isBefore) {
      // Space, tab, `-`, `?` and `:` can each open a level.
      if (code === 0x20 || code === 0x09 || code === 0x2d || code === 0x3f || code === 0x3a) indentation = Math.max(indentation, ++column);
      else isBefore = false;
    }
    if (code === 0x5b || code === 0x7b) deepest = Math.max(deepest, ++brackets);
    else if ((code === 0x5d || code === 0x7d) && brackets > 0) brackets--;
  }
  return indentation + deepest > MAX_DEPTH;
}

/**
 * The documents of a stream, or null for one that nests too deep. A broken one is kept as far as it was understood: templates (Helm,
 * Jinja) are YAML in part.
 */
export function parseYaml(text: string): YamlDocument[] | null {
  if (isTooDeep(text)) return null;
  const { LineCounter, parseAllDocuments } = yamlPackage();
  const lines = new LineCounter();
  // Aliases are never expanded here: checks follow them one at a time, so a bomb has nothing to go off in.
  const documents = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: false, strict: false, logLevel: 'silent' });
  const parsed = Array.isArray(documents) ? documents.map((document) => ({ document: document as Document.Parsed, lines })) : [];
  return parsed.some(({ document }) => document.errors.some((error) => error.code === 'RESOURCE_EXHAUSTION')) ? null : parsed;
}
