/** Which language a file is in: by extension, by well-known name, by shebang. */
import type { Language } from '../../model/analysis.ts';
import type { FileMode } from '../../model/change.ts';

const byExtension: Readonly<Record<string, Language>> = {
  sh: 'bash',
  bash: 'bash',
  ksh: 'bash',
  bats: 'bash',
  ebuild: 'bash',
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'tsx',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  py: 'python',
  pyi: 'python',
  pyw: 'python',
  ps1: 'powershell',
  psm1: 'powershell',
  psd1: 'powershell',
  yml: 'yaml',
  yaml: 'yaml',
  dockerfile: 'dockerfile',
  containerfile: 'dockerfile',
};

/** Names without a telling extension, lower case. Shell start-up files and packaging scripts are sh by their tools' own rule. */
const byName: Readonly<Record<string, Language>> = {
  dockerfile: 'dockerfile',
  containerfile: 'dockerfile',
  '.bashrc': 'bash',
  '.bash_profile': 'bash',
  '.bash_aliases': 'bash',
  '.bash_login': 'bash',
  '.bash_logout': 'bash',
  '.profile': 'bash',
  '.envrc': 'bash',
  apkbuild: 'bash',
  pkgbuild: 'bash',
  jakefile: 'javascript',
  sconstruct: 'python',
  sconscript: 'python',
  wscript: 'python',
};

/** Maintainer scripts of Debian packages; `debian/` has to be their folder, the names alone mean nothing. */
const DEBIAN_SCRIPT = /(?:^|\/)debian\/(?:[^/]+\.)?(?:preinst|postinst|prerm|postrm|config)$/;

const interpreters: readonly (readonly [RegExp, Language])[] = [
  [/^(?:ba|da|a|k|mk|z)?sh$/, 'bash'],
  [/^bats$/, 'bash'],
  [/^(?:node|nodejs|bun)$/, 'javascript'],
  [/^(?:deno|tsx|ts-node)$/, 'typescript'],
  [/^(?:python|pypy)[0-9.]*$/, 'python'],
  [/^uv$/, 'python'],
  [/^(?:pwsh|powershell)$/, 'powershell'],
];

/** The language of a `#!` line; `env` with its options and assignments is looked through. */
function byShebang(text: string): Language | null {
  if (!text.startsWith('#!')) return null;
  const words = text.slice(2, 256).split('\n', 1)[0]!.trim().split(/\s+/);
  let program = words.shift()?.split('/').pop();
  // The program of a multi-call binary is its first word.
  if (program === 'busybox' || program === 'toybox') program = words.shift();
  if (program === 'env')
    program = words
      .find((word) => !word.startsWith('-') && !word.includes('='))
      ?.split('/')
      .pop();
  if (!program) return null;
  return interpreters.find(([pattern]) => pattern.test(program))?.[1] ?? null;
}

/** Endings that say "this is a template of …" and leave the language to the ending before them. */
const TEMPLATE_ENDING = /\.(?:j2|jinja2?|tmpl|tpl|erb|in)$/i;

/** The path that what is made of a template has. */
export function pathOfCode(path: string): string {
  return path.replace(TEMPLATE_ENDING, '');
}

/**
 * The language of a file, or null where no grammar fits.
 * Source: extensions and interpreters of GitHub Linguist for these languages, checked against real repositories.
 */
export function languageOf(path: string, text: string, mode: FileMode = 'file'): Language | null {
  const name = path.split('/').pop()!.toLowerCase().replace(TEMPLATE_ENDING, '');
  const known = byName[name];
  if (known) return known;
  if (/^(?:dockerfile|containerfile)[.-]/.test(name) && !/\.(?:md|txt|json|sh|py)$/.test(name)) return 'dockerfile';
  if (DEBIAN_SCRIPT.test(path)) return byShebang(text);
  const dot = name.lastIndexOf('.');
  const extension = dot >= 0 ? name.slice(dot + 1) : '';
  const told = byExtension[extension] ?? byShebang(text);
  // What the kernel does not know how to run, a shell runs as its own (POSIX, `execvp` after ENOEXEC).
  return told ?? (mode === 'executable' && dot <= 0 && !text.startsWith('#!') ? 'bash' : null);
}
