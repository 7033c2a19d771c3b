/** How much likelier a text was drawn at random than written by somebody: a word, a name, a path. */

/**
 * What a letter costs behind another one in names, words and paths of source code, in half bits: `a` is 0, `z` is 12.5. A row for each letter,
 * the last one for a letter that begins a word. Counted over the names and words of open source code and its documentation.
 */
const letters: readonly string[] = [
  'njhionjskrnhihwjrgifloooms',
  'flklgloqiirgooipqjjogtsskt',
  'holmgntglviioreorjmgkrrvnx',
  'glmjdlorgsqloqioskknkrssmx',
  'jniimlmtpmsijgplnfghrmninv',
  'hlklhhqqeztjrpgqrikkjuutmx',
  'lqnrdskjfzsjmjkqthijkrruns',
  'fprpestsfyrnmqgqtlmihupvnw',
  'lljjkljwtxrijeglqkggrmxnzm',
  'inppesstmvottshnqtctksnwpy',
  'hpnmcojqhtrnollnsnhnkqnvov',
  'hopjeiqtfwqhqrgosqjjjotxly',
  'ejpmerruhtrljlhhtqkplqttox',
  'hsighkgrksmoqlhnurgflluvqv',
  'mljhrnmtmpmihelizfkkimkprw',
  'frplgrqmjyohosgjvglhisurlt',
  'inmollmqnrsglqsrjlkmcqrtpq',
  'hrkleplvgznllmgpvjiilmsyjz',
  'krjpepqjhyolpqijopiejpovmx',
  'gslpfpsgfzsnoshnwhikluqsjv',
  'lhllhlnwjzugigpizghgstxsww',
  'epmrcqpsfzwrpploxqlpqurvqx',
  'gqpogoojfxooqhgoxginsslsqr',
  'koiogosqivvpkqoetpndrrsmkt',
  'jmkpjpksmushjildunghorlrop',
  'hoqqcprngwrkmsiqqpnnnwoqlm',
  'ijhiiikljookjjkipjhikmmlrr',
];
const BEGINNING = 26;

/** Lower, upper, digit, separator, any other. */
type Kind = 0 | 1 | 2 | 3 | 4;

/** What it costs, in bits, that a character of one kind follows one of another; the last row begins a text. */
const changes: readonly (readonly number[])[] = [
  [0.2, 4.4, 5.3, 3.7, 6],
  [1.3, 1, 4.7, 4.3, 6],
  [2.2, 4.7, 0.5, 3.9, 6],
  [0.5, 3.3, 3.7, 3.4, 6],
  [2.3, 2.3, 2.3, 2.3, 2.3],
  [0.7, 2.7, 2.7, 3.6, 5],
];

const DIGIT_BITS = Math.log2(10);
const SEPARATOR_BITS = 1.5;
const OTHER_BITS = 4;

function kindOf(code: number): Kind {
  if (code >= 97 && code <= 122) return 0;
  if (code >= 65 && code <= 90) return 1;
  if (code >= 48 && code <= 57) return 2;
  // - . / _ and the blank
  return code === 45 || code === 46 || code === 47 || code === 95 || code === 32 ? 3 : 4;
}

/** Bits that a text costs somebody who writes words and names. */
function writtenBits(text: string): number {
  let bits = 0;
  let before = 5;
  let row = BEGINNING;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const kind = kindOf(code);
    bits += changes[before]![kind]!;
    if (kind <= 1) {
      const letter = (code | 32) - 97;
      // A hump of camel case begins a word.
      bits += (letters[before === 0 && kind === 1 ? BEGINNING : row]!.charCodeAt(letter) - 97) / 2;
      row = letter;
    } else {
      bits += kind === 2 ? DIGIT_BITS : kind === 3 ? SEPARATOR_BITS : OTHER_BITS;
      row = BEGINNING;
    }
    before = kind;
  }
  return bits;
}

/** How many characters a generator would choose from that could have made this text. */
function alphabetOf(text: string): number {
  if (/^\d*$/.test(text)) return 10;
  if (/^[\da-f]*$/.test(text) || /^[\dA-F]*$/.test(text)) return 16;
  if (/^[A-Z2-7]*$/.test(text)) return 32;
  if (/^[\da-z]*$/.test(text) || /^[\dA-Z]*$/.test(text)) return 36;
  if (/^[\dA-Za-z]*$/.test(text)) return 62;
  return /^[\w+/=.~-]*$/.test(text) ? 66 : 90;
}

/** Bits in favour of chance; negative for what looks written. Grows with the length: ten are a thousand to one. */
export function rarityOf(text: string): number {
  return writtenBits(text) - text.length * Math.log2(alphabetOf(text));
}
