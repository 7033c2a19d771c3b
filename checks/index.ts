/** Every check there is, one line each. */
import type { CheckDeclaration } from '../src/engine/check.ts';
import shellEval from './injection/shell-eval/check.ts';

export const checks: readonly CheckDeclaration[] = [shellEval];
