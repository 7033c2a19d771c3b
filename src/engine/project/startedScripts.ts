/** What a workflow hands to the scripts of the repository that it starts: variables and arguments that outsiders write. */

/** What outsiders write of what a script at `path` is started with by a workflow: names of variables, and numbers of arguments. */
export function handedTo(_path: string, _workflow: string): readonly string[] {
  return [];
}
