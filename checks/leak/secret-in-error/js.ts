import { exposing } from '../../models/flow/exposing.ts';
import { confidential } from '../../models/libraries/javascript/confidential.ts';
import { error } from './shown.ts';

export const js = exposing({ ...error, binding: confidential });
