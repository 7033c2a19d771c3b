/** What PowerShell's commands, the programs it calls and .NET's file methods do to files. */

import { modeAfter } from '../../../src/engine/bash.ts';
import type { Act, Binding, Call, EventModel, IrFunction, Program, Value } from '../../../src/engine/check.ts';
import type { FileEvent, FileFacts } from '../fileEvents.ts';
import { isSet, lowerOnce, names, pathOf, textOf, wordsOf } from './program.ts';

type FileAct = Act<FileEvent, FileFacts>;
type Acts = (call: Call, program: Program, fn: IrFunction) => readonly FileAct[];

const NOTHING: readonly FileAct[] = [];

function one(event: FileEvent, on: Value | null | undefined, verb: string, data: Omit<FileFacts, 'verb'> = {}): readonly FileAct[] {
  return on ? [{ event, on, data: { verb, ...data } }] : NOTHING;
}

/** What a cmdlet does to the path in one of its parameters. */
function cmdlet(event: FileEvent, verb: string, parameter = 'path', data: Omit<FileFacts, 'verb'> = {}): Acts {
  return (call, program) => one(event, pathOf(program, call, parameter), verb, data);
}

function writes(event: FileEvent, verb: string, parameter: string, content: string): Acts {
  return (call, program) => {
    const values = [program.optionOf(call, content), program.optionOf(call, '|')].filter((value) => value !== null);
    // It refuses what is there already.
    const kind = isSet(program, call, 'noclobber') ? 'secure' : event === 'write' && isSet(program, call, 'append') ? 'append' : event;
    return one(kind, program.optionOf(call, parameter), verb, { content: values });
  };
}

/** `New-Item` without `-Force` fails where a file is. */
const newItem =
  (isExclusive: boolean): Acts =>
  (call, program) => {
    const type = textOf(program, call, 'itemtype') || (call.word === 'new-item' && isFolderAlias(call, program) ? 'directory' : '');
    const path = pathOf(program, call);
    const name = program.optionOf(call, 'name');
    const on = path && name ? nested(path, name, call) : (path ?? name);
    if (type === 'directory' || type === 'container')
      return one('mkdir', on, 'New-Item', { directory: true, tolerant: isSet(program, call, 'force') });
    if (/link$/.test(type) || type === 'junction') return one('link', on, 'New-Item');
    const value = program.optionOf(call, 'value');
    const content = value ? [value] : [];
    if (!isSet(program, call, 'force') && isExclusive) return one('secure', on, 'New-Item', { content });
    return one(value ? 'write' : 'create', on, 'New-Item', { content, empty: !value });
  };

/** `mkdir x` and `md x` are `New-Item` for directories. */
function isFolderAlias(call: Call, program: Program): boolean {
  return /^(?:mkdir|md)\b/i.test(program.tree.text.slice(program.tree.start[call.at], program.tree.start[call.at]! + 6));
}

function nested(path: Value, name: Value, { at }: Call): Value {
  const slash: Value = { kind: 'literal', text: '/', at };
  return { kind: 'concat', parts: [path, slash, name].map((value) => ({ value, quoting: 'none' })), at };
}

function copies(verb: string, isMove: boolean): Acts {
  return (call, program) => {
    const from = pathOf(program, call);
    const to = program.optionOf(call, 'destination');
    const isForced = isSet(program, call, 'force');
    if (isMove) return [...one('move', from, verb), ...one(isForced ? 'replace' : 'secure', to, verb)];
    return one('write', to, verb, { content: from ? [from] : [], recursive: isSet(program, call, 'recurse') });
  };
}

/** An argument of a method by its position. */
function method(event: FileEvent, verb: string, index = 0, data: Omit<FileFacts, 'verb'> = {}): Acts {
  return (call, program) => one(event, program.argumentsOf(call)[index], verb, data);
}

function writesText(event: FileEvent, verb: string): Acts {
  return (call, program) => {
    const [path, ...content] = program.argumentsOf(call);
    return one(event, path, verb, { content });
  };
}

