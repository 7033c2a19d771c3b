/** Every check there is, one line each. */
import type { CheckDeclaration } from '../src/engine/check.ts';
import codeEval from './injection/code-eval/check.ts';
import shellCommand from './injection/shell-command/check.ts';
import shellEval from './injection/shell-eval/check.ts';
import checkThenUse from './toctou/check-then-use/check.ts';

export const checks: readonly CheckDeclaration[] = [codeEval, shellCommand, shellEval, checkThenUse];
