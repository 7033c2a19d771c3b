/** YAML as documents with positions. The `yaml` package survives what makes the grammar for it abort. */
import { type Document, LineCounter, parseAllDocuments } from 'yaml';

export interface YamlDocument {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

/**
 * The documents of a stream. A broken one is kept as far as it was understood: templates (Helm, Jinja) are YAML in part.
 * Throws RangeError for nesting deeper than the stack.
 */
export function parseYaml(text: string): YamlDocument[] {
  const lines = new LineCounter();
  // Aliases are never expanded here: checks follow them one at a time, so a bomb has nothing to go off in.
  const documents = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: false, strict: false, logLevel: 'silent' });
  return Array.isArray(documents) ? documents.map((document) => ({ document: document as Document.Parsed, lines })) : [];
}
