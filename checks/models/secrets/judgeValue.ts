/** What a value is by its look: drawn at random, made up by somebody, or a word. */
import { createHash } from 'node:crypto';
import { rarityOf } from './rarity.ts';
import type { SlotKind } from './slotNames.ts';
import { isDrawnWithSigns, isName, isStandIn, namesThings } from './standIns.ts';

export type Look = 'random' | 'made-up' | 'none';

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

function classesOf(text: string): number {
  return Number(/[a-z]/.test(text)) + Number(/[A-Z]/.test(text)) + Number(/\d/.test(text)) + Number(/[^A-Za-z0-9]/.test(text));
}

const BASE64 = /^[A-Za-z0-9+/_-]{8,}={0,2}$/;
/** Drawn from all that can be typed, blanks included (wordpress.org's generator). */
const GENERATED_NAME = /^(?:(?:SECURE_)?AUTH|LOGGED_IN|NONCE)_(?:KEY|SALT)$/;
/** Tokens and keys that have checks of their own: `eyJ` begins a JSON web token, dashes a key. */
const KNOWN = /^(?:eyJ[\w-]{6,}\.|-----BEGIN)/;
/** SHA-256 of keys that are the same for everybody: of emulators and of the documentation. */
const publicKeys = new Set<string>([
  // Azurite and the storage emulator
  '0011cc25eb4320717494d2703e8cba85743e71b500283c21c8b88147992f9059',
  // the Cosmos DB emulator
  'aa6547439583c3a275d4542a0df6c1ad6a863971be9f2a2220f027cc02aef615',
  // play.min.io
  'df452eef23e8cf2c74af54c0c7419c05a5ec70ef4d5c2eb04082b02af8c55598',
]);

/** What a text of base 64 holds if somebody wrote it: a user and a password, words. */
function writtenInside(text: string): string | null {
  if (!BASE64.test(text)) return null;
  const inside = Buffer.from(text, 'base64').toString('latin1').replace(/\n$/, '');
  return inside.length >= 4 && /^[\x20-\x7e]+$/.test(inside) ? inside : null;
}

/** How a value of a slot looks. */
export function lookOf(value: string, name: string, kind: SlotKind, isQuoted: boolean): Look {
  const text = value.trim();
  if (KNOWN.test(text) || (text.length >= 30 && publicKeys.has(createHash('sha256').update(text).digest('hex')))) return 'none';
  if (GENERATED_NAME.test(name) && isQuoted && text.length >= 40) return /\b(?:unique|phrase|salt|your)\b/i.test(text) ? 'none' : 'random';
  const inside = writtenInside(text);
  if (inside !== null) {
    // Basic authentication carries both; an empty half is nobody's.
    const colon = inside.indexOf(':');
    const own = colon > 0 && kind === 'token' ? inside.slice(colon + 1) : inside;
    const look = lookOfText(own, name, colon > 0 ? 'password' : kind, isQuoted);
    if (look !== 'none' || rarityOf(inside) < 0) return look;
  }
  return lookOfText(text, name, kind, isQuoted);
}

/** A piece of a phrase that is no word. */
function isDrawnWord(word: string): boolean {
  return word.length >= 5 && /\d/.test(word) && /[a-z]/.test(word) && /[A-Z]/.test(word) && rarityOf(word) >= 4;
}

/** Sixteen letters in four groups, as Google hands out passwords for programs. */
const FOUR_GROUPS = /^(?:[a-z]{4} ){3}[a-z]{4}$/;
/** As many words as the seed of a wallet has, and of letters that its word list has. */
const SEED = /^(?:[a-z]{3,8} ){11}(?:(?:[a-z]{3,8} ){3}){0,4}[a-z]{3,8}$/;
const SENTENCE = /\b(?:the|these|this|and|that|for|are|with|your|you|from)\b/;
/** Words and a number, as a person strings them together. */
const PHRASE = /^(?:[a-z]{3,12}(?:-[a-z]{3,12}){2,4}-|[A-Z][a-z]{3,20}[_-])\d{2,4}$/;

function isPhrase(text: string, kind: SlotKind): boolean {
  return kind === 'password' && PHRASE.test(text) && !namesThings(text);
}

function lookOfText(text: string, name: string, kind: SlotKind, isQuoted: boolean): Look {
  if (isQuoted && kind === 'password' && FOUR_GROUPS.test(text) && rarityOf(text.replaceAll(' ', '')) >= 8) return 'random';
  if (isQuoted && /mnemonic|phrase/i.test(name) && SEED.test(text)) return SENTENCE.test(text) ? 'none' : 'random';
  if (isStandIn(text, name, isQuoted)) return 'none';
  if (isDrawnWithSigns(text)) return text.length >= (kind === 'password' ? 8 : 16) ? 'random' : 'made-up';
  const rarity = rarityOf(text);
  const classes = classesOf(text);
  if (UUID.test(text)) return kind === 'token' ? 'none' : 'made-up';
  // Chance does not give words, so a text of one kind of letters has to be far from any.
  const isRandom =
    !text.includes(' ') && rarity >= (kind === 'token' ? 14 : 10) && rarity >= text.length * 0.45 && (classes >= 2 || text.length >= 16);
  if (isRandom && text.length >= (kind === 'password' ? 8 : 16)) return 'random';
  if (text.includes(' ')) return isQuoted && kind !== 'token' && text.split(/ +/).some(isDrawnWord) ? 'made-up' : 'none';
  if (isPhrase(text, kind)) return 'made-up';
  if (isName(text)) return 'none';
  if (kind === 'token') return isRandom && text.length >= 12 ? 'made-up' : 'none';
  if (text.length < 6 || text.length > 64) return 'none';
  return classes >= 2 && /\d|[^\w.-]/.test(text) ? 'made-up' : 'none';
}
