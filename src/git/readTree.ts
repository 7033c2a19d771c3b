import type { FileMode, FileVersion } from '../model/change.ts';
import { GitError } from './gitError.ts';
import type { Git } from './runGit.ts';

const modes: Readonly<Record<string, FileMode>> = { '100755': 'executable', '120000': 'symlink', '160000': 'submodule' };

export function fileMode(mode: string): FileMode {
  return modes[mode] ?? 'file';
}

/** Every file of a commit's tree. Read from the trees themselves: a diff may be told to leave submodules out. */
export async function readTree(git: Git, commit: string): Promise<FileVersion[]> {
  // Without --full-tree it would list only the folder the repository was named by.
  const { code, stdout } = await git.run(['ls-tree', '-r', '-z', '--full-tree', commit]);
  if (code !== 0) {
    const remedy = 'Fetch the missing objects (`git fetch --refetch`, git 2.36 or newer) or clone anew.';
    throw new GitError('failed', `The tree of commit ${commit} is not complete in this repository.`, remedy);
  }
  return splitAtNul(stdout).map((entry) => {
    const tab = entry.indexOf(9);
    const [mode, , sha] = entry.subarray(0, tab).toString('latin1').split(' ');
    return { path: decodePath(entry.subarray(tab + 1)), sha: sha!, mode: fileMode(mode!) };
  });
}

/** The fields of a `-z` output. */
export function splitAtNul(output: Buffer): Buffer[] {
  const fields: Buffer[] = [];
  for (let start = 0; start < output.length; ) {
    const end = output.indexOf(0, start);
    fields.push(output.subarray(start, end < 0 ? output.length : end));
    if (end < 0) break;
    start = end + 1;
  }
  return fields;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A path is bytes; most are UTF-8. Any other byte becomes U+FFFD and its value, `\ufffd<e9>`, and so does a U+FFFD that the
 * path itself holds: so two paths never become one.
 */
export function decodePath(bytes: Buffer): string {
  try {
    const path = utf8.decode(bytes);
    if (!path.includes('\ufffd')) return path;
  } catch {
    // Falls through to the byte-wise form: fatal is how the decoder says that it is not UTF-8.
  }
  let path = '';
  for (let at = 0; at < bytes.length; ) {
    const length = characterLength(bytes, at);
    const part = bytes.subarray(at, at + Math.max(length, 1));
    const text = length > 0 ? part.toString() : '\ufffd';
    path += text === '\ufffd' ? `\ufffd<${part.toString('hex')}>` : text;
    at += part.length;
  }
  return path;
}

/** How many bytes the UTF-8 character at this place has, or 0 where there is none. */
function characterLength(bytes: Buffer, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length++) {
    try {
      utf8.decode(bytes.subarray(at, at + length));
      return length;
    } catch {
      // Not a whole character yet.
    }
  }
  return 0;
}
