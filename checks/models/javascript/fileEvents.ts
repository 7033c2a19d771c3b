/** What JavaScript code does to files, in the words of the order checks. */
import type { Act, Binding, Call, EventModel, IrFunction, Program, Value } from '../../../src/engine/check.ts';
import { settled, textOf } from '../constantValues.ts';
import type { FileEvent, FileFacts } from '../fileEvents.ts';
import { isFunction, isTrue, modeOfValue, optionText } from './constants.ts';
import { fileModes } from './fileLocks.ts';
import { fileModules } from './files.ts';
import { handleOf, isFilledLater } from './handles.ts';
import { paths } from './paths.ts';
import { lower } from './program.ts';
import { runningWords, startedBy } from './running.ts';
import { verifiedBy, verifyingWords } from './verifications.ts';

export type JavaScriptAct = Act<FileEvent, FileFacts>;
type Reader = (call: Call, program: Program, fn: IrFunction) => readonly JavaScriptAct[];
type Facts = Omit<FileFacts, 'verb'>;

/** Modules that are one function, and the function of `fs` or `fs-extra` that it is like. */
const alone: Readonly<Record<string, string>> = {
  'path-exists': 'pathExists',
  'path-exists.pathExists': 'pathExists',
  'path-exists.pathExistsSync': 'pathExists',
  'path-exists.sync': 'pathExists',
  'mkdirp.sync': 'ensureDir',
  'mkdirp.mkdirp': 'ensureDir',
  'mkdirp.mkdirpSync': 'ensureDir',
  mkdirp: 'ensureDir',
  'make-dir': 'ensureDir',
  'make-dir.sync': 'ensureDir',
  rimraf: 'remove',
  'rimraf.rimraf': 'remove',
  'rimraf.sync': 'remove',
  'rimraf.rimrafSync': 'remove',
  'write-file-atomic': 'writeFileAtomic',
  'write-file-atomic.sync': 'writeFileAtomic',
  'cp-file': 'copyFile',
  'load-json-file': 'readJson',
  'write-json-file': 'writeJson',
};

function one(event: FileEvent, on: Value | null | undefined, data: FileFacts): readonly JavaScriptAct[] {
  return on ? [{ event, on, data }] : [];
}

function plain(word: string): string {
  return word.replace(/Sync$/, '');
}

/** One act on one argument. */
function acting(event: FileEvent, position: number, facts: Facts = {}): Reader {
  return (call, program) => one(event, program.argumentsOf(call)[position], { verb: call.word, ...facts });
}

/** The mode that a creation gives, where one is given: in an object, or in its own place. */
function modeGiven(program: Program, call: Call, position: number): Facts {
  const option = program.optionOf(call, 'mode');
  if (option) return { mode: modeOfValue(program, option) };
  const given = program.argumentsOf(call)[position];
  const value = given && settled(program, given);
  if (!value || isFunction(program, value) || value.kind === 'record') return {};
  // An object that is put together elsewhere may hold a mode.
  return { mode: modeOfValue(program, value) };
}

/** Flags of `open`: letters, or bits by their names. */
function flagsOf(program: Program, given: Value | null | undefined): { writes: boolean; appends: boolean; exclusive: boolean } | null {
  const names: string[] = [];
  const todo = given ? [given] : [];
  for (let next = todo.pop(); next && names.length < 20; next = todo.pop()) {
    const value = settled(program, next);
    if (value.kind === 'operation') todo.push(...value.operands);
    else if (value.kind === 'field') names.push(value.name);
    else if (value.kind === 'variable') names.push(value.variable.name);
    else if (value.kind === 'literal') names.push(value.text);
    else return null;
  }
  const letters = names.length === 1 && /^[rwaxs+]{1,3}$/.test(names[0]!) ? names[0]! : null;
  if (letters !== null) return { writes: /[wa]/.test(letters), appends: letters.startsWith('a'), exclusive: letters.includes('x') };
  if (names.some((name) => !name.startsWith('O_'))) return names.length === 0 ? { writes: false, appends: false, exclusive: false } : null;
  return {
    writes: names.includes('O_CREAT') || names.includes('O_TRUNC'),
    appends: names.includes('O_APPEND'),
    exclusive: names.includes('O_EXCL') || names.includes('O_NOFOLLOW'),
  };
}

/** The flag in an options object, where there is one. */
function flagGiven(program: Program, call: Call): Value | null {
  return program.optionOf(call, 'flag') ?? program.optionOf(call, 'flags');
}

