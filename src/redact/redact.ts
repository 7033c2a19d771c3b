/**
 * Masks what looks like a secret in any text that leaves: reports, comments, logs. It masks rather too much than too little and
 * never keeps a part. Every pattern starts at a literal or at a boundary and is bounded where something must follow, so the
 * search stays linear in the text.
 */
import { knownTokensIn } from './knownTokens.ts';

type Shapes = readonly (readonly [kind: string, pattern: RegExp])[];

/** The app's own tokens and those of the same making, whatever their checksum. */
const ownShapes: Shapes = [
  // The form since April 2026 (ghs_<app id>_<JWT>) first: the classic one would match only its beginning.
  ['GitHub token', /ghs_[A-Za-z0-9]{1,40}_[\w-]{16,}(?:\.[\w-]+)*|gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{20,}/g],
  ['npm token', /npm_[A-Za-z0-9]{30,}/g],
  ['AWS key id', /(?<![A-Za-z0-9])(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/g],
];

/** What is left of tokens once the known forms are masked: cut ones, forms of tomorrow. */
const shapes: Shapes = [
  ['private key', /LS0tLS1CRUdJTi[A-Za-z0-9+/=]*/g],
  ['JSON web token', /(?:(?<![\w-])|(?<=\\[nrt]))eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g],
  ['GitLab token', /gl(?:pat|rt|dt|ptt|ft|soat|imt|cbt|agent)-[\w.-]{20,}/g],
  [
    'Slack token',
    /xox[a-z][-.][A-Za-z0-9.-]{10,}|xapp-[A-Za-z0-9-]{10,}|hooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/+-]{20,}/g,
  ],
  ['Stripe key', /(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9+/=]{16,}/g],
  ['API key', /sk-(?:proj|svcacct|admin|ant|or|lf)-[\w-]{16,}|(?<![A-Za-z0-9])sk-[A-Za-z0-9]{20,}/g],
  ['Google key', /AIza[\w-]{30,}|GOCSPX-[\w-]{20,}|ya29\.[\w-]{20,}/g],
  ['Atlassian token', /AT[AC]TT3[\w=-]{20,}/g],
  ['Grafana token', /glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}/g],
  ['PyPI token', /pypi-AgE[\w-]{20,}/g],
  ['Vault token', /(?<![A-Za-z0-9])hv[sbr]\.[\w-]{24,}/g],
  ['mail service key', /SG\.[\w-]{16,32}\.[\w-]{32,}|key-[0-9a-f]{32}|(?<![0-9a-f])[0-9a-f]{32}-us\d{1,2}/g],
  ['Hugging Face token', /(?<![A-Za-z0-9])hf_[A-Za-z0-9]{30,}/g],
  [
    'cloud token',
    /do[opr]_v1_[0-9a-f]{64}|(?<![A-Za-z0-9])dapi[0-9a-f]{32}|pul-[0-9a-f]{40}|sbp_[0-9a-f]{40}|AccountKey=[A-Za-z0-9+/=]{40,}/g,
  ],
  ['service token', /shp(?:at|ca|pa|ss)_[0-9A-Fa-f]{32}|lin_api_[A-Za-z0-9]{32,}|PMAK-[0-9a-f-]{24,}|dp\.pt\.[A-Za-z0-9]{40,}/g],
  ['service token', /rubygems_[0-9a-f]{48}|pscale_(?:tkn|pw|oauth)_[\w.=-]{16,}|sntryu_[0-9a-f]{64}|sntrys_[A-Za-z0-9+/=_-]{20,}/g],
  ['service token', /dckr_[op]at_[\w-]{20,}|tskey-[a-z]{1,16}-[A-Za-z0-9-]{10,}|f[mo][12]_[A-Za-z0-9+/=_-]{20,}/g],
  ['age key', /AGE-SECRET-KEY-1[A-Z0-9]{50,}/gi],
  ['bot token', /(?<!\d)\d{8,10}:AA[\w-]{30,}|(?<![\w-])[MNO][\w-]{23,25}\.[\w-]{6}\.[\w-]{27,}/g],
];

