import type { Hit } from '../../../src/engine/check.ts';
import { exposingPython } from '../../models/libraries/python/exposingPython.ts';
import { log } from './shown.ts';

/** What a shell is to evaluate, or a build to keep secret: the output is what the program is for. */
const result = /^\s*(?:export |set -gx |::add-mask::|##vso\[task\.setvariable|\$env:)/;

function isResult({ known }: Hit): boolean {
  return (known.texts ?? []).some(([first]) => first !== undefined && 'text' in first && result.test(first.text));
}

/** Reports calls of loggers that are given a secret. */
export const py = exposingPython({ ...log, isMeant: (hit: Hit) => !isResult(hit) });
