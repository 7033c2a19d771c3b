/** What happens to state that others can change meanwhile, in the words of the order checks. */

export type StoreEvent =
  /** A variable, a field or an entry of a map in memory is read. */
  | 'read'
  /** A row, a document or a key of a store is fetched, or its rows are counted; by the time it is here it may be old. */
  | 'fetch'
  | 'write'
  /** A new row. */
  | 'insert';

export interface StoreFacts {
  readonly medium: 'memory' | 'row' | 'count' | 'key';
  /** As it is written, for messages. */
  readonly verb: string;
}