/** `[IO.File]::Open($p, 'CreateNew', …)` fails where a file is. */
const opens: Acts = (call, program) => {
  const [path, mode, access] = program.argumentsOf(call);
  const text = `${mode?.kind === 'literal' ? mode.text : ''} ${access?.kind === 'literal' ? access.text : ''}`.toLowerCase();
  if (text.includes('createnew')) return one('secure', path, 'Open');
  if (/\b(?:create|openorcreate|truncate|append)\b/.test(text.replaceAll('::', ' ').replaceAll(']', ' ')))
    return one('write', path, 'Open');
  return one('read', path, 'Open');
};

/** Members asked of a file without a command: `$file.Exists` is no call, `$file.Delete()` is. */
const ofReceiver =
  (event: FileEvent, verb: string): Acts =>
  (call, program) => {
    const receiver = program.receiverOf(call);
    return receiver?.kind === 'result' && /^(?:Get-Item|System\.IO\.\w+Info\.new)$/.test(program.nameOf(receiver.call) ?? '')
      ? one(event, receiver, verb)
      : NOTHING;
  };

/** `icacls` takes rights away by cutting inheritance, by denying and by removing; a grant alone widens. */
const icacls: Acts = (call, program) => {
  const words = wordsOf(program, call).map((word) => word.toLowerCase());
  if (!words.some((word) => /^\/(?:inheritance:[rd]|deny|remove(?::[gd])?|setintegritylevel)/.test(word))) return NOTHING;
  return one('restrict', program.argumentsOf(call)[0], 'icacls', {
    mode: words.some((word) => /^\/inheritance:r/.test(word)) ? 0o600 : null,
  });
};

const chmod: Acts = (call, program) => {
  const given = program.argumentsOf(call);
  const words = wordsOf(program, call);
  const mode = words.findIndex((word) => /^(?:0?[0-7]{3,4}|[ugoa]*[-+=][rwxXst]*(?:,[ugoa]*[-+=][rwxXst]*)*)$/.test(word));
  if (mode < 0) return NOTHING;
  return given
    .slice(mode + 1)
    .flatMap((path) => one('restrict', path, 'chmod', { mode: modeAfter(words[mode]!), recursive: words.includes('-R') }));
};

const chown: Acts = (call, program) => one('restrict', program.argumentsOf(call).at(-1), 'chown', { owner: true });

/** `curl -o file url` */
function downloads(option: RegExp): Acts {
  return (call, program) => {
    const given = program.argumentsOf(call);
    const at = wordsOf(program, call).findIndex((word) => option.test(word));
    return at < 0 ? NOTHING : one('write', given[at + 1], call.word, { content: given });
  };
}

const webRequest: Acts = (call, program) => {
  const url = program.optionOf(call, 'uri') ?? program.optionOf(call, 'source');
  return one(
    'write',
    program.optionOf(call, 'outfile') ?? (call.word === 'start-bitstransfer' ? program.optionOf(call, 'destination') : null),
    call.word,
    {
      content: url ? [url] : [],
    },
  );
};

/** A program that verifies the files it is given. */
const verifies: Acts = (call, program) =>
  program
    .argumentsOf(call)
    .flatMap((value) => (value.kind === 'literal' && /^[-/]/.test(value.text) ? NOTHING : one('verify', value, call.word)));

const shells = /^(?:powershell|pwsh|cmd|bash|sh|python3?|node|wscript|cscript|msiexec|rundll32|regsvr32|dpkg|rpm)$/;

/** A shell or an installer is given what it runs by name. */
const runs: Acts = (call, program) =>
  program
    .argumentsOf(call)
    .filter((value) => value.kind !== 'literal' || /[\\/]|\.(?:ps1|bat|cmd|exe|msi|sh|py|js|vbs|dll|deb|rpm)$/i.test(value.text))
    .filter((value) => value.kind !== 'literal' || !/^[-/]\w+$/.test(value.text))
    .flatMap((value) => one('execute', value, call.word));

const invokes: Acts = (call, program) =>
  program.targetOf(call) ? NOTHING : one('execute', program.argumentsOf(call)[0], program.nameOf(call) ?? '&');

