/** The pages of the demo on the local GitHub's address. Nothing in them runs, and nothing is fetched from elsewhere. */
import { readFileSync } from 'node:fs';
import type { PageReply, PageRoutes } from '../../test/fake-github/server.ts';
import type { Snapshot } from '../snapshot.ts';
import { blobPage } from './blob.ts';
import { checks } from './checks.ts';
import { conversation } from './conversation.ts';
import { filesChanged } from './filesChanged.ts';
import { html } from './html.ts';
import { documentOf, pullPage, type Tab, tabs } from './layout.ts';

export interface PageSources {
  /** In the order in which they happened; more may come. */
  readonly snapshots: readonly Snapshot[];
  readonly readFile: (repository: string, revision: string, path: string) => Promise<Uint8Array | null>;
}

const headers = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

const style = readFileSync(new URL('./style.css', import.meta.url), 'utf8');

const page = (body: string, status = 200): PageReply => ({ status, headers, body });
const notFound = page(
  documentOf('Not found', html`<div class="wide"><h1>Not found</h1><p><a href="/">The pull request</a></p></div>`),
  404,
);

/** A foreign name that leads to this machine is how a web site reads what only the user should see. */
const otherHost = page(documentOf('Another host', html`<div class="wide"><h1>Ask for 127.0.0.1 or localhost</h1></div>`), 421);

const views: Readonly<Record<Tab['name'], (snapshot: Snapshot) => ReturnType<typeof conversation>>> = {
  '': conversation,
  files: filesChanged,
  checks,
};

async function blob({ readFile }: PageSources, pathname: string): Promise<PageReply | null> {
  const [, repository, revision, rest] = /^\/([^/]+\/[^/]+)\/blob\/([0-9a-f]{40})\/(.+)$/.exec(pathname) ?? [];
  if (repository === undefined || revision === undefined || rest === undefined) return null;
  try {
    const path = decodeURIComponent(rest);
    const bytes = await readFile(decodeURIComponent(repository), revision, path);
    return bytes ? page(blobPage(path, Buffer.from(bytes).toString('utf8'))) : notFound;
  } catch {
    // An address that is no address, or a repository that is not here.
    return notFound;
  }
}

export function pageRoutes(sources: PageSources): PageRoutes {
  return async (request, { pathname }) => {
    if (request.method !== 'GET') return null;
    const isPage = /^\/(?:|style\.css|\d(?:\/\w+)?|[^/]+\/[^/]+\/(?:pull|blob)\/.+)$/.test(pathname);
    if (isPage && !/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(request.headers.host ?? '')) return otherHost;
    if (pathname === '/style.css') return { headers: { ...headers, 'content-type': 'text/css; charset=utf-8' }, body: style };
    const { snapshots } = sources;
    if (pathname === '/' || /^\/[^/]+\/[^/]+\/pull\/\d+$/.test(pathname)) {
      return snapshots.length > 0 ? { status: 302, headers: { ...headers, location: '/1' }, body: '' } : notFound;
    }
    const [, moment, name = ''] = /^\/(\d)(?:\/(files|checks))?$/.exec(pathname) ?? [];
    if (moment === undefined) return blob(sources, pathname);
    const snapshot = snapshots[Number(moment) - 1];
    const tab = tabs.find((one) => one.name === name);
    return snapshot && tab ? page(pullPage(snapshots, Number(moment) - 1, tab, views[tab.name](snapshot))) : notFound;
  };
}
