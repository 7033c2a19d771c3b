import { exposing } from '../../models/flow/exposing.ts';
import { confidential } from '../../models/libraries/python/confidential.ts';
import { error } from './shown.ts';

/** Reports errors whose text holds a secret. */
export const py = exposing({ ...error, binding: confidential });
