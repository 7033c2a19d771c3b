/** The app's settings, parsed once from a record of environment variables. Problems name the variable and the remedy, never a value. */
import { z } from 'zod';

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
export const logLevels = ['info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export type Environment = Readonly<Record<string, string | undefined>>;
export type ReadSettings =
  | { readonly kind: 'settings'; readonly settings: Settings }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

const shortestSecret = 32;

const apiUrl = z
  .url({ protocol: /^https?$/, error: 'must be a URL such as https://api.github.com or https://HOST/api/v3', abort: true })
  .refine(isSafeOrigin, 'must use https, unless it points to this machine');

/** What is wrong with an address of GitHub's interface, as the end of a sentence, or null. */
export function apiUrlProblem(url: string): string | null {
  return apiUrl.safeParse(url).error?.issues[0]?.message ?? null;
}

const schema = z.object({
  APP_ID: z.coerce.number('must be the number that the app\'s settings page shows as "App ID"').int().positive(),
  PRIVATE_KEY: z
    .string()
    .refine(
      isPem,
      'is not a PEM private key: use the file that GitHub gave when the key was generated, or its text with \\n for line ends',
    ),
  WEBHOOK_SECRET: z.string().min(shortestSecret, tooShort('WEBHOOK_SECRET')),
  WEBHOOK_SECRET_PREVIOUS: z.string().min(shortestSecret, tooShort('WEBHOOK_SECRET_PREVIOUS')).optional(),
  HOST: z.string().default('0.0.0.0'),
  PORT: z.coerce.number('must be a port number from 0 to 65535').int().min(0).max(65_535).default(3000),
  GITHUB_API_URL: apiUrl.default('https://api.github.com'),
  ANALYZERS: z.coerce.number('must be a whole number from 1 to 64').int().min(1).max(64).optional(),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
});

const required = ['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET'] as const;
const fromFile = ['PRIVATE_KEY', 'WEBHOOK_SECRET', 'WEBHOOK_SECRET_PREVIOUS'] as const;

/** `readFile` is called for `*_FILE` variables only; it may throw. */
export function readSettings(environment: Environment, readFile: (path: string) => string): ReadSettings {
  const problems: string[] = [];
  const values: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const value = environment[name]?.trim();
    if (value) values[name] = value;
  }
  for (const name of fromFile) {
    const path = environment[`${name}_FILE`]?.trim();
    if (!path) continue;
    if (values[name]) {
      problems.push(`${name} and ${name}_FILE are both set: remove one.`);
      continue;
    }
    try {
      values[name] = readFile(path).trim();
    } catch (error) {
      problems.push(`${name}_FILE: ${path} cannot be read (${reasonOf(error)}): check the path and that the server's user may read it.`);
    }
  }
  if (values.PRIVATE_KEY) values.PRIVATE_KEY = values.PRIVATE_KEY.replaceAll('\\n', '\n');
  for (const name of required) {
    if (values[name] === undefined && !problems.some((problem) => problem.startsWith(name))) {
      const orFile = (fromFile as readonly string[]).includes(name) ? ` or ${name}_FILE` : '';
      problems.push(`${name} is missing: set ${name}${orFile} (docs/install.md).`);
    }
  }
  const parsed = schema.safeParse(values);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const name = String(issue.path[0]);
      if (values[name] !== undefined) problems.push(`${name} ${issue.message}.`);
    }
  }
  if (problems.length > 0 || !parsed.success) return { kind: 'problems', problems };
  const { data } = parsed;
  return {
    kind: 'settings',
    settings: {
      appId: data.APP_ID,
      privateKey: data.PRIVATE_KEY,
      webhookSecrets: [data.WEBHOOK_SECRET, ...(data.WEBHOOK_SECRET_PREVIOUS ? [data.WEBHOOK_SECRET_PREVIOUS] : [])],
      host: data.HOST,
      port: data.PORT,
      apiUrl: data.GITHUB_API_URL.replace(/\/+$/, ''),
      analyzers: data.ANALYZERS ?? null,
      logLevel: data.LOG_LEVEL,
    },
  };
}

function tooShort(name: string): string {
  return `is shorter than ${shortestSecret} characters, so it can be guessed: set ${name} to the output of \`openssl rand -hex 32\`, here and in the app's settings`;
}

function isPem(text: string): boolean {
  return /^-----BEGIN [A-Z ]*PRIVATE KEY-----\s[\s\S]+-----END [A-Z ]*PRIVATE KEY-----$/.test(text.replaceAll('\\n', '\n'));
}

/** An installation token over plain HTTP could be read on the way. */
function isSafeOrigin(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

function reasonOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown reason';
}
