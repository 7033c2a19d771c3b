/** What `npm run demo` takes. */
import { parseArgs } from 'node:util';

export interface LocalRange {
  readonly repo: string;
  readonly base: string;
  readonly head: string;
}

export interface DemoOptions {
  /** A range of a repository on this machine, or null for the story. */
  readonly range: LocalRange | null;
  /** 0 lets the system choose. */
  readonly port: number;
  /** End once the way is walked, also on a terminal. */
  readonly exit: boolean;
}

export const usage = `npm run demo -- [--repo DIR --base REV --head REV] [--port N] [--exit]

  Without a repository: a small one with a story, from the first review to the merge.
  --repo DIR    a git repository on this machine; it is only read
  --base REV    what the pull request would be merged into
  --head REV    what it brings
  --port N      where the page is served; any free port if not given
  --exit        end when all is shown; without a terminal it does so by itself
`;

/** Wrong arguments, in a sentence that names the remedy. */
export class UsageError extends Error {}

export function readArguments(args: readonly string[]): DemoOptions | 'help' {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  let values: { repo?: string; base?: string; head?: string; port?: string; exit?: boolean; help?: boolean };
  try {
    const options = { repo: text, base: text, head: text, port: text, exit: flag, help: { ...flag, short: 'h' } };
    values = parseArgs({ args: [...args], options, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  if (values.help) return 'help';
  const { repo, base, head } = values;
  const given = [repo, base, head].filter((value) => value !== undefined);
  if (given.length !== 0 && (!repo || !base || !head)) throw new UsageError('--repo, --base and --head belong together: give all three.');
  const port = Number(values.port ?? 0);
  if (!/^\d*$/.test(values.port ?? '') || port > 65_535) throw new UsageError('--port takes a number from 0 to 65535.');
  return { range: repo && base && head ? { repo, base, head } : null, port, exit: values.exit ?? false };
}
