/** Files that a shell script reads into itself, by paths that begin where the script lies. */
import { posix } from 'node:path';
import type { ShellFile } from '../../lower/bash/shellFile.ts';
import { readWord, type Word } from '../../lower/bash/words.ts';
import type { Import } from '../program.ts';

/** Variables within variables. */
const MAX_DEPTH = 4;

const self = String.raw`\$(?:0|\{0\}|BASH_SOURCE|\{BASH_SOURCE(?:\[0\])?(?::-\$(?:0|\{0\}))?\})`;
const selfPath = String.raw`(?:${self}|\$\((?:readlink|realpath)(?: -\w+)*(?: --)? ${self}\))`;
const directory = String.raw`(?:\$\(dirname(?: --)? ${selfPath}\)|\x60dirname ${selfPath}\x60|\$\{(?:0|BASH_SOURCE(?:\[0\])?)%/\*\})`;
const rest = String.raw`(/[\w./-]*)?`;
const quiet = `(?: ?(?:&>|1?>|2>) ?(?:/dev/null|&1))*`;
/** The script's own directory, each with what may follow it in a group. */
const ownDirectory = [
  new RegExp(`^${directory}$`),
  new RegExp(String.raw`^\$\(cd(?: -P| --)* ${directory}${rest}${quiet} ?(?:&&|;) ?pwd(?: -P)?${quiet}\)$`),
  new RegExp(String.raw`^\$\((?:readlink|realpath)(?: -\w+)*(?: --)? ${directory}${rest}\)$`),
];

/** `.` and what follows it, for a text that gives the script's own directory; else null. */
function ownDirectoryIn(text: string): string | null {
  const plain = text.replace(/["']/g, '').replace(/\s+/g, ' ').replace(/\( /g, '(').replace(/ \)/g, ')');
  for (const pattern of ownDirectory) {
    const found = pattern.exec(plain);
    if (found) return `.${found[1] ?? ''}`;
  }
  return null;
}

function pathOf(file: ShellFile, word: Word, depth = 0): string | null {
  let path = '';
  for (const part of word.parts) {
    if (part.kind === 'literal') {
      path += part.text;
      continue;
    }
    const own = part.kind === 'command' || part.kind === 'variable' ? ownDirectoryIn(part.node.text) : null;
    const piece = own ?? (part.kind === 'variable' && part.operator === '' ? assignedPath(file, part.name, depth) : null);
    if (piece === null) return null;
    path += piece;
  }
  return path;
}

function assignedPath(file: ShellFile, name: string, depth: number): string | null {
  const [only, ...others] = file.definitionsOf(name);
  const value = only?.kind === 'value' && others.length === 0 && only.values.length === 1 ? only.values[0] : null;
  return value && depth < MAX_DEPTH ? pathOf(file, readWord(value), depth + 1) : null;
}

function relative(path: string): string {
  if (!/^\.\.?\//.test(path)) return path;
  const normal = posix.normalize(path);
  return normal.startsWith('..') ? normal : `./${normal}`;
}

/** `source x`, `. x`. A path that nothing is known of is told as it is written. */
export function sourcedFiles(file: ShellFile): readonly Import[] {
  return [...file.callsOf('source'), ...file.callsOf('.')]
    .sort((a, b) => a.node.index - b.node.index)
    .flatMap(({ node, arguments: [word] }) => {
      if (!word) return [];
      const path = pathOf(file, word);
      const from = path === null ? word.node.text.replace(/["']/g, '') : relative(path);
      return [{ from, name: '*', variable: null, at: node.index }];
    });
}
