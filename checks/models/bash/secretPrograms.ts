/** Programs that print a secret. */
import { type Command, literalOf } from '../../../src/engine/bash.ts';

const printing: Readonly<Record<string, RegExp>> = {
  gpg: /^(?:-\w*d\w*|--decrypt|--export-secret-\S+)$/,
  gpg2: /^(?:-\w*d\w*|--decrypt|--export-secret-\S+)$/,
  openssl: /^(?:rand|enc|pkeyutl|rsautl|genrsa|genpkey|pkcs8|rsa|cms|smime)$/,
  vault: /^(?:get|read|login|unwrap|decrypt|token)$|^transit\//,
  pass: /^(?:show|[\w-]+\/.*)$/,
  op: /^(?:read|get|item)$/,
  bw: /^(?:get|unlock)$/,
  lpass: /^show$/,
  aws: /^(?:secretsmanager|get-parameters?|get-login-password|assume-role\S*|decrypt)$/,
  gcloud: /^(?:secrets|print-(?:access|identity)-token|decrypt)$/,
  az: /^(?:keyvault|get-access-token)$/,
  kubectl: /^secrets?(?:\/.*)?$/,
  oc: /^secrets?(?:\/.*)?$/,
  sops: /^(?:-\w*d\w*|--decrypt|decrypt|exec-env)$/,
  age: /^(?:-\w*d\w*|--decrypt)$/,
  rage: /^(?:-\w*d\w*|--decrypt)$/,
  'secret-tool': /^lookup$/,
  security: /^find-\S*password$/,
  'ansible-vault': /^(?:decrypt|view)$/,
  doppler: /^secrets$/,
  chamber: /^(?:read|export)$/,
  credstash: /^get$/,
  keyring: /^get$/,
  'systemd-creds': /^(?:decrypt|cat)$/,
  clevis: /^decrypt$/,
  wg: /^gen(?:key|psk)$/,
  mkpasswd: /./,
  pwgen: /./,
  apg: /./,
  tpm2_unseal: /./,
};

export function printsSecret(command: Command): boolean {
  const words = Object.hasOwn(printing, command.name) ? printing[command.name]! : null;
  return words !== null && command.arguments.some((word) => words.test(literalOf(word) ?? ''));
}
