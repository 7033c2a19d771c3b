import type { DocumentDetection, Report, YamlContext } from '../../../src/engine/check.ts';
import { memberOf, pairOf, spanOf, textOf, triggersOf } from '../../../src/engine/documents/actions.ts';
import { type Job, jobsOf, type Permissions, permissionsOf, writtenOf } from '../../../src/engine/documents/workflow.ts';
import { readingActions, usesToken } from '../../models/actions.ts';
import { vectors } from '../../models/vectors.ts';

const WORKFLOWS = /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/;

/** It only checks out and builds, as far as can be seen. */
function onlyReads(job: Job, text: string): boolean {
  return (
    job.steps.length > 0 &&
    job.steps.every(({ map, uses }) =>
      memberOf(map, 'uses') === null ? textOf(memberOf(map, 'run')) !== null : uses?.kind === 'action' && readingActions.test(uses.name),
    ) &&
    !usesToken.test(writtenOf(job.map, text))
  );
}

/** `permissions: contents: read` before the jobs, where nothing that runs could miss a right. */
function fixFor({ document, source }: YamlContext, without: readonly Job[]): Report['fix'] {
  const key = spanOf(pairOf(document.contents, 'jobs')?.key);
  const env = writtenOf(memberOf(document.contents, 'env'), source.text);
  if (!key || usesToken.test(env) || !without.every((job) => onlyReads(job, source.text))) return undefined;
  if (source.lineStart(source.lineAt(key.start)) !== key.start) return undefined;
  return {
    description:
      'Lets the token of these jobs read the code and nothing else; a step that uses other rights of it without saying so would fail.',
    edits: [{ start: key.start, end: key.start, newText: 'permissions:\n  contents: read\n\n' }],
  };
}

function tellMissing(context: YamlContext, jobs: readonly Job[]): void {
  const without = jobs.filter((job) => permissionsOf(job.map) === null);
  const all = spanOf(pairOf(context.document.contents, 'jobs')?.key);
  const at = without.length === jobs.length ? all : spanOf(without[0]?.pair.key);
  if (!at || without.length === 0) return;
  const names =
    without.length === jobs.length
      ? ''
      : ` of ${without
          .slice(0, 3)
          .map(({ name }) => `\`${name}\``)
          .join(', ')}`;
  context.report({
    at,
    // One for a file: another job without is the same omission.
    statement: 'no permissions',
    message: `Nothing limits the token${names}: neither the workflow nor the job has \`permissions:\`, so it may do what the settings of the repository allow, often everything.`,
    trace: [{ at, text: 'these jobs get a token with the default rights' }],
    fix: fixFor(context, without),
  });
}

function tellAll(context: YamlContext, { pair }: Permissions, whose: string): void {
  const at = spanOf(pair.value);
  if (!at) return;
  context.report({
    at,
    statement: `write-all ${whose}`,
    vector: vectors.writeAll,
    confidence: 'high',
    message: `\`write-all\` lets every step ${whose} change code, releases, packages and settings by the token.`,
    trace: [{ at, text: 'each step gets a token that may write everything' }],
  });
}

/** Scopes whose right to write reaches other people: code, packages, identity. */
const farReaching = /^(?:contents|packages|id-token|actions|deployments|attestations|pages|security-events)$/;

function tellShared(context: YamlContext, top: Permissions, jobs: readonly Job[]): void {
  const inheriting = jobs.filter((job) => permissionsOf(job.map) === null);
  const scopes = top.writes.filter((scope) => farReaching.test(scope));
  const idle = inheriting.filter((job) => onlyReads(job, context.source.text));
  const at = spanOf(top.pair.key);
  if (!at || scopes.length === 0 || inheriting.length < 2 || idle.length === 0) return;
  const named = scopes.map((scope) => `\`${scope}: write\``).join(', ');
  context.report({
    at,
    statement: `shared ${scopes.join(' ')}`,
    vector: vectors.sharedToken,
    message: `${named} holds for all ${inheriting.length} jobs, but ${idle
      .slice(0, 3)
      .map(({ name }) => `\`${name}\``)
      .join(', ')} only checks out and builds.`,
    remediation: 'Keep `contents: read` at the top, and give the right to write to the job that uses it.',
    trace: [
      { at, text: `${named} is given to every job` },
      { at: spanOf(idle[0]!.pair.key) ?? at, text: 'this one does nothing with it, as far as can be seen' },
    ],
  });
}

function look(context: YamlContext): void {
  const { document, source } = context;
  const jobs = jobsOf(document, source.text);
  const triggers = [...triggersOf(document).keys()];
  if (jobs.length === 0) return;
  for (const job of jobs) {
    const own = permissionsOf(job.map);
    if (own?.kind === 'write-all') tellAll(context, own, `of \`${job.name}\``);
  }
  const top = permissionsOf(document.contents);
  if (top?.kind === 'write-all' && jobs.some((job) => permissionsOf(job.map) === null)) tellAll(context, top, 'of these jobs');
  else if (top) tellShared(context, top, jobs);
  else if (triggers.length === 0 || triggers.some((name) => name !== 'workflow_call')) tellMissing(context, jobs);
}

export const yaml: DocumentDetection['yaml'] = { paths: WORKFLOWS, look };
