/** What the functions of Node's `fs`, and of packages shaped like it, do with a path. */
import type { SyntaxNode } from '../../../src/engine/check.ts';
import type { JavaScriptFile } from '../../../src/engine/javascript.ts';
import { argumentsOf } from '../../../src/engine/javascript.ts';

/** Modules whose functions go by the names of `fs`. */
const fileModules: ReadonlySet<string> = new Set([
  'fs',
  'fs.promises',
  'fs-extra',
  'fs-extra/esm',
  'graceful-fs',
  'original-fs',
  'mz/fs',
  'fs-promise',
  'pn/fs',
  'path-exists',
]);

/** Questions by name: `existence` says whether it is there, `attributes` what it is, `permission` what one may do. */
export const questions: Readonly<Record<string, 'existence' | 'attributes' | 'permission'>> = {
  exists: 'existence',
  existsSync: 'existence',
  pathExists: 'existence',
  pathExistsSync: 'existence',
  'path-exists': 'existence',
  stat: 'attributes',
  statSync: 'attributes',
  lstat: 'attributes',
  lstatSync: 'attributes',
  access: 'permission',
  accessSync: 'permission',
};

/** `create` makes or fills what the name stands for, `change` changes its rights, `remove` takes it away, `folder` makes a folder. */
export type Act = 'create' | 'change' | 'remove' | 'folder' | 'replace';

/** Acts by name without `Sync`, and which argument is the path acted on. */
const acts: Readonly<Record<string, readonly [Act, number]>> = {
  writeFile: ['create', 0],
  appendFile: ['create', 0],
  outputFile: ['create', 0],
  writeJson: ['create', 0],
  writeJSON: ['create', 0],
  outputJson: ['create', 0],
  outputJSON: ['create', 0],
  open: ['create', 0],
  createWriteStream: ['create', 0],
  copyFile: ['create', 1],
  copy: ['create', 1],
  cp: ['create', 1],
  symlink: ['create', 1],
  link: ['create', 1],
  truncate: ['create', 0],
  chmod: ['change', 0],
  chown: ['change', 0],
  unlink: ['remove', 0],
  rm: ['remove', 0],
  rmdir: ['remove', 0],
  rename: ['replace', 0],
  move: ['replace', 0],
  mkdir: ['folder', 0],
};

export interface FileCall {
  readonly call: SyntaxNode;
  /** The function's name without its module. */
  readonly name: string;
  readonly path: SyntaxNode;
}

export interface FileAct extends FileCall {
  readonly act: Act;
}

export const questionNames: readonly string[] = Object.keys(questions);
export const actNames: readonly string[] = Object.keys(acts).flatMap((name) => [name, `${name}Sync`]);

/** The name of a file function without its module, or null for anything else. */
export function fileFunction(call: SyntaxNode, file: JavaScriptFile): string | null {
  const name = file.calledName(call);
  if (name === null) return null;
  if (name === 'path-exists') return name;
  const dot = name.lastIndexOf('.');
  if (dot < 0) return /Sync$/.test(name) ? name : null;
  return fileModules.has(name.slice(0, dot)) ? name.slice(dot + 1) : null;
}

export function questionOf(call: SyntaxNode, file: JavaScriptFile): FileCall | null {
  const name = fileFunction(call, file);
  const [path] = argumentsOf(call);
  return name !== null && path && Object.hasOwn(questions, name) ? { call, name, path } : null;
}

export function actOf(call: SyntaxNode, file: JavaScriptFile): FileAct | null {
  const name = fileFunction(call, file);
  const known = name === null ? undefined : acts[name.replace(/Sync$/, '')];
  if (name === null || !known) return null;
  const path = argumentsOf(call)[known[1]];
  return path ? { call, name, path, act: known[0] } : null;
}

/** The text of a flag given in place or as an option; null where none is seen. */
function flagOf(call: SyntaxNode, file: JavaScriptFile): string | null {
  for (const argument of argumentsOf(call).slice(1)) {
    for (const key of ['flag', 'flags', 'mode']) {
      const value = file.option(argument, key);
      if (value && key !== 'mode') return file.constantOf(value) ?? value.text;
    }
  }
  return null;
}

/** True where the act itself refuses or does not mind what it finds, or only reads. */
export function isAtomic({ call, name }: FileAct, file: JavaScriptFile): boolean {
  const given = argumentsOf(call);
  const plain = name.replace(/Sync$/, '');
  const isSet = (key: string, value: string) =>
    given.slice(1).some((argument) => {
      const option = file.option(argument, key);
      return option !== null && file.constantOf(option) === value;
    });
  if (/\bO_EXCL\b|\bCOPYFILE_EXCL\b/.test(call.text.slice(0, 500))) return true;
  switch (plain) {
    case 'open': {
      const flag = given[1] ? (file.constantOf(given[1]) ?? given[1].text) : 'r';
      return functionLike(given[1]) || !/[wa+]/.test(flag) || /x/.test(flag) || /\bO_RDONLY\b/.test(flag);
    }
    case 'mkdir':
      return isSet('recursive', 'true');
    case 'rm':
    case 'rmdir':
      return isSet('force', 'true') || (plain === 'rmdir' && isSet('recursive', 'true'));
    case 'cp':
    case 'copy':
    case 'move':
      return isSet('errorOnExist', 'true') || isSet('overwrite', 'false');
    default: {
      const flag = flagOf(call, file);
      return flag !== null && (/x/.test(flag) || /^r$/.test(flag));
    }
  }
}

function functionLike(node: SyntaxNode | undefined): boolean {
  return node !== undefined && /function/.test(node.type);
}
