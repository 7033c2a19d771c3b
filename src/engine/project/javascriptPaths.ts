/** Which file a specifier of JavaScript or TypeScript names: by path, by the `paths` of a tsconfig, by the package's own names. */
import { folderOf, foldersAround, pathBelow, type RepositoryFiles } from './repositoryFiles.ts';

const endings = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'] as const;
/** TypeScript names the file that it will have made. */
const sources: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};
const configs = ['tsconfig.json', 'jsconfig.json'] as const;

/** The files that may say how names of a folder are resolved. */
export const configNames: readonly string[] = [...configs, 'package.json'];

/** The file itself, with an ending, or the index of a folder. */
function fileAt(path: string, files: RepositoryFiles): string | null {
  const ending = /\.[cm]?jsx?$/.exec(path)?.[0] ?? '';
  const stem = path.slice(0, path.length - ending.length);
  const index = path === '' ? 'index' : `${path}/index`;
  const candidates = [
    ...(endings.some((one) => path.endsWith(one)) ? [path] : []),
    ...(sources[ending] ?? []).map((one) => stem + one),
    ...endings.map((one) => path + one),
    ...endings.map((one) => index + one),
  ];
  return candidates.find((one) => files.has(one)) ?? null;
}

export function javascriptPath(from: string, specifier: string, files: RepositoryFiles): string | null {
  if (/^\.\.?(?:\/|$)/.test(specifier)) {
    const path = pathBelow(folderOf(from), specifier);
    return path === null ? null : fileAt(path, files);
  }
  if (specifier.startsWith('/') || specifier.includes(':')) return null;
  return byConfig(from, specifier, files) ?? byPackage(from, specifier, files);
}

/** The nearest of the files around a place that was read, as an object. */
function nearest(from: string, names: readonly string[], files: RepositoryFiles): { folder: string; data: Json } | null {
  for (const folder of foldersAround(from)) {
    for (const name of names) {
      const text = files.textOf(folder === '' ? name : `${folder}/${name}`);
      const data = text === null ? null : looseJson(text);
      if (data) return { folder, data };
    }
  }
  return null;
}

function byConfig(from: string, specifier: string, files: RepositoryFiles): string | null {
  const config = nearest(from, configs, files);
  const options = config && objectIn(config.data, 'compilerOptions');
  if (!config || !options) return null;
  const base = typeof options.baseUrl === 'string' ? pathBelow(config.folder, options.baseUrl) : config.folder;
  if (base === null) return null;
  for (const [pattern, targets] of Object.entries(objectIn(options, 'paths') ?? {})) {
    const held = matched(pattern, specifier);
    if (held === null || !Array.isArray(targets)) continue;
    for (const target of targets) {
      const path =
        typeof target === 'string'
          ? pathBelow(
              base,
              target.replace('*', () => held),
            )
          : null;
      const found = path === null ? null : fileAt(path, files);
      if (found !== null) return found;
    }
  }
  const path = typeof options.baseUrl === 'string' ? pathBelow(base, specifier) : null;
  return path === null ? null : fileAt(path, files);
}

/** `#name` of its `imports`, and the package's own name. */
function byPackage(from: string, specifier: string, files: RepositoryFiles): string | null {
  const manifest = nearest(from, ['package.json'], files);
  if (!manifest) return null;
  const { folder, data } = manifest;
  const own = typeof data.name === 'string' ? data.name : null;
  const isOwn = own !== null && (specifier === own || specifier.startsWith(`${own}/`));
  if (!specifier.startsWith('#') && !isOwn) return null;
  const table = specifier.startsWith('#') ? objectIn(data, 'imports') : exportsTable(data.exports);
  const asked = isOwn ? `.${specifier.slice(own.length)}` : specifier;
  for (const [pattern, target] of Object.entries(table ?? {})) {
    const held = matched(pattern, asked);
    for (const named of held === null ? [] : pathsIn(target, 0)) {
      const path = pathBelow(
        folder,
        named.replace('*', () => held!),
      );
      const found = path === null ? null : fileAt(path, files);
      if (found !== null) return found;
    }
  }
  if (asked === '.' && typeof data.main === 'string') {
    const path = pathBelow(folder, data.main);
    return path === null ? null : fileAt(path, files);
  }
  return null;
}

function exportsTable(exports: unknown): Json | null {
  if (typeof exports === 'string') return { '.': exports };
  return isObject(exports) ? exports : null;
}

/** All paths in a table of conditions. */
function pathsIn(target: unknown, depth: number): readonly string[] {
  if (typeof target === 'string') return target.startsWith('./') ? [target] : [];
  return depth > 3 || !isObject(target) ? [] : Object.values(target).flatMap((one) => pathsIn(one, depth + 1));
}

/** What stands for the star of a pattern; '' where the pattern has none; null where it does not fit. */
function matched(pattern: string, text: string): string | null {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text ? '' : null;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  const fits = text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
  return fits ? text.slice(before.length, text.length - after.length) : null;
}

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectIn(data: Json, key: string): Json | null {
  const value = Object.hasOwn(data, key) ? data[key] : null;
  return isObject(value) ? value : null;
}

const MAX_CONFIG = 100_000;

/** JSON as TypeScript reads it: with comments and commas too many. Null for anything else. */
function looseJson(text: string): Json | null {
  if (text.length > MAX_CONFIG) return null;
  let plain = '';
  for (let at = 0; at < text.length; ) {
    const [letter, next] = [text[at]!, text[at + 1]];
    if (letter === '"') {
      let end = at + 1;
      while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
      plain += text.slice(at, end + 1);
      at = end + 1;
    } else if (letter === '/' && (next === '/' || next === '*')) {
      const end = next === '/' ? text.indexOf('\n', at) : text.indexOf('*/', at + 2);
      at = end < 0 ? text.length : next === '/' ? end : end + 2;
    } else {
      plain += letter;
      at++;
    }
  }
  try {
    const data: unknown = JSON.parse(plain.replace(/,(\s*[}\]])/g, '$1'));
    return isObject(data) ? data : null;
  } catch {
    // A config that cannot be read says nothing about names.
    return null;
  }
}
