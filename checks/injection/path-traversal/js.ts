import type { Fact } from '../../../src/engine/check.ts';
import { judging } from '../../models/flow/judging.ts';
import { isStored, isUploadName } from '../../models/javascript/uploads.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Names of uploads and of archive entries have checks of their own. */
function counts(fact: Fact): boolean {
  return fact.kind !== 'archive' && !isUploadName(fact) && !isStored(fact);
}

export const js = judging({
  binding: javascript,
  contexts: ['path'],
  counts,
  vectors: { outside: vectors.readFiles, remote: vectors.readFilesLater },
  ending: 'and names the file here',
});