/** Content under a name; made with the mode and flags it is told. */
function written(event: FileEvent, options: number): Reader {
  return (call, program) => {
    const given = program.argumentsOf(call);
    const flag = flagGiven(program, call);
    const flags = flag ? flagsOf(program, flag) : null;
    if (flags && !flags.writes) return one('read', given[0], { verb: call.word });
    const content = options > 1 ? given.slice(1, 2) : [];
    const isEmpty = content[0] !== undefined && textOf(program, content[0]) === '';
    const mode = given[options]?.kind === 'literal' ? {} : modeGiven(program, call, options);
    return one(flags?.appends ? 'append' : isEmpty ? 'create' : event, given[0], {
      verb: call.word,
      content,
      ...mode,
      ...(flags?.exclusive ? { exclusive: true } : {}),
    });
  };
}

const opened: Reader = (call, program, fn) => {
  const [path, flag] = program.argumentsOf(call);
  const { word: verb } = call;
  if (!flag || isFunction(program, flag)) return one('read', path, { verb });
  const flags = flagsOf(program, flag);
  if (!flags) return [];
  if (!flags.writes) return one('read', path, { verb });
  const event = flags.appends ? 'append' : isFilledLater(program, call, fn) ? 'create' : 'write';
  return one(event, path, { verb, ...modeGiven(program, call, 2), ...(flags.exclusive ? { exclusive: true } : {}) });
};

const directory: Reader = (call, program) =>
  one('mkdir', program.argumentsOf(call)[0], {
    verb: call.word,
    directory: true,
    tolerant: isTrue(program, call, 'recursive'),
    ...modeGiven(program, call, 1),
  });

const removed: Reader = (call, program) =>
  one('remove', program.argumentsOf(call)[0], {
    verb: call.word,
    recursive: isTrue(program, call, 'recursive'),
    tolerant: isTrue(program, call, 'force') || (plain(call.word) === 'rmdir' && isTrue(program, call, 'recursive')),
  });

const restricted: Reader = (call, program) => {
  const given = program.argumentsOf(call);
  const isMode = plain(call.word).endsWith('mod');
  const data: FileFacts = { verb: call.word, ...(isMode ? { mode: modeOfValue(program, given[1] ?? null) } : { owner: true }) };
  return one('restrict', given[0], data);
};

/** Through a descriptor, or on a handle: the file it was opened as. */
const restrictedByHandle: Reader = (call, program) => {
  const receiver = program.receiverOf(call);
  const given = program.argumentsOf(call);
  const handle = receiver ?? given[0];
  const on = handle ? handleOf(program, handle) : null;
  const mode = receiver ? given[0] : given[1];
  const isMode = plain(call.word).endsWith('mod');
  return one('restrict', on, {
    verb: call.word,
    byHandle: true,
    ...(isMode ? { mode: modeOfValue(program, mode ?? null) } : { owner: true }),
  });
};

/** A copy gets the mode of what is copied. */
const copied: Reader = (call, program) => {
  const [from, to, flag] = program.argumentsOf(call);
  const { tree } = program;
  const isExclusive =
    (flag !== undefined && /\bCOPYFILE_EXCL\b/.test(tree.text.slice(tree.start[flag.at]!, tree.end[flag.at]!))) ||
    (flag !== undefined && textOf(program, flag) === '1') ||
    isTrue(program, call, 'errorOnExist') ||
    optionText(program, call, 'overwrite') === 'false' ||
    optionText(program, call, 'force') === 'false';
  return [
    ...one('read', from, { verb: call.word }),
    ...one('write', to, { verb: call.word, mode: null, ...(isExclusive ? { exclusive: true } : {}) }),
  ];
};

/** A source is taken away, and what it is moved to is replaced; fs-extra's `move` refuses what is there. */
const moved: Reader = (call, program) => {
  const [from, to] = program.argumentsOf(call);
  const refuses = plain(call.word) === 'move' && !isTrue(program, call, 'overwrite');
  return [...one('move', from, { verb: call.word }), ...one('replace', to, { verb: call.word, ...(refuses ? { exclusive: true } : {}) })];
};

function asked(asks: FileFacts['asks'], raises: boolean): Reader {
  return (call, program) => {
    const given = program.argumentsOf(call);
    const mode = given[1];
    const { tree } = program;
    const isPlain =
      mode === undefined || isFunction(program, mode) || /\bF_OK$/.test(tree.text.slice(tree.start[mode.at]!, tree.end[mode.at]!));
    const isCalledBack = given.length > 1 && isFunction(program, given.at(-1));
    return one('check', given[0], {
      verb: call.word,
      asks: asks === 'permission' && isPlain ? 'existence' : asks,
      raises: raises && !isCalledBack && optionText(program, call, 'throwIfNoEntry') !== 'false',
    });
  };
}

