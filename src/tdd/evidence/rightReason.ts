/** Whether a failed run of a RED commit failed by what that RED brought. */
import type { TestRun } from '../../model/change.ts';
import type { OutlinedCommit } from '../range.ts';

/** `named`: it names a test or a file of the RED. `silent`: it does not say what failed. `other`: it says, and none is of this RED. */
export type Reason = 'named' | 'silent' | 'other' | 'setup';

/** What a RED brought, as runs may spell it. */
export interface NewTests {
  readonly names: readonly string[];
  readonly files: readonly string[];
}

const mostNames = 300;
/** Of all that a run says. */
const mostText = 200_000;
/** Shorter ones stand in any text. */
const shortestName = 4;

/** Null where it is not known. Cases that are new or changed, and the files that hold tests. */
export function newTests(outlined: OutlinedCommit | undefined, isTest: (path: string) => boolean): NewTests | null {
  if (outlined === undefined || outlined.problem !== null) return null;
  const names = new Set<string>();
  const files = new Set<string>();
  for (const { status, path, from, base, head } of outlined.files) {
    if (status === 'removed' || !(isTest(path) || (head !== null && head.cases.length > 0))) continue;
    files.add(path);
    if (from !== null) files.add(from);
    const before = new Map((base?.cases ?? []).map(({ name, body }) => [name, body]));
    for (const { name, body } of head?.cases ?? []) if (before.get(name) !== body) names.add(name);
  }
  return { names: [...names].slice(0, mostNames), files: [...files].slice(0, mostNames) };
}

export function reasonOfFailure({ failed, says }: TestRun, brought: NewTests | null, isTest: (path: string) => boolean): Reason {
  const texts = [...(failed ?? []), ...says].filter((text) => !saysNothing(text));
  if (texts.length === 0) return 'silent';
  const told = plain(texts.join('\n').slice(0, mostText));
  if (brought !== null && spellings(brought).some((spelling) => told.includes(` ${spelling} `))) return 'named';
  if (says.length > 0 && (failed ?? []).length === 0 && texts.every((text) => setupTrouble.test(text))) return 'setup';
  if (brought === null || brought.files.length === 0) return 'silent';
  const namesTests = (failed ?? []).length > 0 || texts.some((text) => pathsIn(text).some(isTest));
  return namesTests ? 'other' : 'silent';
}

function spellings({ names, files }: NewTests): string[] {
  const last = names.map((name) => plain(name.slice(name.lastIndexOf(' > ') + 1)).trim());
  const paths = files.flatMap((path) => {
    const stem = path.slice(path.lastIndexOf('/') + 1);
    // A module is told without its ending, `tests.test_cart`.
    return [path, path.replace(/\.[^./]*$/, ''), ...(stem.length >= 8 ? [stem] : [])].map((it) => plain(it).trim());
  });
  return [...last, ...paths].filter((spelling) => spelling.length >= shortestName);
}

/** Words in lower case with single blanks between and around them, in any script. */
function plain(text: string): string {
  return ` ${text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .join(' ')} `;
}

/** What GitHub itself writes at a failed job. */
function saysNothing(text: string): boolean {
  return /process completed with exit code|the (?:job|operation) was cancell?ed|actions? (?:is|are|uses?|will be) .{0,80}deprecated/i.test(
    text,
  );
}

/** The job broke before or beside its tests. */
const setupTrouble =
  /npm err|\bERESOLVE\b|\bENOTFOUND\b|\bETIMEDOUT\b|\bECONNRESET\b|no space left|rate limit|could not find a version|unable to resolve action|(?:hosted )?runner (?:has received|lost communication)|failed to download|\beslint\b|\bprettier\b/i;

function pathsIn(text: string): string[] {
  return text.split(/[^\w@./+-]+/).filter((part) => part.includes('.'));
}
