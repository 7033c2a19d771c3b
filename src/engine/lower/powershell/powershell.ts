/** What checks see of PowerShell beyond its tree: commands by their real name, texts taken apart. */
export { lowerPowerShell, nodeOf, type PowerShellProgram } from '../../ir/powershell/lowerPowerShell.ts';
export type { CommandShape, PowerShellVocabulary } from '../../ir/powershell/vocabulary.ts';
export { argumentsOf, type CommandArguments, commandName, operandsOf, pipedInto } from './commands.ts';
export { composePowerShell, memberOf, type PowerShellModel } from './composer.ts';
export { PowerShellFile, type Variable } from './scopes.ts';
export { splatted } from './splats.ts';
export { literalOf, unwrap, variableName } from './tree.ts';