/** An AWS secret has no prefix: it is one only beside a key id or a word that says so. */
const awsCompany = /(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}|aws|secret.?access.?key/i;
const awsSecret = /(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g;
const hexDigits = /^[0-9a-f]+$/;

const pemBegin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const pemEnd = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
/** Where the end mark is missing, what can still be the key's body, over line breaks, quotes and escapes. */
const pemRest = /[A-Za-z0-9+/=\s\\"',:-]*/y;

const urlPassword = /(:\/\/[^\s:@/'"`]{0,100}:)([^\s@'"`]{1,256})@/g;
const header = /((?:Bearer|Basic)[ \t]{1,4})(?=[A-Za-z._~+/-]{0,80}\d)[\w.~+/-]{16,}={0,2}/gi;
const assignment =
  /((?:passw(?:or)?d|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key)["']?\s{0,4}(?:=>|:=|=|:)\s{0,4}(["'`]))([^"'`\s]{8,200})\2/gi;
/** What stands for a value without being one: `$NAME`, `{name}`, `<name>`, `%s`, `***`. */
const placeholder = /^[$<{%*[]/;

function mask(kind: string, hidden: string): string {
  // The line breaks stay, so that lines keep their numbers in a code frame.
  return `[redacted: ${kind}]${hidden.replace(/[^\n]/g, '')}`;
}

function maskShapes(text: string, of: Shapes): string {
  return of.reduce((shown, [kind, pattern]) => shown.replace(pattern, (hidden) => mask(kind, hidden)), text);
}

function maskKnown(text: string): string {
  let shown = '';
  let from = 0;
  for (const { start, end, kind } of knownTokensIn(text)) {
    if (start < from) continue;
    shown += text.slice(from, start) + mask(kind, text.slice(start, end));
    from = end;
  }
  return shown + text.slice(from);
}

function maskPem(text: string): string {
  let shown = '';
  let from = 0;
  let lastEnd = Number.POSITIVE_INFINITY;
  for (const begin of text.matchAll(pemBegin)) {
    if (begin.index < from) continue;
    const body = begin.index + begin[0].length;
    let end = -1;
    // Once no end mark follows, none follows later either: searching again would be quadratic.
    if (body < lastEnd) {
      pemEnd.lastIndex = body;
      const found = pemEnd.exec(text);
      if (found) end = found.index + found[0].length;
      else lastEnd = body;
    }
    if (end < 0) {
      pemRest.lastIndex = body;
      end = body + (pemRest.exec(text)?.[0].length ?? 0);
    }
    shown += text.slice(from, begin.index) + mask('private key', text.slice(begin.index, end));
    from = end;
  }
  return shown + text.slice(from);
}

/**
 * The text with everything that looks like a secret masked by its kind, and with it the literal secrets the caller knows
 * (a webhook secret, say). The number of lines stays the same.
 */
export function redact(text: string, known: readonly string[] = []): string {
  let shown = text;
  for (const secret of known) if (secret.length >= 8) shown = shown.replaceAll(secret, mask('secret', secret));
  const hasAwsCompany = awsCompany.test(shown);
  shown = maskPem(shown);
  shown = maskShapes(shown, ownShapes);
  shown = maskKnown(shown);
  shown = maskShapes(shown, shapes);
  if (hasAwsCompany) shown = shown.replace(awsSecret, (run) => (hexDigits.test(run) ? run : mask('AWS secret key', run)));
  shown = shown.replace(urlPassword, (all, before: string, password: string) =>
    placeholder.test(password) ? all : `${before}${mask('password', password)}@`,
  );
  shown = shown.replace(header, (_, scheme: string) => `${scheme}[redacted: credential]`);
  return shown.replace(assignment, (all, before: string, quote: string, value: string) =>
    placeholder.test(value) ? all : `${before}${mask('secret', value)}${quote}`,
  );
}

/** Whether the text can leave as it is; what must stay exact (a suggestion, a fix) is left out otherwise. */
export function holdsSecret(text: string): boolean {
  return redact(text) !== text;
}
