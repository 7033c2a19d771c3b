/** The files around the one that is analysed. */
import type { FileMode } from '../../model/change.ts';

/** Another file of the same version, as it is handed over. */
export interface Neighbour {
  readonly path: string;
  /** Default: a plain file. */
  readonly mode?: FileMode;
  readonly bytes: Uint8Array;
  /** Whether it is a part of the change, and so analysed and reported on its own. Default: yes. */
  readonly isChanged?: boolean;
}
