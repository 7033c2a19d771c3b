/** The real git repositories under the local GitHub: bare, in a temporary folder, driven by the git binary. */
import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve as resolvePath } from 'node:path';
import {
  type FileInput,
  formatCommit,
  formatTree,
  type Mode,
  type ParsedCommit,
  parseCommit,
  parseTree,
  type Signature,
  type TreeEntry,
  writeObject,
} from './gitObjects.ts';

export const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

export interface GitObject {
  readonly type: string;
  readonly bytes: Buffer;
}

/** Runs git in a repository, without any configuration of the machine or the user. */
export function git(directory: string, args: readonly string[], options: { readonly okCodes?: readonly number[] } = {}): Promise<Buffer> {
  const env = {
    PATH: process.env.PATH,
    HOME: tmpdir(),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  };
  return new Promise((resolve, reject) => {
    execFile('git', ['-C', directory, ...args], { env, encoding: 'buffer', maxBuffer: 1 << 30 }, (error, stdout, stderr) => {
      const code = error ? error.code : 0;
      if (!error || (typeof code === 'number' && options.okCodes?.includes(code))) resolve(stdout);
      else reject(new Error(`git ${args.join(' ')} in ${directory}: ${stderr.toString('utf8').trim() || error.message}`));
    });
  });
}

/** An idle reader keeps no process alive, so that a test that forgot to close the store still ends. */
function keepAlive(child: ChildProcessWithoutNullStreams, busy: boolean): void {
  for (const stream of [child.stdin, child.stdout, child.stderr]) {
    if (stream instanceof Socket) busy ? stream.ref() : stream.unref();
  }
}

/** One `git cat-file --batch` of a network; answers come in the order of the questions. */
function openReader(directory: string) {
  let child: ChildProcessWithoutNullStreams | null = null;
  let buffered = Buffer.alloc(0);
  const waiting: ((object: GitObject | null) => void)[] = [];
  const drain = () => {
    for (;;) {
      const end = buffered.indexOf(0x0a);
      if (end < 0) return;
      const [, type, size] = buffered.toString('latin1', 0, end).split(' ');
      if (size === undefined) {
        buffered = buffered.subarray(end + 1);
        waiting.shift()?.(null);
        continue;
      }
      const stop = end + 1 + Number(size);
      if (buffered.length <= stop) return;
      const bytes = Buffer.from(buffered.subarray(end + 1, stop));
      buffered = buffered.subarray(stop + 1);
      waiting.shift()?.({ type: type ?? '', bytes });
    }
  };
  const start = () => {
    // Ctrl-C at a terminal reaches every process of its group; this one ends with its input instead, when it is closed.
    const started = spawn('git', ['-C', directory, 'cat-file', '--batch'], { stdio: 'pipe', detached: true });
    started.unref();
    let chunks: Buffer[] = [];
    started.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      // Large blobs arrive in many chunks; joining them once per turn keeps this linear.
      if (chunks.length > 1) return;
      setImmediate(() => {
        buffered = Buffer.concat([buffered, ...chunks]);
        chunks = [];
        drain();
        keepAlive(started, waiting.length > 0);
      });
    });
    return started;
  };
  return {
    read(sha: string): Promise<GitObject | null> {
      child ??= start();
      const running = child;
      return new Promise((resolve) => {
        waiting.push(resolve);
        keepAlive(running, true);
        running.stdin.write(`${sha}\n`);
      });
    },
    close() {
      child?.kill();
      child = null;
    },
  };
}

interface Folder {
  readonly files: Map<string, { mode: Mode; content: string | Uint8Array } | null>;
  readonly folders: Map<string, Folder>;
}

const blankFolder = (): Folder => ({ files: new Map(), folders: new Map() });

function nest(files: Readonly<Record<string, FileInput>>): Folder {
  const root = blankFolder();
  for (const [path, input] of Object.entries(files)) {
    const parts = path.split('/');
    const name = parts.pop() ?? '';
    let folder = root;
    for (const part of parts) {
      const next = folder.folders.get(part) ?? blankFolder();
      folder.folders.set(part, next);
      folder = next;
    }
    const plain = typeof input === 'string' || input instanceof Uint8Array;
    folder.files.set(name, plain ? { mode: '100644', content: input } : input);
  }
  return root;
}

export type GitStore = ReturnType<typeof openGitStore>;

