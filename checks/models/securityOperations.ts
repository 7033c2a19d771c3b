/** Names of operations that protect, in every language: told by the words of what is called, and of what it is called on. */
import { wordsOf } from './secretValues.ts';

export type Operation =
  /** Whether something is genuine: a token, a signature, a password. */
  | 'verify'
  /** Whether somebody may. */
  | 'authorize'
  /** Whether somebody is shut out: the answer `no` lets in. */
  | 'deny'
  /** Whether somebody has asked too often. */
  | 'limit'
  | 'decrypt'
  | 'encrypt'
  | 'audit'
  /** Takes a right away: a token, a session, an account. */
  | 'revoke'
  /** Narrows who may use a file. */
  | 'restrict'
  /** Sets up what a connection is protected by. */
  | 'transport';

/** Operations whose answer decides whether the program goes on. */
export const deciding: ReadonlySet<Operation> = new Set(['verify', 'authorize', 'deny', 'limit']);

const set = (words: string) => new Set(words.split(' '));
const asking = set('verify validate check assert ensure require enforce authenticate authorize confirm compare introspect must is has can');
const genuine = set(
  'token jwt jws jwe signature signatures sig hmac mac password passwd passcode credential credentials otp totp mfa csrf xsrf captcha recaptcha hcaptcha turnstile apikey webhook certificate cert nonce saml passkey attestation session',
);
const permitted = set(
  'auth permission permissions permitted access role roles admin owner ownership scope scopes acl privilege privileges authorization authenticated authorized login allowed entitled entitlement',
);
const shutOut = set('blocked banned revoked blacklisted blocklisted denylisted denied suspended lockedout compromised');
const writing = set('log record write append create insert emit track save add info event push send store persist');
/** Words by which `authenticate` is logging in somewhere, instead of asking who somebody is. */
const services = /(?:^|\.)(?:db|database|sequelize|conn|connection|client|orm|mongoose|pool|octokit|imap|smtp|transport)$/i;
const verifiers =
  /jwt|jsonwebtoken|token|jose|crypto|argon|scrypt|sign|sig$|webhook|verif|auth|passport|hmac|otp|speakeasy|saml|captcha|cert|csrf|paseto|credential|jws|svix|password|bcrypt|openpgp/i;
const wholeNames: Readonly<Record<string, Operation>> = {
  timingSafeEqual: 'verify',
  jwtVerify: 'verify',
  compactVerify: 'verify',
  jwtDecrypt: 'verify',
  constructEvent: 'verify',
  constructEventAsync: 'verify',
  verifyIdToken: 'verify',
  verifySessionCookie: 'verify',
  compare_digest: 'verify',
  canActivate: 'authorize',
  createSecureContext: 'transport',
  checkServerIdentity: 'transport',
};

/** What a call of this name does; `receiver` is what it is called on, as written, or ''. */
export function operationNamed(name: string, receiver: string): Operation | null {
  if (Object.hasOwn(wholeNames, name)) return wholeNames[name]!;
  if (name.length > 60) return null;
  const words = wordsOf(name).filter((word) => word !== 'sync' && word !== 'async');
  const [first = '', ...rest] = words;
  const on = receiver.slice(-60);
  const last = words.at(-1) ?? '';
  if (/^f?l?ch(?:mod|own)$/.test(first)) return 'restrict';
  if (/audit|security_?(?:event|log)/i.test(name) || /(?:audit\w*|security_?log\w*)$/i.test(on)) return auditing(words, on);
  if (/^rate_?limit|rate_?limit(?:er|s|ed)?$/i.test(name)) return first === 'is' ? 'deny' : 'limit';
  if (/(?:limiter|ratelimit|throttle)\w*$/i.test(on) && /^(?:consume|limit|check|acquire|hit|remove)$/.test(first)) return 'limit';
  if (first === 'decrypt' || first === 'unseal' || (first === 'unwrap' && last === 'key') || name === 'setAuthTag') return 'decrypt';
  if (name === 'final' && /deciph|decrypt/i.test(on)) return 'decrypt';
  if (first === 'encrypt') return 'encrypt';
  if (takesAway(first, rest, on)) return 'revoke';
  if (/tls|ssl|https$/i.test(last) && /^(?:enable|setup|start|upgrade|configure|enforce|require)$/.test(first)) return 'transport';
  if (first === 'pin' && /^cert/.test(last)) return 'transport';
  if ((first === 'is' || first === 'has') && rest.some((word) => shutOut.has(word))) return 'deny';
  return question(first, rest, on);
}

