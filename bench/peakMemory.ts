/** The most memory that a program and all it starts held at one time. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Often enough for a program that lives a tenth of a second, seldom enough to leave it its core. */
const EVERY_MS = 5;

/** Resident memory of a process in MB, or null where the system has no /proc or the process is gone. */
export function residentMegabytes(pid: number): number | null {
  try {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null;
  }
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      (readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').match(/\d+/g) ?? []).map(Number),
    );
  } catch {
    // It has ended since it was listed.
    return [];
  }
}

function treeMegabytes(pid: number): number {
  return (residentMegabytes(pid) ?? 0) + childrenOf(pid).reduce((sum, child) => sum + treeMegabytes(child), 0);
}

/** Runs a program once. Null if there is no such program, or the system does not tell. Pages that processes share count for each. */
export function peakMegabytes(command: string, args: readonly string[], cwd: string): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, stdio: 'ignore' });
    let peak = 0;
    const look = () => {
      if (child.pid !== undefined) peak = Math.max(peak, treeMegabytes(child.pid));
    };
    const timer = setInterval(look, EVERY_MS);
    const end = () => {
      clearInterval(timer);
      resolve(peak > 0 ? peak : null);
    };
    child.once('error', end);
    child.once('exit', end);
    look();
  });
}
