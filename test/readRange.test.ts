/** The commits of a range, where GitHub keeps some back, against what git itself says of the same graph. */
import { describe, expect, test } from '@jest/globals';
import { createClient } from '../src/github/client.ts';
import { readRange, walkBudget } from '../src/github/readRange.ts';

/** Sha to parents, in the order of their dates. */
type Graph = ReadonlyMap<string, readonly string[]>;

/** `b c: a` is two commits on `a`, one after the other; `m: a b` a merge. */
function graphOf(text: string): Graph {
  const graph = new Map<string, readonly string[]>();
  for (const line of text.trim().split('\n')) {
    const [names, from = ''] = line.trim().split(':');
    let parents: readonly string[] = from.split(' ').filter(Boolean);
    for (const name of names!.split(' ').filter(Boolean)) {
      graph.set(name, parents);
      parents = [name];
    }
  }
  return graph;
}

const line = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, at) => `${prefix}${at}`);

function ancestors(graph: Graph, of: string): Set<string> {
  const found = new Set<string>();
  const waiting = [of];
  for (let sha = waiting.pop(); sha !== undefined; sha = waiting.pop()) {
    if (found.has(sha)) continue;
    found.add(sha);
    waiting.push(...(graph.get(sha) ?? []));
  }
  return found;
}

/** As git walks: of those whose child was told, the newest first. */
function walkFrom(graph: Graph, head: string): string[] {
  const date = new Map([...graph.keys()].map((sha, at) => [sha, at]));
  const waiting = [head];
  const told = new Set<string>();
  while (waiting.length > 0) {
    waiting.sort((one, other) => date.get(one)! - date.get(other)!);
    const next = waiting.pop()!;
    if (told.has(next)) continue;
    told.add(next);
    waiting.push(...graph.get(next)!);
  }
  return [...told];
}

function ahead(graph: Graph, base: string, head: string): string[] {
  const old = ancestors(graph, base);
  return walkFrom(graph, head)
    .filter((sha) => !old.has(sha))
    .reverse();
}

interface Cut {
  /** Commits that a comparison gives, and at which end. */
  readonly most: number;
  readonly keeps: 'oldest' | 'newest';
}

/** GitHub over a graph. */
function github(graph: Graph, { most, keeps }: Cut, isListing = true) {
  const calls: string[] = [];
  const shape = (sha: string) => ({
    sha,
    parents: graph.get(sha)!.map((parent) => ({ sha: parent })),
    commit: { message: `m ${sha}`, author: { name: 'Ann' } },
    author: { type: 'User' },
  });
  const answer = (url: URL): unknown => {
    const page = Number(url.searchParams.get('page') ?? 1);
    const size = Number(url.searchParams.get('per_page') ?? 30);
    const paged = <T>(all: readonly T[]) => all.slice((page - 1) * size, page * size);
    const between = /\/compare\/(\w+)\.\.\.(\w+)$/.exec(url.pathname);
    if (between) {
      const all = ahead(graph, between[1]!, between[2]!);
      const given = keeps === 'oldest' ? all.slice(0, most) : all.slice(-most);
      return { merge_base_commit: { sha: 'base' }, total_commits: all.length, commits: paged(given).map(shape) };
    }
    if (!isListing || !url.pathname.endsWith('/commits')) return null;
    return paged(walkFrom(graph, url.searchParams.get('sha')!)).map(shape);
  };
  const client = createClient({
    apiUrl: 'https://github.test/api/v3',
    token: 't',
    fetch: async (input) => {
      const url = new URL(String(input));
      calls.push(url.pathname.split('/').slice(5, 6).join(''));
      const body = answer(url);
      return new Response(JSON.stringify(body ?? { message: 'Not Found' }), {
        status: body === null ? 404 : 200,
        headers: { 'content-type': 'application/json; charset=utf-8' },
      });
    },
    firstPauseMs: 1,
    longestPauseMs: 1,
  });
  return { client, calls };
}

