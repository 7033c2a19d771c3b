/**
 * Writes git objects as loose files. Through git's own commands a tree cannot hold the hostile names a test wants (`..`, newlines,
 * `.git`), and every object would cost a process.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

export type Mode = '100644' | '100755' | '120000' | '160000';

/** Text and bytes are ordinary files; null removes the path; a submodule's content is the commit it points to. */
export type FileInput = string | Uint8Array | null | { readonly mode: Mode; readonly content: string | Uint8Array };

export interface TreeEntry {
  readonly mode: string;
  readonly name: Buffer;
  readonly sha: string;
}

export interface Signature {
  readonly name: string;
  readonly email: string;
  /** ISO 8601. */
  readonly date: string;
}

export function writeObject(directory: string, type: 'blob' | 'tree' | 'commit', bytes: Uint8Array): string {
  const whole = Buffer.concat([Buffer.from(`${type} ${bytes.length}\0`), bytes]);
  const sha = createHash('sha1').update(whole).digest('hex');
  const folder = join(directory, 'objects', sha.slice(0, 2));
  const file = join(folder, sha.slice(2));
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, deflateSync(whole));
  }
  return sha;
}

export function parseTree(bytes: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const end = bytes.indexOf(0, space);
    const mode = bytes.toString('latin1', at, space);
    entries.push({ mode, name: bytes.subarray(space + 1, end), sha: bytes.toString('hex', end + 1, end + 21) });
    at = end + 21;
  }
  return entries;
}

/** Git sorts a directory as if its name ended in a slash. */
function sortKey(entry: TreeEntry): Buffer {
  return entry.mode === '40000' ? Buffer.concat([entry.name, Buffer.from('/')]) : entry.name;
}

export function formatTree(entries: readonly TreeEntry[]): Buffer {
  const sorted = [...entries].sort((a, b) => Buffer.compare(sortKey(a), sortKey(b)));
  return Buffer.concat(sorted.flatMap((e) => [Buffer.from(`${e.mode} `), e.name, Buffer.from([0]), Buffer.from(e.sha, 'hex')]));
}

export function formatCommit(commit: {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}): Buffer {
  const person = (it: Signature) => `${it.name} <${it.email}> ${Math.floor(Date.parse(it.date) / 1000)} +0000`;
  const header = [`tree ${commit.tree}`, ...commit.parents.map((sha) => `parent ${sha}`)];
  header.push(`author ${person(commit.author)}`, `committer ${person(commit.committer)}`);
  return Buffer.from(`${header.join('\n')}\n\n${commit.message}\n`);
}

export interface ParsedCommit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

function parsePerson(line: string): Signature {
  const [, name = '', email = '', seconds = '0'] = /^(.*?) ?<(.*)> (\d+) [+-]\d{4}$/.exec(line) ?? [];
  return { name, email, date: isoSeconds(Number(seconds) * 1000) };
}

/** GitHub's dates carry no milliseconds. */
export function isoSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

export function parseCommit(sha: string, bytes: Buffer): ParsedCommit {
  const text = bytes.toString('utf8');
  const split = text.indexOf('\n\n');
  const header = text.slice(0, split).split('\n');
  const values = (key: string) => header.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1));
  return {
    sha,
    tree: values('tree')[0] ?? '',
    parents: values('parent'),
    author: parsePerson(values('author')[0] ?? ''),
    committer: parsePerson(values('committer')[0] ?? ''),
    // GitHub shows the message without the newline that ends it.
    message: text.slice(split + 2).replace(/\n+$/, ''),
  };
}
