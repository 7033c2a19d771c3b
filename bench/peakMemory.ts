/** The most memory that a program and all it starts held at one time. Null if there is no such program, or the system does not tell. */
export async function peakMegabytes(_command: string, _args: readonly string[], _cwd: string): Promise<number | null> {
  return null;
}
