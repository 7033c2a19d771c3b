/** Node's `fs` and packages shaped like it. */
import type { SyntaxNode } from '../../../src/engine/check.ts';
import type { JavaScriptFile } from '../../../src/engine/javascript.ts';

/** Modules whose functions go by the names of `fs`. */
export const fileModules: ReadonlySet<string> = new Set([
  'fs',
  'fs.promises',
  'fs-extra',
  'fs-extra/esm',
  'graceful-fs',
  'original-fs',
  'mz/fs',
  'fs-promise',
  'pn/fs',
  'memfs',
]);

/** The name of a file function without its module, or null for anything else. */
export function fileFunction(call: SyntaxNode, file: JavaScriptFile): string | null {
  const name = file.calledName(call);
  if (name === null) return null;
  const dot = name.lastIndexOf('.');
  if (dot < 0) return /Sync$/.test(name) ? name : null;
  return fileModules.has(name.slice(0, dot)) ? name.slice(dot + 1) : null;
}
