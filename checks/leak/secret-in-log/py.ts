import { exposing } from '../../models/flow/exposing.ts';
import { confidential } from '../../models/libraries/python/confidential.ts';
import { log } from './shown.ts';

/** Reports calls of loggers that are given a secret. */
export const py = exposing({ ...log, binding: confidential });
