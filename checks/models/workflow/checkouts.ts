/** Steps that bring what outsiders wrote into the workspace: commits of pull requests, artifacts of other runs. */
import { memberOf, type Span, spanOf, textOf } from '../../../src/engine/documents/actions.ts';
import type { Step } from '../../../src/engine/documents/workflow.ts';

export interface Checkout {
  readonly step: Step;
  readonly at: Span;
  /** Below the workspace; empty for the workspace itself. */
  readonly folder: string;
  /** A branch or a pull request's ref: what it holds can change between an approval and this step. */
  readonly isMutable: boolean;
  /** Only its name comes from outside, looked up in the own repository. */
  readonly isOwnBranch: boolean;
}

const HEAD_SHA = /\bpull_request\.head\.sha\b|\bworkflow_run\.head_(?:sha|commit\.id)\b|\bpull_request\.merge_commit_sha\b/i;
const HEAD_BRANCH = /\bgithub\.head_ref\b|\bGITHUB_HEAD_REF\b|\bpull_request\.head\.(?:ref|label)\b|\bworkflow_run\.head_branch\b/i;
const PULL_REF = /\bpull\/(?:\$|\{|\d)|\brefs\/pull\//i;
const HEAD_REPOSITORY = /\bpull_request\.head\.(?:repo|user)\b|\bworkflow_run\.head_repository\b/i;
/** What scripts and actions name the head of a pull request that they asked for. */
const ASKED_FOR = /\b(?:steps|needs)\.[\w-]+\.outputs\.(?:[\w-]*(?:head|pr|pull|sha|ref|branch|commit)[\w-]*)/i;
const ASKS =
  /pulls\.get\b|\bgh\s+pr\s+view\b|\/pulls\/|pull-request-comment-branch|headRef(?:Name|Oid)|pull_request\.head|\bresolve-pr-refs\b|\bget-workflow-origin\b/;
const CHANGES_TREE = /\bgit\s+(?:-C\s+\S+\s+)?(?:checkout|switch|reset\s+--hard|merge|pull|rebase|worktree\s+add|clone)\b[^\n]*/g;
const GH_CHECKOUT = /\b(?:gh|hub)\s+pr\s+checkout\b/;
const FETCH = /\bgit\s+(?:-C\s+\S+\s+)?fetch\b[^\n]*/g;

export function folderOf(path: string | null): string {
  return (path ?? '')
    .replace(/\$\{\{\s*github\.workspace\s*\}\}\/?|\$\{?GITHUB_WORKSPACE\}?\/?/g, '')
    .replace(/^(?:\.\/)+|\/+$/g, '')
    .replace(/^\.$/, '');
}

/** A script with the variables that its step declares put in, so that its words can be looked at. */
function withVariables(script: string, step: Step): string {
  const variables = memberOf(step.map, 'env') as { items?: readonly { key: unknown; value: unknown }[] } | null;
  let text = script.slice(0, 20_000);
  for (const { key, value } of variables?.items?.slice(0, 30) ?? []) {
    const name = textOf(key);
    const said = textOf(value);
    if (name === null || said === null || !/^\w{1,80}$/.test(name) || !said.includes('${{') || said.length > 300) continue;
    text = text.replace(new RegExp(`\\$\\{?(?:env:)?${name}\\b\\}?`, 'g'), () => said);
  }
  return text.slice(0, 60_000);
}

function scriptCheckout(step: Step, run: string): Pick<Checkout, 'isMutable' | 'isOwnBranch'> | null {
  if (!/\b(?:git|gh|hub)\b/.test(run)) return null;
  if (GH_CHECKOUT.test(run)) return { isMutable: true, isOwnBranch: false };
  const text = withVariables(run, step);
  const changes = text.match(CHANGES_TREE) ?? [];
  const fetches = text.match(FETCH) ?? [];
  if (changes.length > 0 && fetches.some((fetch) => PULL_REF.test(fetch))) return { isMutable: true, isOwnBranch: false };
  for (const change of changes) {
    // Single files of the head are read out with `--`.
    if (/\s--\s+\S/.test(change)) continue;
    if (HEAD_SHA.test(change)) return { isMutable: false, isOwnBranch: false };
    if (PULL_REF.test(change) || HEAD_REPOSITORY.test(change)) return { isMutable: true, isOwnBranch: false };
    if (HEAD_BRANCH.test(change)) return { isMutable: true, isOwnBranch: true };
  }
  return null;
}

/** The checkout of a commit that an outsider may have written, or null. `text`: the whole workflow. */
export function untrustedCheckout(step: Step, text = ''): Checkout | null {
  const at = step.uses?.span ?? spanOf(memberOf(step.map, 'run'));
  if (!at) return null;
  if (step.uses?.name === 'actions/checkout') {
    const given = memberOf(step.map, 'with');
    const ref = textOf(memberOf(given, 'ref')) ?? '';
    const repository = textOf(memberOf(given, 'repository')) ?? '';
    const isForeign = HEAD_REPOSITORY.test(repository);
    const asked = ASKED_FOR.test(ref) && ASKS.test(text);
    const isSha = HEAD_SHA.test(ref);
    const isBranch = HEAD_BRANCH.test(ref);
    if (!isForeign && !asked && !isSha && !isBranch && !PULL_REF.test(ref)) return null;
    return {
      step,
      at,
      folder: folderOf(textOf(memberOf(given, 'path'))),
      isMutable: !isSha,
      isOwnBranch: isBranch && !isSha && !isForeign,
    };
  }
  const run = textOf(memberOf(step.map, 'run'));
  const found = run === null ? null : scriptCheckout(step, run);
  return found && { step, at, folder: folderOf(textOf(memberOf(step.map, 'working-directory'))), ...found };
}

export function isUntrustedCheckout(step: Step): boolean {
  return untrustedCheckout(step) !== null;
}

/** The folder that a checkout of the own repository fills, or null. */
export function trustedCheckoutFolder(step: Step): string | null {
  if (step.uses?.name !== 'actions/checkout' || untrustedCheckout(step)) return null;
  return folderOf(textOf(memberOf(memberOf(step.map, 'with'), 'path')));
}

/** Folders outside the workspace in one form, so that they can be compared. */
export function placed(path: string): string {
  return path.replace(/\$\{\{\s*runner\.temp\s*\}\}|\$\{?RUNNER_TEMP\}?/g, '@temp').replace(/(^|[\s"'=])\/tmp(?=\/|\s|$)/g, '$1@tmp');
}

export interface ForeignDownload {
  readonly at: Span;
  /** Below the workspace, empty for the workspace itself; outside of it as `placed` writes it. */
  readonly folder: string;
}

const FETCHING =
  /^(?:dawidd6\/action-download-artifact|marcofaggian\/action-download-multiple-artifacts|levonet\/action-download-last-artifact|aochmann\/actions-download-artifact|blablacar\/action-download-last-artifact|cytopia\/download-artifact-retry-action|synergy-au\/download-workflow-artifacts-action|ishworkh\/container-image-artifact-download|redhat-plumbers-in-action\/download-artifact|navikt\/github-app-token-generator)$/;

/** A download of files that another run made; `actions/download-artifact` without a run takes those of its own. */
export function foreignDownload(step: Step): ForeignDownload | null {
  const given = memberOf(step.map, 'with');
  const at = step.uses?.span ?? spanOf(memberOf(step.map, 'run'));
  if (!at) return null;
  const into = (path: string): ForeignDownload => ({ at, folder: folderOf(placed(path)) });
  if (step.uses) {
    const { name } = step.uses;
    const isOther = name === 'actions/download-artifact' && memberOf(given, 'run-id') !== null;
    if (isOther || FETCHING.test(name)) return into(textOf(memberOf(given, 'path')) ?? '');
    const script = name === 'actions/github-script' ? (textOf(memberOf(given, 'script')) ?? '') : '';
    return /\bdownloadArtifact\b/.test(script) ? into(/RUNNER_TEMP|runner\.temp|["'`]\/tmp/.test(script) ? '@temp' : '') : null;
  }
  const run = (textOf(memberOf(step.map, 'run')) ?? '').slice(0, 20_000);
  const fetched =
    /\bgh\s+run\s+download\b[^\n]*/.exec(run)?.[0] ??
    (/\bactions\/artifacts\b/.test(run) && /\b(?:gh\s+api|curl|wget)\b/.test(run) ? run : null);
  if (fetched === null) return null;
  return into(/(?:\s-D|--dir)[\s=]+["']?([^\s"']+)/.exec(fetched)?.[1] ?? textOf(memberOf(step.map, 'working-directory')) ?? '');
}
