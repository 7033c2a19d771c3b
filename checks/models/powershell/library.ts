/** What is known of PowerShell's commands, methods and variables: where outside data enters, and what is harmless. */
import { powershell, type SyntaxContext, type SyntaxNode } from '../../../src/engine/check.ts';

const downloads = /^(?:invoke-restmethod|irm|invoke-webrequest|iwr|curl|wget|curl\.exe|wget\.exe|start-bitstransfer)$/;

export const library: powershell.PowerShellModel = {
  commandSource(name, command) {
    if (downloads.test(name)) return 'remote';
    if (name === 'read-host') return 'input';
    // `New-Object Net.WebClient` by itself is a client, not a text.
    return name === 'invoke-command' && /DownloadString/i.test(command.text) ? 'remote' : null;
  },
  methodSource: (method) =>
    /^(?:downloadstring|downloaddata|downloadstringtaskasync|getstringasync|readtoend)$/.test(method) ? 'remote' : null,
  variableSource: (name) => (name === 'args' ? 'argument' : name.startsWith('env:') ? 'environment' : null),
  ownVariables:
    /^(?:true|false|null|psscriptroot|pscommandpath|pwd|home|pid|pshome|psversiontable|lastexitcode|isWindows|islinux|ismacos|myinvocation|profile|host|env:(?:programfiles|programfiles\(x86\)|programdata|windir|systemroot|systemdrive|temp|tmp|userprofile|appdata|localappdata|home|path|pathext|computername|username|number_of_processors|processor_architecture|comspec|public|allusersprofile))$/i,
  harmlessTypes:
    /\[\s*(?:system\.)?(?:int|int16|int32|int64|uint16|uint32|uint64|long|short|byte|double|single|float|decimal|bool|boolean|switch|guid|version|datetime|timespan|switchparameter|ipaddress|net\.ipaddress|scriptblock|management\.automation\.scriptblock)(?:\[\])?\s*\]/i,
  harmlessMembers:
    /^(?:count|length|major|minor|build|revision|gethashcode|exists|isnullorempty|newguid|getrandomfilename|gettempfilename|gettemppath|lastexitcode|psversion|platform|is64bitoperatingsystem)$/,
  clearingMethods: /^(?:escapesinglequotedstringcontent|escapeblockcommentcontent|escapevariablename|quoteargument)$/,
  passingCommands:
    /^(?:write-output|echo|out-string|join-path|split-path|resolve-path|select-object|select|where-object|where|\?|foreach-object|foreach|%|sort-object|sort|get-unique|tee-object|convertfrom-json|select-string)$/,
};

function compute(root: SyntaxNode): powershell.PowerShellFile {
  return new powershell.PowerShellFile(root);
}

export function powershellFile(context: SyntaxContext): powershell.PowerShellFile {
  return context.shared(compute);
}
