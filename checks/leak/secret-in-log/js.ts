import { exposing } from '../../models/flow/exposing.ts';
import { confidential } from '../../models/libraries/javascript/confidential.ts';
import { log } from './shown.ts';

/** Reports calls of loggers that are given a secret. */
export const js = exposing({ ...log, binding: confidential });
