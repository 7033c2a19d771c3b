/** PowerShell's own commands: their parameters, their short names, and static methods in their usual spelling. */
import type { powershell } from '../../../src/engine/check.ts';

/**
 * A line a command: its name; parameters by position; other parameters that take a value; switches; parameters by another name. Enough to
 * tell which word belongs to which parameter.
 */
const commands = `
Set-Content; path value; encoding stream filter include exclude credential; passthru force nonewline asbytestream; literalpath=path pspath=path
Add-Content; path value; encoding stream filter include exclude credential; passthru force nonewline asbytestream; literalpath=path pspath=path
Clear-Content; path; stream filter include exclude; force; literalpath=path
Get-Content; path; encoding totalcount tail readcount delimiter stream; raw wait force asbytestream; literalpath=path first=totalcount head=totalcount last=tail
Out-File; filepath encoding; inputobject width; append force noclobber nonewline nooverwrite; literalpath=filepath path=filepath
Tee-Object; filepath; inputobject variable encoding; append; literalpath=filepath
Export-Csv; path delimiter; inputobject encoding quotefields usequotes; append force noclobber notypeinformation includetypeinformation useculture; literalpath=path
Export-Clixml; path; inputobject encoding depth; force noclobber; literalpath=path
Import-Clixml; path; first skip; ; literalpath=path
Import-Csv; path delimiter; header encoding; useculture; literalpath=path
New-Item; path; name itemtype value credential target; force; type=itemtype
New-TemporaryFile; ; ; ;
Set-Item; path value; filter; force passthru; literalpath=path
Get-Item; path; filter include exclude stream; force; literalpath=path pspath=path
Get-ChildItem; path filter; include exclude depth attributes; recurse force name file directory hidden readonly system; literalpath=path
Get-ItemProperty; path name; filter; ; literalpath=path
Set-ItemProperty; path name value; type propertytype filter; force passthru; literalpath=path
New-ItemProperty; path name; value propertytype type; force; literalpath=path
Remove-ItemProperty; path name; filter; force; literalpath=path
Remove-Item; path; filter include exclude stream; force recurse; literalpath=path pspath=path
Move-Item; path destination; filter include exclude; force passthru; literalpath=path
Copy-Item; path destination; filter include exclude tosession fromsession; force recurse passthru container; literalpath=path
Rename-Item; path newname; ; force passthru; literalpath=path
Test-Path; path; pathtype filter include exclude newerthan olderthan; isvalid; literalpath=path pspath=path type=pathtype
Resolve-Path; path; relativebasepath; relative; literalpath=path
Convert-Path; path; ; ; literalpath=path
Join-Path; path childpath additionalchildpath; ; resolve; pspath=path
Split-Path; path; ; parent leaf leafbase extension qualifier noqualifier resolve isabsolute; literalpath=path
Get-Acl; path; audit filter; allcentralaccesspolicies; literalpath=path
Set-Acl; path aclobject; securitydescriptor filter; passthru clearcentralaccesspolicy; literalpath=path
Get-FileHash; path algorithm; inputstream; ; literalpath=path
Get-AuthenticodeSignature; filepath; content; ; literalpath=filepath path=filepath
Set-AuthenticodeSignature; filepath certificate; hashalgorithm timestampserver; force; literalpath=filepath
Test-FileCatalog; catalogfilepath path; filestoskip; detailed;
Invoke-WebRequest; uri; outfile method headers body contenttype useragent timeoutsec credential proxy infile certificate websession sessionvariable maximumredirection token authentication; usebasicparsing passthru skipcertificatecheck usedefaultcredentials resume skiphttperrorcheck; url=uri
Invoke-RestMethod; uri; outfile method headers body contenttype useragent timeoutsec credential proxy infile certificate websession token authentication; usebasicparsing passthru skipcertificatecheck usedefaultcredentials resume; url=uri
Start-BitsTransfer; source destination; displayname description priority credential; asynchronous;
Expand-Archive; path destinationpath; ; force passthru; literalpath=path
Compress-Archive; path destinationpath; compressionlevel; update force passthru; literalpath=path
Start-Process; filepath argumentlist; workingdirectory verb windowstyle credential redirectstandardoutput redirectstandarderror; wait passthru nonewwindow loaduserprofile; args=argumentlist
Invoke-Expression; command; ; ;
Invoke-Command; scriptblock argumentlist; computername session credential filepath hostname username; asjob hidecomputername; args=argumentlist
Start-Job; scriptblock; argumentlist name filepath initializationscript credential; ; args=argumentlist
ForEach-Object; process; begin end parallel throttlelimit inputobject membername argumentlist; asjob;
Where-Object; filterscript; property value inputobject; eq ne like match gt lt ge le in contains notin notlike notmatch;
New-Object; typename argumentlist; property comobject; strict; args=argumentlist
Add-Type; typedefinition; assemblyname path literalpath memberdefinition name namespace language referencedassemblies outputassembly; passthru; an=assemblyname
Import-Module; name; requiredversion minimumversion prefix function; force global passthru disablenamechecking skipeditioncheck;
Install-Module; name; requiredversion minimumversion repository scope; force allowclobber skippublishercheck acceptlicense;
Write-Error; message; category errorid targetobject exception recommendedaction; ; msg=message
Write-Host; object; foregroundcolor backgroundcolor separator; nonewline;
Write-Output; inputobject; ; noenumerate;
Write-Warning; message; ; ;
Write-Verbose; message; ; ;
Out-Null; inputobject; ; ;
Out-String; inputobject; width; stream nonewline;
Get-Date; date; format uformat year month day; asutc;
Get-Random; maximum; minimum inputobject count; shuffle;
Get-Service; name; displayname computername; ;
Set-Service; name; startuptype status displayname description credential securitydescriptorsddl; passthru force;
Stop-Service; name; ; force passthru nowait;
Start-Service; name; ; passthru;
New-Service; name binarypathname; displayname startuptype credential dependson; ;
New-LocalUser; name; password fullname description accountexpires; nopassword accountneverexpires passwordneverexpires usermaynotchangepassword disabled;
Set-LocalUser; name; password fullname description accountexpires passwordneverexpires usermaychangepassword; accountneverexpires;
Disable-LocalUser; name; sid inputobject; ;
Enable-LocalUser; name; sid; ;
Remove-LocalUser; name; sid inputobject; ;
Add-LocalGroupMember; group member; sid name; ;
Remove-LocalGroupMember; group member; sid name; ;
New-NetFirewallRule; ; name displayname description direction action protocol localport remoteport localaddress remoteaddress program profile enabled service interfacealias group policystore; ;
Set-NetFirewallRule; name; displayname direction action protocol localport remoteport profile enabled newdisplayname remoteaddress displaygroup; passthru;
Enable-NetFirewallRule; name; displayname displaygroup group; passthru;
Disable-NetFirewallRule; name; displayname displaygroup group; passthru;
Remove-NetFirewallRule; name; displayname displaygroup group; passthru;
Set-NetFirewallProfile; name; enabled defaultinboundaction defaultoutboundaction allowinboundrules logfilename logblocked; all passthru; profile=name
Set-ExecutionPolicy; executionpolicy scope; ; force;
Set-MpPreference; ; disablerealtimemonitoring exclusionpath mapsreporting submitsamplesconsent puaprotection enablecontrolledfolderaccess attacksurfacereductionrules_ids attacksurfacereductionrules_actions; force;
Enable-BitLocker; mountpoint; encryptionmethod recoverypasswordprotector tpmprotector password pin recoverykeypath; usedspaceonly skiphardwaretest;
Enable-WindowsOptionalFeature; ; featurename; online all norestart;
Disable-WindowsOptionalFeature; ; featurename; online norestart remove;
Uninstall-WindowsFeature; name; ; restart remove;
Set-SmbServerConfiguration; ; enablesmb1protocol enablesmb2protocol requiresecuritysignature encryptdata rejectunencryptedaccess; force;
Grant-SmbShareAccess; name; accountname accessright; force;
Revoke-SmbShareAccess; name; accountname; force;
Block-SmbShareAccess; name; accountname; force;
Set-ADAccountPassword; identity; newpassword oldpassword server credential; reset passthru;
Disable-ADAccount; identity; server credential; passthru;
Remove-ADGroupMember; identity members; server credential; passthru;
Add-ADGroupMember; identity members; server credential; passthru;
Set-ADUser; identity; server enabled add replace remove clear accountexpirationdate; passthru;
Import-Certificate; filepath; certstorelocation; ;
Import-PfxCertificate; filepath certstorelocation; password; exportable;
Remove-PSSession; session; ; ;
Register-ScheduledTask; taskname; action trigger principal settings user password xml taskpath description; force;
Unregister-ScheduledTask; taskname; taskpath; ;
Unblock-File; path; ; ; literalpath=path
ConvertTo-SecureString; string; key securekey; asplaintext force;
ConvertFrom-SecureString; securestring; key securekey; asplaintext;
ConvertTo-Json; inputobject; depth; compress asarray;
ConvertFrom-Json; inputobject; depth; ashashtable;
Read-Host; prompt; ; assecurestring maskinput;
Select-String; pattern path; context encoding; quiet simplematch casesensitive allmatches list notmatch raw;
Select-Object; property; first last skip expandproperty excludeproperty index; unique;
Sort-Object; property; ; descending unique;
Set-Location; path; ; passthru; literalpath=path
Push-Location; path; ; ; literalpath=path
Get-Process; name; id; ;
Stop-Process; id; name; force passthru;
Wait-Process; name; id timeout; ;
Start-Sleep; seconds; milliseconds; ;
Measure-Command; expression; ; ;
Set-Variable; name value; scope option; force;
Set-StrictMode; ; version; off;
Get-Command; name; type module; all; type=commandtype
Get-Credential; credential; username message; ;
Get-Secret; name vault; ; asplaintext;
Set-Secret; name secret vault; ; noclobber;
`;

