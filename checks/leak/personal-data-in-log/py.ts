import { exposing } from '../../models/flow/exposing.ts';
import { confidential } from '../../models/libraries/python/confidential.ts';
import { personal } from './shown.ts';

/** Reports logs that are given personal data. */
export const py = exposing({ ...personal, binding: confidential });
