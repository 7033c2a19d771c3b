import { exposing } from '../../models/flow/exposing.ts';
import { confidential } from '../../models/libraries/javascript/confidential.ts';
import { personal } from './shown.ts';

export const js = exposing({ ...personal, binding: confidential });
