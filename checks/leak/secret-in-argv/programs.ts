/** Arguments in which programs take a secret, as patterns that end in it: `\n` stands before each word. */
import { SECRET as S } from '../../models/bash/secretFlow.ts';

const any = `[^\\n]*${S}$`;
const option = (...names: string[]): RegExp => new RegExp(`\\n(?:${names.join('|')})[\\n=]?${any}`);
const pattern = (text: string): RegExp => new RegExp(`${text}${any}`);

const registry = option('-p', '--password');
const database = option('-p', '--password');
const archive = option('-p', '-P', '-hp', '--password', '-mhe=on -p');

/** Known programs, and what to use instead. */
export const programs: Readonly<Record<string, { readonly takes: readonly RegExp[]; readonly instead: string }>> = {
  curl: {
    takes: [
      option(
        '-[a-zA-Z]{0,4}[uU]',
        '--user',
        '--proxy-user',
        '-[a-zA-Z]{0,4}H',
        '--header',
        '--proxy-header',
        '--oauth2-bearer',
        '-[a-zA-Z]{0,4}b',
        '--cookie',
        '--pass',
      ),
      option('-[a-zA-Z]{0,4}d', '--data', '--data-\\w+', '--json', '-F', '--form', '--form-string', '-E', '--cert'),
    ],
    instead:
      'Give the header or the user on the standard input (`curl --config -`, `-H @-`), or in a file only you can read (`--netrc-file`, `-H @file`).',
  },
  wget: {
    takes: [option('--password', '--http-password', '--ftp-password', '--proxy-password', '--header', '--post-data', '--body-data')],
    instead: 'Put it into `~/.netrc` or a file for `--config`, with mode 600.',
  },
  http: { takes: [option('-a', '--auth'), pattern('\\n[\\w-]+:')], instead: 'Use a session file or `~/.netrc` with mode 600.' },
  mysql: { takes: [database], instead: 'Use `--defaults-extra-file` with mode 600, or `--login-path`.' },
  psql: { takes: [pattern('\\n[^\\n]*password=')], instead: 'Use `~/.pgpass` or `PGPASSFILE`.' },
  'redis-cli': { takes: [option('-a', '--pass')], instead: 'Set `REDISCLI_AUTH` for this command.' },
  mongosh: { takes: [option('-p', '--password')], instead: 'Leave the value out: it asks, or reads the standard input.' },
  sshpass: { takes: [option('-p')], instead: 'Use a key; at worst `sshpass -e` or `-f file`.' },
  openssl: {
    takes: [
      pattern('\\npass:'),
      option('-k', '-K', '-hmac', '-psk', '-passwd'),
      pattern('\\n(?:hexkey|key):'),
      pattern('\\npasswd\\n(?:[^\\n]*\\n){0,4}'),
    ],
    instead: 'Use `env:NAME`, `file:PATH` or `stdin` in place of `pass:…`.',
  },
  gpg: { takes: [option('--passphrase')], instead: 'Use `--passphrase-fd 0` with `--pinentry-mode loopback`.' },
  docker: { takes: [registry], instead: 'Use `--password-stdin`.' },
  helm: {
    takes: [registry, option('--set', '--set-string', '--set-literal')],
    instead: 'Use `--password-stdin`; for values a file (`-f`) or a secret that the chart refers to.',
  },
  npm: {
    takes: [pattern('\\nset\\n[^\\n]*(?:_auth\\w*|_password|token)(?:\\n|=)'), pattern('\\n[^\\n]*(?:_auth\\w*|_password)(?:\\n|=)')],
    instead: 'Write `_authToken=${NPM_TOKEN}` into `.npmrc` as it stands: npm reads the variable itself.',
  },
  htpasswd: {
    takes: [pattern('\\n-\\w*b\\w*(?:\\n[^\\n]*){0,3}\\n'), pattern('\\n')],
    instead: 'Use `htpasswd -i`, which reads the standard input.',
  },
  aws: {
    takes: [
      pattern('\\n(?:\\S*secret_access_key|\\S*session_token)\\n'),
      option('--secret-string', '--\\S*password', '--\\S*token', '--value'),
    ],
    instead: 'Hand it over in the environment (`AWS_SECRET_ACCESS_KEY`) or as `file://`.',
  },
  kubectl: {
    takes: [option('--from-literal', '--token', '--docker-password', '--password')],
    instead: 'Use `--from-file` or `--from-env-file` with a file only you can read, or apply from the standard input.',
  },
  'ansible-playbook': { takes: [option('-e', '--extra-vars')], instead: 'Use `-e @file`, or ansible-vault.' },
  az: {
    takes: [option('-p', '--password', '--value', '--\\S*(?:password|secret|key|token)')],
    instead: 'Use a federated login or a certificate; for values `--file`.',
  },
  zip: { takes: [option('-P', '--password')], instead: 'Use a program that reads the password from its input, such as `age` or `gpg`.' },
  '7z': { takes: [archive], instead: 'Use a program that reads the password from its input, such as `age` or `gpg`.' },
  smbclient: { takes: [option('-U', '--user')], instead: 'Use `-A file` with mode 600.' },
  mount: { takes: [pattern('\\n[^\\n]*pass(?:word)?=')], instead: 'Use `credentials=FILE` with mode 600.' },
  ldapsearch: { takes: [option('-w')], instead: 'Use `-y file` with mode 600.' },
  keytool: {
    takes: [option('-storepass', '-keypass', '-srcstorepass', '-deststorepass', '-destkeypass', '-srckeypass', '-storepasswd')],
    instead: 'Use `-storepass:env NAME` or `-storepass:file FILE`.',
  },
  ssh: { takes: [pattern('\\n')], instead: 'Send it on the standard input of the remote command.' },
  sh: { takes: [pattern('\\n-\\w*c\\n')], instead: 'Hand it over in the environment of the command.' },
  expect: { takes: [pattern('\\n')], instead: 'Hand it over in the environment of the script.' },
  git: {
    takes: [pattern('\\n[^\\n]*(?:http[^\\n]*extraheader|Authorization:)[^\\n]*[=\\n]?')],
    instead: 'Set `GIT_CONFIG_COUNT`, `GIT_CONFIG_KEY_0` and `GIT_CONFIG_VALUE_0`, or use a credential helper or `GIT_ASKPASS`.',
  },
  usermod: { takes: [option('-p', '--password')], instead: 'Use `chpasswd -e` with the standard input.' },
  security: { takes: [option('-w', '-p', '-P', '-k')], instead: 'Leave the value out: it asks.' },
  twine: { takes: [option('-p', '--password')], instead: 'Set `TWINE_PASSWORD`.' },
  vsce: { takes: [option('-p', '--pat')], instead: 'Set `VSCE_PAT`.' },
  nuget: {
    takes: [option('-k', '--api-key', '-ApiKey', '--password')],
    instead: 'Keep the key in a configuration file only you can read.',
  },
  cargo: { takes: [option('--token'), pattern('\\nlogin\\n')], instead: 'Set `CARGO_REGISTRY_TOKEN`.' },
  xmllint: { takes: [], instead: '' },
};

