/** Which names of the shell hold secrets. */
import { namesSecret } from '../secretValues.ts';

/** Where programs look for a password by themselves, and short names that scripts use. */
const known =
  /^(?:PGPASSWORD|MYSQL_PWD|SSHPASS|REDISCLI_AUTH|RESTIC_PASSWORD|BORG_PASSPHRASE|GPG_PASSPHRASE|ANSIBLE_VAULT_PASSWORD|SUDO_PASS|CREDS|(?:GH|GITHUB|GITLAB|GL|AZURE|ADO|AZP|VSCE|OVSX|DOCKER|BOT|CI|RELEASE|DEPLOY|AIRTABLE|FIGMA|MY)_PAT|PAT)$/;
const passes =
  /(?:^|_)(?:db|database|mysql|pg|postgres|psql|smtp|mail|docker|registry|user|admin|root|sudo|ssh|redis|ftp|ldap|mongo|rabbitmq|keystore|key|cert|p12|store|basic|auth|login|service|api|app|wifi|proxy)_pass$/i;
/** They name a file. */
const files = /^(?:GOOGLE_APPLICATION_CREDENTIALS|\w*(?:SSH|DEPLOY|SIGNING|PRIVATE|GPG|KEY)_KEY_?(?:PATH|FILE|NAME|ID)|KUBECONFIG)$/i;
/** `pwd` is where the shell is, far more often than a password. */
const directories =
  /^(?:(?:abs|base|build|cur|current|here|initial|my|old|orig|original|prev|previous|project|real|repo|safe|saved?|script|src|start|test|this|tmp|top|work)_?)?pwd$/i;

export function namesShellSecret(name: string): boolean {
  if (files.test(name) || name.length > 80 || directories.test(name)) return false;
  return known.test(name) || passes.test(name) || namesSecret(name);
}
