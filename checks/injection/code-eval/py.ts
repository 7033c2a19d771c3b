import type { FlowJudge, FlowRule, Hit } from '../../../src/engine/check.ts';
import { before, type Hole, holesOf, isBuilt, reportOf, strangersOf, wordsAt, worstOf } from '../../models/flow/weighHit.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Reports Python code made from values: `eval`, `exec`, `compile`. */
export const py: FlowRule = {
  binding: python,
  contexts: ['code'],
  judge(hit, judge) {
    const worst = worstOf(holesOf(hit, 'code').filter((hole) => strangersOf(hole).length > 0 || isNews(hit, hole, judge)));
    if (!worst) return null;
    const report = reportOf(hit, worst, judge, {
      vectors: {
        outside: vectors.remoteCode,
        caller: vectors.libraryCode,
        own: vectors.localCode,
        unknown: vectors.libraryCode,
      },
      ending: 'and Python runs it as code',
    });
    return (
      report && {
        ...report,
        remediation: 'Read data with `ast.literal_eval` or `json.loads`, and choose behaviour from a dictionary of functions.',
      }
    );
  },
};

function isNews({ sink }: Hit, hole: Hole, judge: FlowJudge): boolean {
  // Methods made from a template: whoever writes the class names them.
  if (hole.facts.every(({ kind }) => kind === 'parameter') && /^\s*(?:@|def |class |async def )/.test(before(hole))) return false;
  // Data frames and other calculators: their expressions are the program's own, until a stranger has a say.
  if (sink.label === 'expression') return false;
  if (isBuilt(hole)) return true;
  // A shell of the language runs what it is typed.
  if (sink.label === 'statements' && hole.facts.every(({ kind }) => kind === 'input')) return false;
  // Compiling alone runs nothing; a text that is put together is meant to be run.
  if (sink.label === 'compiled') return false;
  return hole.facts.some(
    ({ kind }) => kind === 'argument' || kind === 'input' || (kind === 'parameter' && sink.label !== 'statements' && !isCode(hole, judge)),
  );
}

/** What is called code was made by whoever calls: a loader, a debugger, a test runner. */
function isCode(hole: Hole, judge: FlowJudge): boolean {
  return /code|compiled|\bco\b|\.read\(/.test(wordsAt(hole, judge));
}
