/** The outline of a Python file: pytest, unittest, nose and plain scripts; what it defines, takes and puts doubles for. */
import type { FlatTree } from '../parse/flatTree.ts';
import type { SourceText } from '../sourceText.ts';
import { digestOf, type OutlineParts } from './parts.ts';
import { plainCode } from './plainCode.ts';
import { readAssertions } from './pythonAssertions.ts';
import { isEmptyBody, readDefinitions } from './pythonDefinitions.ts';
import { readPythonFile } from './pythonFile.ts';
import { pythonRules } from './pythonPlain.ts';
import { readSourceReads } from './pythonSourceReads.ts';
import { readDoubles, readLateImports, readUses } from './pythonUses.ts';
import { stretchOf } from './tokenStream.ts';

export function outlinePython(tree: FlatTree, source: SourceText): OutlineParts {
  const file = readPythonFile(tree, source);
  const { cases, declarations, stretches } = readDefinitions(file);
  const { byCase, loose, nodes } = readAssertions(file, cases);
  const known = [...stretches, ...file.importStatements.map(stretchOf)].sort(([a], [b]) => a - b);
  const whole = stretchOf(file.root);
  return {
    cases: cases.map(({ node, name, body }, index) => ({
      name,
      line: file.lineOf(node),
      state: byCase[index]!.state,
      assertions: byCase[index]!.assertions,
      body,
      isEmpty: isEmptyBody(node),
    })),
    loose,
    declarations,
    rest: digestOf(file.tokens.wordsOf(whole, known)),
    imports: [...file.imports, ...readLateImports(file)].sort((a, b) => a.line - b.line),
    uses: readUses(file),
    doubles: readDoubles(file),
    sourceReads: readSourceReads(file, nodes),
    ...plainCode(tree, pythonRules(source.text)),
  };
}
