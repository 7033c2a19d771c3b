import type { DocumentDetection, YamlContext } from '../../../src/engine/check.ts';
import { ACTIONS_PATHS, triggersOf } from '../../../src/engine/documents/actions.ts';
import { executedCheckouts, exposureVectors } from '../../models/workflow/privileged.ts';

function look({ source, document, report }: YamlContext): void {
  const workflow = { document, text: source.text, triggers: triggersOf(document), reaching: new Map() };
  for (const { checkout, run, gate, reach, origin } of executedCheckouts(workflow)) {
    if (gate !== 'none' && gate !== 'doubtful') continue;
    report({
      at: checkout.at,
      vector: exposureVectors[reach],
      confidence: gate === 'none' && reach !== 'little' && !checkout.isOwnBranch ? 'high' : 'medium',
      message: `This checks out the commit of the pull request, and \`${run.what.slice(0, 80)}\` then runs what lies in it: with the rights ${
        reach === 'little' ? 'and the caches ' : 'and secrets '
      }of this repository.`,
      trace: [
        origin,
        { at: checkout.at, text: 'the commit of an outsider is checked out' },
        { at: run.at, text: `\`${run.what.slice(0, 80)}\` takes its orders from it` },
      ],
    });
  }
}

/** Reports checkouts of pull requests that privileged jobs run something of. */
export const yaml: DocumentDetection['yaml'] = { paths: ACTIONS_PATHS, look };
