/** What Python code does to files, in the words of the order checks. */
import { type Act, type Binding, type Call, type EventModel, modeAfter, type Program, type Value } from '../../../src/engine/check.ts';
import { settled, textOf } from '../constantValues.ts';
import type { FileEvent, FileFacts } from '../fileEvents.ts';
import { isTrue, modeOfValue, wordsOfCommand } from './constants.ts';
import { fileModes } from './fileLocks.ts';
import { contentOf, handleOf, isFilledLater } from './handles.ts';
import { lower } from './ir.ts';
import { paths } from './paths.ts';

export type PythonAct = Act<FileEvent, FileFacts>;

/** Finds the acts of one call; `path` gives the argument that names the file. */
type Reader = (call: Call, program: Program, path: (position: number, ...names: string[]) => Value | null) => readonly PythonAct[];

/** One act on one argument. */
function acting(event: FileEvent, position: number, names: readonly string[], facts: Omit<FileFacts, 'verb'> = {}): Reader {
  return (call, _, path) => one(event, path(position, ...names), { verb: call.word, ...facts });
}

function one(event: FileEvent, on: Value | null, data: FileFacts): readonly PythonAct[] {
  return on ? [{ event, on, data }] : [];
}

const existence = acting('check', 0, ['path'], { asks: 'existence' });
const kind = acting('check', 0, ['path', 's'], { asks: 'kind' });
const stated = acting('check', 0, ['path', 'filename'], { asks: 'existence', raises: true });

/** A source is taken away, and what it is moved to is replaced. */
const moved: Reader = (call, _, path) => [
  ...one('move', path(0, 'src'), { verb: call.word }),
  ...one('replace', path(1, 'dst'), { verb: call.word }),
];

function tolerant(program: Program, call: Call): boolean {
  return ['exist_ok', 'missing_ok', 'ignore_errors', 'dirs_exist_ok'].some((option) => isTrue(program, call, option));
}

function removing(recursive = false): Reader {
  return (call, program, path) => one('remove', path(0, 'path', 'name'), { verb: call.word, recursive, tolerant: tolerant(program, call) });
}

const directory: Reader = (call, program, path) => {
  const mode = path(1, 'mode');
  return one('mkdir', path(0, 'path', 'name'), {
    verb: call.word,
    directory: true,
    tolerant: tolerant(program, call),
    ...(mode ? { mode: modeOfValue(program, mode) } : {}),
  });
};

const linked: Reader = (call, _, path) => one('link', path(1, 'dst'), { verb: call.word });

const restricted: Reader = (call, program, path) =>
  one('restrict', path(0, 'path'), { verb: call.word, mode: modeOfValue(program, path(1, 'mode')) });

const owned: Reader = (call, _, path) => one('own', path(0, 'path'), { verb: call.word, owner: true });

/** Through a descriptor: the file it was opened as. */
const restrictedByHandle: Reader = (call, program, path) => {
  const file = path(0, 'fd');
  const on = file && handleOf(program, file);
  if (!on) return [];
  if (call.word !== 'fchmod') return one('own', on, { verb: call.word, byHandle: true, owner: true });
  return one('restrict', on, { verb: call.word, byHandle: true, mode: modeOfValue(program, path(1, 'mode')) });
};

/** Copies with the mode of the source, or not. */
function copied(keepsMode: boolean): Reader {
  return (call, _, path) => [
    ...one('read', path(0, 'src'), { verb: call.word }),
    ...one('write', path(1, 'dst'), { verb: call.word, ...(keepsMode ? { mode: null } : {}) }),
  ];
}

const copiedTree: Reader = (call, program, path) =>
  one('mkdir', path(1, 'dst'), { verb: call.word, directory: true, tolerant: tolerant(program, call), mode: null });

const opened: Reader = (call, program, path) => {
  const given = path(1, 'mode');
  const mode = given ? textOf(program, given) : 'r';
  const on = path(0, 'file', 'filename', 'path');
  if (mode === null || program.optionOf(call, 'opener')) return [];
  return openedAs(call, program, on, mode);
};

