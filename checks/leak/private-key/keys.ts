import type { CheckContext } from '../../../src/engine/check.ts';

export function findPrivateKeys(_context: CheckContext): void {}