/** `Start-Process $exe`, and what a shell or an installer started so is told to run. */
const starts: Acts = (call, program) => {
  const path = program.optionOf(call, 'filepath');
  const program_ =
    path?.kind === 'literal'
      ? path.text
          .replace(/^.*\//, '')
          .replace(/\.exe$/i, '')
          .toLowerCase()
      : '';
  if (!shells.test(program_)) return one('execute', path, 'Start-Process');
  const given = program.optionOf(call, 'argumentlist');
  const items = given?.kind === 'list' ? given.items : given ? [given] : [];
  // `"/i `"$msi`" /qn"`: the file is one of the words in it.
  return items.flatMap((item) => {
    if (item.kind !== 'concat') return item.kind === 'literal' ? NOTHING : one('execute', item, 'Start-Process');
    return wordsIn(item).flatMap((word) => one('execute', word, 'Start-Process'));
  });
};

/** The words of a command line that hold a variable, without the blanks and quotes around them. */
function wordsIn(line: Value & { readonly kind: 'concat' }): Value[] {
  const words: Value[][] = [[]];
  for (const { value } of line.parts) {
    if (value.kind !== 'literal') {
      words.at(-1)!.push(value);
      continue;
    }
    const [first, ...rest] = value.text.split(/[\s"'=]+/);
    if (first) words.at(-1)!.push({ ...value, text: first });
    for (const text of rest) words.push(text ? [{ ...value, text }] : []);
  }
  return words
    .filter((word) => word.some(({ kind }) => kind !== 'literal'))
    .map((word) =>
      word.length === 1 ? word[0]! : { kind: 'concat', parts: word.map((value) => ({ value, quoting: 'none' })), at: line.at },
    );
}

const table = (isExclusive: boolean): Readonly<Record<string, Acts>> => ({
  'test-path': cmdlet('check', 'Test-Path', 'path', { asks: 'existence' }),
  'get-acl': cmdlet('check', 'Get-Acl', 'path', { asks: 'permission' }),
  'system.io.file.exists': method('check', 'Exists', 0, { asks: 'existence' }),
  'system.io.directory.exists': method('check', 'Exists', 0, { asks: 'existence', directory: true }),
  'get-filehash': cmdlet('verify', 'Get-FileHash'),
  'get-authenticodesignature': cmdlet('verify', 'Get-AuthenticodeSignature', 'filepath'),
  'set-content': writes('write', 'Set-Content', 'path', 'value'),
  'add-content': writes('append', 'Add-Content', 'path', 'value'),
  'clear-content': cmdlet('create', 'Clear-Content'),
  'out-file': writes('write', 'Out-File', 'filepath', 'inputobject'),
  'tee-object': writes('write', 'Tee-Object', 'filepath', 'inputobject'),
  'export-csv': writes('write', 'Export-Csv', 'path', 'inputobject'),
  'export-clixml': writes('write', 'Export-Clixml', 'path', 'inputobject'),
  'new-item': newItem(isExclusive),
  'copy-item': copies('Copy-Item', false),
  'move-item': copies('Move-Item', true),
  'rename-item': (call, program) => one('move', pathOf(program, call), 'Rename-Item'),
  'remove-item': (call, program) =>
    one('remove', pathOf(program, call), 'Remove-Item', {
      recursive: isSet(program, call, 'recurse'),
      tolerant: /^(?:ignore|silentlycontinue)$/.test(textOf(program, call, 'erroraction')),
    }),
  'get-content': cmdlet('read', 'Get-Content'),
  'import-csv': cmdlet('read', 'Import-Csv'),
  'import-module': cmdlet('execute', 'Import-Module', 'name'),
  'start-process': starts,
  'expand-archive': cmdlet('read', 'Expand-Archive'),
  'set-acl': cmdlet('restrict', 'Set-Acl', 'path', { mode: null }),
  'invoke-webrequest': webRequest,
  'invoke-restmethod': webRequest,
  'start-bitstransfer': webRequest,
  'system.net.webclient.downloadfile': method('write', 'DownloadFile', 1),
  'system.io.file.writealltext': writesText('write', 'WriteAllText'),
  'system.io.file.writealllines': writesText('write', 'WriteAllLines'),
  'system.io.file.writeallbytes': writesText('write', 'WriteAllBytes'),
  'system.io.file.appendalltext': writesText('append', 'AppendAllText'),
  'system.io.file.appendalllines': writesText('append', 'AppendAllLines'),
  'system.io.file.create': method('write', 'Create'),
  'system.io.file.createtext': method('write', 'CreateText'),
  'system.io.file.openwrite': method('write', 'OpenWrite'),
  'system.io.file.open': opens,
  'system.io.filestream.new': opens,
  'system.io.streamwriter.new': method('write', 'StreamWriter'),
  'system.io.file.delete': method('remove', 'Delete', 0, { tolerant: true }),
  'system.io.file.copy': (call, program) => {
    const [from, to, overwrite] = program.argumentsOf(call);
    return one(overwrite?.kind === 'literal' && overwrite.text === '$true' ? 'write' : 'secure', to, 'Copy', {
      content: from ? [from] : [],
    });
  },
  'system.io.file.move': (call, program) => {
    const [from, to] = program.argumentsOf(call);
    return [...one('move', from, 'Move'), ...one('secure', to, 'Move')];
  },
  'system.io.file.setaccesscontrol': method('restrict', 'SetAccessControl', 0, { mode: null }),
  'system.io.file.setunixfilemode': method('restrict', 'SetUnixFileMode', 0, { mode: null }),
  'system.io.directory.createdirectory': method('mkdir', 'CreateDirectory', 0, { directory: true, tolerant: true }),
  'system.diagnostics.process.start': method('execute', 'Process.Start'),
  'system.reflection.assembly.loadfile': method('execute', 'LoadFile'),
  'system.reflection.assembly.loadfrom': method('execute', 'LoadFrom'),
  delete: ofReceiver('remove', 'Delete'),
  setaccesscontrol: ofReceiver('restrict', 'SetAccessControl'),
  'system.io.file.readallbytes': method('read', 'ReadAllBytes'),
  'system.io.file.openread': method('read', 'OpenRead'),
  'system.io.compression.zipfile.extracttodirectory': method('read', 'ExtractToDirectory'),
  gpg: verifies,
  cosign: verifies,
  signtool: verifies,
  minisign: verifies,
  certutil: verifies,
  icacls,
  chmod,
  chown,
  curl: downloads(/^(?:-\w*o|--output)$/),
  wget: downloads(/^(?:-\w*O|--output-document)$/),
  '>': (call, program) => {
    const [file, ...content] = program.argumentsOf(call);
    return one(program.nameOf(call) === '>>' ? 'append' : 'write', file, '>', { content });
  },
  '&': invokes,
  '.': invokes,
  ...Object.fromEntries(
    ['powershell', 'pwsh', 'cmd', 'bash', 'sh', 'python', 'python3', 'node', 'wscript', 'cscript', 'msiexec', 'dpkg', 'rpm'].map((word) => [
      word,
      runs,
    ]),
  ),
});

const checkWords = new Set(['test-path', 'get-acl', 'exists']);
const restrictWords = new Set(['set-acl', 'setaccesscontrol', 'setunixfilemode', 'icacls', 'chmod', 'chown']);

const looks = new Set<FileEvent>(['read', 'verify']);

function modelOf(isExclusive: boolean, seesReading: boolean): EventModel<FileEvent, FileFacts> {
  const acts = new Map(Object.entries(table(isExclusive)));
  const words = new Set([...acts.keys()].map((name) => name.slice(name.lastIndexOf('.') + 1) || name));
  return {
    words,
    wordsOf: { check: checkWords, restrict: restrictWords },
    actsOf(call, fn, program) {
      const direct = acts.get(call.word);
      const isOwn = direct && !(call.word === 'delete' || call.word === 'setaccesscontrol');
      const known = isOwn ? direct : (acts.get((program.nameOf(call) ?? '').toLowerCase()) ?? direct);
      const done = known?.(call, program, fn) ?? NOTHING;
      return seesReading ? done : done.filter(({ event }) => !looks.has(event));
    },
  };
}

/** Files, where a creation that refuses what is there is `secure`. Reading changes nothing, so it is left out. */
export const files: Binding<FileEvent, FileFacts> = { lower: lowerOnce, events: modelOf(true, false), names };

/** Files with all that looks at them. */
export const readFiles: Binding<FileEvent, FileFacts> = { lower: lowerOnce, events: modelOf(true, true), names };

/** Files, where a new file is open to others however it was made: a mode cannot be given with it. */
export const exposedFiles: Binding<FileEvent, FileFacts> = { lower: lowerOnce, events: modelOf(false, false), names };
