/** Names that tell of a secret: of files, variables and programs. */

const secretWords = new Set(
  'key keys privkey privatekey apikey secret secrets token tokens password passwords passwd passwort pass pwd passphrase passwordfile credential credentials creds cred pem pgpass netrc htpasswd shadow kubeconfig vault wallet mnemonic p12 pfx jks keystore keytab sshkey rsa ed25519 dsa ecdsa pw dotenv'.split(
    ' ',
  ),
);

/** Words that say the opposite: made to be shown. */
const publicWords = new Set('pub public authorized known keyring keyrings keyboard keymap keyserver trusted fingerprint'.split(' '));

function wordsOf(text: string): string[] {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => word.replace(/(?:file|path|dir)$/, ''))
    .filter(Boolean);
}

/** Whether a path speaks of something made to be shown. */
export function soundsPublic(text: string): boolean {
  return wordsOf(text).some((word) => publicWords.has(word));
}

/** Whether a path, variable or option speaks of a secret; a public key does not. */
export function soundsSecret(text: string): boolean {
  if (/\.env(?:$|["'\s./])|id_(?:rsa|ed25519|ecdsa|dsa)\b(?!\.pub)|\.my\.cnf\b/.test(text)) return true;
  const words = wordsOf(text);
  return words.some((word) => secretWords.has(word)) && !soundsPublic(text);
}
