/** Outputs of well-known actions that carry what outsiders wrote, and inputs that actions run as code. */
import { pullEvents, type Writable } from './contexts.ts';

interface Row {
  readonly action: RegExp;
  readonly output: RegExp;
  readonly events: readonly string[];
  readonly what: string;
  readonly hasLines: boolean;
}

const pulls = [...pullEvents, 'push'];
const asked = [...pullEvents, 'issue_comment', 'workflow_run'];
const issueEvents = ['issues', 'issue_comment'];

const rows: readonly Row[] = [
  {
    action:
      /^(?:tj-actions|step-security)\/changed-files$|^(?:jitterbit\/get-changed-files|trilom\/file-changes-action|ahmadnassri\/action-changed-files|lots0logs\/gh-action-get-changed-files|masesgroup\/retrieve-changed-files|dorny\/paths-filter|technote-space\/get-diff-action|the-coding-turtle\/ga-file-changes|futuratrepadeira\/changed-files|umani\/changed-files|knl\/files-changed)$/,
    output: /files|^(?:all|added|modified|removed|deleted|renamed|diff)$|_modified$/,
    events: pulls,
    what: 'the names of changed files',
    hasLines: false,
  },
  {
    action:
      /^(?:tj-actions\/branch-names|eficode\/resolve-pr-refs|alessbell\/pull-request-comment-branch|gotson\/pull-request-comment-branch|xt0rted\/pull-request-comment-branch|potiuk\/get-workflow-origin|mmazzarolo\/pr-branch|vishnudxb\/cancel-workflow|endbug\/version-check|rlespinasse\/github-slug-action)$/,
    output: /^(?:current_branch|head_ref(?:_branch)?|ref_branch|head_ref|sourceheadbranch|branch)$/,
    events: asked,
    what: 'the name of a branch',
    hasLines: false,
  },
  {
    action:
      /^(?:peter-evans\/find-comment|khan\/pull-request-comment-trigger|shanegenschaw\/pull-request-comment-trigger|tzkhan\/pr-update-action)$/,
    output: /^comment[-_]body$/,
    events: ['issue_comment', 'issues', ...pullEvents],
    what: 'the text of a comment',
    hasLines: true,
  },
  {
    action:
      /^(?:zentered\/issue-forms-body-parser|stefanbuck\/github-issue-parser|issue-ops\/parser|peter-murray\/issue-body-parser-action|peter-murray\/issue-forms-body-parser|onmax\/issue-form-parser|edumserrano\/github-issue-forms-parser|cssnr\/parse-issue-form-action)$/,
    output: /./,
    events: issueEvents,
    what: 'the text of an issue',
    hasLines: true,
  },
  {
    action: /^(?:amannn\/action-semantic-pull-request|jungwinter\/split|actions-ecosystem\/action-get-latest-tag)$/,
    output: /^error_message$/,
    events: pullEvents,
    what: 'the title of a pull request',
    hasLines: false,
  },
  {
    action: /^(?:8bitjonny\/gh-get-current-pr|jwalton\/gh-find-current-pr)$/,
    output: /title|body|headref|head_ref|^pr$|^pr_(?:title|body)$/,
    events: [...asked, 'push'],
    what: 'the text of a pull request',
    hasLines: true,
  },
  {
    action: /^octokit\/(?:request|graphql)-action$/,
    output: /^data$/,
    events: [...asked, 'issues'],
    what: 'what the API answers',
    hasLines: true,
  },
];

/** What an output of an action brings of outsiders. */
export function writableOutputOf(action: string, output: string): Writable | null {
  const row = rows.find((each) => each.action.test(action) && each.output.test(output));
  return row ? { name: row.what, events: row.events, hasLines: row.hasLines } : null;
}

/** Inputs that are run: by action, then by name. */
const codeInputs: readonly (readonly [action: RegExp, input: RegExp, runBy: string])[] = [
  [/^azure\/(?:cli|powershell)$/, /^inlinescript$/, 'the shell'],
  [
    /^(?:appleboy|nekiro|fifsky|garygrossgarten|d3rhase)\/(?:ssh-action|ssh-job|github-action-ssh|ssh-command-action)$/,
    /^(?:script|commands?)$/,
    'the shell',
  ],
  [/^(?:nick-fields|nick-invision)\/retry$/, /^(?:command|new_command_on_retry|on_retry_command)$/, 'the shell'],
  [/^(?:wandalen\/wretry\.action|max\w*\/retry)$/, /^command$/, 'the shell'],
  [/^addnab\/docker-run-action$/, /^run$/, 'the shell'],
  [/^(?:actions\/github-script|8398a7\/action-js-inline|satackey\/action-js-inline)$/, /^script$/, 'JavaScript'],
  [/^(?:jannekem\/run-python-script-action|cytopia\/shell-command-retry-action)$/, /^(?:script|command)$/, 'the program'],
  [/^amadevus\/pwsh-script$/, /^script$/, 'PowerShell'],
  [/^(?:mikefarah\/yq)$/, /^cmd$/, 'the shell'],
  [/^cross-platform-actions\/action$|^vmactions\/[\w-]+-vm$/, /^(?:run|prepare)$/, 'the shell'],
  [/^uraimo\/run-on-arch-action$/, /^(?:run|install|setup)$/, 'the shell'],
  [/^cypress-io\/github-action$/, /^(?:command|build|start|install-command)$/, 'the shell'],
  [/^sergeysova\/jq-action$/, /^cmd$/, 'the shell'],
  [/^(?:reactivecircus\/android-emulator-runner)$/, /^(?:script|pre-emulator-launch-script)$/, 'the shell'],
  [/^(?:coactions\/setup-xvfb|gabrielbb\/xvfb-action)$/, /^run$/, 'the shell'],
  [/^(?:devcontainers\/ci)$/, /^runcmd$/, 'the shell'],
  [/^(?:nixbuild\/nix-quick-install-action|workflow\/nix-shell-action)$/, /^script$/, 'the shell'],
];

/** Who runs an input of an action, or null where it is a value. */
export function runnerOfInput(action: string, input: string): string | null {
  return codeInputs.find(([name, inputs]) => name.test(action) && inputs.test(input))?.[2] ?? null;
}
