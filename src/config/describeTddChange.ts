import type { Policy } from '../model/policy.ts';
import { changed, listEdits, quote } from './effects.ts';

type Tdd = Policy['tdd'];

export function listTddEffects(before: Tdd, after: Tdd): string[] {
  const word = (on: boolean) => (on ? '`on`' : '`off`');
  const form = (name: 'prefixes' | 'emoji' | 'types') => changed(`tdd.labels.${name}`, word(before.labels[name]), word(after.labels[name]));
  const level = ({ evidence: { required } }: Tdd) => quote(required === 'E0' ? 'none' : required);
  return [
    ...changed('tdd.mode', quote(before.mode), quote(after.mode)),
    ...listEdits('tdd.test-paths', before.testPaths, after.testPaths),
    ...listEdits('tdd.production-paths', before.productionPaths, after.productionPaths),
    ...listPaths(before, after),
    ...listEdits('tdd.exempt-types', before.exemptTypes, after.exemptTypes),
    ...listEdits('tdd.exempt-authors', before.exemptAuthors, after.exemptAuthors),
    ...form('prefixes'),
    ...form('emoji'),
    ...form('types'),
    ...(['red', 'green', 'refactor'] as const).flatMap((phase) =>
      listEdits(`tdd.labels.patterns.${phase}`, before.labels.patterns[phase], after.labels.patterns[phase]),
    ),
    ...listEdits('tdd.evidence.checks', before.evidence.checks, after.evidence.checks),
    ...listEdits('tdd.evidence.keys', before.evidence.keys, after.evidence.keys),
    ...changed('tdd.evidence.required', level(before), level(after)),
    ...changed('tdd.newcomers', quote(before.newcomers), quote(after.newcomers)),
    ...changed('tdd.override-command', quote(before.overrideCommand), quote(after.overrideCommand)),
  ];
}

/** A path whose mode changes is taken away and added. The last one decides, so another order is an edit too. */
function listPaths(before: Tdd, after: Tdd): string[] {
  const [from, to] = [before, after].map(({ paths }) => paths.map(({ path, mode }) => `${quote(mode)} for ${quote(path)}`)) as [
    string[],
    string[],
  ];
  const edits = listEdits('tdd.paths', from, to, (said) => said);
  return edits.length > 0 || from.join() === to.join() ? edits : ['change the order of `tdd.paths`'];
}
