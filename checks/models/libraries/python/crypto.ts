import { type CallModel, library } from '../../../../src/engine/check.ts';

/** A hash that is broken by what it is, and one that is told by its name. */
const broken: CallModel = { sinks: [{ at: 'call', context: 'setting', label: 'hash' }], gives: { from: [0], as: 'derived' } };
const named: CallModel = {
  sinks: [
    { at: 0, context: 'setting', label: 'hash name', written: true },
    { at: 'option name', context: 'setting', label: 'hash name', written: true },
  ],
  gives: { from: [1, 'option data'], as: 'derived' },
};

function all(model: CallModel, names: string): Record<string, CallModel> {
  return Object.fromEntries(names.split(' ').map((name) => [name, model]));
}

/** Hashes. */
export const crypto = library({
  library: 'hashlib, pycryptodome, cryptography: hashes',
  names: {
    Cryptodome: 'Crypto',
    'cryptography.hazmat.primitives.hashes': 'hashes',
    'hashlib._hashlib': 'hashlib',
    'md5.md5': 'hashlib.md5',
  },
  calls: {
    ...all(
      broken,
      'hashlib.md5 hashlib.sha1 md5.new sha.new Crypto.Hash.MD5.new Crypto.Hash.MD4.new Crypto.Hash.MD2.new Crypto.Hash.SHA.new',
    ),
    ...all(broken, 'Crypto.Hash.SHA1.new hashes.MD5 hashes.SHA1'),
    'hashlib.new': named,
    'hashlib.file_digest': { sinks: [{ at: 1, context: 'setting', label: 'hash name', written: true }] },
  },
});
