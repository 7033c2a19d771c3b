/** What checks of shell code work with; re-exported so that they import one file of the engine's inside. */

export { isHole } from './embedded/holes.ts';
export type { Origin, OriginKind } from './flow/bash/origins.ts';
export { reaching } from './flow/bash/reaching.ts';
export { readShell, Shell } from './flow/bash/shell.ts';
export { type Act as ShellAct, lowerBash, ShellProgram } from './ir/bash/shellProgram.ts';
export { type Command, operandsOf } from './lower/bash/commands.ts';
export { branchesAround, dominates, exclusive, surroundings, wholeStatement } from './lower/bash/control.ts';
export type { Definition } from './lower/bash/definitions.ts';
export { leaves } from './lower/bash/leaving.ts';
export { type Outcome, outcomeAt } from './lower/bash/outcome.ts';
export { type FileRedirect, readRedirect } from './lower/bash/redirects.ts';
export { lastBefore, type ShellFile, type ShellFunction } from './lower/bash/shellFile.ts';
export { readTestCommand, readTests, type Test, type Tests } from './lower/bash/tests.ts';
export { literalOf, literalStart, readWord, type Word, type WordPart } from './lower/bash/words.ts';
export { maskOf, modeAfter, withheldReads } from './order/bash/modes.ts';
export { expandWord, type Place, placeOf, resourceKey } from './order/bash/resources.ts';
export { endsOnError, optionOn } from './order/bash/shellOptions.ts';
export { type Fate, fateOf, fateThrough } from './order/bash/statusFlow.ts';
export { nodeAt } from './parse/syntaxNode.ts';
