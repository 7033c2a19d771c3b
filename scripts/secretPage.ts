/** The list of the kinds of secrets, made from the data that is searched with. */
import type { SecretFamily } from '../src/engine/literals/family.ts';

export function secretPage(_families: readonly SecretFamily[]): string {
  return '';
}
