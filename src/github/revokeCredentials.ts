/** `/portcullis revoke`: a maintainer has the GitHub tokens of a pull request made useless. */
import type { ConfigTexts } from '../config/configTexts.ts';
import type { Change } from '../model/change.ts';
import type { Credential } from '../model/credential.ts';

export interface CredentialSearch {
  readonly change: Change;
  readonly configs: ConfigTexts;
  readonly signal: AbortSignal;
}

/** `off` and `unreadable` speak of the configuration at the base. The credentials are those that the change introduces. */
export type FoundCredentials =
  | { readonly kind: 'off' | 'unreadable' }
  | { readonly kind: 'found'; readonly credentials: readonly Credential[] };
