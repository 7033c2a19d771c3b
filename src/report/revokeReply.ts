/** What the app answers to `/portcullis revoke`: kinds and places, never a value. */
import type { Credential } from '../model/credential.ts';

export type Shown = Omit<Credential, 'value'>;

export type RevokeOutcome = { readonly kind: 'asked'; readonly credentials: readonly Shown[]; readonly beyond: number };

export function renderRevokeReply(_outcome: RevokeOutcome, _by: string): string {
  return '';
}
