/**
 * The pool of analyzer children. A parser can hang or abort its process on hostile input, so each file has a deadline
 * after which its child is killed, and a warm spare takes over at once.
 *
 * Why not a pool library: workerpool 10 and tinypool 2 were read for it. Both stop a hung child by a message, a wait and
 * SIGTERM, count it as busy meanwhile, keep no spare, and tell a crash by an error text instead of the signal.
 */
import { type ChildProcess, fork } from 'node:child_process';
import type { FileInput } from '../engine/analyzeFile.ts';
import { notAnalysed } from '../engine/notAnalysed.ts';
import type { OutlineInput } from '../engine/outline/outlineFile.ts';
import type { FileAnalysis } from '../model/analysis.ts';
import { noOutline, type Outline } from '../model/outline.ts';
import { childProgram } from './childProgram.ts';
import type { ChildAnswer, ChildMessage, ChildRequest } from './protocol.ts';

export interface PoolOptions {
  /** Files analysed at the same time; one a core is right. */
  readonly children: number;
  /** Whether one more child waits, ready, for the place of one that is killed. A server wants it, a short command does not. */
  readonly spare: boolean;
  /** Whether a child starts before there is a file for it; default: it does. */
  readonly warm?: boolean;
  /** Milliseconds a file may take in all, then its child is killed. */
  readonly fileDeadline?: number;
  /** Milliseconds its parse may take. */
  readonly parseDeadline?: number;
  /** Bytes of resident memory above which a child is replaced once its file is done. */
  readonly maxChildMemory?: number;
  readonly core?: 'native' | 'wasm';
  /** Hears, once, that the native core could not be loaded and why. */
  readonly onFallback?: (reason: string) => void;
  /** Another child to run; for tests of the pool itself. */
  readonly entry?: string;
}

export interface AnalyzerPool {
  /**
   * Analyses one file. A file that hangs or kills its child comes back `incomplete` with the reason.
   * Rejects only if children cannot be started at all, if `signal` aborts, or after `close`.
   */
  analyze(file: FileInput, signal?: AbortSignal): Promise<FileAnalysis>;
  /** Outlines one file, under the same terms: one that hangs or kills its child has no outline and the reason. */
  outline(file: OutlineInput, signal?: AbortSignal): Promise<Outline>;
  /** Process ids of the children that live. */
  pids(): number[];
  close(): Promise<void>;
}

/** A file that waits for a child or has one. */
interface Task {
  readonly request: ChildRequest;
  readonly answered: (answer: ChildAnswer) => void;
  /** The child was killed over it or died of it: settles it with what is said then. */
  readonly lost: (reason: string) => void;
  readonly reject: (error: Error) => void;
}

/** What is said of a file that took too long. */
const doing: Record<ChildRequest['kind'], string> = { analyze: 'analysis', outline: 'outlining' };

interface Child {
  readonly process: ChildProcess;
  ready: boolean;
  /** What it was sent, the first under way. */
  tasks: Task[];
  timer: NodeJS.Timeout | null;
  /** Set when we killed it, to tell a deadline from a crash. */
  timedOut: boolean;
  exited: Promise<void>;
}

/** Children are ours, and answer what they were asked; were one not to, its file would not count as read. */
const misplaced = 'the analyzer answered another question';

/** Starts that fail one after the other before the pool gives up: then it is the installation, not a file. */
const MAX_FAILED_STARTS = 3;
const START_DEADLINE = 30_000;
/** Files waiting for one child that are worth the start of another. */
const BACKLOG = 50;
/** Outlines that a child has been sent at a time: more than it makes while the parent is busy with something else. */
const AHEAD = 16;

function onlyOutlines({ tasks }: Child, next: Task | undefined): boolean {
  return next?.request.kind === 'outline' && tasks.every(({ request }) => request.kind === 'outline');
}

