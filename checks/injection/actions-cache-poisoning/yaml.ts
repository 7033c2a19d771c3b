import type { DocumentDetection, YamlContext } from '../../../src/engine/check.ts';
import { ACTIONS_PATHS, memberOf, pairOf, spanOf, textOf, triggersOf } from '../../../src/engine/documents/actions.ts';
import { jobsOf, type Step, writtenOf } from '../../../src/engine/documents/workflow.ts';
import { yamlPackage } from '../../../src/engine/documents/yamlPackage.ts';
import { publishes, restoresCache, writesCache } from '../../models/workflow/caches.ts';
import { untrustedCheckout } from '../../models/workflow/checkouts.ts';
import { exposureOf, privilegedEvents, runAfter } from '../../models/workflow/privileged.ts';
import type { Workflow } from '../../models/workflow/reach.ts';

/** Only tags or releases start it. */
function isForReleases({ document, triggers }: Workflow): boolean {
  const on = memberOf(document.contents, 'on');
  const push = memberOf(on, 'push');
  const byTag = triggers.has('push') && yamlPackage().isMap(push) && pairOf(push, 'tags') !== null && pairOf(push, 'branches') === null;
  const others = [...triggers.keys()].filter((name) => !['push', 'release', 'workflow_dispatch', 'workflow_call'].includes(name));
  return (triggers.has('release') || byTag) && others.length === 0 && (!triggers.has('push') || byTag);
}

/** The step leaves releases out. */
function isKeptOut(step: Step): boolean {
  return /refs\/tags|ref_type|event_name|\brelease\b/.test(textOf(memberOf(step.map, 'if')) ?? '');
}

function look({ source, document, report }: YamlContext): void {
  const workflow: Workflow = { document, text: source.text, triggers: triggersOf(document), reaching: new Map() };
  const jobs = jobsOf(document, source.text);
  const released = isForReleases(workflow) ? jobs.flatMap((job) => job.steps).find((step) => publishes(step)) : undefined;
  for (const job of jobs) {
    for (const [index, step] of job.steps.entries()) {
      if (!step.uses) continue;
      const at = step.uses.span;
      const cache = released && !isKeptOut(step) ? restoresCache(step) : null;
      if (released && cache) {
        const publishing = released.uses?.span ?? spanOf(memberOf(released.map, 'run')) ?? at;
        report({
          at,
          confidence: cache === 'asked' ? 'medium' : 'low',
          trace: [
            { at, text: 'a cache that other runs filled is restored' },
            { at: publishing, text: 'and what was built with it is published' },
          ],
        });
      }
      if (!writesCache(step)) continue;
      const from = job.steps.slice(0, index).findLast((other) => untrustedCheckout(other, source.text) !== null);
      const checkout = from && untrustedCheckout(from, source.text);
      if (!from || !checkout || runAfter(workflow, job, job.steps.indexOf(from) + 1, checkout.folder)) continue;
      const exposed = exposureOf(workflow, job, [from, step], job.steps.slice(0, index), privilegedEvents);
      if (exposed?.gate !== 'none' || !/pull_request|head_ref|workflow_run|issue|pull\//.test(writtenOf(from.map, source.text))) continue;
      report({
        at,
        confidence: 'medium',
        message: 'Files of a pull request go into a cache of the default branch, from where other runs take them for their own.',
        remediation:
          'Cache in the workflow on `pull_request`, whose caches only it can read, or give the cache only files that the base decides on.',
        trace: [
          exposed.origin,
          { at: checkout.at, text: 'the commit of an outsider is checked out' },
          { at, text: 'and files are kept for other runs' },
        ],
      });
    }
  }
}

/** Reports caches between outsiders and what is released. */
export const yaml: DocumentDetection['yaml'] = { paths: ACTIONS_PATHS, look };