const range = { owner: 'o', repo: 'r', base: 'tip', head: 'head' };

async function read(graph: Graph, cut: Cut, isListing?: boolean) {
  const { client, calls } = github(graph, cut, isListing);
  const { commits, missing } = await readRange(client, range);
  const place = new Map(commits.map(({ sha }, at) => [sha, at]));
  return {
    commits: commits.map(({ sha }) => sha).sort(),
    isInOrder: commits.every(({ parents }, at) => parents.every((parent) => (place.get(parent) ?? -1) < at)),
    missing,
    calls: calls.length,
  };
}

const base = line('b', 400).join(' ');
const mainline = `base ${base} tip:`;
/** Three hundred commits, and the base merged into them every thirty. */
const merging = `${mainline}\n${Array.from({ length: 10 }, (_, at) => `${line(`c${at}x`, 29).join(' ')}: ${at === 0 ? 'base' : `m${at - 1}`}\nm${at}: c${at}x28 b${at * 30}`).join('\n')}\nhead: m9`;
/** Branches of thirty commits that were merged, two at a time. */
const branching = `${mainline}\n${Array.from({ length: 4 }, (_, at) => {
  const start = at === 0 ? 'base' : `o${at - 1}`;
  return `${line(`p${at}x`, 30).join(' ')}: ${start}\n${line(`q${at}x`, 30).join(' ')}: ${start}\no${at}: ${start} p${at}x29 q${at}x29`;
}).join('\n')}\nhead: o3`;
const shuffled = (graph: Graph): Graph => {
  const shas = [...graph.keys()];
  return new Map(shas.map((_, at) => shas[(at * 7919) % shas.length]!).map((sha) => [sha, graph.get(sha)!]));
};

describe('a range of which a comparison keeps commits back', () => {
  const linear = graphOf(`${mainline}\n${line('c', 300).join(' ')} head: base`);
  test.each<[what: string, graph: Graph, cut: Cut, calls: number]>([
    ['nothing: a call a hundred commits', linear, { most: 1000, keeps: 'oldest' }, 4],
    ['the newest', linear, { most: 150, keeps: 'oldest' }, 5],
    ['the oldest', linear, { most: 150, keeps: 'newest' }, 6],
    ['the newest, the base merged in ten times', graphOf(merging), { most: 100, keeps: 'oldest' }, 15],
    ['the oldest, the base merged in ten times', graphOf(merging), { most: 100, keeps: 'newest' }, 15],
    ['the newest of many branches', graphOf(branching), { most: 100, keeps: 'oldest' }, 15],
    ['the oldest of many branches', graphOf(branching), { most: 100, keeps: 'newest' }, 15],
    ['some, by dates that lie', shuffled(linear), { most: 150, keeps: 'newest' }, 15],
    ['some of merges, by dates that lie', shuffled(graphOf(branching)), { most: 150, keeps: 'oldest' }, 15],
  ])('is read whole without %s', async (_, graph, cut, calls) => {
    const told = await read(graph, cut);
    expect({ ...told, calls: told.calls <= calls || told.calls }).toEqual({
      commits: ahead(graph, 'tip', 'head').sort(),
      isInOrder: true,
      missing: null,
      calls: true,
    });
  });

  test('lacks what nobody gives, which is said, after bounded calls', async () => {
    const graph = graphOf(`${mainline}\n${line('c', 6000).join(' ')} head: base`);
    const { commits, missing, calls } = await read(graph, { most: 100, keeps: 'oldest' });
    expect([commits.length, missing, calls]).toEqual([100, 'GitHub gave 100 of 6001 commits', 2 + walkBudget]);
    const denied = await read(linear, { most: 150, keeps: 'oldest' }, false);
    expect([denied.commits.length, denied.missing]).toEqual([150, 'GitHub gave 150 of 301 commits']);
  });
});