function openedAs(call: Call, program: Program, on: Value | null, mode: string): readonly PythonAct[] {
  const { word: verb } = call;
  if (!/[wax+]/.test(mode)) return one('read', on, { verb });
  const event = mode.includes('a') ? 'append' : isFilledLater(program, call) ? 'create' : 'write';
  return one(event, on, { verb, content: contentOf(program, call), ...(mode.includes('x') ? { exclusive: true } : {}) });
}

/** An archive: what follows `:` or `|` in its mode is how it is packed. */
const archived: Reader = (call, program, path) => {
  const given = path(1, 'mode');
  const mode = given ? textOf(program, given) : 'r';
  return mode === null ? [] : openedAs(call, program, path(0, 'name', 'file', 'filename'), mode.replace(/[:|].*$/, ''));
};

/** A database that is made where there is none, and opened as it is where there is one. */
const kept: Reader = (call, program, path) => {
  if (program.optionOf(call, 'uri') || /^r/.test(textOf(program, path(1, 'flag')) ?? '')) return [];
  const event = isFilledLater(program, call) ? 'create' : 'append';
  return one(event, path(0, 'database', 'filename', 'file'), { verb: call.word, tolerant: true });
};

/** `os.open` by its flags. */
const openedByFlags: Reader = (call, program, path) => {
  const flags = flagsOf(program, path(1, 'flags'));
  const on = path(0, 'path');
  if (!flags.has('O_CREAT')) return flags.has('O_NOFOLLOW') ? [] : one(flags.has('O_TRUNC') ? 'change' : 'read', on, { verb: call.word });
  const given = path(2, 'mode');
  return one('write', on, {
    verb: call.word,
    mode: given ? modeOfValue(program, given) : 0o777,
    ...(flags.has('O_EXCL') || flags.has('O_NOFOLLOW') ? { exclusive: true } : {}),
  });
};

function flagsOf(program: Program, given: Value | null): Set<string> {
  const names = new Set<string>();
  const todo = given ? [given] : [];
  for (let value = todo.pop(); value && names.size < 20; value = todo.pop()) {
    const flag = settled(program, value);
    if (flag.kind === 'operation') todo.push(...flag.operands);
    else if (flag.kind === 'field') names.add(flag.name);
    else if (flag.kind === 'variable') names.add(flag.variable.name);
  }
  return names;
}

