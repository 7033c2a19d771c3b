import { constantOf, type FlowJudge, type Hit } from '../../../src/engine/check.ts';
import { exposing } from '../../models/flow/exposing.ts';
import { confidential } from '../../models/libraries/javascript/confidential.ts';
import { file } from './shown.ts';

/** A mode, a umask, a directory of one's own: then the mode of the file is another check's question. */
const restricted = /\bf?chmod|\bumask\b|\b0o?[67]00\b|\b0o?400\b|\b(?:384|448)\b|S_IRUSR|mkdtemp|safeStorage|encrypt/;

function isOpen(hit: Hit, judge: FlowJudge): boolean {
  if (restricted.test(judge.context.source.text)) return false;
  const mode = hit.options.get('mode');
  return !mode || /^(?:420|438|0o?6[46][46]|)$/.test(constantOf(mode) ?? '-');
}

/** Reports files that are written with the default mode. */
export const js = exposing({ ...file, binding: confidential, isMeant: isOpen });
