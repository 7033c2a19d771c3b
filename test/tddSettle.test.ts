import { describe, expect, test } from '@jest/globals';
import { defaultPolicy } from '../src/config/defaults.ts';
import type { EvidenceLevel, Phase, TddMode } from '../src/model/review.ts';
import type { Observation } from '../src/tdd/observation.ts';
import type { Cycle } from '../src/tdd/order.ts';
import { type CommitRange, rangeOf } from '../src/tdd/range.ts';
import { type Judgement, settle } from '../src/tdd/settle.ts';

const phaseOf: Readonly<Record<string, Phase>> = { R: 'red', G: 'green', F: 'refactor', d: 'exempt', u: 'unlabelled' };

interface Given extends Partial<Omit<Judgement, 'range' | 'settings'>> {
  readonly known?: Partial<CommitRange>;
  readonly required?: EvidenceLevel;
}

/** What a range of these phases comes to; the shas are `c0`, `c1` … */
function settled(letters: string, { known, required = 'E0', ...given }: Given = {}) {
  const phases = [...letters].map((letter) => phaseOf[letter]!);
  const commits = phases.map((phase, index) => ({
    sha: `c${index}`,
    parents: [`c${index - 1}`],
    message: `${phase} ${index}`,
    author: { name: 'Ada', isBot: false },
    touches: ['src/a.ts', 'test/a.test.ts', 'test/b.test.ts', 'README.md'],
  }));
  const mode = given.mode ?? 'labels';
  const of = (phase: Phase) => commits.filter((_, index) => phases[index] === phase).map(({ sha }) => sha);
  const cycle: Cycle = { red: of('red'), green: of('green'), refactor: of('refactor') };
  return settle({
    range: rangeOf(commits, known),
    settings: { ...defaultPolicy.tdd, mode, evidence: { ...defaultPolicy.tdd.evidence, required } },
    mode,
    modeReason: null,
    modes: phases.map(() => mode),
    phases,
    cycles: /[RGF]/.test(letters) ? [cycle] : [],
    observations: [],
    proofs: [],
    unread: [],
    ...given,
  });
}

const saw = (commit: string, id: string, weight: Observation['weight']): Observation => ({ id, commit, message: `${id}.`, weight });
const shown = (commit: string, level: EvidenceLevel, sentence = '') => ({ commit, level, sentence });

describe('the verdict on a cycle', () => {
  test.each<[string, string, Given, string, EvidenceLevel]>([
    ['labels alone', 'RG', {}, 'labelled only', 'E0'],
    ['structure', 'RG', { proofs: [shown('c0', 'E2'), shown('c1', 'E1')] }, 'labelled only', 'E1'],
    ['both runs', 'RG', { proofs: [shown('c0', 'E1'), shown('c0', 'E3'), shown('c1', 'E3')] }, 'proven', 'E3'],
    ['a report and a run', 'RG', { proofs: [shown('c0', 'E4'), shown('c1', 'E3')] }, 'proven', 'E3'],
    ['both reports', 'RG', { proofs: [shown('c0', 'E4'), shown('c1', 'E4')] }, 'proven', 'E4'],
    ['the run of RED alone', 'RG', { proofs: [shown('c0', 'E3'), shown('c1', 'E2')] }, 'labelled only', 'E2'],
    ['one RED of two, the last GREEN', 'RRGG', { proofs: [shown('c1', 'E3'), shown('c3', 'E3')] }, 'proven', 'E3'],
    ['the first GREEN only', 'RGG', { proofs: [shown('c0', 'E3'), shown('c1', 'E3')] }, 'labelled only', 'E3'],
    ['RED without GREEN', 'R', { proofs: [shown('c0', 'E3')] }, 'incomplete', 'E0'],
    ['GREEN without RED', 'G', {}, 'incomplete', 'E0'],
    ['a run against RED', 'RG', { observations: [saw('c0', 'tdd/red-not-failing', 'strict')] }, 'contradicted', 'E0'],
    [
      'a run against GREEN',
      'RG',
      { proofs: [shown('c0', 'E3')], observations: [saw('c1', 'tdd/green-not-passing', 'strict')] },
      'contradicted',
      'E0',
    ],
    ['a run against RED that has no GREEN', 'R', { observations: [saw('c0', 'tdd/red-not-failing', 'strict')] }, 'contradicted', 'E0'],
  ])('%s', (_, letters, given, verdict, evidence) => {
    const [cycle] = settled(letters, given).cycles;
    expect([cycle?.verdict, cycle?.evidence]).toEqual([verdict, evidence]);
  });
});

