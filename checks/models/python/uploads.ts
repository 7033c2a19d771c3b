/** Which values of an upload its sender chose. */
import type { Fact } from '../../../src/engine/check.ts';

/** What the sender calls the file. */
export function isUploadName({ kind, source }: Fact): boolean {
  return (
    kind === 'upload' ||
    (kind === 'request' &&
      /(?:files?|uploads?|uploaded|image|photo|picture|avatar|attachment|document|doc)\b.*\.(?:filename|name)$/i.test(source))
  );
}
