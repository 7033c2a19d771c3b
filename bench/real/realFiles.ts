/** The code of real packages that a reviewer would be asked about: written by hand, production, each text once. */
import { createHash } from 'node:crypto';
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from '../../src/engine/files/decode.ts';
import { MAX_ANALYSED_BYTES } from '../../src/engine/files/guards.ts';
import { languageOf } from '../../src/engine/files/language.ts';
import { roleOf } from '../../src/engine/files/role.ts';
import { type ParsedLanguage, parsedLanguages } from '../../src/engine/parse/grammars.ts';
import type { FileMode } from '../../src/model/change.ts';
import type { Package } from './fetchPackages.ts';

export interface RealFile {
  readonly path: string;
  readonly mode: FileMode;
  readonly bytes: Uint8Array;
  readonly language: ParsedLanguage;
  readonly lines: number;
}

/** Characters a line on average above which a text was made by a program: minified, bundled, a table. */
const HANDWRITTEN = 120;

function filesBelow(folder: string): string[] {
  const entries: Dirent[] = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    if (entry.isDirectory())
      return entry.name === 'node_modules' ? [] : filesBelow(join(folder, entry.name)).map((path) => `${entry.name}/${path}`);
    return entry.isFile() ? [entry.name] : [];
  });
}

/** JavaScript that was compiled from the TypeScript in the same package: it would be counted twice. */
function builtFrom(paths: readonly string[]): (path: string) => boolean {
  const hasSources = paths.some((path) => /^src\/.*(?<!\.d)\.[cm]?tsx?$/.test(path));
  return (path) => hasSources && /\.[cm]?js$/.test(path) && !path.startsWith('src/');
}

/** The files of the packages in a fixed order. */
export function realFiles(packages: readonly Package[]): RealFile[] {
  const seen = new Set<string>();
  return packages.flatMap(({ name, folder }) => {
    const paths = filesBelow(folder);
    const isBuilt = builtFrom(paths);
    return paths.flatMap((inner): RealFile[] => {
      const full = join(folder, inner);
      const { mode: bits, size } = statSync(full);
      if (size > MAX_ANALYSED_BYTES || isBuilt(inner) || /\.d\.[cm]?ts$/.test(inner)) return [];
      const bytes = readFileSync(full);
      const decoded = decode(bytes);
      if (decoded.kind !== 'text') return [];
      const { text } = decoded;
      const path = `${name}/${inner}`;
      const mode = (bits & 0o111) === 0 ? 'file' : 'executable';
      const language = parsedLanguages.find((one) => one === languageOf(path, text, mode));
      const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
      if (!language || roleOf(path, text) !== 'production' || text.length > HANDWRITTEN * lines) return [];
      const digest = createHash('sha1').update(bytes).digest('hex');
      if (seen.has(digest)) return [];
      seen.add(digest);
      return [{ path, mode, bytes, language, lines }];
    });
  });
}
