/** The one place that takes credentials out of text before it reaches a log. */

const patterns: readonly RegExp[] = [
  // GitHub's tokens. The stateless form of an installation token is `ghs_<app id>_<JWT>`, longer than the forty characters of old.
  /\bgh[pousr]_[A-Za-z0-9_.-]{16,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{20,}/g,
  /(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?/g,
  // In a log line the line ends of a key stand as `\n`; a key that was cut off is hidden to the end of the text.
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g,
  /\b(?:authorization"?\s*[:=]\s*"?)(?:bearer|token|basic)\s+[^\s",]+/gi,
];

const hidden = '[hidden]';

/** `secrets` are hidden wherever they occur, also as they look inside JSON. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = new Set(secrets.filter((secret) => secret.length >= 8).flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]));
  return (text) => {
    let clean = text;
    for (const form of forms) clean = clean.replaceAll(form, hidden);
    for (const pattern of patterns) clean = clean.replace(pattern, hidden);
    return clean;
  };
}
