/** Which texts of a parsed file another interpreter runs, by the kind of file. */
import { ACTIONS_PATHS } from '../documents/actions.ts';
import { pathOfCode } from '../files/language.ts';
import type { Parsed } from '../runChecks.ts';
import type { SourceText } from '../sourceText.ts';
import { findInDockerfile } from './dockerfile.ts';
import type { Finds } from './innerCode.ts';
import { findInJavaScript } from './javascript.ts';
import { findInPowerShell } from './powershell.ts';
import { findInPython } from './python.ts';
import { findInShell } from './shell.ts';
import { findInWorkflow } from './workflow.ts';

export function findIn(source: SourceText, parsed: Parsed, finds: Finds): void {
  const { tree, language } = parsed;
  if (tree && language === 'bash') findInShell(source, tree, finds);
  if (tree && language === 'python') findInPython(source, tree, finds);
  if (tree && (language === 'javascript' || language === 'typescript' || language === 'tsx')) findInJavaScript(source, tree, finds);
  if (tree && language === 'powershell') findInPowerShell(source, tree, finds);
  if (parsed.dockerfile) findInDockerfile(source, parsed.dockerfile, finds);
  if (parsed.documents.length > 0 && ACTIONS_PATHS.test(pathOfCode(source.path)))
    for (const { document } of parsed.documents) findInWorkflow(source, document, finds);
}
