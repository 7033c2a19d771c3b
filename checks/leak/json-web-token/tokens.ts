import type { SecretContext } from '../../../src/engine/check.ts';

export function findJsonWebTokens(_: SecretContext): void {}
