/** Base score of a CVSS 3.1 vector, or null where it is not a valid base vector. */
export function scoreVector(_vector: string): number | null {
  throw new Error('scoreVector is not written yet');
}

export function isBaseVector(vector: string): boolean {
  return scoreVector(vector) !== null;
}
