/** Where what runs a file reads it otherwise than we do. Such a file is not analysed in full, whatever was found in it. */
import type { Language } from '../../model/analysis.ts';
import type { Dockerfile } from '../documents/dockerfile.ts';
import type { YamlDocument } from '../documents/yaml.ts';
import { nodeAt } from '../identity.ts';
import type { FlatTree } from '../parse/flatTree.ts';
import { SyntaxNode } from '../parse/syntaxNode.ts';
import type { SourceText } from '../sourceText.ts';

/** PEP 263: a comment in the first two lines may name the encoding. */
const CODING = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const HARMLESS_CODING = /^(?:utf[-_]?8(?:[-_]sig)?|latin[-_]?1|iso[-_]8859[-_]\d+|(?:us[-_])?ascii|cp125\d)$/i;

/** A carriage return alone ends a line for Python and for YAML, and none for our parsers: behind a `#` it hides code. */
export function misreadLineEnds(source: SourceText): string | null {
  const { text } = source;
  const at = text.search(/\r(?![\r\n])/);
  return at < 0 || at === text.length - 1 ? null : `the carriage return on line ${source.lineAt(at)} ends a line for what reads this file`;
}

function misreadPython(source: SourceText): string | null {
  for (const line of [1, 2]) {
    const coding = CODING.exec(source.line(line).slice(0, 500))?.[1];
    if (coding !== undefined && !HARMLESS_CODING.test(coding)) return `line ${line} declares a coding that changes what the text is`;
  }
  return misreadLineEnds(source);
}

function misreadShell(source: SourceText, tree: FlatTree): string | null {
  for (const node of new SyntaxNode(tree, 0).descendants('heredoc_end', 'raw_string')) {
    // The grammar knows plain and wholly quoted delimiters; of others it finds no end and swallows what follows.
    if (node.type === 'heredoc_end' && node.start === node.end)
      return `a heredoc that ends on line ${source.lineAt(node.start)} is closed elsewhere by a shell`;
    // A backslash takes the quote's meaning away, also in an expansion, where the grammar opens a string.
    if (node.type === 'raw_string' && tree.text[node.start - 1] === '\\' && tree.text[node.start - 2] !== '\\')
      return `the quote after a backslash on line ${source.lineAt(node.start)} opens no string for a shell`;
  }
  return null;
}

/** A `<!--` in code opens a comment to the end of the line in scripts (ECMA-262, annex B.1.1); the grammar knows it in part. */
function misreadJavaScript(source: SourceText, tree: FlatTree): string | null {
  const { text } = source;
  for (let at = text.indexOf('<!--'); at >= 0; at = text.indexOf('<!--', at + 4)) {
    if (!/comment|string|template|regex|jsx/.test(nodeAt(tree, at, at + 4).type))
      return `line ${source.lineAt(at)} holds \`<!--\`, which opens a comment in a script`;
  }
  return null;
}

/** Why a parsed file cannot be relied on to be what its interpreter runs, or null. */
export function misreading(source: SourceText, language: Language, tree: FlatTree): string | null {
  if (language === 'python') return misreadPython(source);
  if (language === 'bash') return misreadShell(source, tree);
  return language === 'javascript' ? misreadJavaScript(source, tree) : null;
}

/** Of a here-document without an end BuildKit makes an error, and the older builder runs what follows. */
export function misreadDockerfile(source: SourceText, { instructions }: Dockerfile): string | null {
  const open = instructions.find(({ heredocs }) => heredocs.some(({ isOpen }) => isOpen));
  return open ? `the here-document that begins on line ${source.lineAt(open.start)} has no end: what follows was not understood` : null;
}

/** Broken YAML is kept as far as it goes, so what stands behind the break may not have been seen. */
export function misreadWorkflow(source: SourceText, documents: readonly YamlDocument[]): string | null {
  const [error] = documents.flatMap(({ document }) => document.errors);
  return error ? `line ${source.lineAt(error.pos[0])} is no valid YAML: what follows may not have been understood` : null;
}
