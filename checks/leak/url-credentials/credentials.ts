import type { SecretContext } from '../../../src/engine/check.ts';

export function findCredentials(_: SecretContext): void {}
