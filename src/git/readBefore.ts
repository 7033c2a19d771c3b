import type { Commit } from '../model/change.ts';
import type { Objects } from './objects.ts';
import type { Git } from './runGit.ts';

/** The last commits that lead to this one, itself the first, children before parents. What cannot be read ends it. */
export async function readBefore(_git: Git, _objects: Objects, _end: string): Promise<Commit[]> {
  return [];
}
