/** Values that have the form of a secret and stand in everybody's documentation: keys of emulators, of test networks, of tutorials. */

/** Whether a value is one that its provider published for everybody. */
export function isPublishedSample(_value: string): boolean {
  return false;
}
