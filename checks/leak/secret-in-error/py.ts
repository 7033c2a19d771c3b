import { exposingPython } from '../../models/libraries/python/exposingPython.ts';
import { error } from './shown.ts';

/** Reports errors whose text holds a secret. */
export const py = exposingPython(error);