export function openGitStore() {
  const root = mkdtempSync(join(tmpdir(), 'fake-github-'));
  const readers = new Map<string, ReturnType<typeof openReader>>();

  const read = (directory: string, sha: string) => {
    const reader = readers.get(directory) ?? openReader(directory);
    readers.set(directory, reader);
    return reader.read(sha);
  };

  const line = async (directory: string, args: readonly string[], okCodes: readonly number[] = []) =>
    (await git(directory, args, { okCodes })).toString('utf8').trim();

  const resolve = async (directory: string, revision: string): Promise<string | null> => {
    if (/^[0-9a-f]{40}$/.test(revision)) return (await read(directory, revision)) ? revision : null;
    const name = /^refs\//.test(revision) ? revision : `refs/heads/${revision}`;
    const args = (it: string) => ['rev-parse', '--verify', '--quiet', '--end-of-options', `${it}^{commit}`];
    return (
      (await line(directory, args(name), [1, 128])) ||
      (await line(directory, args(`refs/tags/${revision}`), [1, 128])) ||
      (/^[0-9a-f]{7,39}$/.test(revision) ? await line(directory, args(revision), [1, 128]) : '') ||
      null
    );
  };

  const readCommit = async (directory: string, sha: string): Promise<ParsedCommit | null> => {
    const object = await read(directory, sha);
    return object?.type === 'commit' ? parseCommit(sha, object.bytes) : null;
  };

  const readTree = async (directory: string, sha: string): Promise<TreeEntry[]> => {
    const object = sha === emptyTree ? null : await read(directory, sha);
    return object?.type === 'tree' ? parseTree(object.bytes) : [];
  };

  const writeFolder = async (directory: string, base: string | null, folder: Folder): Promise<string | null> => {
    const entries = new Map((base ? await readTree(directory, base) : []).map((it) => [it.name.toString('utf8'), it]));
    for (const [name, file] of folder.files) {
      if (file === null) {
        entries.delete(name);
        continue;
      }
      const content = typeof file.content === 'string' ? Buffer.from(file.content) : file.content;
      const sha = file.mode === '160000' ? content.toString() : writeObject(directory, 'blob', content);
      entries.set(name, { mode: file.mode, name: Buffer.from(name), sha });
    }
    for (const [name, child] of folder.folders) {
      const old = entries.get(name);
      const sha = await writeFolder(directory, old?.mode === '40000' ? old.sha : null, child);
      if (sha) entries.set(name, { mode: '40000', name: Buffer.from(name), sha });
      else entries.delete(name);
    }
    return entries.size === 0 ? null : writeObject(directory, 'tree', formatTree([...entries.values()]));
  };

  return {
    root,
    read,
    resolve,
    readCommit,
    readTree,

    /** A bare repository; one of a fork shares the objects of `network`. */
    async create(id: number, network: string | null): Promise<string> {
      const directory = join(root, `${id}.git`);
      await git(root, ['init', '--quiet', '--bare', '--template=', '--initial-branch=main', directory]);
      writeFileSync(join(directory, 'config'), '[core]\n\trepositoryformatversion = 0\n\tbare = true\n[gc]\n\tauto = 0\n');
      if (network) {
        rmSync(join(directory, 'objects'), { recursive: true });
        symlinkSync(join(network, 'objects'), join(directory, 'objects'), 'junction');
      }
      return directory;
    },

    /** A commit whose tree is that of the first parent with `files` laid over it. */
    async commit(
      directory: string,
      change: {
        parents: readonly string[];
        files: Readonly<Record<string, FileInput>>;
        author: Signature;
        committer: Signature;
        message: string;
      },
    ): Promise<string> {
      const first = change.parents[0];
      const parent = first ? await readCommit(directory, first) : null;
      const tree =
        (await writeFolder(directory, parent?.tree ?? null, nest(change.files))) ?? writeObject(directory, 'tree', Buffer.alloc(0));
      return writeObject(directory, 'commit', formatCommit({ ...change, tree }));
    },

    /** The entry at a path of a tree; that of the tree itself for an empty path. */
    async entryAt(directory: string, tree: string, path: string): Promise<TreeEntry | null> {
      let entry: TreeEntry = { mode: '40000', name: Buffer.alloc(0), sha: tree };
      for (const part of path.split('/').filter((it) => it !== '')) {
        const next = entry.mode === '40000' && (await readTree(directory, entry.sha)).find((it) => it.name.toString('utf8') === part);
        if (!next) return null;
        entry = next;
      }
      return entry;
    },

    commitTree(
      directory: string,
      commit: { tree: string; parents: readonly string[]; author: Signature; committer: Signature; message: string },
    ): string {
      return writeObject(directory, 'commit', formatCommit(commit));
    },

    /** Brings revisions of another repository on this machine in; its work tree is not touched. */
    async fetch(directory: string, source: string, refs: Readonly<Record<string, string>>): Promise<void> {
      const from = resolvePath(source);
      // The owner of the folder may be another user (a mounted volume); nothing in it is run.
      const trusting = ['-c', 'safe.directory=*'];
      const wanted: string[] = [];
      for (const [branch, revision] of Object.entries(refs)) {
        const sha = await line(from, [...trusting, 'rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`]);
        wanted.push(`+${sha}:refs/heads/${branch}`);
      }
      const serve = `--upload-pack=git ${trusting.join(' ')} upload-pack`;
      await git(directory, ['fetch', '--quiet', '--no-tags', '--update-shallow', serve, from, ...wanted]);
    },

    async updateRef(directory: string, ref: string, sha: string | null): Promise<void> {
      await git(directory, sha ? ['update-ref', ref, sha] : ['update-ref', '-d', ref]);
    },

    async branchesAt(directory: string, sha: string): Promise<string[]> {
      const out = await line(directory, ['for-each-ref', '--format=%(refname:lstrip=2)', `--points-at=${sha}`, 'refs/heads']);
      return out ? out.split('\n') : [];
    },

    async mergeBase(directory: string, a: string, b: string): Promise<string | null> {
      return (await line(directory, ['merge-base', a, b], [1])) || null;
    },

    /** Shas in git's order (newest first, children before parents). */
    async revList(directory: string, args: readonly string[], path?: string): Promise<string[]> {
      const out = await line(directory, ['rev-list', '--topo-order', ...args, '--', ...(path ? [`:(literal)${path}`] : [])]);
      return out ? out.split('\n') : [];
    },

    /** The tree of a merge, or null where it conflicts. */
    async mergeTree(directory: string, ours: string, theirs: string): Promise<string | null> {
      const out = await line(directory, ['merge-tree', '--write-tree', '--no-messages', ours, theirs], [1]);
      return /^[0-9a-f]{40}$/.test(out) ? out : null;
    },

    close(): void {
      for (const reader of readers.values()) reader.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
