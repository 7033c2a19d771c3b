/** The checksum of bech32 (BIP 173), as age's secret keys end with. */

const DIGITS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const WIDTH = 6;

function polymod(values: readonly number[]): number {
  let check = 1;
  for (const value of values) {
    const top = check >>> 25;
    check = ((check & 0x1ffffff) << 5) ^ value;
    for (let bit = 0; bit < 5; bit++) if ((top >> bit) & 1) check ^= GENERATORS[bit]!;
  }
  return check >>> 0;
}

function expanded(prefix: string): number[] {
  const codes = [...prefix].map((char) => char.charCodeAt(0));
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
}

/** The checksum that belongs behind `prefix1data`. */
export function bech32Checksum(prefix: string, data: string): string {
  const values = [...data.toLowerCase()].map((char) => DIGITS.indexOf(char));
  const rest = polymod([...expanded(prefix.toLowerCase()), ...values, 0, 0, 0, 0, 0, 0]) ^ 1;
  return Array.from({ length: WIDTH }, (_, index) => DIGITS[(rest >> (5 * (5 - index))) & 31]).join('');
}

export function fitsBech32(text: string): boolean {
  const lower = text.toLowerCase();
  const one = lower.lastIndexOf('1');
  const data = lower.slice(one + 1);
  return one > 0 && data.length > WIDTH && bech32Checksum(lower.slice(0, one), data.slice(0, -WIDTH)) === data.slice(-WIDTH);
}
