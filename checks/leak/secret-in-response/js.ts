import { exposing } from '../../models/flow/exposing.ts';
import { confidential } from '../../models/libraries/javascript/confidential.ts';
import { response } from './shown.ts';

export const js = exposing({ ...response, binding: confidential });
