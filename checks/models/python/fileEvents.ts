/** What Python code does to paths: asks, creates, deletes, changes, restricts. One table for all checks of files. */
import { python, type SyntaxContext, type SyntaxNode } from '../../../src/engine/check.ts';
import { callsTo, type PythonFile, pythonFile } from './file.ts';

export type FileEventKind = 'check' | 'create' | 'directory' | 'delete' | 'change' | 'restrict' | 'read';

export interface FileEvent {
  readonly kind: FileEventKind;
  readonly call: SyntaxNode;
  /** Last part of what is called: `exists`, `open`. */
  readonly name: string;
  /** Same key, same path: the path taken apart, names by what they are bound to. */
  readonly key: string;
  readonly path: SyntaxNode;
  /** Satisfied with what is there already: a check before it is idle. */
  readonly tolerant: boolean;
  /** The path lies in a directory that was made for this run, or the file was. */
  readonly private: boolean;
}

interface Verb {
  readonly kind: FileEventKind;
  readonly position: number;
  readonly names: readonly string[];
}

const functions: Readonly<Record<string, Verb>> = {
  'os.path.exists': { kind: 'check', position: 0, names: ['path'] },
  'os.path.lexists': { kind: 'check', position: 0, names: ['path'] },
  'os.path.isfile': { kind: 'check', position: 0, names: ['path'] },
  'os.path.isdir': { kind: 'check', position: 0, names: ['s', 'path'] },
  'os.path.islink': { kind: 'check', position: 0, names: ['path'] },
  'os.access': { kind: 'check', position: 0, names: ['path'] },
  'builtins.open': { kind: 'create', position: 0, names: ['file'] },
  'io.open': { kind: 'create', position: 0, names: ['file'] },
  'codecs.open': { kind: 'create', position: 0, names: ['filename'] },
  'gzip.open': { kind: 'create', position: 0, names: ['filename'] },
  'os.open': { kind: 'create', position: 0, names: ['path'] },
  'os.mkdir': { kind: 'directory', position: 0, names: ['path'] },
  'os.makedirs': { kind: 'directory', position: 0, names: ['name'] },
  'os.mkfifo': { kind: 'create', position: 0, names: ['path'] },
  'os.symlink': { kind: 'create', position: 1, names: ['dst'] },
  'os.link': { kind: 'create', position: 1, names: ['dst'] },
  'os.remove': { kind: 'delete', position: 0, names: ['path'] },
  'os.unlink': { kind: 'delete', position: 0, names: ['path'] },
  'os.rmdir': { kind: 'delete', position: 0, names: ['path'] },
  'os.removedirs': { kind: 'delete', position: 0, names: ['name'] },
  'os.rename': { kind: 'change', position: 0, names: ['src'] },
  'os.replace': { kind: 'change', position: 0, names: ['src'] },
  'os.chmod': { kind: 'restrict', position: 0, names: ['path'] },
  'os.chown': { kind: 'restrict', position: 0, names: ['path'] },
  'os.truncate': { kind: 'change', position: 0, names: ['path'] },
  'shutil.rmtree': { kind: 'delete', position: 0, names: ['path'] },
  'shutil.move': { kind: 'change', position: 0, names: ['src'] },
  'shutil.chown': { kind: 'restrict', position: 0, names: ['path'] },
  'shutil.copy': { kind: 'create', position: 1, names: ['dst'] },
  'shutil.copy2': { kind: 'create', position: 1, names: ['dst'] },
  'shutil.copyfile': { kind: 'create', position: 1, names: ['dst'] },
  'shutil.copytree': { kind: 'create', position: 1, names: ['dst'] },
};

/** A destination is checked and replaced as often as a source is checked and moved. */
const destinations: Readonly<Record<string, readonly string[]>> = {
  'os.rename': ['dst'],
  'os.replace': ['dst'],
  'shutil.move': ['dst'],
};

const methods: Readonly<Record<string, FileEventKind>> = {
  exists: 'check',
  is_file: 'check',
  is_dir: 'check',
  is_symlink: 'check',
  open: 'create',
  write_text: 'create',
  write_bytes: 'create',
  touch: 'create',
  mkdir: 'directory',
  symlink_to: 'create',
  hardlink_to: 'create',
  unlink: 'delete',
  rmdir: 'delete',
  rename: 'change',
  replace: 'change',
  chmod: 'restrict',
};

const lastNames = [...new Set([...Object.keys(functions).map((name) => name.slice(name.lastIndexOf('.') + 1)), ...Object.keys(methods)])];
/** `pathlib.Path()`, and what its operators and methods make of it. */
const isPath =
  /(?:^|\|)pathlib\.(?:Posix|Windows)?Path(?:\(\)|\.(?:home|cwd)\(\))(?:\/|\.(?:parent|absolute\(\)|resolve\(\)|expanduser\(\)|joinpath\(\)|with_(?:suffix|name|stem)\(\)|parents\[\]))*$/;

