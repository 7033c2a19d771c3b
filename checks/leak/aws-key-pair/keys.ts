import type { CheckContext } from '../../../src/engine/check.ts';

export function findAwsKeys(_context: CheckContext): void {}
