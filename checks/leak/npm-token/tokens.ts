import type { CheckContext } from '../../../src/engine/check.ts';

export function findNpmTokens(_context: CheckContext): void {}
