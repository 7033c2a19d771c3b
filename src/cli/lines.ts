/** Source lines for code frames, of the files that need one. */

export async function linesOf(
  paths: readonly string[],
  textOf: (path: string) => Promise<string | null>,
): Promise<(path: string, line: number) => string | null> {
  const texts = new Map<string, string[]>();
  for (const path of new Set(paths)) {
    const text = await textOf(path);
    if (text !== null) texts.set(path, text.split('\n'));
  }
  return (path, line) => texts.get(path)?.[line - 1]?.replace(/\r$/, '') ?? null;
}
