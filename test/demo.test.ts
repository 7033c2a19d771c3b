import { describe, expect, test } from '@jest/globals';
import { readArguments, UsageError } from '../demo/arguments.ts';
import { escapeHtml, html } from '../demo/page/html.ts';
import { renderMarkdown } from '../demo/page/markdown.ts';
import { pageRoutes } from '../demo/page/routes.ts';
import type { Snapshot } from '../demo/snapshot.ts';
import { expectedComments, filesOf, fix, lineOf, pastLeak, proposal, rewritten } from '../demo/story.ts';
import type { PageReply } from './fake-github/server.ts';
import { fillSecrets } from './support/secrets.ts';

const hostile = `"'><script>alert(1)</script><img src=x onerror=alert(1)></details></td></table>\u202e`;
const bot = { id: 2, login: `portcullis${hostile}`, type: 'Bot' } as const;
const sha = 'a'.repeat(40);
const time = '2026-11-01T00:00:00Z';

/** A pull request in which every text that someone could choose is an attack. */
const snapshot: Snapshot = {
  title: 'Reviewed',
  pull: {
    id: 1,
    repositoryId: 1,
    repository: `acme/${hostile}`,
    number: 1,
    title: hostile,
    body: hostile,
    author: { id: 1, login: hostile, type: 'User' },
    association: 'CONTRIBUTOR',
    state: 'open',
    draft: false,
    merged: false,
    mergedAt: null,
    mergedBy: null,
    mergeCommitSha: null,
    closedAt: null,
    base: { repositoryId: 1, ref: hostile, sha },
    head: { repositoryId: 1, ref: hostile, sha },
    createdAt: time,
    updatedAt: time,
    timeline: [],
  },
  rounds: [
    {
      sha,
      by: hostile,
      commits: [{ sha, subject: `${hostile} (RED)`, author: hostile }],
      reviews: [],
    },
  ],
  files: [
    {
      status: 'renamed',
      path: hostile,
      previousPath: hostile,
      sha,
      additions: 1,
      deletions: 0,
      patch: null,
      hunks: [{ header: `@@ -1 +1 @@ ${hostile}`, oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: [`+${hostile}`] }],
    },
  ],
  comments: [],
  runs: [
    {
      id: 5,
      repositoryId: 1,
      suiteId: 1,
      app: { id: 1, slug: 'portcullis', name: 'Portcullis' },
      name: hostile,
      headSha: sha,
      externalId: '',
      detailsUrl: null,
      status: 'completed',
      conclusion: 'failure',
      startedAt: time,
      completedAt: time,
      title: hostile,
      summary: hostile,
      text: null,
      annotations: [
        {
          path: hostile,
          start_line: 1,
          end_line: 1,
          start_column: null,
          end_column: null,
          annotation_level: 'failure',
          title: hostile,
          message: hostile,
          raw_details: null,
        },
      ],
      actions: [],
    },
  ],
  merge: {
    mergeable: false,
    state: 'blocked',
    reasons: [hostile],
    required: [{ check: { name: hostile }, standing: 'expected', run: null }],
  },
  answer: { status: 405, message: hostile },
};
const comment: Snapshot['comments'][number] = {
  id: 3,
  repositoryId: 1,
  pullNumber: 1,
  reviewId: 4,
  inReplyTo: null,
  user: bot,
  body: `${hostile}\n\n\`\`\`suggestion\n${hostile}\n\`\`\``,
  path: hostile,
  subjectType: 'line',
  side: 'RIGHT',
  startSide: null,
  line: 1,
  startLine: null,
  originalLine: 1,
  originalStartLine: null,
  originalPosition: 1,
  commitId: sha,
  originalCommitId: sha,
  diffHunk: `@@ -0,0 +1 @@\n+${hostile}`,
  createdAt: time,
  updatedAt: time,
};
const review = {
  id: 4,
  repositoryId: 1,
  pullNumber: 1,
  user: bot,
  body: hostile,
  state: 'COMMENTED',
  commitId: sha,
  submittedAt: time,
} as const;
const attacked: Snapshot = {
  ...snapshot,
  comments: [comment],
  rounds: snapshot.rounds.map((round) => ({ ...round, reviews: [{ review, comments: [comment] }] })),
};

