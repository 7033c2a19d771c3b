import type { Hit } from '../../../src/engine/check.ts';
import { exposing } from '../../models/flow/exposing.ts';
import { confidential } from '../../models/libraries/javascript/confidential.ts';
import { shown } from './shown.ts';

/** An address; an object also has headers, which are right. */
function isMeant({ known, sink }: Hit): boolean {
  return typeof sink.at !== 'number' || (known.type !== 'record' && (known.fields === null || known.count !== null));
}

export const js = exposing({ ...shown, binding: confidential, isMeant });
