/** Where a command reads and writes: the process, or a test. */
import { terminal as printable } from '../report/escape.ts';

export interface Terminal {
  /** Standard output. */
  out(text: string): void;
  /** Standard error. */
  error(text: string): void;
  /** Whether colour is wanted on standard output. */
  readonly colour: boolean;
  /** Whether standard error is a terminal that a progress line may be redrawn on. */
  readonly interactive: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
}

/** Work shorter than this is not worth a line. */
const QUIET_FOR = 1000;
const REDRAW_EVERY = 100;

/** Draws one line of progress on a terminal's standard error, for long work only. Call `end` when done. */
export function progressLine(terminal: Terminal, what: string): { at(done: number, total: number): void; end(): void } {
  const started = performance.now();
  let drawn = 0;
  return {
    at(done, total) {
      const now = performance.now();
      if (!terminal.interactive || now - started < QUIET_FOR || now - drawn < REDRAW_EVERY) return;
      drawn = now;
      terminal.error(`\r\x1b[K${printable(what)} ${done}/${total}`);
    },
    end() {
      if (drawn > 0) terminal.error('\r\x1b[K');
    },
  };
}