function collect(file: PythonFile): FileEvent[] {
  return callsTo(file, [...lastNames, ...starterNames]).flatMap((call) => {
    const restricted = chmodWords(file, call)?.[2];
    return restricted ? [eventAt(file, call, 'restrict', 'chmod', restricted, false)] : eventsOf(file, call);
  });
}

const starterNames = ['run', 'call', 'check_call', 'check_output'];
const starter = /(?:^|\|)subprocess\.(?:run|call|check_call|check_output)$/;

/** The words of `subprocess.run(["chmod", "600", path])`, or null where something else is called. */
export function chmodWords(file: PythonFile, call: SyntaxNode): readonly SyntaxNode[] | null {
  if (!starter.test(file.values.callee(call) ?? '')) return null;
  const command = python.argument(python.argumentsOf(call), 0, 'args');
  const words = command && file.values.elements(command);
  return words?.length === 3 && python.literalText(words[0]!) === 'chmod' ? words : null;
}

const collected = new WeakMap<PythonFile, FileEvent[]>();

/** All events of a file in reading order. */
export function fileEvents(context: SyntaxContext): readonly FileEvent[] {
  const file = pythonFile(context);
  let events = collected.get(file);
  if (!events) {
    events = collect(file);
    collected.set(file, events);
  }
  return events;
}

function eventsOf(file: PythonFile, call: SyntaxNode): FileEvent[] {
  const { values } = file;
  const callee = call.child('function')!;
  const args = python.argumentsOf(call);
  const full = values.callee(call) ?? '';
  const name = full.split('|').find((one) => functions[one]) ?? full;
  const verb = functions[name];
  if (verb) {
    const kind = kindOf(file, verb.kind, name, args, 1);
    const path = python.argument(args, verb.position, ...verb.names);
    const events = path && kind ? [eventAt(file, call, kind, name, path, isTolerant(name, args))] : [];
    const target = destinations[name] && python.argument(args, 1, ...destinations[name]);
    return target ? [...events, eventAt(file, call, 'create', name, target, false)] : events;
  }
  const method = callee.child('attribute')?.text ?? '';
  const object = callee.child('object');
  const known = methods[method];
  if (!object || !known || !isPath.test(values.name(object) ?? '')) return [];
  const kind = kindOf(file, known, `.${method}`, args, 0);
  return kind ? [eventAt(file, call, kind, method, object, isTolerant(`.${method}`, args))] : [];
}

/** What a call does given its mode; null where it is atomic or that cannot be told. */
function kindOf(file: PythonFile, kind: FileEventKind, name: string, args: python.Arguments, modeAt: number): FileEventKind | null {
  if (name === 'os.open') {
    const flags = python.argument(args, 1, 'flags')?.text ?? '';
    return flags.includes('O_EXCL') || flags.includes('O_NOFOLLOW') ? null : flags.includes('O_CREAT') ? 'create' : 'read';
  }
  if (name.endsWith('open')) {
    const mode = python.argument(args, modeAt, 'mode');
    const text = mode ? file.values.constant(mode) : 'r';
    if (text === null || args.named.has('opener') || text.includes('x')) return null;
    return /[wa+]/.test(text) ? 'create' : 'read';
  }
  return name === 'shutil.copytree' ? 'directory' : kind;
}

function isTolerant(name: string, args: python.Arguments): boolean {
  if (name === '.touch') return args.named.get('exist_ok')?.type === 'false';
  return ['exist_ok', 'missing_ok', 'ignore_errors', 'dirs_exist_ok'].some((option) => args.named.get(option)?.type === 'true');
}

function eventAt(file: PythonFile, call: SyntaxNode, kind: FileEventKind, name: string, path: SyntaxNode, tolerant: boolean): FileEvent {
  const pieces = file.values.pieces(path);
  let isPrivate = false;
  const parts = pieces.map((piece) => {
    if (piece.kind === 'text') return piece.text;
    const made = file.values.name(piece.at) ?? '';
    if (/tempfile\.(?:mkdtemp|mkstemp|TemporaryDirectory|NamedTemporaryFile)\b/.test(made)) isPrivate = true;
    return `\u25a1${identity(file, path, piece.at)}`;
  });
  if (/tempfile\.(?:mkdtemp|mkstemp|TemporaryDirectory|NamedTemporaryFile)\b/.test(file.values.name(path) ?? '')) isPrivate = true;
  return {
    kind,
    call,
    name: name.slice(name.lastIndexOf('.') + 1),
    path,
    key: parts.join('').replace(/\/{2,}/g, '/'),
    tolerant,
    private: isPrivate,
  };
}

/** What was bound before is the very same value; what stands in the path itself is the same if it reads the same. */
function identity(file: PythonFile, path: SyntaxNode, at: SyntaxNode): string {
  if (!path.contains(at) && at.type !== 'identifier') return `#${at.index}`;
  const names = at.type === 'identifier' ? [at] : [...at.descendants('identifier')];
  const bound = names
    .slice(0, 12)
    .flatMap((name) => python.reachingBindings(file.scopes, name.text, name).map((binding) => binding.at.index))
    .join(',');
  return `${at.text.replace(/\s+/g, '')}@${bound}`;
}