const aliases: Readonly<Record<string, string>> = Object.fromEntries(
  `sc=set-content ac=add-content clc=clear-content gc=get-content cat=get-content type=get-content tee=tee-object epcsv=export-csv ipcsv=import-csv
ni=new-item mkdir=new-item md=new-item si=set-item gi=get-item gci=get-childitem ls=get-childitem dir=get-childitem gp=get-itemproperty
sp=set-itemproperty ri=remove-item rm=remove-item del=remove-item erase=remove-item rd=remove-item rmdir=remove-item mi=move-item mv=move-item
move=move-item copy=copy-item cp=copy-item cpi=copy-item rni=rename-item ren=rename-item rvpa=resolve-path cvpa=convert-path
iwr=invoke-webrequest irm=invoke-restmethod saps=start-process start=start-process iex=invoke-expression icm=invoke-command sajb=start-job
foreach=foreach-object %=foreach-object where=where-object ?=where-object ipmo=import-module echo=write-output write=write-output
gsv=get-service sasv=start-service spsv=stop-service select=select-object sort=sort-object sls=select-string cd=set-location chdir=set-location
sl=set-location pushd=push-location gps=get-process ps=get-process spps=stop-process kill=stop-process sleep=start-sleep gcm=get-command
sv=set-variable`
    .split(/\s+/)
    .map((pair) => pair.split('=') as [string, string]),
);