/** What a program does to the path among its words. */
const started: Reader = (call, program, path) => {
  const words = wordsOfCommand(program, path(0, 'args'));
  const [first, second] = words ?? [];
  if (!words || !first) return [];
  const program_ = textOf(program, first)?.replace(/^.*\//, '') ?? null;
  const last = words.at(-1)!;
  if (program_ === 'chmod' && words.length === 3) {
    const mode = textOf(program, second!);
    return one('restrict', last, { verb: 'chmod', mode: mode === null ? null : modeAfter(mode) });
  }
  if (program_ !== null && /^(?:bash|sh|zsh|python3?|perl|ruby|node)$/.test(program_) && second)
    return one('execute', second, { verb: program_ });
  if (program_ !== null && /^(?:chmod|chown|rm|cp|mv|install|dpkg|rpm|tar|unzip)$/.test(program_)) return [];
  return one('execute', first, { verb: call.word });
};

const functions: Readonly<Record<string, Reader>> = {
  'os.path.exists': existence,
  'os.path.lexists': existence,
  'os.path.isfile': kind,
  'os.path.isdir': kind,
  'os.path.islink': kind,
  'os.access': acting('check', 0, ['path'], { asks: 'permission' }),
  'os.stat': stated,
  'os.lstat': stated,
  'builtins.open': opened,
  'io.open': opened,
  'codecs.open': opened,
  'gzip.open': opened,
  'bz2.open': opened,
  'lzma.open': opened,
  'aiofiles.open': opened,
  'gzip.GzipFile': opened,
  'bz2.BZ2File': opened,
  'lzma.LZMAFile': opened,
  'tarfile.open': archived,
  'tarfile.TarFile': archived,
  'tarfile.TarFile.open': archived,
  'zipfile.ZipFile': archived,
  'sqlite3.connect': kept,
  'aiosqlite.connect': kept,
  'shelve.open': kept,
  'dbm.open': kept,
  'os.open': openedByFlags,
  'os.mkdir': directory,
  'os.makedirs': directory,
  'os.mkfifo': acting('create', 0, ['path']),
  'os.symlink': linked,
  'os.link': linked,
  'os.remove': removing(),
  'os.unlink': removing(),
  'os.rmdir': removing(),
  'os.removedirs': removing(),
  'shutil.rmtree': removing(true),
  'os.rename': moved,
  'os.renames': moved,
  'os.replace': moved,
  'shutil.move': moved,
  'os.chmod': restricted,
  'os.lchmod': restricted,
  'os.chown': owned,
  'os.lchown': owned,
  'shutil.chown': owned,
  'os.fchmod': restrictedByHandle,
  'os.fchown': restrictedByHandle,
  'os.truncate': acting('change', 0, ['path']),
  'shutil.copyfile': copied(false),
  'shutil.copy': copied(true),
  'shutil.copy2': copied(true),
  'shutil.copytree': copiedTree,
  'subprocess.run': started,
  'subprocess.call': started,
  'subprocess.check_call': started,
  'subprocess.check_output': started,
  'subprocess.Popen': started,
  'runpy.run_path': acting('execute', 0, ['path_name']),
};
// What waits without blocking has the same names elsewhere.
const asynchronous: Readonly<Record<string, string>> = { 'aiofiles.os.': 'os.', 'aiofiles.ospath.': 'os.path.', 'aioshutil.': 'shutil.' };

/** Methods of paths, and how many positional arguments each takes at most, so that other things' methods are told apart. */
const methods: Readonly<Record<string, { readonly most: number; readonly least?: number; readonly read: Reader }>> = {
  exists: { most: 0, read: onPath('check', { asks: 'existence' }) },
  is_file: { most: 0, read: onPath('check', { asks: 'kind' }) },
  is_dir: { most: 0, read: onPath('check', { asks: 'kind' }) },
  is_symlink: { most: 0, read: onPath('check', { asks: 'kind' }) },
  lstat: { most: 0, read: onPath('check', { asks: 'existence', raises: true }) },
  stat: { most: 0, read: onPath('check', { asks: 'existence', raises: true }) },
  read_text: { most: 2, read: onPath('read') },
  read_bytes: { most: 0, read: onPath('read') },
  write_text: { most: 3, least: 1, read: withContent('write') },
  write_bytes: { most: 1, least: 1, read: withContent('write') },
  touch: {
    most: 0,
    read: (call, program) => {
      const mode = program.optionOf(call, 'mode');
      const exclusive = textOf(program, program.optionOf(call, 'exist_ok')) === 'False';
      return one('create', program.receiverOf(call), {
        verb: 'touch',
        ...(mode ? { mode: modeOfValue(program, mode) } : {}),
        ...(exclusive ? { exclusive } : {}),
      });
    },
  },
  mkdir: {
    most: 1,
    read: (call, program) => {
      const mode = program.optionOf(call, 'mode') ?? program.argumentsOf(call)[0] ?? null;
      return one('mkdir', program.receiverOf(call), {
        verb: 'mkdir',
        directory: true,
        tolerant: tolerant(program, call),
        ...(mode ? { mode: modeOfValue(program, mode) } : {}),
      });
    },
  },
  symlink_to: { most: 1, least: 1, read: onPath('link') },
  hardlink_to: { most: 1, least: 1, read: onPath('link') },
  unlink: {
    most: 0,
    read: (call, program) => one('remove', program.receiverOf(call), { verb: 'unlink', tolerant: tolerant(program, call) }),
  },
  rmdir: { most: 0, read: onPath('remove') },
  rename: { most: 1, least: 1, read: movedFrom },
  replace: { most: 1, least: 1, read: movedFrom },
  chmod: {
    most: 1,
    read: (call, program) => {
      const mode = program.optionOf(call, 'mode') ?? program.argumentsOf(call)[0] ?? null;
      return one('restrict', program.receiverOf(call), { verb: 'chmod', mode: modeOfValue(program, mode) });
    },
  },
  open: {
    most: 3,
    read: (call, program) => {
      const given = program.optionOf(call, 'mode') ?? program.argumentsOf(call)[0] ?? null;
      const mode = given ? textOf(program, given) : 'r';
      return mode === null || !/^[rwabtx+U]+$/.test(mode) ? [] : openedAs(call, program, program.receiverOf(call), mode);
    },
  },
};

function onPath(event: FileEvent, facts: Omit<FileFacts, 'verb'> = {}): Reader {
  return (call, program) => one(event, program.receiverOf(call), { verb: call.word, ...facts });
}

function withContent(event: FileEvent): Reader {
  return (call, program) => one(event, program.receiverOf(call), { verb: call.word, content: program.argumentsOf(call) });
}

function movedFrom(call: Call, program: Program): readonly PythonAct[] {
  const { word: verb } = call;
  return [...one('move', program.receiverOf(call), { verb }), ...one('replace', program.argumentsOf(call)[0] ?? null, { verb })];
}

const words = new Set([...Object.keys(functions).map((name) => name.slice(name.lastIndexOf('.') + 1)), ...Object.keys(methods)]);

const starting = ['run', 'call', 'check_call', 'check_output', 'Popen'];

const events: EventModel<FileEvent, FileFacts> = {
  words,
  wordsOf: {
    check: new Set(['exists', 'lexists', 'isfile', 'isdir', 'islink', 'access', 'stat', 'lstat', 'is_file', 'is_dir', 'is_symlink']),
    restrict: new Set(['chmod', 'lchmod', 'fchmod', ...starting]),
    own: new Set(['chown', 'lchown', 'fchown']),
  },
  actsOf(call, _, program) {
    const name = homeName(program.nameOf(call));
    const read = name === null ? undefined : functions[name];
    const given = program.argumentsOf(call);
    if (read) {
      return read(call, program, (position, ...names) => {
        for (const option of names) {
          const value = program.optionOf(call, option);
          if (value) return value;
        }
        return given[position] ?? null;
      });
    }
    const method = methods[call.word];
    // A method of what is no path by its class, and of what nothing is known of but the method's own form.
    if (!method || (name !== null && !isPathMethod(name)) || !program.receiverOf(call)) return [];
    if (given.length > method.most || given.length < (method.least ?? 0)) return [];
    // `text.replace(a)` and `frame.rename(x)` are common; without a class a rename is believed only of what is called a path.
    if (name === null && (call.word === 'rename' || call.word === 'replace')) return [];
    return method.read(call, program, () => null);
  },
};

function homeName(name: string | null): string | null {
  for (const [start, home] of Object.entries(asynchronous)) if (name?.startsWith(start)) return home + name.slice(start.length);
  return name;
}

/** Of a path, or of what a function of this file or of another module gives, whose class is not known. */
function isPathMethod(name: string): boolean {
  return /^(?:pathlib|anyio|trio)\.Path\./.test(name) || /^\.[^.]*(?:\.[^.]+)*$/.test(name);
}

export const pythonFiles: Binding<FileEvent, FileFacts> = {
  lower,
  events,
  names: paths.names,
  modes: fileModes,
  // A helper that asks has caught what was raised.
  asksByRaising: ({ data, at, origin }) => data.raises === true && at === origin,
};