describe('the conclusion', () => {
  const label = saw('c1', 'tdd/missing-red', 'labels');
  const content = saw('c1', 'tdd/test-weakened', 'strict');
  const note = saw('c1', 'tdd/source-grep-test', 'note');
  const proven = [shown('c0', 'E3'), shown('c1', 'E3')];
  test.each<[string, TddMode, Given, string, boolean[]]>([
    ['nothing', 'advisory', {}, 'success', []],
    ['labels in advisory', 'advisory', { observations: [label] }, 'neutral', [false]],
    ['labels in labels', 'labels', { observations: [label] }, 'failure', [true]],
    ['content in labels', 'labels', { observations: [content] }, 'neutral', [false]],
    ['content in strict', 'strict', { observations: [content], proofs: proven }, 'failure', [true]],
    ['a note in strict', 'strict', { observations: [note], proofs: proven }, 'success', []],
    ['strict without runs', 'strict', {}, 'neutral', []],
    ['strict with runs', 'strict', { proofs: proven }, 'success', []],
    ['a draft', 'labels', { observations: [label], known: { isDraft: true } }, 'neutral', [true]],
    ['not read in advisory', 'advisory', { unread: ['c0'] }, 'neutral', []],
    ['not read in labels', 'labels', { unread: ['c0'], known: { isDraft: true } }, 'failure', []],
    ['a path in advisory', 'labels', { observations: [label], modes: ['labels', 'advisory'] }, 'neutral', [false]],
    ['a path in strict', 'advisory', { observations: [content], modes: ['advisory', 'strict'] }, 'failure', [true]],
    ['a path that is off', 'labels', { observations: [label, note], modes: ['labels', 'off'] }, 'success', []],
    ['not read in a path in advisory', 'labels', { unread: ['c0'], modes: ['advisory', 'labels'] }, 'neutral', []],
    ['overridden', 'strict', { observations: [label], known: { override: { by: 'eve', reason: 'r' } } }, 'neutral', [true]],
    ['overridden, not read', 'labels', { unread: ['c0'], known: { override: { by: 'eve', reason: 'r' } } }, 'neutral', []],
    ['overridden for nothing', 'labels', { known: { override: { by: 'eve', reason: 'r' } } }, 'success', []],
  ])('%s', (_, mode, given, conclusion, blocks) => {
    const report = settled('RG', { mode, ...given });
    expect([report.conclusion, report.violations.map((one) => one.blocks)]).toEqual([conclusion, blocks]);
  });
});

