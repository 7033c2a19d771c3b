import type { Delivery } from './front.ts';
import type { Intake } from './handlers/intake.ts';
import type { Log } from './log.ts';
import type { Settings } from './settings.ts';
import type { MintedToken, TokenRequest } from './tokens.ts';
export interface App {
  /** Runs the handlers of a verified delivery. */
  receive(delivery: Delivery): Promise<'accepted' | 'full'>;
  mint(request: TokenRequest): Promise<MintedToken>;
  /** The login of what the app itself writes. */
  login(): Promise<string>;
}
export function createApp(_settings: Settings, _intake: Intake, _log: Log): Promise<App> {
  throw new Error('not built yet');
}
