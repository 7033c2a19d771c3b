import { type DerivedText, guessableIdentity, type Report, type SecretContext } from '../../../src/engine/check.ts';
import { type Look, lookOf } from '../../models/secrets/judgeValue.ts';
import { holdsTexts, isShowing, Places } from '../../models/secrets/place.ts';
import { slotKindOf } from '../../models/secrets/slotNames.ts';
import { type Slot, slotsIn } from '../../models/secrets/slots.ts';
import { textFormatOf } from '../../models/secrets/textFormat.ts';
import { isTold } from '../../models/secrets/told.ts';
import { symmetricKeysIn, unnamedSlotsIn } from '../../models/secrets/unnamedSlots.ts';

/** Somebody chose it: it may be that of a machine of no worth, and other things are written the same way. */
const guessable = 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:N/A:N';

const KEY_ID = /A(?:KIA|SIA|BIA|CCA)[A-Z2-7]{16}/;
const PAIR_DISTANCE = 600;

/** The name as it is told: short, and without what could break out of its marks. */
function shown(name: string): string {
  return name.replaceAll('`', "'").slice(0, 60);
}

/** The value that is put together from pieces and given to a secret's name. */
function foldedSlot(text: DerivedText): Slot | null {
  const kind = text.slot === null || !text.via.includes('concatenation') ? null : slotKindOf(text.slot);
  if (kind === null) return null;
  const end = text.text.length;
  return { name: text.slot!, kind, value: text.text, start: text.startOf(0), end: text.endOf(end), isQuoted: true, way: 'assigned' };
}

/** Reports what is given to a slot named after a secret and looks like one. */
export function findHardCodedSecrets(context: SecretContext): void {
  const { source, path, role } = context;
  // The values of a sealed secret have the names of what they hold.
  if (role === 'generated' || role === 'vendored' || /^kind: SealedSecret\s*$/m.test(source.text)) return;
  const format = textFormatOf(path, source.text);
  const places = new Places(source, format);
  const isShown = role === 'test' || role === 'example' || isShowing(path);
  const isManual = role === 'documentation';
  const isText = holdsTexts(path);
  const isTaken = isTold(context);

  function consider(slot: Slot): void {
    const look = lookOf(slot.value, slot.name, slot.kind, slot.isQuoted);
    if (look === 'none' || (isText && !/[\dA-Z]/.test(slot.value))) return;
    const judged = judge(slot, look);
    if (judged && !isOfPair(slot) && !isTaken(slot)) {
      const at = { start: slot.start, end: slot.end };
      const isRandom = look === 'random';
      const statement = guessableIdentity(`hard-coded ${slot.kind}`, slot.value, isRandom);
      context.report({ at, statement, aboutValue: isRandom ? 3 : 1, ...judged });
    }
  }

  /** The other half of a key pair, which is told with its id. */
  function isOfPair({ value, start }: Slot): boolean {
    return /^[A-Za-z0-9+/]{40}$/.test(value) && KEY_ID.test(source.text.slice(Math.max(0, start - PAIR_DISTANCE), start + PAIR_DISTANCE));
  }

  function judge({ name, kind, way, start }: Slot, look: Exclude<Look, 'none'>): Partial<Report> | null {
    const isNote = isShown || places.isExplanation(start);
    const isUnsure = isText || isManual || places.isComment(start) || places.isLongLine(start);
    if (look === 'made-up' && (isNote || isUnsure || way === 'called' || way === 'listed' || way === 'default')) return null;
    if (isNote) {
      return {
        vector: null,
        message: `\`${shown(name)}\` is given a text that looks like a real ${kind}, in a place for tests, examples or explanations: make sure that it opens nothing.`,
      };
    }
    if (look === 'made-up')
      return {
        vector: guessable,
        message: `\`${shown(name)}\` seems to be given a ${kind} here in plain text, one that somebody made up.`,
      };
    return {
      // Manuals are full of values that look real; some are.
      ...(isManual && { vector: guessable }),
      confidence: isUnsure || way === 'listed' ? 'medium' : 'high',
      message: `\`${shown(name)}\` is given its value here in plain text: whoever can read this file, or any commit that ever held it, has the ${kind}.`,
    };
  }

  for (const slot of slotsIn(source.text, format)) consider(slot);
  if (format === 'code' || format === 'data') for (const slot of symmetricKeysIn(source.text)) consider(slot);
  if (format === 'code') for (const slot of unnamedSlotsIn(source.text)) consider(slot);
  for (const text of context.texts) {
    const slot = foldedSlot(text);
    if (slot) consider(slot);
    // Settings in another encoding, as those of registries are handed over.
    if (text.via.at(-1) === 'base64' && /^\s{0,4}\{\s{0,20}"/.test(text.text)) {
      for (const inside of slotsIn(text.text, 'data'))
        consider({ ...inside, start: text.startOf(inside.start), end: text.endOf(inside.end) });
    }
  }
}
