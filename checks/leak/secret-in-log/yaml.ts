import type { DocumentDetection, YamlContext } from '../../../src/engine/check.ts';
import { ACTIONS_PATHS, memberOf, spanOf } from '../../../src/engine/documents/actions.ts';
import { compositeSteps, jobsOf, type Step } from '../../../src/engine/documents/workflow.ts';
import { vectors } from '../../models/vectors.ts';
import { secretReferences } from '../../models/workflow/secretReferences.ts';

const writing = /\b(?:core\.(?:info|notice|warning|error|debug|setFailed)|console\.(?:log|info|warn|error|debug))\s*\(/;

/** Secrets that the workflow pastes into a script of `actions/github-script`, where it writes them out. */
function lookAt({ source, report }: YamlContext, { uses, map }: Step): void {
  const script = uses?.name === 'actions/github-script' ? spanOf(memberOf(memberOf(map, 'with'), 'script')) : null;
  if (!script) return;
  let start = script.start;
  for (const line of source.text.slice(script.start, script.end).split('\n')) {
    const from = line.length > 1000 ? -1 : line.search(writing);
    const [named] = from < 0 ? [] : secretReferences(line.slice(from));
    const at = { start: start + from, end: start + line.trimEnd().length };
    if (named !== undefined)
      report({
        at,
        statement: `written ${named}`,
        vector: vectors.ownToken,
        confidence: 'high',
        message: `\`${named}\` is written to the log of the run, where only masking stands before it.`,
        trace: [{ at, text: `\`${named}\` is pasted into the script and written out here` }],
      });
    start += line.length + 1;
  }
}

function look(context: YamlContext): void {
  const { document, source } = context;
  const steps = [...jobsOf(document, source.text).flatMap((job) => job.steps), ...compositeSteps(document, source.text)];
  for (const step of steps) lookAt(context, step);
}

export const yaml: DocumentDetection['yaml'] = { paths: ACTIONS_PATHS, look };
