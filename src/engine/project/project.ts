/** The files around the one that is analysed: parsed when something asks for them, and only as many as a budget allows. */
import type { Language } from '../../model/analysis.ts';
import type { FileMode } from '../../model/change.ts';
import { factOf } from '../facts.ts';
import type { FlatTree } from '../parse/flatTree.ts';
import type { SourceText } from '../sourceText.ts';
import { referencesIn, referredPaths } from './references.ts';
import type { RepositoryFiles } from './repositoryFiles.ts';

/** Another file of the same version, as it is handed over. */
export interface Neighbour {
  readonly path: string;
  /** Default: a plain file. */
  readonly mode?: FileMode;
  readonly bytes: Uint8Array;
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

/** A neighbour as text; null where it is none. */
export interface NeighbourText {
  readonly text: string;
  readonly language: Language | null;
}

export interface ProjectReader {
  textOf(neighbour: Neighbour): NeighbourText | null;
  /** Gives the same file for the same text as long as that is remembered; null where it cannot be parsed. */
  parse(neighbour: Neighbour): ParsedFile | null;
}

/** Characters of other files that are parsed for one. */
const MAX_PARSED = 400_000;
const MAX_PARSED_FILES = 60;

export class Project implements RepositoryFiles {
  readonly path: string;
  /** What was not followed, and why. */
  readonly cut = new Set<string>();
  readonly language: Language;
  private readonly text: string;
  private readonly reader: ProjectReader;
  private readonly neighbours: ReadonlyMap<string, Neighbour>;
  private readonly beyond: ReadonlySet<string>;
  private readonly parsed = new Map<string, ParsedFile | null>();
  private readonly unchanged = new Map<RegExp, boolean>();
  private importing: readonly string[] | null = null;
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
      if (this.beyond.has(path)) this.cut.add(`${path} was not read: more files are imported than are followed`);
      return null;
    }
    const length = neighbour.bytes.length;
    if (this.parsed.size >= MAX_PARSED_FILES || this.characters + length > MAX_PARSED) {
      this.cut.add(`${path} was not followed: the imported files are too many or too large`);
      return null;
    }
    this.characters += length;
    const file = this.reader.parse(neighbour);
    if (!file) this.cut.add(`${path} could not be followed: it could not be parsed`);
    return file;
  }

  /** Neighbours that take something from the file that is analysed, directly or through others; the nearest first. */
  importers(): readonly string[] {
    this.importing ??= this.findImporters();
    return this.importing;
  }

  private findImporters(): readonly string[] {
    const takers = new Map<string, string[]>();
    const add = (path: string, language: Language | null, text: string) => {
      if (language === null) return;
      for (const target of referredPaths(language, path, referencesIn(language, text), this)) {
        const list = takers.get(target);
        if (list) list.push(path);
        else takers.set(target, [path]);
      }
    };
    add(this.path, this.language, this.text);
    for (const neighbour of this.neighbours.values()) {
      const read = this.reader.textOf(neighbour);
      if (read) add(neighbour.path, read.language, read.text);
    }
    const found = new Set([this.path]);
    for (const path of found) for (const taker of takers.get(path) ?? []) found.add(taker);
    found.delete(this.path);
    return [...found];
  }
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
