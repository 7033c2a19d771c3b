/** The list of the kinds of secrets, made from the data that is searched with. */
import type { ProofName, SecretFamily, Worth } from '../src/engine/literals/family.ts';
import { anchorOf } from '../src/engine/literals/marks.ts';

const HEAD = `# Kinds of secrets

Made by \`npm run docs\` from \`checks/models/secrets/\`. Each is found by the fixed text that it holds or, where it has none of its own, by a name that
tells of it. What proves itself is reported wherever it stands; the others are judged by their form and their place.

| provider | kind | known by | proof | taken back |
|---|---|---|---|---|`;

const proofWords: Readonly<Partial<Record<ProofName, string>>> = {
  'base62-crc32': 'CRC-32 in base 62',
  'atlassian-crc32': 'CRC-32',
  'grafana-crc32': 'CRC-32',
  'gitlab-crc32': 'CRC-32 in base 36',
  jwt: 'header and claims are JSON',
  macaroon: 'is a macaroon',
  bech32: 'bech32',
  'base64-json': 'holds JSON',
  'aws-account': 'account number',
  'telegram-id': 'number of a bot',
  'discord-id': 'number of an account',
};

const worthWords: Readonly<Partial<Record<Worth, string>>> = {
  'short-lived': ' (short-lived)',
  test: ' (test account)',
  public: ' (public)',
  identifier: ' (opens nothing alone)',
};

/** More than these would fill the page. */
const MAX_MARKS = 4;

function knownBy({ form, near }: SecretFamily): string {
  const marks = anchorOf(form)?.marks ?? [];
  const told = marks.slice(0, MAX_MARKS).map((mark) => `\`${mark.replaceAll('|', '\\|')}\``);
  if (marks.length > MAX_MARKS) told.push('…');
  if (near) told.push(`a name such as \`${near[0]}\``);
  return told.join(', ');
}

function row(family: SecretFamily): string {
  const { provider, kind, proof, worth, revoke } = family;
  const proven = proof && proofWords[proof] ? ` ${proofWords[proof]} ` : ' ';
  return `| ${provider} | ${kind}${worthWords[worth] ?? ''} | ${knownBy(family)} |${proven}| ${revoke === null ? 'none known' : `[page](${revoke})`} |`;
}

export function secretPage(families: readonly SecretFamily[]): string {
  const byProvider = families.toSorted((a, b) => a.provider.localeCompare(b.provider, 'en', { sensitivity: 'base' }));
  return `${[HEAD, ...byProvider.map(row)].join('\n')}\n`;
}