const routes = pageRoutes({ snapshots: [attacked], readFile: async () => Buffer.from(hostile) });
const asked = (method = 'GET', host = '127.0.0.1:8080') => ({ method, headers: { host } }) as never;
async function get(path: string): Promise<PageReply> {
  const reply = await routes(asked(), new URL(path, 'http://127.0.0.1'));
  if (!reply) throw new Error(`no page at ${path}`);
  return reply;
}

describe('the page of the demo', () => {
  test('escapes every text but what it made itself', () => {
    expect(escapeHtml(`<a b="c" d='e'>&\u202e`)).toBe('&#60;a b=&#34;c&#34; d=&#39;e&#39;&#62;&#38;[U+202E]');
    expect(html`<p>${'<b>'}${[html`<i>${1}</i>`, '&']}${null}${false}</p>`).toEqual({ html: '<p>&#60;b&#62;<i>1</i>&#38;</p>' });
  });

  test.each([
    ['raw HTML', '<script>alert(1)</script>', '&#60;script&#62;alert(1)&#60;/script&#62;'],
    ['HTML in a line', 'a <b onclick="x">b</b>', '<p>a &#60;b onclick=&#34;x&#34;&#62;b&#60;/b&#62;</p>'],
    ['a script address', '[a](javascript:alert(1))', '<p><a href="">a</a></p>'],
    ['a picture from elsewhere', '![what it shows](https://evil.example/x.png)', '<p>what it shows</p>'],
    ['a hidden mark', 'a\n\n<!-- mark -->', '<p>a</p>\n'],
    ['a fold', '<details><summary>more</summary>\n\ntext\n\n</details>', '<details><summary>more</summary>\n<p>text</p>\n</details>'],
    ['a fold with attributes', '<details ontoggle="x">', '&#60;details ontoggle=&#34;x&#34;&#62;'],
    ['a fold never closed', '<details>', '<details></details>'],
    ['a fold never opened', '</details>', ''],
  ])('renders %s without harm', (_, markdown, rendered) => {
    expect(renderMarkdown(markdown).html).toBe(rendered);
  });

  test('shows a suggestion as the difference from the lines it stands on', () => {
    expect(renderMarkdown('```suggestion\na\nb < c\n```', ['b < c']).html).toBe(
      [
        '<figure class="suggestion"><figcaption>Suggested change</figcaption><pre>',
        '<span class="add"><span class="sign">+</span>a\n</span><span class="same"><span class="sign"> </span>b &#60; c\n</span>',
        '</pre></figure>',
      ].join(''),
    );
  });

  test.each(['/1', '/1/files', '/1/checks', `/acme/site/blob/${sha}/${encodeURIComponent(hostile)}`])(
    'lets no attack through at %s',
    async (path) => {
      const { status, headers, body } = await get(path);
      const text = String(body);
      expect(status).toBe(200);
      expect(headers?.['content-security-policy']).toMatch(/^default-src 'none'; style-src 'self';/);
      expect(text).toContain('&#60;script&#62;alert(1)');
      // Every tag of the page is one of ours, and none has a handler. What stands in quotes is a value: an escaped one ends none.
      expect(text.replace(/"[^"]*"/g, '""').match(/<script|<img|<iframe|<[a-z]+[^<>]*\son[a-z]+\s*=|\u202e/gi)).toBeNull();
    },
  );

  test('repeats no token of the code it shows', async () => {
    const line = fillSecrets("const token = '{{ghp}}';");
    const files = attacked.files.map((file) => ({ ...file, hunks: file.hunks.map((hunk) => ({ ...hunk, lines: [`+${line}`] })) }));
    const told = {
      ...attacked,
      files,
      rounds: [{ ...attacked.rounds[0]!, reviews: [{ review, comments: [{ ...comment, diffHunk: `@@ -0,0 +1 @@\n+${line}` }] }] }],
    };
    const pages = pageRoutes({ snapshots: [told], readFile: async () => Buffer.from(line) });
    const bodies = ['/1', '/1/files', `/acme/site/blob/${sha}/a.ts`].map(async (path) => {
      const reply = await pages(asked(), new URL(path, 'http://127.0.0.1'));
      const body = String(reply?.body);
      return [body.includes('const token = &#39;[redacted: GitHub token]&#39;;'), body.includes(fillSecrets('{{ghp}}'))];
    });
    expect(await Promise.all(bodies)).toEqual([
      [true, false],
      [true, false],
      [true, false],
    ]);
  });

  // A site that points its own name at this machine would otherwise read the pages through the browser.
  test.each([
    ['127.0.0.1:8080', 200],
    ['localhost:8080', 200],
    ['evil.example:8080', 421],
    ['127.0.0.1.evil.example', 421],
  ])('asked for by the name %s answers %i', async (host, status) => {
    expect((await routes(asked('GET', host), new URL('http://127.0.0.1/1')))?.status).toBe(status);
  });

  test('answers where it has nothing', async () => {
    expect(await routes(asked('POST'), new URL('http://127.0.0.1/1'))).toBeNull();
    expect(await routes(asked(), new URL('http://127.0.0.1/repos/acme/site'))).toBeNull();
    expect([(await get('/2')).status, (await get('/')).headers?.location]).toEqual([404, '/1']);
    // The way is told from its beginning, also when it has ended.
    const later = pageRoutes({ snapshots: [attacked, attacked], readFile: async () => null });
    expect((await later(asked(), new URL('http://127.0.0.1/')))?.headers?.location).toBe('/1');
  });
});

describe('the demo', () => {
  test.each([
    [[], { range: null, port: 0, exit: false }],
    [['--exit', '--port', '8080'], { range: null, port: 8080, exit: true }],
    [['--repo', 'x', '--base', 'a', '--head', 'b'], { range: { repo: 'x', base: 'a', head: 'b' }, port: 0, exit: false }],
    [['--help'], 'help'],
  ])('takes %j', (args, options) => {
    expect(readArguments(args)).toEqual(options);
  });

  test.each([
    [['--repo', 'x'], '--repo, --base and --head belong together: give all three.'],
    [['--port', 'all'], '--port takes a number from 0 to 65535.'],
    [['--port', '70000'], '--port takes a number from 0 to 65535.'],
  ])('refuses %j', (args, message) => {
    expect(() => readArguments(args)).toThrow(new UsageError(message));
  });

  test('expects its comments on lines that the story holds', () => {
    expect(expectedComments.map((one) => `${one.path}:${lineOf(one)}`)).toEqual([
      'scripts/deploy.sh:15',
      'scripts/deploy.sh:4',
      'reports/search.py:20',
      'scripts/deploy.sh:13',
      'scripts/deploy.sh:20',
      'src/labels.ts:10',
      'src/announce.ts:2',
    ]);
  });

  test('tells of a token that the end of the story does not hold, and of a history that never held one', () => {
    const holders = (commits: typeof proposal) =>
      commits.flatMap((commit) =>
        Object.entries(filesOf(commit)).flatMap(([path, file]) =>
          [pastLeak.mark, '{{ghp}}'].some((mark) => JSON.stringify(file).includes(fillSecrets(mark))) ? [`${commit.folder} ${path}`] : [],
        ),
      );
    expect([holders([...proposal, ...fix]), holders(rewritten)]).toEqual([
      ['14-labels-green deploy/registry.ini', '16-hooks-green src/announce.ts'],
      [],
    ]);
    expect(filesOf(proposal.find(({ folder }) => folder === '16-hooks-green')!)).toHaveProperty(['deploy/registry.ini']);
    expect(rewritten.map(({ message }) => message)).toEqual([...proposal, ...fix].map(({ message }) => message));
  });
});
