import { constantOf, type Hit, isCleared } from '../../../src/engine/check.ts';
import { judging } from '../../models/flow/judging.ts';
import { before } from '../../models/flow/weighHit.ts';
import { python } from '../../models/libraries/python/index.ts';
import { isUploadName } from '../../models/python/uploads.ts';
import { vectors } from '../../models/vectors.ts';

function isWriting({ sink, call, options, given }: Hit): boolean {
  const mode = call?.word === 'open' ? (options.get('mode') ?? given[1]) : undefined;
  return sink.label === 'write' || (mode !== undefined && /[wax+]/.test(constantOf(mode) ?? ''));
}

/** Names of uploads and of archive entries have checks of their own. */
export const py = judging({
  binding: python,
  contexts: ['path'],
  isMeant: ({ sink }) => sink.label !== 'unpack',
  counts: (fact, hit) => fact.kind !== 'archive' && !(isUploadName(fact) && isWriting(hit)),
  // Behind a directory, a name that neither climbs nor begins anew stays in it.
  isHarmless: (hole) =>
    /[/\\]$/.test(before(hole)) && hole.facts.every(({ cleared }) => isCleared(cleared, 'upward') && isCleared(cleared, 'rooted')),
  vectors: { outside: vectors.readFiles, remote: vectors.readFilesLater },
  ending: 'and names the file here',
});
