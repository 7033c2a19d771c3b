/** What people outside a repository can write into the contexts of a workflow, and with which events it comes. */

/** With secrets and a token of the repository, whoever caused them. */
export const outsideEvents: readonly string[] = [
  'pull_request_target',
  'issues',
  'issue_comment',
  'discussion',
  'discussion_comment',
  'commit_comment',
  'workflow_run',
];

/** From forks without secrets and with a token that only reads. */
export const forkEvents: readonly string[] = ['pull_request', 'pull_request_review', 'pull_request_review_comment'];

/** Texts that somebody with rights accepted or at least let in. */
export const acceptedEvents: readonly string[] = ['push', 'gollum', 'merge_group', 'check_suite', 'check_run'];

export interface Writable {
  /** Dotted, lower case; indexes as `*`. */
  readonly name: string;
  readonly events: readonly string[];
  /** May hold line breaks, so that it gets out of a comment. */
  readonly hasLines: boolean;
}

export const pullEvents: readonly string[] = ['pull_request_target', ...forkEvents];
const repository = ['description', 'homepage', 'default_branch'];
const person = (path: string) => [`${path}.name`, `${path}.email`];

const rows: readonly (readonly [events: readonly string[], names: readonly string[]])[] = [
  [
    ['issues', 'issue_comment'],
    ['issue.title', 'issue.body'],
  ],
  [['issue_comment', 'discussion_comment', 'commit_comment', 'pull_request_review_comment'], ['comment.body']],
  [['pull_request_review'], ['review.body']],
  [
    ['discussion', 'discussion_comment'],
    ['discussion.title', 'discussion.body'],
  ],
  [
    pullEvents,
    [
      'pull_request.title',
      'pull_request.body',
      'pull_request.head.ref',
      'pull_request.head.label',
      ...repository.map((field) => `pull_request.head.repo.${field}`),
    ],
  ],
  [
    [...pullEvents, 'issues'],
    ['changes.title.from', 'changes.body.from'],
  ],
  [
    ['push'],
    [
      'head_commit.message',
      ...person('head_commit.author'),
      ...person('head_commit.committer'),
      'commits.*.message',
      ...person('commits.*.author'),
      ...person('commits.*.committer'),
    ],
  ],
  [['gollum'], ['pages.*.page_name', 'pages.*.title']],
  [['merge_group'], ['merge_group.head_commit.message', ...person('merge_group.head_commit.author')]],
  [
    ['check_suite', 'check_run'],
    ['check_suite.head_branch', 'check_run.check_suite.head_branch'],
  ],
  [
    ['workflow_run'],
    [
      'workflow_run.head_branch',
      'workflow_run.display_title',
      'workflow_run.head_commit.message',
      ...person('workflow_run.head_commit.author'),
      ...person('workflow_run.head_commit.committer'),
      'workflow_run.pull_requests.*.head.ref',
      ...repository.map((field) => `workflow_run.head_repository.${field}`),
    ],
  ],
];

export const writables: readonly Writable[] = [
  ...rows.flatMap(([events, names]) =>
    names.map((name) => ({ name: `github.event.${name}`, events, hasLines: /(?:body|message|body\.from)$/.test(name) })),
  ),
  { name: 'github.head_ref', events: ['pull_request', 'pull_request_target'], hasLines: false },
];

/** What a reference brings along: itself, or everything below it (`toJSON(github.event)`). */
export function writablesOf(reference: string): readonly Writable[] {
  return writables.filter(({ name }) => name === reference || name.startsWith(`${reference}.`));
}

/** The input that a reference reads, or null. */
export function inputOf(reference: string): string | null {
  return /^(?:github\.event\.)?inputs\.([\w-]+)$/.exec(reference)?.[1] ?? null;
}
