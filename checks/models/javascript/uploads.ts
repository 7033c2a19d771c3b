/** Which values of an upload its sender chose. */
import type { Fact } from '../../../src/engine/check.ts';

/** What the sender calls the file. */
export function isUploadName({ kind, source }: Fact): boolean {
  return kind === 'upload' || (kind === 'request' && /\bfiles?\b.*\.(?:originalname|originalFilename|name)$/i.test(source));
}

/** Where a library put the file, under a name of its own making. */
export function isStored({ kind, source }: Fact): boolean {
  return kind === 'request' && /\bfiles?\b.*\.(?:path|filepath|tempFilePath|filename|destination|newFilename)$/i.test(source);
}
