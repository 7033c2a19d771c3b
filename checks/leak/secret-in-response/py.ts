import { exposing } from '../../models/flow/exposing.ts';
import { confidential } from '../../models/libraries/python/confidential.ts';
import { response } from './shown.ts';

/** Reports answers that hold a secret of the server. */
export const py = exposing({ ...response, binding: confidential });
