import { type CallModel, library } from '../../../../src/engine/check.ts';

function all(model: CallModel, names: string): Record<string, CallModel> {
  return Object.fromEntries(names.split(' ').map((name) => [name, model]));
}

const last: CallModel = { gives: { from: [0], as: 'derived' }, clears: ['path'] };
const reads: CallModel = { sinks: [{ at: 0, context: 'path' }] };
const writes: CallModel = { sinks: [{ at: 0, context: 'path', label: 'write' }] };

/** Files: what makes names, what opens them. */
export const paths = library({
  library: 'PowerShell: files',
  calls: {
    'Join-Path': { gives: { from: ['all'], as: 'path' } },
    'System.IO.Path.Combine': { gives: { from: ['all'], as: 'path' } },
    'System.IO.Path.Join': { gives: { from: ['all'], as: 'path' } },
    ...all(
      last,
      'System.IO.Path.GetFileName System.IO.Path.GetFileNameWithoutExtension System.IO.Path.GetExtension System.IO.Path.GetRandomFileName',
    ),
    'System.IO.Path.GetFullPath': { gives: { from: [0], as: 'same' }, clears: ['unresolved-path'] },
    ...all(
      reads,
      'Get-Content Import-Csv Get-Item System.IO.File.ReadAllText System.IO.File.ReadAllLines System.IO.File.ReadAllBytes System.IO.File.OpenRead System.IO.File.OpenText',
    ),
    ...all(
      writes,
      'Set-Content Add-Content Out-File Remove-Item Move-Item New-Item System.IO.File.WriteAllText System.IO.File.WriteAllLines System.IO.File.WriteAllBytes System.IO.File.AppendAllText System.IO.File.Delete System.IO.File.Create System.IO.File.OpenWrite System.IO.File.Open',
    ),
    'Copy-Item': {
      sinks: [
        { at: 0, context: 'path' },
        { at: 1, context: 'path', label: 'write' },
      ],
    },
    'Expand-Archive': { sinks: [{ at: 1, context: 'path', label: 'write' }] },
  },
});
