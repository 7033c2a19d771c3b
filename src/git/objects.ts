import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Content } from '../model/change.ts';
import type { Git } from './runGit.ts';

/** What of the object store is read by sha. Nothing here rejects. */
export interface Objects {
  readonly read: (sha: string, type: 'blob' | 'commit') => Promise<Content>;
  readonly close: () => Promise<void>;
}

/** Secrets are searched in files up to this size, so nothing larger is ever needed. */
const largest = 10_000_000;

const missing = 'the object is not in this repository (a partial clone, or damaged)';
const closed = 'the repository was closed';

/** An object's type and size, with its bytes where they were asked for. */
interface Answer {
  readonly type: string;
  readonly size: number;
  readonly bytes: Uint8Array;
}

/** Two long-lived processes: one tells sizes, so that the other is never asked to unpack what is too large. */
export function openObjects(git: Git): Objects {
  const sizes = openBatch(git, '--batch-check');
  const contents = openBatch(git, '--batch');
  return {
    async read(sha, type) {
      const described = await sizes.ask(sha);
      if (typeof described === 'string') return { kind: 'unavailable', reason: described };
      if (described.type !== type) return { kind: 'unavailable', reason: `the object is a ${described.type}, not a ${type}` };
      if (described.size > largest) {
        return { kind: 'unavailable', reason: `larger than ${largest / 1_000_000} MB (${described.size} bytes)` };
      }
      const answer = await contents.ask(sha);
      return typeof answer === 'string' ? { kind: 'unavailable', reason: answer } : { kind: 'bytes', bytes: answer.bytes };
    },
    async close() {
      await Promise.all([sizes.close(), contents.close()]);
    },
  };
}

interface Batch {
  /** The answer, or why there is none. */
  readonly ask: (sha: string) => Promise<Answer | string>;
  readonly close: () => Promise<void>;
}

interface Question {
  readonly sha: string;
  readonly answer: (answer: Answer | string) => void;
}

/** `git cat-file` in one of its batch modes: questions go in, answers come out in the same order. */
function openBatch(git: Git, mode: '--batch' | '--batch-check'): Batch {
  let open: Question[] = [];
  let child: ChildProcessWithoutNullStreams | null = null;
  let isClosed = false;
  /** Questions of this tick. */
  let unwritten = '';
  let ended: Promise<void> = Promise.resolve();

  function begin(): ChildProcessWithoutNullStreams {
    const process = git.start(['cat-file', mode]);
    child = process;
    const reader = answerReader(mode === '--batch', (answer) => open.shift()?.answer(answer));
    process.stdout.on('data', (chunk: Buffer) => reader(chunk));
    process.stderr.resume();
    process.stdin.on('error', () => undefined);
    ended = new Promise((resolve) => {
      const end = (): void => {
        if (child !== process) return;
        child = null;
        const [failed, ...rest] = open;
        open = rest;
        // A damaged object, or one that an older git tried to fetch, ends the process; the questions after it are asked again.
        failed?.answer(isClosed ? closed : missing);
        if (isClosed) for (const question of open.splice(0)) question.answer(closed);
        else if (open.length > 0) askAgain();
        resolve();
      };
      process.on('error', end);
      process.on('close', end);
    });
    return process;
  }

  function askAgain(): void {
    unwritten = '';
    begin().stdin.write(open.map(({ sha }) => `${sha}\n`).join(''));
  }

  function write(): void {
    if (unwritten === '') return;
    if (isClosed) for (const question of open.splice(0)) question.answer(closed);
    else if (child === null) askAgain();
    else child.stdin.write(unwritten);
    unwritten = '';
  }

  return {
    ask(sha) {
      if (isClosed) return Promise.resolve(closed);
      return new Promise((answer) => {
        open.push({ sha, answer });
        // What is asked at once goes in one write.
        if (unwritten === '') process.nextTick(write);
        unwritten += `${sha}\n`;
      });
    },
    async close() {
      isClosed = true;
      child?.kill();
      await ended;
    },
  };
}

/** Takes the stream apart: a line `<sha> <type> <size>` or `<sha> missing`, then, in full mode, that many bytes and a newline. */
function answerReader(withBytes: boolean, answered: (answer: Answer | string) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let length = 0;
  let body: { type: string; size: number } | null = null;

  return (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    for (;;) {
      if (body) {
        if (length < body.size + 1) return;
        const all = joined(chunks, length);
        // A copy of its own, so that one small file does not keep a whole chunk of others in memory.
        answered({ ...body, bytes: Uint8Array.prototype.slice.call(all, 0, body.size) });
        chunks = [all.subarray(body.size + 1)];
        length -= body.size + 1;
        body = null;
      } else {
        const all = joined(chunks, length);
        const end = all.indexOf(10);
        chunks = [all];
        if (end < 0) return;
        const [, type, size] = all.subarray(0, end).toString('latin1').split(' ');
        chunks = [all.subarray(end + 1)];
        length -= end + 1;
        if (type === undefined || size === undefined) answered(missing);
        else if (withBytes) body = { type, size: Number(size) };
        else answered({ type, size: Number(size), bytes: new Uint8Array() });
      }
    }
  };
}

function joined(chunks: Buffer[], length: number): Buffer {
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length);
}
