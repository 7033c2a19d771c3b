/** What a JavaScript or TypeScript file says of tests and of what others can use. */
import type { FlatTree } from '../parse/flatTree.ts';
import type { SourceText } from '../sourceText.ts';
import { findCases } from './javascriptCases.ts';
import { readDeclarations } from './javascriptDeclarations.ts';
import { readFrameworks } from './javascriptFrameworks.ts';
import { readImports } from './javascriptImports.ts';
import { javascriptRules } from './javascriptPlain.ts';
import { readSourceReads } from './javascriptSourceReads.ts';
import { Tokens } from './javascriptTokens.ts';
import { readUses } from './javascriptUses.ts';
import type { OutlineParts } from './parts.ts';
import { plainCode } from './plainCode.ts';

export function outlineJavaScript(tree: FlatTree, source: SourceText): OutlineParts {
  const tokens = new Tokens(tree);
  const { imports, bound, doubles, paths } = readImports(tree, source);
  const { cases, loose, statements } = findCases(source, tokens, readFrameworks(tree, source.path, bound));
  const assertions = [...cases.flatMap((one) => one.assertions), ...loose];
  return {
    cases,
    loose,
    ...readDeclarations(source, tokens, statements),
    imports,
    uses: readUses(tree, bound),
    doubles,
    sourceReads: readSourceReads(tree, source, paths, assertions),
    ...plainCode(tree, javascriptRules),
  };
}
