/** Every kind of secret that is known by its form. */
import type { SecretFamily } from '../../../src/engine/literals/family.ts';

export const gitHubTokens: readonly SecretFamily[] = [];
export const npmTokens: readonly SecretFamily[] = [];
export const awsKeys: readonly SecretFamily[] = [];
export const jsonWebTokens: readonly SecretFamily[] = [];
export const families: readonly SecretFamily[] = [];
export const providerTokens: readonly SecretFamily[] = [];

export function familyById(id: string): SecretFamily | null {
  return families.find((family) => family.id === id) ?? null;
}
