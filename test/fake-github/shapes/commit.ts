/** Commits and changed files as REST shows them. */
import type { FileDifference } from '../diff.ts';
import type { ParsedCommit, Signature } from '../gitObjects.ts';
import type { Host } from '../host.ts';
import type { Account, Repository } from '../state.ts';
import { accountShape, nodeId } from './account.ts';

const unverified = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

/** GitHub finds an account by the mail address of the commit; here, by its no-reply form `<id>+<login>@`. */
function accountOf(host: Host, person: Signature): Account | null {
  const login = /^(?:\d+\+)?([^@]+)@users\.noreply\./.exec(person.email)?.[1];
  return login ? (host.state.accounts.get(login.toLowerCase()) ?? null) : null;
}

const person = (it: Signature) => ({ name: it.name, email: it.email, date: it.date });

/** As `git/commits` gives it. */
export function gitCommitShape(host: Host, repository: Repository, commit: ParsedCommit) {
  const url = `${host.url}/repos/${repository.fullName}/git`;
  const html = `${host.url}/${repository.fullName}/commit`;
  return {
    sha: commit.sha,
    node_id: nodeId('C', commit.sha),
    url: `${url}/commits/${commit.sha}`,
    html_url: `${html}/${commit.sha}`,
    author: person(commit.author),
    committer: person(commit.committer),
    tree: { sha: commit.tree, url: `${url}/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((sha) => ({ sha, url: `${url}/commits/${sha}`, html_url: `${html}/${sha}` })),
    verification: unverified,
  };
}

/** As lists of commits give it. */
export function commitShape(host: Host, repository: Repository, commit: ParsedCommit) {
  const url = `${host.url}/repos/${repository.fullName}`;
  const html = `${host.url}/${repository.fullName}/commit`;
  const [author, committer] = [accountOf(host, commit.author), accountOf(host, commit.committer)];
  return {
    sha: commit.sha,
    node_id: nodeId('C', commit.sha),
    commit: {
      author: person(commit.author),
      committer: person(commit.committer),
      message: commit.message,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      url: `${url}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: unverified,
    },
    url: `${url}/commits/${commit.sha}`,
    html_url: `${html}/${commit.sha}`,
    comments_url: `${url}/commits/${commit.sha}/comments`,
    author: author && accountShape(host, author),
    committer: committer && accountShape(host, committer),
    parents: commit.parents.map((sha) => ({ sha, url: `${url}/commits/${sha}`, html_url: `${html}/${sha}` })),
  };
}

/** As events give the newest commit of something. */
export function headCommitShape(commit: ParsedCommit) {
  const { author, committer } = commit;
  return {
    id: commit.sha,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: committer.date,
    author: { name: author.name, email: author.email },
    committer: { name: committer.name, email: committer.email },
  };
}

/** GitHub leaves out the patch of a file above this size. */
const patchBytes = 500_000;

export function fileShape(host: Host, repository: Repository, file: FileDifference, commit: string) {
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${host.url}/${repository.fullName}/blob/${commit}/${path}`,
    raw_url: `${host.url}/${repository.fullName}/raw/${commit}/${path}`,
    contents_url: `${host.url}/repos/${repository.fullName}/contents/${path}?ref=${commit}`,
    ...(file.patch !== null && file.patch.length <= patchBytes ? { patch: file.patch } : {}),
    ...(file.previousPath === null ? {} : { previous_filename: file.previousPath }),
  };
}