function auditing(words: readonly string[], on: string): Operation | null {
  const [first = '', second = ''] = words;
  if (words.length === 1 && first === 'audit') return 'audit';
  if (writing.has(first) && (words.some((word) => word === 'audit' || word === 'security') || words.length <= 2)) return 'audit';
  return first === 'audit' && (writing.has(second) || on !== '') && !/^(?:time|fix|report|s)$/.test(second) ? 'audit' : null;
}

function takesAway(first: string, rest: readonly string[], on: string): boolean {
  const about = (words: RegExp) => rest.some((word) => words.test(word));
  if (first === 'revoke') return !about(/^(?:object|url|blob)$/i);
  if (/^(?:blacklist|blocklist|denylist)$/.test(first)) return rest.length === 0 || about(/^(?:token|jti|session|user)s?$/);
  if (/^(?:invalidate|expire|terminate|destroy|delete|clear|kill)$/.test(first) && about(/^(?:sessions|tokens|credentials)$/)) return true;
  if (first === 'invalidate') return about(/^(?:session|token|refresh|credential)$/);
  if (/^(?:lock|disable|suspend|deactivate)$/.test(first)) return about(/^(?:account|user|login|key|credential)$/);
  return (first === 'drop' && about(/^privileges?$/)) || (first === 'destroy' && rest.length === 0 && /(?:^|\.)sessions$/i.test(on));
}

function question(first: string, rest: readonly string[], on: string): Operation | null {
  if (first === 'authenticate' || first === 'authorize') return services.test(on) ? null : first === 'authorize' ? 'authorize' : 'verify';
  if (!asking.has(first)) return null;
  if (rest.length === 0) {
    if ((first === 'verify' || first === 'introspect') && verifiers.test(on)) return 'verify';
    if (first === 'compare' && /bcrypt|argon|password/i.test(on)) return 'verify';
    if ((first === 'enforce' && /enforcer|casbin/i.test(on)) || (first === 'can' && /ability|permission|acl|policy/i.test(on)))
      return 'authorize';
    return null;
  }
  // `ensureSession` and `requireToken` make one or load one, `hasToken` only looks whether one is there.
  const only = /^(?:ensure|require|must|has|can|is)$/.test(first);
  if (first === 'is' || first === 'has' || first === 'can') {
    if (rest.some((word) => permitted.has(word)) && !rest.some((word) => /^(?:page|route|tab|path|menu|view)$/.test(word)))
      return first === 'is' && rest.includes('access') ? null : 'authorize';
    if (
      first === 'can' &&
      /^(?:delete|remove|edit|modify|update|manage|publish|approve|invite|moderate|administer|access|view|see)$/.test(rest[0]!)
    )
      return 'authorize';
    return first === 'is' && rest.some((word) => word === 'valid' || word === 'trusted') && rest.some((word) => genuine.has(word))
      ? 'verify'
      : null;
  }
  if (rest.some((word) => permitted.has(word)))
    return first === 'ensure' && rest.some((word) => /^roles?$/.test(word)) ? null : 'authorize';
  if (!only && (rest.some((word) => genuine.has(word)) || (rest.includes('api') && rest.includes('key')))) return 'verify';
  if (only && rest.some((word) => /^(?:signature|csrf|mfa|captcha|apikey)$/.test(word))) return 'verify';
  return null;
}

/** What is missing where an operation failed and nobody heard of it. */
export const lossOf: Readonly<Record<Operation, string>> = {
  verify: 'what is forged passes for genuine',
  authorize: 'who may not passes for who may',
  deny: 'who is shut out comes in',
  limit: 'nothing is counted any more',
  decrypt: 'what could not be read is used as it is',
  encrypt: 'what should be unreadable stays as it is',
  audit: 'what was done leaves no trace',
  revoke: 'what should have lost its rights keeps them',
  restrict: 'others are not shut out',
  transport: 'the connection is not protected',
};
