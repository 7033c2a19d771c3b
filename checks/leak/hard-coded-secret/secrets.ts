import type { SecretContext } from '../../../src/engine/check.ts';

export function findHardCodedSecrets(_: SecretContext): void {}
