import type { FlowRule, Hit } from '../../../src/engine/check.ts';
import { after, before, type Hole, holesOf, isBuilt, listed, reportOf, strangersOf, textOf, worstOf } from '../../models/flow/weighHit.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';
import { looksLikeSql, standsForName } from './sqlText.ts';

const condition = /(?:^|[\s(.])[\w."`\])]{1,80}\s*(?:=|<>|!=|<=?|>=?|\bi?like\b|\bin\b|\bbetween\b)\s*\(?\s*['"%]{0,3}$/i;

/** What programs call the names of the database's own things; nobody outside picks those. */
const objectName =
  /(?:table|column|schema|database|index|view|constraint|identifier|field|relation|sequence|trigger|catalog|keyspace)s?(?:_?names?)?$/i;

function isStatement({ sink }: Hit, hole: Hole): boolean {
  if (sink.label === 'part') return isBuilt(hole) || strangersOf(hole).length > 0;
  if (sink.label === 'condition') return condition.test(before(hole).replaceAll('\0', 'x').slice(-200));
  if (sink.label === 'literal' && strangersOf(hole).length > 0) return true;
  if (sink.label === 'literal') return isBuilt(hole) && (looksLikeSql(textOf(hole.text)) || condition.test(before(hole).slice(-200)));
  return isBuilt(hole) && looksLikeSql(textOf(hole.text));
}

/** Names of things of the database are the program's own unless somebody is seen to pick them. */
function isNamed(hole: Hole): boolean {
  const names = hole.facts.flatMap(({ given }) => (given ? [given.path.at(-1) ?? given.fn.parameters[given.index]?.name ?? ''] : []));
  return names.length > 0 && names.length === hole.facts.length && names.every((name) => objectName.test(name));
}

/** Where a value stands as a value, or a stranger says what else there is. */
function isDangerous(hole: Hole): boolean {
  if (strangersOf(hole).length > 0) return true;
  return !standsForName(hole) && !isNamed(hole) && !isOwnStatement(hole);
}

/** A statement that is written elsewhere, with something put behind it here; and pieces of one that are made elsewhere. */
function isOwnStatement(hole: Hole): boolean {
  if (before(hole).trim() === '') return hole.facts.every(({ kind }) => kind !== 'argument' && kind !== 'input');
  return (
    hole.facts.length === 0 && !/(?:=|<|>|\blike\s|\bin\s*\(|\bvalues\s*\(|['"%(,])\s*$/i.test(before(hole)) && !/^['"]/.test(after(hole))
  );
}

/** Reports a statement with values in its text. */
export const js: FlowRule = {
  binding: javascript,
  contexts: ['sql'],
  judge(hit, judge) {
    if (hit.sink.label === 'bound') return null;
    const holes = listed(hit.known).flatMap((known) => holesOf({ ...hit, known }, 'sql'));
    const danger = worstOf(holes.filter((hole) => isStatement(hit, hole) && isDangerous(hole)));
    if (!danger) return null;
    return reportOf(hit, danger, judge, {
      vectors: {
        outside: vectors.sql,
        remote: vectors.sqlWithAccount,
        own: vectors.sqlOwn,
        caller: vectors.sqlWithAccount,
        unknown: vectors.sqlName,
      },
      atGiver: true,
      ending: 'and the database parses it',
    });
  },
};
