/** Which files hold gates, and how each is read. */
import type { CheckContext, DockerfileContext, LiteralDetection } from '../../../src/engine/check.ts';
import { tellIgnoreList } from './ignoreLists.ts';
import { OWNERS, tellOwners } from './owners.ts';
import { tellShell } from './shell.ts';
import { isStrictConfig, tellStrictConfig } from './strictConfigs.ts';

const MAKEFILE = /(?:^|\/)(?:GNU)?[Mm]akefile(?:\.\w+)?$|\.mk$|(?:^|\/)[Jj]ustfile$/;
const HOOK = /(?:^|\/)\.(?:husky|githooks)\/[\w-]+$/;
const PACKAGE = /(?:^|\/)package\.json$/;
const SCRIPT = /"([\w:.-]+)"\s*:\s*"((?:[^"\\]|\\.)*)"/g;

/** Only what stands in `scripts`; a text is no program anywhere else in this file. */
function tellPackage(context: CheckContext): void {
  const { text } = context.source;
  const scripts = /"scripts"\s*:\s*\{/.exec(text);
  if (!scripts) return;
  const from = scripts.index + scripts[0].length;
  const close = text.indexOf('}', from);
  const inner = text.slice(from, close < 0 ? text.length : close);
  for (const match of inner.matchAll(SCRIPT)) {
    const end = from + match.index + match[0].length - 1;
    tellShell(context, { start: end - match[2]!.length, end, outer: null, file: null, keepsPipes: false });
  }
}

/** Recipes only: the lines that begin with a tab, or with the blanks of a justfile. */
function tellMakefile(context: CheckContext): void {
  let start = 0;
  for (const line of context.source.text.split('\n')) {
    const from = /^[\t ]+/.exec(line)?.[0].length ?? 0;
    if (from > 0)
      tellShell(context, { start: start + from, end: start + line.length, outer: null, file: null, keepsPipes: false, isRecipe: true });
    start += line.length + 1;
  }
}

function find(context: CheckContext): void {
  const { path, source, role, language } = context;
  if (role === 'vendored' || role === 'generated') return;
  tellIgnoreList(context);
  if (OWNERS.test(path)) tellOwners(context);
  else if (PACKAGE.test(path)) tellPackage(context);
  else if (isStrictConfig(path)) tellStrictConfig(context);
  else if (MAKEFILE.test(path)) tellMakefile(context);
  else if (HOOK.test(path) || language === 'bash') {
    const shebang = source.text.startsWith('#!') ? source.line(1) : '';
    tellShell(context, { start: 0, end: source.text.length, outer: null, file: { shebang }, keepsPipes: false });
  }
}

export function dockerfile(context: DockerfileContext): void {
  const { text } = context.source;
  tellShell(context, { start: 0, end: text.length, outer: null, file: null, keepsPipes: /^SHELL\b.*pipefail/m.test(text) });
}

/** Every file is asked for its name; the empty word stands in all of them. */
export const files: LiteralDetection = { kind: 'literal', keywords: [''], find };