describe('required evidence', () => {
  const runs = { bySha: new Map(), problems: [] };
  const missing = (commit: string, message: string) => [{ id: 'tdd/evidence-missing', commit, message }];
  test.each<[string, string, Given, string, { id: string; commit: string; message: string }[]]>([
    ['is reached', 'RG', { required: 'E1', proofs: [shown('c0', 'E1'), shown('c1', 'E2')] }, 'neutral', []],
    [
      'is not reached by RED',
      'RG',
      { required: 'E1', proofs: [shown('c1', 'E2')] },
      'failure',
      missing('c0', 'RED reaches E0, and E1 is required: its test has to name what GREEN adds or changes.'),
    ],
    [
      'is not reached by GREEN',
      'RG',
      { required: 'E2', proofs: [shown('c0', 'E2'), shown('c1', 'E1')] },
      'failure',
      missing('c1', 'GREEN reaches E1, and E2 is required: its code has to bring what the test of RED looks for and does not find there.'),
    ],
    [
      'is no recorded run',
      'RG',
      { required: 'E3', known: { runs }, proofs: [shown('c0', 'E3')] },
      'failure',
      missing(
        'c1',
        'GREEN reaches E0, and E3 is required: record a run of the tests for this very commit (`portcullis tdd --workflow` prints a workflow that does).',
      ),
    ],
    [
      'is no signed report',
      'RG',
      { required: 'E4', known: { runs }, proofs: [shown('c0', 'E3'), shown('c1', 'E4')] },
      'failure',
      missing('c0', 'RED reaches E3, and E4 is required: have CI upload a signed report of the tests for this very commit.'),
    ],
    ['is not asked of an open cycle', 'R', { required: 'E3', known: { runs } }, 'neutral', []],
    ['is asked in strict only', 'RG', { mode: 'labels', required: 'E3', known: { runs } }, 'success', []],
    [
      'in a path that is strict',
      'RG',
      { mode: 'labels', modes: ['labels', 'strict'], required: 'E1' },
      'failure',
      missing('c1', 'RED reaches E0, and E1 is required: its test has to name what GREEN adds or changes.'),
    ],
    [
      'where nobody records runs, is what the contents can show',
      'RG',
      { required: 'E3', proofs: [shown('c0', 'E2'), shown('c1', 'E2')] },
      'neutral',
      [],
    ],
  ])('%s', (_, letters, given, conclusion, violations) => {
    const report = settled(letters, { mode: 'strict', ...given });
    expect([report.conclusion, report.violations.map(({ id, commit, message }) => ({ id, commit, message }))]).toEqual([
      conclusion,
      violations,
    ]);
  });

  test('that cannot be had locally is said', () => {
    expect(settled('RG', { mode: 'strict', required: 'E3', known: { remarks: ['First.'] } }).remarks).toEqual([
      'First.',
      'E3 is required, and recorded runs of the tests are not looked at here: the check of the pull request does.',
    ]);
  });
});

test('a report as a whole', () => {
  expect(
    settled('dRG', {
      mode: 'advisory',
      modeReason: 'Why.',
      observations: [saw('c2', 'tdd/z', 'labels'), saw('c2', 'tdd/a', 'strict'), saw('c1', 'tdd/n', 'note')],
      proofs: [shown('c1', 'E1', 'It names `a`.'), shown('c1', 'E3', 'It failed.'), shown('c2', 'E0')],
      known: { remarks: ['Remark.'] },
    }),
  ).toEqual({
    mode: 'advisory',
    modeReason: 'Why.',
    conclusion: 'neutral',
    violations: [
      { id: 'tdd/a', commit: 'c2', message: 'tdd/a.', blocks: false, repair: [] },
      { id: 'tdd/z', commit: 'c2', message: 'tdd/z.', blocks: false, repair: [] },
    ],
    notes: [{ id: 'tdd/n', commit: 'c1', message: 'tdd/n.' }],
    commits: [
      { sha: 'c0', subject: 'exempt 0', phase: 'exempt', evidence: null, proof: [] },
      { sha: 'c1', subject: 'red 1', phase: 'red', evidence: 'E3', proof: ['It names `a`.', 'It failed.'] },
      { sha: 'c2', subject: 'green 2', phase: 'green', evidence: 'E0', proof: [] },
    ].map((commit) => ({
      ...commit,
      touches: ['src/a.ts', 'test/a.test.ts', 'test/b.test.ts', 'README.md'],
      touched: { tests: 2, production: 1, others: 1 },
    })),
    cycles: [{ red: ['c1'], green: ['c2'], refactor: [], verdict: 'labelled only', evidence: 'E0' }],
    unread: [],
    remarks: ['Remark.'],
    override: null,
  });
});
