import type { SyntaxRules } from '../../../src/engine/check.ts';

export const ps: SyntaxRules = {};
