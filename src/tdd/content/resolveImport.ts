/** Which of the known files a test means by an import, a dotted name or the path of a script. */

const families: readonly (readonly string[])[] = [
  ['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx', 'vue', 'svelte'],
  ['py', 'pyi'],
  ['sh', 'bash', 'zsh', 'ksh', 'bats', ''],
  ['ps1', 'psm1', 'psd1'],
  ['java', 'kt', 'kts', 'scala', 'groovy'],
  ['c', 'h', 'cc', 'cpp', 'cxx', 'hh', 'hpp'],
  ['cs', 'fs', 'vb'],
  ['ex', 'exs'],
];

/** The same for files that can name each other's functions. */
export function languageFamily(path: string): string {
  const extension = /\.([A-Za-z0-9]+)$/.exec(path.slice(path.lastIndexOf('/') + 1))?.[1]?.toLowerCase() ?? '';
  return families.find((family) => family.includes(extension))?.[0] ?? extension;
}

export type ResolveImport = (test: string, from: string, names?: readonly string[]) => string | null;

/** Over the paths of files that exist somewhere in the range. */
export function importResolver(paths: readonly string[]): ResolveImport {
  const byStem = new Map<string, string[]>();
  const byLast = new Map<string, string[]>();
  for (const path of new Set(paths)) {
    for (const stem of stemsOf(path)) {
      add(byStem, stem, path);
      add(byLast, stem.slice(stem.lastIndexOf('/') + 1), path);
    }
  }
  const exact = (stem: string, test: string) => nearest(byStem.get(stem) ?? [], test);
  const bySuffix = (suffix: string, test: string) => {
    const found = byLast.get(suffix.slice(suffix.lastIndexOf('/') + 1)) ?? [];
    const fitting = found.slice(0, 50).filter((path) => stemsOf(path).some((stem) => stem === suffix || stem.endsWith(`/${suffix}`)));
    return nearest(fitting, test);
  };
  return (test, from, names = []) => {
    const family = languageFamily(test);
    const written = from.replaceAll('\\', '/').replace(/^["']|["']$/g, '');
    if (family === 'py' && !written.includes('/')) {
      const dots = /^\.*/.exec(written)![0].length;
      const module = written.slice(dots).replaceAll('.', '/');
      const start = dots === 0 ? null : folder(test, dots);
      const find = (tail: string) => (tail === '' ? null : start === null ? bySuffix(tail, test) : exact(join(start, tail), test));
      // `from shop import cart` may take a module as well as a name.
      for (const name of names) {
        const found = find([module, name].filter((part) => part !== '').join('/'));
        if (found !== null) return found;
      }
      return find(module) ?? (module.includes('/') ? find(module.slice(0, module.lastIndexOf('/'))) : null);
    }
    if (/^\.{1,2}(?:\/|$)/.test(written)) {
      const target = join(folder(test, 1), written);
      const found = exact(target, test) ?? exact(withoutExtension(target), test);
      // Scripts are named from where they are started, which is seldom the folder of the test.
      if (found !== null || family === 'js') return found;
    }
    const parts = written.split('/');
    const last = parts.findLastIndex((part) => part === '..' || part === '.' || part === '' || /[$~@#(){}"'*]/.test(part));
    const tail = parts.slice(last + 1).join('/');
    // A bare name is a package there, and elsewhere too short to mean a file.
    if (tail === '' || (family === 'js' && !tail.includes('/'))) return null;
    return bySuffix(tail, test) ?? bySuffix(withoutExtension(tail), test);
  };
}

function stemsOf(path: string): string[] {
  const stem = withoutExtension(path);
  const cut = stem.replace(/\/(?:index|__init__|mod)$/, '');
  return [...new Set([path, stem, cut])];
}

function withoutExtension(path: string): string {
  return path.replace(/(?<=[^/])\.[A-Za-z0-9]+$/, '');
}

function folder(path: string, up: number): string {
  return path.split('/').slice(0, -up).join('/');
}

function join(start: string, path: string): string {
  const parts = start === '' ? [] : start.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/** Of the same language, and with most folders in common. */
function nearest(paths: readonly string[], test: string): string | null {
  const family = languageFamily(test);
  const isShell = family === 'sh';
  let best: string | null = null;
  let most = -1;
  for (const path of paths) {
    if (path === test || (languageFamily(path) !== family && !isShell)) continue;
    const shared = common(path, test);
    if (shared > most) [best, most] = [path, shared];
  }
  return best;
}

function common(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

function add(map: Map<string, string[]>, key: string, path: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [path]);
  else if (!list.includes(path)) list.push(path);
}
