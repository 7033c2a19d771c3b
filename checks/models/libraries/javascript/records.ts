import { type Library, library } from '../../../../src/engine/check.ts';

type Calls = NonNullable<Library['calls']>;
const onto = (names: readonly string[]): Calls =>
  Object.fromEntries(names.map((name) => [name, { sinks: [{ at: 'from 1' as const, context: 'record' as const, label: 'onto' }] }]));
const stored = (at: number, names: readonly string[]): Calls =>
  Object.fromEntries(names.map((name) => [name, { sinks: [{ at, context: 'record' as const, label: 'stored' }] }]));

/** Where all the fields of one object become those of another, or of a row. */
export const records = library({
  library: 'Object, lodash, Mongoose, Sequelize',
  calls: {
    ...onto([
      'Object.assign',
      'lodash.assign',
      'lodash.extend',
      'lodash.merge',
      'lodash.assignIn',
      'lodash.defaultsDeep',
      'underscore.extend',
    ]),
    ...stored(0, [
      '**.create',
      '**.insertOne',
      '**.bulkCreate',
      '*.build',
      '**.insertMany',
      '*.update',
      '*.set',
      '*.save',
      '**.findOrCreate',
    ]),
    ...stored(1, [
      '**.findByIdAndUpdate',
      '**.findOneAndUpdate',
      '**.updateOne',
      '**.updateMany',
      '*.update',
      '**.findOneAndReplace',
      '**.replaceOne',
    ]),
  },
});
