export interface Settings {
  readonly appId: number;
  readonly privateKey: string;
  /** The current secret first, then the one that a rotation is replacing. */
  readonly webhookSecrets: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly apiUrl: string;
  /** Analyzer children; null leaves the number to the pool. */
  readonly analyzers: number | null;
  readonly logLevel: LogLevel;
}
/** No `debug`: at that level octokit prints request bodies and probot whole payloads. */
export const logLevels: readonly ['info', 'warn', 'error', 'silent'] = undefined as never;
export type LogLevel = (typeof logLevels)[number];
export type Environment = Readonly<Record<string, string | undefined>>;
export type ReadSettings =
  | {
      readonly kind: 'settings';
      readonly settings: Settings;
    }
  | {
      readonly kind: 'problems';
      readonly problems: readonly string[];
    };
/** `readFile` is called for `*_FILE` variables only; it may throw. */
export function readSettings(_environment: Environment, _readFile: (path: string) => string): ReadSettings {
  throw new Error('not built yet');
}
