import type { SecretContext } from '../../../src/engine/check.ts';

export function findSecretFiles(_: SecretContext): void {}
