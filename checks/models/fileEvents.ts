/** What happens to files, in the words of the order checks; every language's models say what their calls do in these. */
import type { NameFunctions, Program, Value } from '../../src/engine/check.ts';

export type FileEvent =
  /** Asks whether it is there, what it is, or what one may do with it. */
  | 'check'
  /** Checks what it holds or whose it is: a hash, a signature, an owner, its syntax. */
  | 'verify'
  /** Makes it, or empties it, without content. */
  | 'create'
  /** Puts content into it, making it if need be. */
  | 'write'
  | 'append'
  /** Makes it with its final mode, or fails if something is there. */
  | 'secure'
  | 'mkdir'
  /** A symbolic or hard link at this name. */
  | 'link'
  /** Sets who may use it. */
  | 'restrict'
  /** Sets whose it is, where that is told apart from who may use it. */
  | 'own'
  | 'remove'
  /** Something else is put in its place in one step. */
  | 'replace'
  /** It is taken away to another name. */
  | 'move'
  /** Its content is changed where it lies. */
  | 'change'
  | 'read'
  /** It is run, loaded or installed. */
  | 'execute'
  /** A program enters it: `cd`, an archive unpacked into it. */
  | 'enter'
  /** A name is made up that nothing stands at yet. */
  | 'name';

export interface FileFacts {
  /** As it is written, for messages: `writeFileSync`, `chmod`, `>`. */
  readonly verb: string;
  /** What a check asks. `existence` is also `stat` whose result is not looked at. */
  readonly asks?: 'existence' | 'kind' | 'permission';
  /** The question is answered by not raising. */
  readonly raises?: boolean;
  /** Permission bits: those a creation gives, or those set; null where they are given and cannot be told. */
  readonly mode?: number | null;
  /** Who may use it is set by owner instead of bits. */
  readonly owner?: boolean;
  readonly directory?: boolean;
  /** Does not mind what it finds: `rm -f`, `force: true`, `exist_ok=True`. */
  readonly tolerant?: boolean;
  /** Refuses what is there already. */
  readonly exclusive?: boolean;
  /** Through an open file, so by no name. */
  readonly byHandle?: boolean;
  /** Whole trees. */
  readonly recursive?: boolean;
  /** What is written into it, where that can be seen. */
  readonly content?: readonly Value[];
  /** It is made under the name of a lock or a process id, as far as its name says. */
  readonly empty?: boolean;
}

/** Whose directory a path lies in. */
export type Place =
  /** Made for this run alone: `mktemp -d`, `mkdtemp`. */
  | 'private'
  | 'home'
  /** Everybody can make files there: `/tmp`. */
  | 'shared'
  /** Only an administrator can. */
  | 'system'
  | 'device'
  | 'unknown';

/** The place of a path by how its text begins. */
export function placeOfText(path: string): Place {
  if (/^~(?:\/|$)/.test(path)) return 'home';
  if (/^\/(?:dev\/(?!shm\/)|proc\/|sys\/)/.test(path)) return 'device';
  if (/^\/(?:tmp|var\/tmp|dev\/shm|usr\/tmp|run\/lock|var\/lock)(?:\/|$)/.test(path)) return 'shared';
  if (/^\/(?:root|home|Users)\//.test(path)) return 'home';
  return /^\/(?:etc|usr|bin|sbin|lib\w*|opt|boot|run|var|srv)(?:\/|$)/.test(path) ? 'system' : 'unknown';
}

const homeVariables =
  /^(?:HOME|USERPROFILE|LOCALAPPDATA|APPDATA|XDG_(?:CONFIG|DATA|CACHE|STATE)_HOME|XDG_RUNTIME_DIR|RUNNER_TEMP|GNUPGHOME|CREDENTIALS_DIRECTORY|HOMEDIR|home|USER_HOME|home_dir|userhome)$/;
const sharedVariables = /^(?:TMPDIR|TMP|TEMP|TEMPDIR)$/;

/** The place that a variable of the environment names. */
export function placeOfVariable(name: string): Place {
  return homeVariables.test(name) ? 'home' : sharedVariables.test(name) ? 'shared' : 'unknown';
}

/** How a language tells places: which calls give private, shared and home directories, by name. */
export interface PlaceWords {
  readonly private: ReadonlySet<string>;
  readonly shared: ReadonlySet<string>;
  readonly home: ReadonlySet<string>;
}

type Roots = readonly { readonly value: Value; readonly rest: string }[];

/** The place of a path by what it begins with; where it may begin with several things, the most exposed one that all agree on. */
export function placeOfRoots(roots: Roots, words: PlaceWords, program: Program): Place {
  const places = new Set(roots.map(({ value, rest }) => placeOfRoot(value, rest, words, program)));
  const [only] = places;
  if (places.size === 1 && only) return only;
  return places.has('shared') ? 'shared' : 'unknown';
}

function placeOfRoot(value: Value, rest: string, words: PlaceWords, program: Program): Place {
  switch (value.kind) {
    case 'literal':
      return placeOfText(value.text + rest);
    case 'environment':
      return placeOfVariable(value.name);
    case 'variable':
      return program.definitionsOf(value.variable).length === 0 ? placeOfVariable(value.variable.name) : 'unknown';
    case 'field':
    case 'element':
      return placeOfRoot(value.of, rest, words, program);
    case 'result': {
      const name = program.nameOf(value.call) ?? value.call.word;
      if (words.private.has(name)) return 'private';
      if (words.shared.has(name)) return 'shared';
      return words.home.has(name) ? 'home' : 'unknown';
    }
    default:
      return 'unknown';
  }
}

/** Functions that only make names of names, by language, together with its places. */
export interface PathVocabulary {
  readonly names: NameFunctions;
  readonly places: PlaceWords;
}
