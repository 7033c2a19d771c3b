import { type CallModel, type Context, library } from '../../../../src/engine/check.ts';

function all(model: CallModel, names: string): Record<string, CallModel> {
  return Object.fromEntries(names.split(' ').map((name) => [name, model]));
}

const own: CallModel = { gives: { from: ['receiver'], as: 'same' } };
const ownDerived: CallModel = { gives: { from: ['receiver'], as: 'derived' } };
const same: CallModel = { gives: { from: [0], as: 'same' } };
const derived: CallModel = { gives: { from: [0], as: 'derived' } };
const piped: CallModel = { gives: { from: ['input'], as: 'same' } };
const number: CallModel = { gives: { from: [0], as: 'number' } };
const harmless: CallModel = { clears: 'every' };
const quoted: readonly Context[] = ['shell', 'code'];

const numbers =
  'int int16 int32 int64 uint16 uint32 uint64 long short byte double single float decimal bool boolean switch guid version datetime timespan switchparameter ipaddress net.ipaddress scriptblock pscredential securestring hashtable validateset validaterange';

/** Texts, lists and pipelines: what gives the same, another one, a number. */
export const texts = library({
  library: 'PowerShell: texts',
  calls: {
    ...all(
      own,
      '*.trim *.trimstart *.trimend *.tolower *.toupper *.tolowerinvariant *.toupperinvariant *.tostring *.normalize *.padleft *.padright',
    ),
    ...all(ownDerived, '*.substring *.remove *.insert'),
    '*.split': { gives: { from: ['receiver'], as: 'parts' } },
    '*.replace': { gives: { from: ['receiver', 0, 1], as: 'rewritten' } },
    '*.append': { gives: { from: ['receiver'], as: 'itself' }, into: { to: 'receiver', from: [0], as: 'text' } },
    '*.appendline': { gives: { from: ['receiver'], as: 'itself' }, into: { to: 'receiver', from: [0], as: 'text' } },
    '*.appendformat': { gives: { from: ['receiver'], as: 'itself' }, into: { to: 'receiver', from: ['all'], as: 'text' } },
    '*.add': { into: { to: 'receiver', from: [0], as: 'end' } },
    '*.gethashcode': harmless,
    '*.contains': { guards: [{ of: 0, by: 'member', in: 'receiver', holds: 'true' }], gives: { from: ['receiver'], as: 'boolean' } },
    '*.containskey': { guards: [{ of: 0, by: 'member', in: 'receiver', holds: 'true' }], gives: { from: ['receiver'], as: 'boolean' } },
    '*.startswith': { guards: [{ of: 'receiver', by: 'prefix', in: 0, holds: 'true' }] },
    ...all(
      number,
      'int.parse int32.parse long.parse int64.parse double.parse guid.parse system.guid.parse datetime.parse convert.toint32 convert.toint64',
    ),
    ...all(
      { guards: [{ of: 0, by: 'clears', holds: 'true' }], gives: { from: [0], as: 'boolean' } },
      'int.tryparse int32.tryparse long.tryparse guid.tryparse system.guid.tryparse net.ipaddress.tryparse ipaddress.tryparse',
    ),
    'regex.escape': { ...derived, clears: ['regex'] },
    'System.Text.RegularExpressions.Regex.Escape': { ...derived, clears: ['regex'] },
    ...all(
      { gives: { from: [0], as: 'boolean' }, guards: [{ of: 0, by: 'pattern', in: 1, holds: 'true', match: 'part' }] },
      'regex.ismatch text.regularexpressions.regex.ismatch',
    ),
    'regex.replace': { gives: { from: [0, 1, 2], as: 'replaced' } },
    'string.join': { gives: { from: [1, 0], as: 'text of items' } },
    ...all(
      { ...derived, clears: quoted },
      'management.automation.language.codegeneration.escapesinglequotedstringcontent System.Management.Automation.Language.CodeGeneration.EscapeSingleQuotedStringContent',
    ),
    ...all({ clears: quoted, gives: { from: [0], as: 'derived' } }, '**.escapesinglequotedstringcontent **.escapevariablename'),
    ...all(
      { clears: ['url', 'html', 'ldap', 'sql', 'path'], gives: { from: [0], as: 'derived' } },
      'uri.escapedatastring system.uri.escapedatastring',
    ),
    ...all({ clears: 'every', gives: { from: [0], as: 'derived' } }, 'convert.tobase64string system.convert.tobase64string'),
    ...all(piped, 'ConvertFrom-Json ConvertTo-Json Select-Object Sort-Object Where-Object Out-String ForEach-Object get-unique'),
    ...all({ gives: { from: [0, 'input'], as: 'same' } }, 'Write-Output'),
    ...all({ ...harmless }, 'new-guid Get-Random Get-Date Test-Path Get-FileHash Measure-Object guid.newguid system.guid.newguid'),
    // A command that was found by its name is one that is there; its name is still who asks for it.
    ...all(same, 'Get-Command Get-Item Resolve-Path Convert-Path'),
    'ConvertTo-SecureString': harmless,
  },
  reads: {
    ...Object.fromEntries(numbers.split(' ').map((type) => [type, { clears: 'every' as const }])),
    ...Object.fromEntries(
      'length count major minor build exitcode statuscode id processid'
        .split(' ')
        .map((field) => [`*.${field}`, { clears: 'every' as const }]),
    ),
    $psscriptroot: { clears: 'every' },
    $pscommandpath: { clears: 'every' },
    $pwd: { clears: 'every' },
    $home: { clears: 'every' },
    $pid: { clears: 'every' },
    $pshome: { clears: 'every' },
    $myinvocation: { clears: 'every' },
    $psversiontable: { clears: 'every' },
    $host: { clears: 'every' },
    $profile: { clears: 'every' },
  },
});
