import type { DocumentDetection, YamlContext } from '../../../src/engine/check.ts';
import { ACTIONS_PATHS, memberOf, type Span, textOf, triggersOf } from '../../../src/engine/documents/actions.ts';
import { type Job, jobsOf, type Step } from '../../../src/engine/documents/workflow.ts';
import { folderOf, foreignDownload, placed } from '../../models/workflow/checkouts.ts';
import { exposureOf, exposureVectors, runAfter } from '../../models/workflow/privileged.ts';
import type { Workflow } from '../../models/workflow/reach.ts';

const CALL = 'downloadArtifact';

/** Where a later step unpacks what was downloaded, if it says so. */
function unpackedTo(job: Job, from: number): string | null {
  for (const { map } of job.steps.slice(from)) {
    const to = /\b(?:unzip\b[^\n]{0,200}?\s-d|tar\b[^\n]{0,200}?\s-C)\s*["']?([^\s"']{1,200})/.exec(
      textOf(memberOf(map, 'run')) ?? '',
    )?.[1];
    if (to !== undefined) return folderOf(placed(to));
  }
  return null;
}

/** The call in a script, or the step's action. */
function placeOf(step: Step, at: Span, text: string): Span {
  const start = step.uses?.name === 'actions/github-script' ? text.indexOf(CALL, at.start) : -1;
  return start < 0 ? at : { start, end: start + CALL.length };
}

function look({ source, document, report }: YamlContext): void {
  const workflow: Workflow = { document, text: source.text, triggers: triggersOf(document), reaching: new Map() };
  if (!workflow.triggers.has('workflow_run')) return;
  for (const job of jobsOf(document, source.text)) {
    job.steps.forEach((step, index) => {
      const download = foreignDownload(step);
      if (!download) return;
      const isArchive = !/download-artifact/.test(step.uses?.name ?? '');
      const folder = (isArchive ? unpackedTo(job, index) : null) ?? download.folder;
      const after = runAfter(workflow, job, step.uses ? index + 1 : index, folder);
      const exposed = after && exposureOf(workflow, job, [step, after.step], job.steps.slice(0, index), ['workflow_run']);
      if (!exposed || exposed.gate === 'own') return;
      const what = after.run.what.slice(0, 80);
      const at = placeOf(step, download.at, source.text);
      report({
        at,
        vector: exposureVectors[exposed.reach],
        confidence: exposed.gate === 'none' && exposed.reach !== 'little' ? 'high' : 'medium',
        message: `The artifact comes from a run that outsiders can cause and lands ${
          folder === '' ? 'over the workspace' : `in \`${folder.slice(0, 80)}\``
        }, where \`${what}\` then runs it with the rights of the repository.`,
        trace: [
          exposed.origin,
          { at, text: 'files of another run are unpacked' },
          { at: after.run.at, text: `\`${what}\` runs what lies among them` },
        ],
      });
    });
  }
}

/** Reports artifacts of other runs that are run. */
export const yaml: DocumentDetection['yaml'] = { paths: ACTIONS_PATHS, look };
