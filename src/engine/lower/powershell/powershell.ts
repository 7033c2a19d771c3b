/** What checks see of PowerShell beyond its tree: commands by their real name, texts taken apart. */
export { argumentsOf, type CommandArguments, commandName, pipedInto } from './commands.ts';
export { composePowerShell, memberOf, type PowerShellModel } from './composer.ts';
export { PowerShellFile } from './scopes.ts';
export { splatted } from './splats.ts';
export { literalOf, unwrap } from './tree.ts';