const methods = `
System.IO.File.Exists System.IO.File.WriteAllText System.IO.File.WriteAllLines System.IO.File.WriteAllBytes System.IO.File.AppendAllText
System.IO.File.AppendAllLines System.IO.File.Create System.IO.File.CreateText System.IO.File.AppendText System.IO.File.OpenWrite
System.IO.File.OpenRead System.IO.File.OpenText System.IO.File.Open System.IO.File.ReadAllText System.IO.File.ReadAllLines
System.IO.File.ReadAllBytes System.IO.File.Delete System.IO.File.Move System.IO.File.Copy System.IO.File.Replace
System.IO.File.SetAttributes System.IO.File.GetAttributes System.IO.File.SetAccessControl System.IO.File.GetAccessControl
System.IO.File.SetUnixFileMode System.IO.Directory.Exists System.IO.Directory.CreateDirectory System.IO.Directory.Delete
System.IO.Directory.Move System.IO.Directory.SetAccessControl System.IO.Path.Combine System.IO.Path.Join System.IO.Path.GetTempPath
System.IO.Path.GetTempFileName System.IO.Path.GetRandomFileName System.IO.Path.GetFullPath System.IO.Path.ChangeExtension
System.IO.Path.GetDirectoryName System.IO.Path.GetFileName System.Environment.GetFolderPath System.Environment.GetEnvironmentVariable
System.Environment.ExpandEnvironmentVariables System.Environment.Exit System.Guid.NewGuid System.IO.StreamWriter.new System.IO.FileStream.new
System.IO.FileInfo.new System.IO.DirectoryInfo.new System.Net.WebClient.DownloadFile System.Net.WebClient.DownloadString
System.Net.WebClient.DownloadData System.Diagnostics.Process.Start System.Reflection.Assembly.LoadFile System.Reflection.Assembly.LoadFrom
System.Reflection.Assembly.Load System.Threading.Mutex.new System.IO.Compression.ZipFile.ExtractToDirectory
`
  .trim()
  .split(/\s+/);

const shapes = new Map<string, powershell.CommandShape>();
for (const line of commands.trim().split('\n')) {
  const [name = '', positional = '', others = '', switches = '', renamed = ''] = line.split(';').map((part) => part.trim());
  const list = (text: string) => text.split(' ').filter(Boolean);
  shapes.set(name.toLowerCase(), {
    name,
    parameters: [...list(positional), ...list(others)],
    positional: list(positional).length,
    switches: list(switches),
    aliases: Object.fromEntries(list(renamed).map((pair) => pair.split('=') as [string, string])),
  });
}

const methodNames = new Map(methods.map((name) => [name.toLowerCase(), name]));

const programs = new Set(
  'icacls cacls takeown netsh sc bcdedit cipher certutil auditpol secedit manage-bde net reg chmod chown chgrp setfacl gpg cosign signtool minisign iptables ufw powershell pwsh cmd bash sh python python3 node wscript cscript msiexec rundll32 regsvr32 dpkg rpm curl wget schtasks wevtutil dism'.split(
    ' ',
  ),
);

export const vocabulary: powershell.PowerShellVocabulary = {
  aliasOf: (name) => (Object.hasOwn(aliases, name) ? aliases[name]! : null),
  shapeOf: (name) => shapes.get(name) ?? null,
  knowsProgram: (name) => programs.has(name),
  methodNamed: (name) => methodNames.get(name) ?? null,
  // Ansible and the tasks of Azure Pipelines set the preference before they run a script.
  stopsFromOutside: (text) =>
    /^#\s{0,5}(?:Requires\s+-Modules?\s+Ansible\.ModuleUtils|AnsibleRequires\s)/im.test(text) ||
    /\bTrace-VstsEnteringInvocation\b/.test(text),
  runsCallback: (_, word) => word === 'measure-command',
};
