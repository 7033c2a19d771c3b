/** Values that have the form of a secret and stand in everybody's documentation: keys of emulators, of test networks, of tutorials. */
import { createHash } from 'node:crypto';

/** Of the SHA-256, in hexadecimal; the values themselves would look like leaks here. */
const LENGTH = 32;

const published = new Set([
  // Azure's emulators: Azurite, Cosmos DB.
  '0011cc25eb4320717494d2703e8cba85',
  'aa6547439583c3a275d4542a0df6c1ad',
  // Web tokens that jwt.io opens with, of three times.
  '7f75367e7881255134e1375e723d1dea',
  'da816f9f2c16e6c5390e7636cadc40c4',
  'c794fa6d20c64efb9adf980ae93af472',
  // RFC 7515, appendix A.1; the manual of PyJWT.
  '8d4ef6536dc8895f256c1e0d95dcd197',
  'bf145d9380bbe05bdc1a72525796b224',
  // What every Supabase on somebody's own machine begins with: the public role, the service role.
  'bf1725a8f98bea37e88618702e725ba8',
  '70541e07fd4f900b66e289f5be55c85f',
  // The manuals of Telegram and Discord.
  '0b5dd075ccdd03c42f4edda8e299e683',
  '02f7ce3c263f85c019eeeeea4b08f1b7',
  // First accounts of the test networks of Hardhat (two) and Ganache.
  'bc1a50966c9e6486bc4ebf880b51611a',
  '8335c55334821eefd4334369ff9c04a8',
  '578592185588730b9d10b87e2274706a',
  // The key with which reCAPTCHA lets every test pass.
  'f5e95c9954635b65acab57e6d5ea663e',
]);

/** Whether a value is one that its provider published for everybody. */
export function isPublishedSample(value: string): boolean {
  const bare = value.replace(/^(?:0x|AccountKey=)/, '');
  return published.has(createHash('sha256').update(bare).digest('hex').slice(0, LENGTH));
}
