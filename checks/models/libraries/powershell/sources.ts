import { type CallModel, library, type SourceKind } from '../../../../src/engine/check.ts';

function all(model: CallModel, names: string): Record<string, CallModel> {
  return Object.fromEntries(names.split(' ').map((name) => [name, model]));
}

const from = (source: SourceKind): CallModel => ({ source });

/** Fields of requests: of HttpListener, Pode, Azure Functions and their like. */
const requestFields = 'querystring rawurl rawbody urlreferrer inputstream requestbody';

/** Variables of the environment that the machine sets, and that nobody gives a script. */
const ofMachine =
  'programfiles programfiles(x86) programdata programw6432 commonprogramfiles windir systemroot systemdrive temp tmp tmpdir userprofile appdata localappdata home homepath homedrive path pathext psmodulepath computername username userdomain number_of_processors processor_architecture comspec public allusersprofile os runner_temp runner_os github_workspace github_action_path agent_tempdirectory build_sourcesdirectory';

/** Where outside data enters: who runs it, other machines, requests, files. */
export const sources = library({
  library: 'PowerShell: sources',
  names: {
    'System.Console.ReadLine': 'Console.ReadLine',
    'System.Environment.GetEnvironmentVariable': 'Environment.GetEnvironmentVariable',
  },
  calls: {
    ...all(from('input'), 'Read-Host Console.ReadLine console.readline get-clipboard'),
    ...all(from('environment'), 'Environment.GetEnvironmentVariable environment.getenvironmentvariable'),
    ...all(from('remote'), 'Invoke-RestMethod Invoke-WebRequest curl wget'),
    ...all(
      from('remote'),
      '*.downloadstring *.downloaddata *.downloadstringtaskasync *.downloaddatataskasync *.getstringasync *.getbytearrayasync *.openread *.readasstringasync',
    ),
    ...all(from('queue'), 'receive-sqsmessage get-azstoragequeuemessage receive-azservicebusmessage get-msmqqueuemessage'),
    ...all(
      from('file'),
      'Get-Content Import-Csv Import-Clixml System.IO.File.ReadAllText System.IO.File.ReadAllLines System.IO.File.ReadAllBytes import-powershelldatafile',
    ),
    ...all(from('file-name'), 'Get-ChildItem'),
  },
  reads: {
    $args: { source: 'argument' },
    $webevent: { source: 'request' },
    ...Object.fromEntries(requestFields.split(' ').map((field) => [`*.${field}`, { source: 'request' as const }])),
    ...Object.fromEntries(ofMachine.split(' ').map((name) => [`environment ${name.toUpperCase()}`, { clears: 'every' as const }])),
  },
  roles: [{ isFile: true, parameters: [], rest: 'source argument' }],
});
