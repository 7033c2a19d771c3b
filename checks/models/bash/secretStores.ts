/** Commands that give out a secret: stores, keepers of credentials, files that hold one, the answer of a token endpoint. */
import { type Command, literalOf } from '../../../src/engine/bash.ts';
import { namesShellSecret } from './secretNames.ts';
import { printsSecret } from './secretPrograms.ts';

/** The words of a command that give out a secret, by its name. */
const giving: Readonly<Record<string, RegExp>> = {
  aws: /\bsecretsmanager get-secret-value\b|\bssm get-parameters?\b.*--with-decryption|\becr(?:-public)? get-login-password\b|\bsts (?:assume-role\S*|get-session-token)\b|\biam create-access-key\b|\bkms decrypt\b|\beks get-token\b|\bcodeartifact get-authorization-token\b|\bconfigure get \S*(?:secret|token)/,
  gcloud: /\bsecrets versions access\b|\bprint-(?:access|identity)-token\b/,
  az: /\bkeyvault secret show\b|\bget-access-token\b|\baccount keys list\b|--expose-token|\bcreate-for-rbac\b|\bcredential reset\b|\bshow-connection-string\b/,
  gh: /\bauth token\b/,
  glab: /\bauth token\b/,
  git: /\bcredential fill\b/,
  kubectl: /\bget secrets?\b|\bcreate token\b/,
  oc: /\bget secrets?\b|\bwhoami (?:-t|--show-token)\b|\bextract secret\b/,
  vault:
    /^(?:read|kv get|print token|token create|unwrap|login|write .*-field=\S*(?:token|secret|password)|.*-field=(?:token|client_token))\b/,
  op: /^(?:read|get|item get|signin)\b/,
  pass: /^(?:show\b|(?!ls|list|find|grep|insert|edit|generate|rm|mv|cp|git|init|version|help|\$\s*$|-)\S+)/,
  gopass: /^(?:show|cat)\b/,
  heroku: /\bauth:token\b/,
  doppler: /\bsecrets get\b/,
  infisical: /\bsecrets\b/,
  'systemd-ask-password': /./,
  'ssh-askpass': /^/,
  zenity: /--password/,
  dialog: /--(?:insecure|passwordbox)/,
  whiptail: /--passwordbox/,
  terraform: /\boutput\b.*\b\w*(?:password|secret|token|private_key)\b/,
  'consul-template': /^$/,
  npm: /\btoken create\b|\bconfig get \S*_auth/,
};

/** Sealed, or no value at all. */
const metadata =
  /(?:^|\s)(?:-o\s?name|-o=name|--output=name|--dry-run\S*|list|--help|custom-columns\S*|describe|--output table|jsonpath=\S*(?:metadata|type)\S*)(?:\s|$)/;

/** Files that hold nothing but a secret, by name. */
const secretFile =
  /(?:^|\/)run\/secrets\/|(?:^|[/._-])(?:tokens?|passw(?:or)?d|passphrase|secrets?|credentials?|api[_-]?key|pat|id_(?:rsa|ed25519|ecdsa|dsa)|private[_-]?key|netrc|pgpass|git-credentials|vault-token|npmrc)(?:\.(?:txt|key|json|pem|env|conf|ya?ml))?$|\.(?:pat|pem|key)$|serviceaccount\/token$/i;
const publicFile =
  /\.pub$|(?:^|[/._-])(?:pub(?:lic)?|cert|crt|ca|chain|fullchain|pubkey|ca-bundle|cacerts?)(?:[._-]|$)|\w(?:certs?|chain)\d{0,2}\.pem$|^\/etc\/(?:passwd|ssl\/certs)/i;

export function isSecretFile(path: string): boolean {
  return path.length < 400 && secretFile.test(path) && !publicFile.test(path) && path !== '/etc/passwd';
}

/** The variable names the file of a secret: `$DB_PASSWORD_FILE`. */
export function namesSecretFile(name: string): boolean {
  const bare = name.replace(/_?(?:file|path)$/i, '');
  return bare !== name && namesShellSecret(bare.length === name.length ? name : bare);
}

const tokenEndpoint =
  /\/oauth2?\/(?:v\d(?:\.\d)?\/)?(?:access_)?token\b|\/(?:connect|openid-connect|protocol\/openid-connect|auth|api|v\d)\/token\b|\/token\?|\/access_tokens?\b|\/auth\/\w+\/login\b|sts\.amazonaws\.com|metadata\/identity\/oauth2|service-accounts\/default\/token|\/latest\/api\/token|\/latest\/meta-data\/iam\/security-credentials\/\S/i;

/** The words of a command as one text, `$` for what is not constant. */
export function wordsOf(command: Command): string {
  return command.arguments
    .slice(0, 40)
    .map((word) => word.parts.map((part) => (part.kind === 'literal' ? part.text : '$')).join(''))
    .join(' ')
    .slice(0, 2000);
}

/** Whether the output of a command is a secret; what is said about it is null where it is none. */
export function storeOf(command: Command): string | null {
  const { name } = command;
  if (name === '' || command.arguments.length === 0) return null;
  if (name === 'cat' || name === 'head' || name === 'tail') {
    for (const word of command.arguments) {
      const text = literalOf(word);
      const path = word.parts.map((part) => (part.kind === 'literal' ? part.text : '$')).join('');
      const only = word.parts.length === 1 ? word.parts[0]! : null;
      if ((text !== null || path.includes('/')) && isSecretFile(path)) return 'the file of a secret';
      if (only?.kind === 'variable' && namesSecretFile(only.name)) return 'the file of a secret';
    }
    return null;
  }
  const words = wordsOf(command);
  if (metadata.test(words)) return null;
  if (name === 'curl' || name === 'wget' || name === 'http') {
    if (!tokenEndpoint.test(words) || /(?:^|\s)(?:-o|-O|--output|-I|--head|-w)(?:\s|=)/.test(words)) return null;
    return 'the answer of an endpoint that gives out tokens';
  }
  if (name === 'jq' || name === 'yq') {
    return /(?:^|\s)['"]?\.(?:[\w[\]]+\.)*(?:access_token|accessToken|refresh_token|id_token|client_token|client_secret|SecretAccessKey|SessionToken|SecretString|password|secret|api_?key|private_key|token)(?:\s*\/\/\s*\w+)?(?:['"\s]|$)/i.test(
      words,
    )
      ? 'a field that holds a secret'
      : null;
  }
  if (Object.hasOwn(giving, name)) return giving[name]!.test(words) ? `\`${name}\`` : null;
  if (name === 'openssl') return null;
  return printsSecret(command) ? `\`${name}\`` : null;
}
