/** How sure a found secret is, and how much it weighs where it stands: the same for every check that reports literal secrets. */
import type { CheckContext, FileRole, FoundSecret, Report } from '../../../src/engine/check.ts';
import { isChecksum, isTypedToken, markLength } from '../../../src/engine/check.ts';
import { isPublishedSample } from './publishedSamples.ts';

export type Weight = Pick<Report, 'confidence' | 'vector'>;

/** Lives for minutes or hours, so who finds it must be quick. */
const shortLived = 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N';
/** Good for little as it stands: something else has to be known, or tried. */
export const helpless = 'CVSS:3.1/AV:N/AC:H/PR:H/UI:N/S:U/C:L/I:L/A:N';
const note: Weight = { vector: null };

/** What tells a name whose value is a secret; looser than `namesSecret`, for the value has the shape of one too. */
const secretName = /token|secret|passw|pwd|key|credential|auth|bearer|(?:^|[-_.])pat$|Pat$|webhook|dsn|session|cookie|private/i;
const publicName =
  /public|publishable|(?:^|[-_.])pub(?:[-_.]|$)|checksum|digest|integrity|sha\d|fingerprint|hash|etag|commit|revision|version/i;

/** Whether a name says that what is given to it is a secret. */
export function isSecretSlot(slot: string | null): boolean {
  return slot !== null && secretName.test(slot) && !publicName.test(slot);
}

function plain(words: string): string {
  return words.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Whether the name that a value is given to speaks of this family's provider or of what tells of it. */
function namesFamily({ family, slot }: Weighed): boolean {
  if (slot === null) return false;
  const name = plain(slot);
  return [family.provider, ...(family.near ?? [])].some((word) => name.includes(plain(word)));
}

/** So many characters of a mark belong together by no accident; fewer do before so many that were drawn. */
const UNMISTAKABLE = 5;
const SPECIFIC = 4;
const LONG = 30;

/** Whether a shape without proof is surely one: by its mark, or by the name that it is given to. */
function isSure(found: Weighed): boolean {
  if (found.family.near) return namesFamily(found);
  const mark = markLength(found.family);
  return mark >= UNMISTAKABLE || (mark >= SPECIFIC && found.value.length >= mark + LONG) || isSecretSlot(found.slot) || namesFamily(found);
}

/** What a shape without proof is worth in its place: sure, or one that could be something else. Null: nothing is said of it. */
export function weighShape(sure: boolean, role: FileRole): Weight | null {
  switch (role) {
    case 'production':
      return { confidence: sure ? 'high' : 'medium' };
    case 'documentation':
      return sure ? { vector: helpless } : note;
    case 'generated':
      return null;
    default:
      return note;
  }
}

/** Of a value that nobody searched by the marks of its family. */
export type Weighed = Pick<FoundSecret, 'family' | 'proof' | 'value' | 'slot'>;

/** What a found secret is worth in its place; null: nothing is said of it. */
export function weighSecret(found: Weighed, { role }: Pick<CheckContext, 'role'>): Weight | null {
  const { family, proof, value } = found;
  if (proof === 'invalid' || family.worth === 'public' || isPublishedSample(value)) return null;
  if (proof !== 'valid' && isTypedToken(family, value)) return null;
  if (family.worth === 'test' || family.worth === 'identifier') {
    if (role !== 'production') return null;
    // Where somebody calls it a key, what belongs to it is seldom far.
    return family.worth === 'identifier' && isSecretSlot(found.slot) ? { vector: helpless } : note;
  }
  const usual: Weight = family.worth === 'short-lived' ? { vector: shortLived } : {};
  if (proof === 'valid') {
    // Guides show tokens that can be read and open nothing; a checksum fits by no accident.
    if (role === 'documentation' && !isChecksum(family.proof)) return { vector: helpless };
    return { ...usual, confidence: role === 'production' || role === 'documentation' ? 'high' : 'medium' };
  }
  const weight = weighShape(isSure(found), role);
  return weight && { ...usual, ...weight };
}

/** How it was told, in the words of a message. */
export function proofWords({ proof, family, via }: FoundSecret): string {
  const how =
    proof === 'none'
      ? 'by its shape'
      : family.proof?.endsWith('crc32') || family.proof === 'bech32'
        ? 'its checksum fits'
        : 'it can be read';
  if (via.length === 0) return how;
  const hidden = via.includes('name')
    ? 'in the name of the file'
    : via.includes('concatenation')
      ? 'put together from pieces'
      : 'in another encoding';
  return `${how}; ${hidden}`;
}
