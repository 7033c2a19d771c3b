import type { DocumentDetection, YamlContext } from '../../../src/engine/check.ts';
import { ACTIONS_PATHS, triggersOf } from '../../../src/engine/documents/actions.ts';
import { vectors } from '../../models/vectors.ts';
import { executedCheckouts, labelStays } from '../../models/workflow/privileged.ts';

const approvals = { label: 'a label', person: 'somebody with rights', environment: 'the approval of an environment' } as const;

function look({ source, document, report }: YamlContext): void {
  const workflow = { document, text: source.text, triggers: triggersOf(document), reaching: new Map() };
  for (const { checkout, run, gate, reach, origin, conditions } of executedCheckouts(workflow)) {
    if (gate !== 'label' && gate !== 'person' && gate !== 'environment') continue;
    const stays = gate === 'label' && labelStays(workflow, conditions);
    if (!checkout.isMutable && !stays) continue;
    report({
      at: checkout.at,
      vector: vectors.workflowRace,
      confidence: gate === 'environment' || reach === 'little' || checkout.isOwnBranch ? 'medium' : 'high',
      message: `The job waits for ${approvals[gate]}, but ${
        checkout.isMutable
          ? 'what it then checks out follows every later push, so what runs need not be what was approved.'
          : 'the label stays when new commits come, and these run without anybody having seen them.'
      }`,
      trace: [
        origin,
        {
          at: checkout.at,
          text: checkout.isMutable ? 'what is checked out can change after the approval' : 'every new commit is checked out',
        },
        { at: run.at, text: `\`${run.what.slice(0, 80)}\` runs what lies there` },
      ],
    });
  }
}

/** Reports approved pull requests whose later commits are run. */
export const yaml: DocumentDetection['yaml'] = { paths: ACTIONS_PATHS, look };
