/** One file version to what it says of tests and of what others can use: decode, guard, parse, outline. No check runs. */
import { noOutline, type Outline } from '../../model/outline.ts';
import type { AnalyzerOptions, FileInput } from '../analyzeFile.ts';
import type { Core } from '../parse/grammars.ts';

export type OutlineInput = Pick<FileInput, 'path' | 'mode' | 'bytes'>;

export type OutlineFile = (file: OutlineInput) => Outline;

/** Makes the outlining of single files over a loaded core. The result depends on the input alone. */
export function createOutliner(_core: Core, _options: AnalyzerOptions = { parseDeadline: 500 }): OutlineFile {
  return () => noOutline('not outlined');
}
