import { exposing } from '../../models/flow/exposing.ts';
import { confidential } from '../../models/libraries/python/confidential.ts';
import { shown } from './shown.ts';

export const py = exposing({ ...shown, binding: confidential });