const same: Readonly<Record<string, string>> = {
  mysqladmin: 'mysql',
  mysqldump: 'mysql',
  mysqlimport: 'mysql',
  mariadb: 'mysql',
  'mariadb-dump': 'mysql',
  'mariadb-admin': 'mysql',
  mongo: 'mongosh',
  mongodump: 'mongosh',
  mongorestore: 'mongosh',
  pg_dump: 'psql',
  pg_restore: 'psql',
  gpg2: 'gpg',
  podman: 'docker',
  nerdctl: 'docker',
  skopeo: 'docker',
  buildah: 'docker',
  crane: 'docker',
  oras: 'docker',
  yarn: 'npm',
  pnpm: 'npm',
  oc: 'kubectl',
  ansible: 'ansible-playbook',
  unzip: 'zip',
  '7za': '7z',
  '7zz': '7z',
  rar: '7z',
  unrar: '7z',
  'mount.cifs': 'mount',
  ldapadd: 'ldapsearch',
  ldapmodify: 'ldapsearch',
  ldappasswd: 'ldapsearch',
  ldapwhoami: 'ldapsearch',
  jarsigner: 'keytool',
  apksigner: 'keytool',
  bash: 'sh',
  dash: 'sh',
  zsh: 'sh',
  su: 'sh',
  https: 'http',
  xh: 'http',
  useradd: 'usermod',
  ovsx: 'vsce',
  dotnet: 'nuget',
  plink: 'ssh',
};

export function programNamed(name: string): (typeof programs)[string] | null {
  const known = Object.hasOwn(same, name) ? same[name]! : name;
  return Object.hasOwn(programs, known) ? programs[known]! : null;
}

const words =
  '(?:pass(?:word|wd|phrase|code)?|pwd|token|secret|api[-_]?key|access[-_]?key|private[-_]?key|credentials?|auth(?:orization)?|pat|bearer|jwt)';
/** `--token $T`, `--db-password=$P`; not `--password-file`, `--token-env`. */
export const namedOption = new RegExp(
  `\\n-[^\\n=]*${words}(?!-(?:stdin|file|env|fd|path|name|id))s?(?:[-_](?:value|key|string|token|secret|password))?[\\n=:]${any}`,
  'i',
);
/** `PASSWORD=$P`, `registry:_authToken=$T`, `-Dsigning.password=$P`. */
export const namedValue = new RegExp(`\\n[^\\n=]*${words}[\\w.-]*=${any}`, 'i');
