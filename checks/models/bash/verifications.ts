/** Commands that ask whether something is what it claims to be. */
import { type Command, literalOf } from '../../../src/engine/bash.ts';

export function wordsOf(command: Command): readonly string[] {
  return command.arguments.map((word) => literalOf(word) ?? '');
}

function has(command: Command, pattern: RegExp): boolean {
  return wordsOf(command).some((word) => pattern.test(word));
}

const comparesSums = (command: Command): boolean => has(command, /^(?:-[a-z]*c[a-z]*|--check)$/);

interface Verification {
  readonly what: string;
  readonly applies: (command: Command) => boolean;
}

const signature = (pattern: RegExp): Verification => ({ what: 'the signature', applies: (command) => has(command, pattern) });
const checksum: Verification = { what: 'the checksum', applies: comparesSums };

const verifications: Readonly<Record<string, Verification>> = {
  gpg: signature(/^--verify(?:-files)?$/),
  gpg2: signature(/^--verify(?:-files)?$/),
  gpgv: { what: 'the signature', applies: () => true },
  gpgv2: { what: 'the signature', applies: () => true },
  cosign: signature(/^verify/),
  minisign: signature(/^-\w*V/),
  signify: signature(/^-\w*[VC]/),
  'signify-openbsd': signature(/^-\w*[VC]/),
  notation: signature(/^verify$/),
  'slsa-verifier': signature(/^verify/),
  apksigner: signature(/^verify$/),
  jarsigner: signature(/^-verify$/),
  codesign: signature(/^(?:-\w*v\w*|--verify)$/),
  'dpkg-sig': signature(/^(?:-c|--verify)$/),
  'debsig-verify': { what: 'the signature', applies: () => true },
  rpm: signature(/^(?:-\w*K\w*|--checksig)$/),
  rpmkeys: signature(/^(?:-\w*K\w*|--checksig)$/),
  git: signature(/^verify-(?:commit|tag)$/),
  gh: { what: 'the attestation', applies: (command) => has(command, /^attestation$/) && has(command, /^verify$/) },
  'ssh-keygen': { what: 'the signature', applies: (command) => has(command, /^-Y$/) && has(command, /^verify$/) },
  openssl: {
    what: 'the signature',
    applies: (command) => has(command, /^(?:verify|-verify|-prverify)$/) && !has(command, /^(?:s_client|s_server)$/),
  },
  sha1sum: checksum,
  sha224sum: checksum,
  sha256sum: checksum,
  sha384sum: checksum,
  sha512sum: checksum,
  sha256: checksum,
  sha512: checksum,
  b2sum: checksum,
  b3sum: checksum,
  md5sum: checksum,
  cksum: checksum,
  shasum: checksum,
  rhash: checksum,
};

/** What a command verifies (`the signature`), or null if it verifies nothing. */
export function verifiedBy(command: Command): string | null {
  const verification = Object.hasOwn(verifications, command.name) ? verifications[command.name]! : null;
  return verification?.applies(command) ? verification.what : null;
}

const digests = /^(?:(?:sha(?:1|224|256|384|512)?|b2|b3|md5|ck)sum|shasum|sha256|sha512|rhash)$/;

/** Computes a digest, to be compared with another. */
export function computesDigest(command: Command): boolean {
  return digests.test(command.name) || (command.name === 'openssl' && has(command, /^(?:dgst|-?sha(?:1|256|384|512)|-hmac)$/));
}

/** Functions and programs that only tell: after them the script goes on. */
const talking =
  /^(?:echo|printf|true|:|logger|wall|say|cat)$|^_*(?:log|warn|info|note|notice|msg|message|print|debug|report)(?:_|$|ing$)|_(?:log|warn|warning|info|msg)$/i;

export function onlyTalks(name: string): boolean {
  return talking.test(name);
}
