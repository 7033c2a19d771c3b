/** Names of places whose values somebody must not be able to guess. */

const guessed =
  /(?:^|_)(?:token|secret|password|passwd|passphrase|passcode|pwd|otp|totp|pin|nonce|salt|csrf|session|sid|credentials?|reset_code|auth_code|verification_code|confirmation_code|activation_code|activation_key|invite_code|login_code|recovery_code|backup_code|one_time_code|magic_link|(?:api|secret|private|access|encryption|signing|session|auth|master|hmac|aes)_?key|remember_?me|session_?id|auth_?id|voucher|coupon_code)(?:_|$)/;

/** What is told about a secret, and is none itself. */
const about =
  /(?:^|_)(?:count|counter|number|len|length|size|ttl|time|timeout|expiry|expires?|expiration|age|delay|index|idx|type|kind|name|limit|max|min|bucket|rate|retries|attempts?|enabled|file|path|dir|url|ratio|probability|weight|status|state|hint|policy|minutes|seconds|hours|days|loss|ids|embedding|embeddings|list|tokens)(?:_|$)/;

function snake(word: string): string {
  return word
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase();
}

/** True for `reset_token`, `sessionId`, `new_password`; not for `token_count`. */
export function mustNotBeGuessed(word: string): boolean {
  const name = snake(word);
  return name.length <= 60 && guessed.test(name) && !about.test(name);
}

/** Texts without such a word hold no such place. */
export const secretPlaces =
  /token|secret|passw|passphrase|passcode|pwd|otp|pin|nonce|salt|csrf|session|sid|credential|code|key|magic|remember|auth_?id|voucher/gi;
