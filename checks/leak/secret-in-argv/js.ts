import { exposing } from '../../models/flow/exposing.ts';
import { confidential } from '../../models/libraries/javascript/confidential.ts';
import { shown } from './shown.ts';

export const js = exposing({ ...shown, binding: confidential });
