/** Why a pattern cannot be used, as a sentence fragment, or null where it can. */
export function globProblem(_pattern: string): string | null {
  throw new Error('globProblem is not written yet');
}

export function pathMatcher(_patterns: readonly string[]): (path: string) => boolean {
  throw new Error('pathMatcher is not written yet');
}
