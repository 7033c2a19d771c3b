import { exposingPython } from '../../models/libraries/python/exposingPython.ts';
import { response } from './shown.ts';

/** Reports answers that hold a secret of the server. */
export const py = exposingPython(response);
