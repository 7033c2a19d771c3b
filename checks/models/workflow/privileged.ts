/** Jobs that hold the repository's rights while outsiders decide what they see, and what stands between. */
import type { YAMLMap } from 'yaml';
import { memberOf, type Span, textOf } from '../../../src/engine/documents/actions.ts';
import { type Job, jobsOf, type Step, writtenOf } from '../../../src/engine/documents/workflow.ts';
import { yamlPackage } from '../../../src/engine/documents/yamlPackage.ts';
import { type Checkout, trustedCheckoutFolder, untrustedCheckout } from './checkouts.ts';
import { eventsOf, reachesSecrets, reachVectors, type Workflow } from './reach.ts';
import { type Run, runOf } from './running.ts';

export const privilegedEvents: readonly string[] = ['pull_request_target', 'workflow_run', 'issue_comment'];

const SAME_REPOSITORY =
  /head\.repo\.(?:full_name|id|owner\.\w+|name)\s*==|==\s*github\.event\.pull_request\.head\.repo|head\.repo\.fork\s*(?:==\s*false|!=\s*true)|!\s*github\.event\.pull_request\.head\.repo\.fork|head_repository\.(?:full_name|id|owner\.\w+)\s*==|head_repository\.fork\s*==\s*false|!\s*github\.event\.workflow_run\.head_repository\.fork|==\s*github\.event\.workflow_run\.head_repository/;
/** Runs that no pull request causes. */
const OTHER_EVENT = /workflow_run\.event\s*==\s*'(?!pull_request)|workflow_run\.event\s*!=\s*'pull_request'/;
const PEOPLE = /author_association|\buser\.login\b|\bgithub\.(?:triggering_)?actor\b|\bsender\.(?:login|type)\b/;
const LABEL = /\blabels?\b/;
const PERMISSION =
  /getCollaboratorPermissionLevel|collaborators\/[^\s]{1,200}permission|check-user-permission|repo-permission-check|check-actor-permissions|actions-team-membership|get-user-teams-membership|checkMembershipForUser|getMembershipForUserInOrg|author_association/;

export type Gate = 'none' | 'own' | 'doubtful' | 'label' | 'person' | 'environment';

/** What is written of conditions around steps of a job, its own and those of the jobs that it waits for. */
function conditionsOf(workflow: Workflow, job: Job, steps: readonly Step[], levels = 4): string {
  const needs = memberOf(job.map, 'needs');
  const { isSeq } = yamlPackage();
  const names = new Set(isSeq(needs) ? needs.items.map((item) => textOf(item)) : [textOf(needs)]);
  const before = levels === 0 ? [] : jobsOf(workflow.document, workflow.text).filter(({ name }) => names.has(name));
  return [
    textOf(memberOf(job.map, 'if')) ?? '',
    ...steps.map(({ map }) => textOf(memberOf(map, 'if')) ?? ''),
    ...before.map((other) => conditionsOf(workflow, other, [], levels - 1)),
  ].join('\n');
}

/** Steps before that ask for somebody's rights, in this job or one it waits for. */
function asksForRights(workflow: Workflow, job: Job, before: readonly Step[]): boolean {
  const needs = memberOf(job.map, 'needs');
  const { isSeq } = yamlPackage();
  const names = new Set(isSeq(needs) ? needs.items.map((item) => textOf(item)) : [textOf(needs)]);
  const steps = [...before, ...jobsOf(workflow.document, workflow.text).flatMap((other) => (names.has(other.name) ? other.steps : []))];
  return steps.some(({ map }) => PERMISSION.test(writtenOf(map, workflow.text)));
}

/** A step that ends the job unless the pull request is of the same repository. */
function stopsForks(before: readonly Step[], text: string): boolean {
  return before.some(({ map }) => {
    const written = writtenOf(map, text);
    return /head\.repo\.(?:full_name|fork)|isCrossRepository/.test(written) && /\bexit\s+1\b|setFailed/.test(written);
  });
}

function gateOf(workflow: Workflow, job: Job, steps: readonly Step[], before: readonly Step[], event: string): Gate {
  const conditions = conditionsOf(workflow, job, steps).replace(/[\w.]+\s*!=\s*'[^']*'/g, (text) => (OTHER_EVENT.test(text) ? text : ''));
  if (SAME_REPOSITORY.test(conditions) || OTHER_EVENT.test(conditions)) return conditions.includes('||') ? 'doubtful' : 'own';
  if (stopsForks(before, workflow.text)) return 'own';
  if (event !== 'issue_comment' && PEOPLE.test(conditions)) return conditions.includes('||') ? 'doubtful' : 'own';
  if (LABEL.test(conditions)) return 'label';
  if (PEOPLE.test(conditions) || asksForRights(workflow, job, before)) return 'person';
  return memberOf(job.map, 'environment') === null ? 'none' : 'environment';
}

