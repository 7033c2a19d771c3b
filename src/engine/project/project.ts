/** The files around the one that is analysed: parsed when something asks for them, and only as many as a budget allows. */
import type { Language } from '../../model/analysis.ts';
import type { FileMode } from '../../model/change.ts';
import { factOf } from '../facts.ts';
import { roleByPath } from '../files/role.ts';
import type { FlatTree } from '../parse/flatTree.ts';
import type { SourceText } from '../sourceText.ts';
import { type Reference, referencesIn, referredPaths } from './references.ts';
import type { RepositoryFiles } from './repositoryFiles.ts';

/** Another file of the same version, as it is handed over. */
export interface Neighbour {
  readonly path: string;
  /** Default: a plain file. */
  readonly mode?: FileMode;
  readonly bytes: Uint8Array;
  /** Tells these bytes from any others, where that is known already: the blob's sha. */
  readonly sha?: string;
  /** Whether it is a part of the change, and so analysed and reported on its own. Default: yes. */
  readonly isChanged?: boolean;
}

/** A neighbour that was read and parsed. What is made of it later is kept with it. */
export interface ParsedFile {
  readonly path: string;
  readonly language: Language;
  readonly source: SourceText;
  readonly tree: FlatTree;
}

/** A neighbour as text, and what it names of others. */
export interface NeighbourText {
  readonly text: string;
  readonly language: Language | null;
  readonly references: readonly Reference[];
}

export interface ProjectReader {
  /** Null where it is no text. */
  textOf(neighbour: Neighbour): NeighbourText | null;
  /** Gives the same file for the same text as long as that is remembered; null where it cannot be parsed. */
  parse(neighbour: Neighbour): ParsedFile | null;
}

/** Characters of other files that are parsed for one. */
const MAX_PARSED = 400_000;
const MAX_PARSED_FILES = 60;
/** Files named for one reason. */
const NAMED = 4;

export class Project implements RepositoryFiles {
  readonly path: string;
  /** What was not followed, by the reason. */
  private readonly cuts = new Map<string, Set<string>>();
  readonly language: Language;
  private readonly text: string;
  private readonly reader: ProjectReader;
  private readonly neighbours: ReadonlyMap<string, Neighbour>;
  private readonly beyond: ReadonlySet<string>;
  private readonly parsed = new Map<string, ParsedFile | null>();
  private readonly unchanged = new Map<RegExp, boolean>();
  private known: Graph | null = null;
  private characters = 0;

  constructor(
    main: { readonly path: string; readonly language: Language; readonly text: string },
    neighbours: readonly Neighbour[],
    beyond: readonly string[],
    reader: ProjectReader,
  ) {
    this.path = main.path;
    this.language = main.language;
    this.text = main.text;
    this.reader = reader;
    this.neighbours = new Map(neighbours.filter(({ path }) => path !== main.path).map((one) => [one.path, one]));
    this.beyond = new Set(beyond);
  }

  has(path: string): boolean {
    return path === this.path || this.neighbours.has(path) || this.beyond.has(path);
  }

  textOf(path: string): string | null {
    const neighbour = this.neighbours.get(path);
    return neighbour ? (this.reader.textOf(neighbour)?.text ?? null) : null;
  }

  isChanged(path: string): boolean {
    return path === this.path || (this.neighbours.get(path)?.isChanged ?? true);
  }

  /** True where a text that is not looked at on its own matches. */
  hasUnchanged(pattern: RegExp): boolean {
    let has = this.unchanged.get(pattern);
    if (has === undefined) {
      has = [...this.neighbours.values()].some((one) => one.isChanged === false && pattern.test(this.reader.textOf(one)?.text ?? ''));
      this.unchanged.set(pattern, has);
    }
    return has;
  }

  cutOff(reason: string, what: string): void {
    const known = this.cuts.get(reason);
    if (known) known.add(what);
    else this.cuts.set(reason, new Set([what]));
  }

  /** What was not followed, and why. */
  get partial(): readonly string[] {
    return [...this.cuts].map(([reason, all]) => {
      const names = [...all].sort();
      const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
      return `not followed (${reason}): ${names.slice(0, NAMED).join(', ')}${more}`;
    });
  }

  /** A neighbour, parsed; null where it is none, or where it is too much. */
  file(path: string): ParsedFile | null {
    let found = this.parsed.get(path);
    if (found === undefined) {
      found = this.read(path);
      this.parsed.set(path, found);
    }
    return found;
  }

  private read(path: string): ParsedFile | null {
    const neighbour = this.neighbours.get(path);
    if (!neighbour) {
      if (this.beyond.has(path)) this.cutOff('more files are imported than are read', path);
      return null;
    }
    const length = neighbour.bytes.length;
    if (this.parsed.size >= MAX_PARSED_FILES || this.characters + length > MAX_PARSED) {
      this.cutOff('the imported files are too many or too large', path);
      return null;
    }
    this.characters += length;
    const file = this.reader.parse(neighbour);
    if (!file) this.cutOff('could not be parsed', path);
    return file;
  }

  /**
   * Neighbours that take something from the file that is analysed, directly or through others, the nearest first: as far as one of the
   * change leads there whose text may hold a beginning.
   */
  importers(mayBegin: (text: string) => boolean): readonly string[] {
    const { takers, links, texts } = this.graph();
    const found = new Set([this.path]);
    for (const path of found) for (const taker of takers.get(path) ?? []) found.add(taker);
    found.delete(this.path);
    const led = new Set([...found].filter((path) => this.isChanged(path) && mayBegin(texts.get(path) ?? '')));
    for (const path of led) for (const link of links.get(path) ?? []) if (found.has(link)) led.add(link);
    return [...found].filter((path) => led.has(path));
  }

  /** True where a text that the file itself takes from matches. */
  takesFrom(matches: (text: string) => boolean): boolean {
    const { links, texts } = this.graph();
    return (links.get(this.path) ?? []).some((path) => matches(texts.get(path) ?? ''));
  }

  private graph(): Graph {
    this.known ??= this.readGraph();
    return this.known;
  }

  private readGraph(): Graph {
    const takers = new Map<string, string[]>();
    const links = new Map<string, readonly string[]>();
    const texts = new Map<string, string>();
    const add = (path: string, { language, text, references }: NeighbourText) => {
      texts.set(path, text);
      const named = language === null ? [] : referredPaths(language, path, references, this);
      links.set(path, named);
      for (const target of named) {
        const list = takers.get(target);
        if (list) list.push(path);
        else takers.set(target, [path]);
      }
    };
    add(this.path, { language: this.language, text: this.text, references: referencesIn(this.language, this.text) });
    for (const neighbour of this.neighbours.values()) {
      // What a test gives is no outsider's.
      const read = roleByPath(neighbour.path) === 'production' ? this.reader.textOf(neighbour) : null;
      if (read) add(neighbour.path, read);
    }
    return { takers, links, texts };
  }
}

interface Graph {
  readonly takers: ReadonlyMap<string, readonly string[]>;
  readonly links: ReadonlyMap<string, readonly string[]>;
  readonly texts: ReadonlyMap<string, string>;
}

const places = new WeakMap<FlatTree, Project>();

/** Says of a parsed text which files stand around it. */
export function placeInProject(tree: FlatTree, project: Project): void {
  places.set(tree, project);
}

/** Null: it stands alone. */
export function projectAround(tree: FlatTree): Project | null {
  return places.get(tree) ?? null;
}

/** What was made of a parsed file, kept with it. */
export function madeOf<T>({ tree }: ParsedFile, key: unknown, make: () => T): T {
  return factOf(tree, key, make);
}