export function createPool(options: PoolOptions): AnalyzerPool {
  const { fileDeadline = 2000, parseDeadline = 500, maxChildMemory = 512 * 1024 * 1024, core = 'native', entry = childProgram() } = options;
  const children = new Set<Child>();
  const waiting: Task[] = [];
  let failedStarts = 0;
  let fallbackTold = false;
  let closed = false;

  function start(): void {
    const process_ = fork(entry, [core, String(parseDeadline)], {
      execArgv: ['--expose-gc', '--disable-warning=DEP0151'],
      // Nothing of our environment (keys, secrets, options) reaches the process that reads hostile files.
      env: {},
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const child: Child = { process: process_, ready: false, tasks: [], timer: null, timedOut: false, exited: Promise.resolve() };
    child.exited = new Promise((resolve) => {
      process_.once('exit', (code, signal) => {
        gone(child, signal ?? `exit code ${code}`);
        resolve();
      });
      // A failed fork emits `error` and no `exit`.
      process_.once('error', (error) => {
        if (process_.pid === undefined) {
          gone(child, error.message);
          resolve();
        }
      });
    });
    child.timer = setTimeout(() => process_.kill('SIGKILL'), START_DEADLINE);
    process_.on('message', (message: ChildMessage) => (message.kind === 'ready' ? becameReady(child, message) : answered(child, message)));
    children.add(child);
  }

  function becameReady(child: Child, message: ChildMessage & { kind: 'ready' }): void {
    clearTimeout(child.timer!);
    child.ready = true;
    failedStarts = 0;
    if (message.fallback !== null && !fallbackTold) {
      fallbackTold = true;
      options.onFallback?.(message.fallback);
    }
    next();
  }

  function answered(child: Child, answer: ChildAnswer): void {
    // An answer that crossed our SIGKILL: the exit settles the task.
    if (child.timedOut) return;
    clearTimeout(child.timer!);
    child.tasks.shift()?.answered(answer);
    if (answer.rss > maxChildMemory) {
      children.delete(child);
      waiting.unshift(...child.tasks.splice(0));
      child.process.kill('SIGKILL');
    }
    if (child.tasks.length > 0) begin(child);
    next();
  }

  function gone(child: Child, how: string): void {
    clearTimeout(child.timer!);
    children.delete(child);
    const [task, ...others] = child.tasks.splice(0);
    // It never came to these.
    if (closed) for (const other of others) other.reject(new Error('the analyzer pool is closed'));
    else waiting.unshift(...others);
    task?.lost(
      child.timedOut
        ? `${doing[task.request.kind]} took longer than ${fileDeadline} ms and was stopped`
        : `the analyzer crashed on this file (${how})`,
    );
    if (!child.ready && !closed && ++failedStarts >= MAX_FAILED_STARTS) {
      const error = new Error(`analyzer children cannot be started (${how}); run \`npm ci\` and see docs/install.md`);
      for (const lost of waiting.splice(0)) lost.reject(error);
    }
    next();
  }

  /** Starts what is missing and hands out what waits. */
  function next(): void {
    if (closed) return;
    const busy = [...children].filter((child) => child.tasks.length > 0).length;
    // Without a spare there are as many as the work is worth: a child loads its grammars in the time of a hundred files.
    const worth = busy + waiting.length === 0 ? 0 : 1 + Math.floor(waiting.length / BACKLOG);
    const wanted = options.spare ? options.children + 1 : Math.min(options.children, Math.max(worth, busy));
    if (failedStarts < MAX_FAILED_STARTS) while (children.size < wanted) start();
    let free = options.children - busy;
    for (const child of children) {
      if (free <= 0 || waiting.length === 0) break;
      if (!child.ready || child.tasks.length > 0) continue;
      give(child, waiting.shift()!);
      begin(child);
      free--;
    }
    for (const child of children) {
      // An outline takes little longer than its way: the next one waits at the child already.
      while (child.ready && child.tasks.length > 0 && child.tasks.length < AHEAD && onlyOutlines(child, waiting[0]))
        give(child, waiting.shift()!);
    }
  }

  function give(child: Child, task: Task): void {
    child.tasks.push(task);
    // A child that died this very moment: its exit settles the task.
    child.process.send(task.request, () => {});
  }

  /** The first of its files is under way from now on. */
  function begin(child: Child): void {
    child.timer = setTimeout(() => {
      child.timedOut = true;
      child.process.kill('SIGKILL');
    }, fileDeadline);
  }

  /** Hands a request to a child, and makes of its answer, or of the reason why none comes, what was asked for. */
  function ask<T>(request: ChildRequest, taken: (answer: ChildAnswer) => T, lost: (reason: string) => T, signal?: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancelled = () => new Error('the analysis was cancelled');
      if (closed) return reject(new Error('the analyzer pool is closed'));
      if (signal?.aborted) return reject(cancelled());
      if (failedStarts >= MAX_FAILED_STARTS) failedStarts = 0;
      const stop = (): void => {
        const at = waiting.indexOf(task);
        if (at < 0) return;
        waiting.splice(at, 1);
        reject(cancelled());
      };
      // A review has one signal and thousands of files: a listener left behind would keep the bytes of each.
      const settled =
        <V>(settle: (value: V) => void) =>
        (value: V): void => {
          signal?.removeEventListener('abort', stop);
          settle(value);
        };
      const task: Task = {
        request,
        answered: settled((answer) => resolve(taken(answer))),
        lost: settled((reason) => resolve(lost(reason))),
        reject: settled(reject),
      };
      signal?.addEventListener('abort', stop, { once: true });
      waiting.push(task);
      next();
    });
  }

  // Warm from the start: the first pull request does not wait for a process to load seven grammars.
  if (options.spare) next();
  else if (options.warm ?? true) start();

  return {
    analyze(file, signal) {
      const lost = (reason: string) => notAnalysed(file.path, { incomplete: reason });
      return ask({ kind: 'analyze', file }, (answer) => (answer.kind === 'analysed' ? answer.analysis : lost(misplaced)), lost, signal);
    },
    outline({ path, mode, bytes }, signal) {
      // No more of the file than this: its neighbours would be copied for nothing.
      const request: ChildRequest = { kind: 'outline', file: { path, mode, bytes } };
      return ask(request, (answer) => (answer.kind === 'outlined' ? answer.outline : noOutline(misplaced)), noOutline, signal);
    },
    pids: () => [...children].flatMap((child) => child.process.pid ?? []),
    async close() {
      closed = true;
      for (const task of waiting.splice(0)) task.reject(new Error('the analyzer pool is closed'));
      const living = [...children];
      for (const child of living) child.process.kill('SIGKILL');
      await Promise.all(living.map((child) => child.exited));
    },
  };
}
