import type { SyntaxRules } from '../../../src/engine/check.ts';

export const js: SyntaxRules = {};
