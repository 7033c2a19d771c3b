/** Who is asking: the app by its JWT, an installation or a user by a token. */
import { createHmac, createSign, createVerify, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import type { Host } from './host.ts';
import { Refusal } from './refusal.ts';
import type { AccessToken, Account, Installation, Permissions } from './state.ts';

export type Caller =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'app' }
  | {
      readonly kind: 'installation';
      readonly installation: Installation;
      readonly token: AccessToken & { holder: { kind: 'installation' } };
    }
  | { readonly kind: 'user'; readonly user: Account };

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

let keys: { privateKey: string; publicKey: KeyObject } | null = null;

/** One pair a process: making one costs a tenth of a second, and no test needs two. */
export function appKeys() {
  if (!keys) {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
    keys = { privateKey: pair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(), publicKey: pair.publicKey };
  }
  return keys;
}

/** A JWT as an app signs it; `claims` overrides make bad ones. */
export function signAppJwt(host: Host, claims: Readonly<Record<string, unknown>> = {}): string {
  const seconds = Math.floor(host.now() / 1000);
  const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ iat: seconds - 30, exp: seconds + 540, iss: host.app.id, ...claims })}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(host.app.privateKey).toString('base64url')}`;
}

function parsePart(part: string | undefined): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

function verifyAppJwt(host: Host, token: string): void {
  const refuse = (message: string) => new Refusal(401, message);
  const [header, claims, signature] = token.split('.');
  const parsed = parsePart(claims);
  if (parsePart(header)?.alg !== 'RS256' || !parsed) throw refuse('A JSON web token could not be decoded');
  const genuine = createVerify('RSA-SHA256')
    .update(`${header}.${claims}`)
    .verify(host.app.publicKey, Buffer.from(signature ?? '', 'base64url'));
  if (!genuine) throw refuse('A JSON web token could not be decoded');
  const { iat, exp, iss } = parsed;
  const seconds = host.now() / 1000;
  if (typeof iat !== 'number' || iat > seconds + 60)
    throw refuse("'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued");
  if (typeof exp !== 'number' || exp <= seconds)
    throw refuse("'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires");
  if (exp > seconds + 600) throw refuse("'Expiration time' claim ('exp') is too far in the future");
  if (String(iss) !== String(host.app.id) && iss !== host.app.clientId) throw refuse('Integration not found');
}

/** The bearer of a request, or null where it sent none. */
export function bearer(authorization: string | undefined): string | null {
  return /^(?:bearer|token)\s+(\S+)$/i.exec(authorization ?? '')?.[1] ?? null;
}

export function authenticate(host: Host, authorization: string | undefined): Caller {
  if (authorization === undefined) return { kind: 'anonymous' };
  const token = bearer(authorization);
  if (token === null) throw new Refusal(401, 'Bad credentials');
  const known = host.state.tokens.get(token);
  if (!known) {
    if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token) || token.startsWith('ghs_')) throw new Refusal(401, 'Bad credentials');
    verifyAppJwt(host, token);
    return { kind: 'app' };
  }
  if (known.expiresAt <= host.now()) throw new Refusal(401, 'Bad credentials');
  const { holder } = known;
  if (holder.kind === 'user') return { kind: 'user', user: holder.user };
  const installation = host.state.installations.find((it) => it.id === holder.installationId);
  if (!installation) throw new Refusal(401, 'Bad credentials');
  if (installation.suspendedAt) throw new Refusal(403, 'This installation has been suspended');
  return { kind: 'installation', installation, token: { ...known, holder } };
}

const random = (length: number) => randomBytes(length).toString('base64url').replace(/[-_]/g, 'x').slice(0, length);

/** `ghs_<app id>_<JWT>` is the form since April 2026; the 40-character one may still be asked for. */
function mintText(host: Host, installationId: number, expiresAt: number): string {
  if (host.tokenFormat === 'classic') return `ghs_${random(36)}`;
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ inst: installationId, exp: Math.floor(expiresAt / 1000), jti: random(16) })}`;
  return `ghs_${host.app.id}_${signed}.${createHmac('sha256', randomBytes(32)).update(signed).digest('base64url')}`;
}

export function mintInstallationToken(
  host: Host,
  installation: Installation,
  scope: { readonly repositories: ReadonlySet<number> | 'all'; readonly permissions: Permissions },
): AccessToken {
  const expiresAt = host.now() + 3_600_000;
  const token: AccessToken = {
    token: mintText(host, installation.id, expiresAt),
    expiresAt,
    holder: { kind: 'installation', installationId: installation.id, ...scope },
  };
  host.state.tokens.set(token.token, token);
  return token;
}

export function mintUserToken(host: Host, user: Account): string {
  const token = `ghp_${random(36)}`;
  host.state.tokens.set(token, { token, expiresAt: Number.POSITIVE_INFINITY, holder: { kind: 'user', user } });
  return token;
}
