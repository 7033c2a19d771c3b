import { library } from '../../../../src/engine/check.ts';

/** Texts, lists and numbers of the language itself. */
export const texts = library({
  library: 'ECMAScript',
  calls: {
    String: { gives: { from: [0], as: 'same' } },
    Number: { gives: { from: [0], as: 'number' } },
    parseInt: { gives: { from: [0], as: 'number' } },
    parseFloat: { gives: { from: [0], as: 'number' } },
    decodeURIComponent: { gives: { from: [0], as: 'derived' } },
    '*.trim': { gives: { from: ['receiver'], as: 'same' } },
    '*.toString': { gives: { from: ['receiver'], as: 'same' } },
    '*.toLowerCase': { gives: { from: ['receiver'], as: 'same' } },
    '*.toUpperCase': { gives: { from: ['receiver'], as: 'same' } },
    '*.concat': { gives: { from: ['receiver', 'all'], as: 'joined' } },
    '*.split': { gives: { from: ['receiver'], as: 'parts' } },
    '*.join': { gives: { from: ['receiver', 0], as: 'text of items' } },
    '*.push': { into: { to: 'receiver', from: ['all'], as: 'end' } },
    '*.includes': { guards: [{ of: 0, by: 'member', in: 'receiver', holds: 'true' }] },
    '*.has': { guards: [{ of: 0, by: 'member', in: 'receiver', holds: 'true' }] },
    '*.test': { guards: [{ of: 0, by: 'pattern', in: 'receiver', holds: 'true', match: 'part' }] },
    '*.get': { gives: { from: ['receiver', 0], as: 'field' } },
    '*.startsWith': { guards: [{ of: 'receiver', by: 'prefix', in: 0, holds: 'true' }] },
  },
});
