import { library } from '../../../../src/engine/check.ts';

/** Objects by their keys. */
export const objects = library({
  library: 'Object',
  calls: {
    'Object.keys': { gives: { from: [0], as: 'derived' } },
    'Object.values': { gives: { from: [0], as: 'collection' } },
  },
});