/** Whether a label that was given once lets later commits through. */
export function labelStays(workflow: Workflow, conditions: string): boolean {
  if (!/pull_request\.labels/.test(conditions)) return false;
  const types = memberOf(memberOf(memberOf(workflow.document.contents, 'on'), 'pull_request_target'), 'types');
  const written = writtenOf(types, workflow.text);
  return written === '' || /\b(?:synchronize|opened|reopened|edited)\b/.test(written);
}

export interface Exposed {
  readonly job: Job;
  readonly event: string;
  readonly origin: { readonly at: Span; readonly text: string };
  readonly gate: Gate;
  readonly conditions: string;
  /** What the job can do to the repository. */
  readonly reach: 'rights' | 'machine' | 'little';
}

/** What lies between an outsider and steps of a job; null where no event of outsiders starts it. */
export function exposureOf(
  workflow: Workflow,
  job: Job,
  steps: readonly Step[],
  before: readonly Step[],
  wanted: readonly string[],
): Exposed | null {
  const conditionsStep = steps.at(-1)?.map ?? job.map;
  const events = eventsOf(workflow, { step: conditionsStep, job: job.map });
  const event = privilegedEvents.find((name) => wanted.includes(name) && events.has(name));
  if (event === undefined) return null;
  const isShared = /self-hosted/.test(writtenOf(memberOf(job.map, 'runs-on'), workflow.text));
  return {
    job,
    event,
    origin: { at: events.get(event)!, text: `\`${event}\` runs with the rights of the repository, whoever caused it` },
    gate: gateOf(workflow, job, steps, before, event),
    conditions: conditionsOf(workflow, job, steps),
    reach: reachesSecrets(workflow, job.map) ? 'rights' : isShared ? 'machine' : 'little',
  };
}

export const exposureVectors = { rights: reachVectors.secrets, machine: reachVectors.ownMachine, little: reachVectors.fork } as const;

export interface ExecutedCheckout extends Exposed {
  readonly checkout: Checkout;
  readonly run: Run;
}

function eventsFor(checkout: Checkout, text: string): readonly string[] {
  const written = writtenOf(checkout.step.map, text);
  if (/workflow_run\./.test(written)) return ['workflow_run'];
  if (/pull_request\.(?:head|number|merge)|github\.head_ref|GITHUB_HEAD_REF/.test(written)) return ['pull_request_target'];
  if (/github\.event\.issue\b/.test(written)) return ['issue_comment'];
  return privilegedEvents;
}

function defaultFolder(workflow: Workflow, job: YAMLMap): string {
  const said = (node: unknown) => textOf(memberOf(memberOf(memberOf(node, 'defaults'), 'run'), 'working-directory'));
  return said(job) ?? said(workflow.document.contents) ?? '';
}

/** The first later step that runs something of a folder, up to one that fills it anew. */
export function runAfter(workflow: Workflow, job: Job, from: number, folder: string): { readonly run: Run; readonly step: Step } | null {
  for (const step of job.steps.slice(from)) {
    if (trustedCheckoutFolder(step) === folder) return null;
    const run = runOf(step, folder, defaultFolder(workflow, job.map));
    if (run) return { run, step };
  }
  return null;
}

/** Commits of outsiders that a job with rights checks out and then runs something of. */
export function executedCheckouts(workflow: Workflow): ExecutedCheckout[] {
  return jobsOf(workflow.document, workflow.text).flatMap((job) =>
    job.steps.flatMap((step, index): ExecutedCheckout[] => {
      const checkout = untrustedCheckout(step, workflow.text);
      if (!checkout) return [];
      // A script may run what it fetched itself.
      const after = runAfter(workflow, job, step.uses ? index + 1 : index, checkout.folder);
      if (!after) return [];
      const exposed = exposureOf(workflow, job, [step, after.step], job.steps.slice(0, index), eventsFor(checkout, workflow.text));
      return exposed ? [{ ...exposed, checkout, run: after.run }] : [];
    }),
  );
}