/** Functions by name without `Sync`. */
const functions: Readonly<Record<string, Reader>> = {
  exists: asked('existence', false),
  pathExists: asked('existence', false),
  stat: asked('kind', true),
  lstat: asked('kind', true),
  access: asked('permission', true),
  readFile: acting('read', 0),
  readJson: acting('read', 0),
  readJSON: acting('read', 0),
  createReadStream: acting('read', 0),
  writeFile: written('write', 2),
  appendFile: written('append', 2),
  outputFile: written('write', 2),
  writeJson: written('write', 2),
  writeJSON: written('write', 2),
  outputJson: written('write', 2),
  outputJSON: written('write', 2),
  createWriteStream: written('write', 1),
  open: opened,
  copyFile: copied,
  copy: copied,
  cp: copied,
  symlink: acting('link', 1),
  link: acting('link', 1),
  truncate: acting('change', 0),
  chmod: restricted,
  lchmod: restricted,
  chown: restricted,
  lchown: restricted,
  fchmod: restrictedByHandle,
  fchown: restrictedByHandle,
  unlink: removed,
  rm: removed,
  rmdir: removed,
  remove: acting('remove', 0, { tolerant: true, recursive: true }),
  rename: moved,
  move: moved,
  mkdir: directory,
  ensureDir: acting('mkdir', 0, { directory: true, tolerant: true, mode: null }),
  mkdirp: acting('mkdir', 0, { directory: true, tolerant: true, mode: null }),
  mkdirs: acting('mkdir', 0, { directory: true, tolerant: true, mode: null }),
  ensureFile: acting('create', 0, { tolerant: true }),
  createFile: acting('create', 0, { tolerant: true }),
  writeFileAtomic: acting('replace', 0),
};

const words: ReadonlySet<string> = new Set([
  ...Object.keys(functions).flatMap((name) => [name, `${name}Sync`]),
  ...Object.keys(alone),
  ...Object.keys(alone).map((name) => name.slice(name.lastIndexOf('.') + 1)),
  ...verifyingWords,
  ...runningWords,
]);

/** What a file system that was handed in is called. */
const handedIn = /^(?:_?fs|_?fse|fsp|fsExtra|fsPromises|nodeFs|_fs)$/;

/** The function of `fs` or of a package shaped like it that a call calls, without `Sync`; null for anything else. */
export function fileFunction(call: Call, program: Program): string | null {
  const name = program.nameOf(call);
  if (name === null) {
    const receiver = program.receiverOf(call);
    const called = receiver?.kind === 'field' ? receiver.name : receiver?.kind === 'variable' ? receiver.variable.name : '';
    return handedIn.test(called) ? plain(call.word) : null;
  }
  const own = alone[name];
  if (own !== undefined) return own;
  const dot = name.lastIndexOf('.');
  if (dot < 0) return /Sync$/.test(name) ? plain(name) : null;
  return fileModules.has(name.slice(0, dot)) ? plain(name.slice(dot + 1)) : null;
}

/** How calls of these functions are written, on their own as well. */
function spellingsOf(...names: readonly string[]): ReadonlySet<string> {
  const own = Object.keys(alone).filter((name) => names.includes(alone[name]!));
  return new Set([
    ...names.flatMap((name) => [name, `${name}Sync`]),
    ...own.flatMap((name) => [name, name.slice(name.lastIndexOf('.') + 1)]),
  ]);
}

const events: EventModel<FileEvent, FileFacts> = {
  words,
  wordsOf: {
    check: spellingsOf('exists', 'pathExists', 'stat', 'lstat', 'access'),
    restrict: spellingsOf('chmod', 'lchmod', 'fchmod', 'chown', 'lchown', 'fchown'),
  },
  actsOf(call, fn, program) {
    const name = fileFunction(call, program);
    const read = name !== null && Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (read) return [...read(call, program, fn), ...verifiedBy(call, program, fn)];
    if (/^ch(?:mod|own)$/.test(call.word) && program.receiverOf(call)) return restrictedByHandle(call, program, fn);
    return [...verifiedBy(call, program, fn), ...startedBy(call, program)];
  },
};

export const javaScriptFiles: Binding<FileEvent, FileFacts> = {
  lower,
  events,
  names: paths.names,
  modes: fileModes,
  // A helper that asks has caught what was raised.
  asksByRaising: ({ data, at, origin }) => data.raises === true && at === origin,
};
