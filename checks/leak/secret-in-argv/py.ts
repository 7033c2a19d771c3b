import { exposingPython } from '../../models/libraries/python/exposingPython.ts';
import { shown } from './shown.ts';

export const py = exposingPython(shown);
