/** Files by path, with the platform's oddities: 1 MB, symlinks followed, submodules listed as files. */
import { posix } from 'node:path';
import type { TreeEntry } from '../gitObjects.ts';
import { notFound, Refusal } from '../refusal.ts';
import type { ApiRequest, Reply, Route } from '../route.ts';
import { rawReply, wantsRaw, wrapBase64 } from './gitData.ts';

const megabyte = 1024 * 1024;

function describe(request: ApiRequest, path: string, entry: TreeEntry, ref: string) {
  const { host, repository } = request;
  const folder = entry.mode === '40000';
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  const url = `${host.url}/repos/${repository.fullName}/contents/${encoded}?ref=${encodeURIComponent(ref)}`;
  const gitUrl = `${host.url}/repos/${repository.fullName}/git/${folder ? 'trees' : 'blobs'}/${entry.sha}`;
  const html = `${host.url}/${repository.fullName}/${folder ? 'tree' : 'blob'}/${ref}/${encoded}`;
  return {
    name: posix.basename(path),
    path,
    sha: entry.sha,
    url,
    html_url: html,
    git_url: gitUrl,
    download_url: folder ? null : `${host.url}/${repository.fullName}/raw/${ref}/${encoded}`,
    _links: { self: url, git: gitUrl, html },
  };
}

const kinds: Readonly<Record<string, string>> = { '40000': 'dir', '120000': 'symlink', '160000': 'file' };

async function getContents(request: ApiRequest): Promise<Reply> {
  const { host, repository, params, query } = request;
  const ref = query.get('ref') ?? repository.defaultBranch;
  const sha = await host.store.resolve(repository.directory, ref);
  if (!sha) throw new Refusal(404, `No commit found for the ref ${ref}`);
  const commit = await host.store.readCommit(repository.directory, sha);
  const tree = commit?.tree ?? '';
  let path = params.path ?? '';
  let entry = await host.store.entryAt(repository.directory, tree, path);
  if (!entry) throw notFound();
  const size = async (it: TreeEntry) => (await host.store.read(repository.directory, it.sha))?.bytes.length ?? 0;
  if (entry.mode === '40000') {
    const entries = (await host.store.readTree(repository.directory, entry.sha)).slice(0, 1000);
    const listed = entries.map(async (it) => ({
      type: kinds[it.mode] ?? 'file',
      size: it.mode === '40000' || it.mode === '160000' ? 0 : await size(it),
      ...describe(request, posix.join(path, it.name.toString('utf8')), it, ref),
    }));
    return { status: 200, body: await Promise.all(listed) };
  }
  if (entry.mode === '160000')
    return { status: 200, body: { type: 'submodule', submodule_git_url: null, size: 0, ...describe(request, path, entry, ref) } };
  if (entry.mode === '120000') {
    const target = (await host.store.read(repository.directory, entry.sha))?.bytes.toString('utf8') ?? '';
    const followed = posix.normalize(posix.join(posix.dirname(path), target));
    const found =
      target.startsWith('/') || followed.startsWith('..') ? null : await host.store.entryAt(repository.directory, tree, followed);
    if (!found || found.mode === '40000' || found.mode === '160000')
      return { status: 200, body: { type: 'symlink', target, size: target.length, ...describe(request, path, entry, ref) } };
    [path, entry] = [followed, found];
  }
  const bytes = (await host.store.read(repository.directory, entry.sha))?.bytes ?? Buffer.alloc(0);
  if (bytes.length > 100 * megabyte) throw new Refusal(403, 'This API returns blobs up to 100 MB in size.');
  if (wantsRaw(request)) return rawReply(bytes);
  const small = bytes.length <= megabyte;
  const content = { encoding: small ? 'base64' : 'none', content: small ? wrapBase64(bytes) : '' };
  return { status: 200, body: { type: 'file', size: bytes.length, ...describe(request, path, entry, ref), ...content } };
}

export const contentsRoutes: readonly Route[] = [
  { method: 'GET', path: '/repos/{owner}/{repo}/contents/{path}', access: ['contents', 'read'], query: ['ref'], handle: getContents },
];
