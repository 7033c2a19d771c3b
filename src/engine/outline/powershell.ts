/** The outline of a PowerShell file: Pester and plain scripts; what it defines, takes and mocks. */
import type { FlatTree } from '../parse/flatTree.ts';
import type { SourceText } from '../sourceText.ts';
import { digestOf, type OutlineParts } from './parts.ts';
import { readPowershellDefinitions } from './powershellDefinitions.ts';
import { readPowershellFile } from './powershellFile.ts';
import { readTests } from './powershellTests.ts';
import {
  importStretches,
  readPowershellDoubles,
  readPowershellImports,
  readPowershellSourceReads,
  readPowershellUses,
} from './powershellUses.ts';
import { stretchOf } from './tokenStream.ts';

export function outlinePowershell(tree: FlatTree, source: SourceText): OutlineParts {
  const file = readPowershellFile(tree, source);
  const { cases, loose, stretches } = readTests(file);
  const definitions = readPowershellDefinitions(file);
  const whole = stretchOf(file.root);
  const known = [...stretches, ...definitions.stretches, ...importStretches(file)].sort(([a], [b]) => a - b);
  return {
    cases,
    loose,
    declarations: definitions.declarations,
    rest: digestOf(file.tokens.wordsOf(whole, known)),
    imports: readPowershellImports(file),
    uses: readPowershellUses(file),
    doubles: readPowershellDoubles(file),
    sourceReads: readPowershellSourceReads(file),
    code: digestOf(file.tokens.wordsOf(whole)),
  };
}
