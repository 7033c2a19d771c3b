/** The change of a pull request on GitHub, read with the caller's token. Nothing is posted. */

import type { ConfigText } from '../config/configTexts.ts';
import { connectionCodeOf, isTransient, reasonOf, statusOf } from '../github/apiErrors.ts';
import { createClient } from '../github/client.ts';
import { type PullState, pullState } from '../github/jobs.ts';
import { readChange } from '../github/readChange.ts';
import { readFloor } from '../github/readFloor.ts';
import { apiUrlProblem } from '../github/settings.ts';
import type { Change } from '../model/change.ts';
import { UsageError } from './exit.ts';
import type { Terminal } from './terminal.ts';

export interface PullRequestName {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

export interface ReadPullRequest {
  readonly change: Change;
  readonly draft: boolean;
  readonly floor: ConfigText;
  /** What is known of it around its commits. */
  readonly tdd: Pick<PullState, 'title' | 'isNewcomer'>;
}

const api = 'https://api.github.com';

export async function withPullRequest<T>(
  { owner, repo, number }: PullRequestName,
  terminal: Terminal,
  work: (pull: ReadPullRequest) => Promise<T>,
): Promise<T> {
  const token = terminal.environment.GITHUB_TOKEN?.trim();
  if (!token) throw new UsageError('GITHUB_TOKEN is not set: give it a token that may read the repository.');
  // The line break of two tokens pasted together, say; it would fail in a header, under another name.
  if (!/^[!-~]+$/.test(token))
    throw new UsageError('GITHUB_TOKEN holds characters that no token has: set it anew, without blanks or line breaks.');
  const apiUrl = terminal.environment.GITHUB_API_URL?.trim().replace(/\/+$/, '') || api;
  const problem = apiUrlProblem(apiUrl);
  if (problem) throw new UsageError(`GITHUB_API_URL ${problem}.`);
  const client = createClient({ apiUrl, token });
  const place = { owner, repo };
  let read: ReadPullRequest;
  try {
    const { data: pull } = await client.rest.pulls.get({ ...place, pull_number: number });
    const [change, floor] = await Promise.all([
      readChange(client, { ...place, base: pull.base.sha, head: pull.head.sha }),
      readFloor(client, owner),
    ]);
    const { draft, title, isNewcomer } = pullState(pull);
    read = { change, draft, floor, tdd: { title, isNewcomer } };
  } catch (error) {
    const code = connectionCodeOf(error);
    if (code !== null) {
      const { origin } = new URL(apiUrl);
      throw new UsageError(
        `${owner}/${repo}#${number} could not be read: ${origin} cannot be reached (${code}). Check GITHUB_API_URL and the connection.`,
      );
    }
    throw new UsageError(`${owner}/${repo}#${number} could not be read: ${reasonOf(error)}. ${remedyFor(error)}`);
  }
  try {
    return await work(read);
  } finally {
    await read.change.close();
  }
}

function remedyFor(error: unknown): string {
  const status = statusOf(error);
  if (status === 401) return 'GITHUB_TOKEN is not accepted: make a new one.';
  if (status === 403) return 'Give the token read access to contents and pull requests, or wait if its limit is used up.';
  if (status === 404) return 'Check the name, and that the token may read the repository.';
  return isTransient(error) ? 'Try again later.' : 'Check GITHUB_API_URL and the connection.';
}
