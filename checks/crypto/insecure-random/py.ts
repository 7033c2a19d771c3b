import { allFacts, type FlowRule, stepsOf } from '../../../src/engine/check.ts';
import { pythonRandom } from '../../models/libraries/python/randomness.ts';
import { mustNotBeGuessed } from '../../models/secretUses.ts';
import { vectors } from '../../models/vectors.ts';

export const py: FlowRule = {
  binding: pythonRandom,
  contexts: ['record'],
  judge(hit, judge) {
    // What is made of a predictable number stays predictable, as a number, hashed or encoded.
    const fact = [...allFacts(hit.known).values()].find(({ kind }) => kind === 'random');
    if (!fact) return null;
    const steps = stepsOf(fact.steps);
    // Told where it first gets such a name.
    const here = hit.unit.source.lineAt(hit.unit.program.tree.start[hit.at]!);
    if (
      steps.some(
        ({ line, text }) => line !== here && /^([\w.]+) gets it$/.test(text) && mustNotBeGuessed(text.slice(0, -' gets it'.length)),
      )
    )
      return null;
    const at = judge.node(hit.via ? hit.via.at : hit.at);
    return {
      at,
      vector: vectors.weakCrypto,
      confidence: 'medium',
      trace: [...steps.map(({ path, line, text }) => ({ path, line, text })), { at, text: 'and must not be guessed here' }],
    };
  },
};
