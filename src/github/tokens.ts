export declare const reviewPermissions: {
  readonly contents: 'read';
  readonly checks: 'write';
  readonly pull_requests: 'write';
  readonly metadata: 'read';
};
declare const floorPermissions: {
  readonly contents: 'read';
  readonly metadata: 'read';
};
export interface TokenRequest {
  readonly installation_id: number;
  readonly repository_ids?: number[];
  readonly repositories?: string[];
  readonly permissions: typeof reviewPermissions | typeof floorPermissions;
}
export interface MintedToken {
  readonly token: string;
  /** ISO 8601. */
  readonly expires_at: string;
}
export interface Tokens {
  forRepository(installation: number, repositoryId: number): Promise<string>;
  /** Reads the owner's `.github` repository; null where the app is not installed on it. */
  forFloor(installation: number): Promise<string | null>;
  /** GitHub no longer takes it (suspended, revoked): the next caller gets a new one. */
  drop(token: string): void;
}
export function createTokens(_mint: (request: TokenRequest) => Promise<MintedToken>, _now?: () => number): Tokens {
  throw new Error('not built yet');
}
