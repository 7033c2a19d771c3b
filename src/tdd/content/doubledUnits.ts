/** Doubles that a GREEN newly puts in the place of the very code its tests are for. */

import type { OutlinedFile } from '../range.ts';
import { productionFiles } from './changedCode.ts';
import type { Claims } from './claims.ts';
import type { Seen } from './judgeRed.ts';
import { importResolver } from './resolveImport.ts';

export interface DoubledUnit {
  /** Of the test. */
  readonly path: string;
  /** As the double names it. */
  readonly target: string;
  /** The name, or the file, that is replaced. */
  readonly unit: string;
}

/**
 * Doubles of what a unit works with are what tests are full of. So only this is told: a module that is the one thing of this commit the test
 * imports, or a name that the assertions themselves call.
 */
export function doubledUnits({ outlined, roles, tests }: Seen, claims: Claims): DoubledUnit[] {
  const changed = productionFiles(outlined, roles.roleOf).filter(({ status }) => status !== 'removed');
  const resolve = importResolver(changed.map(({ path }) => path));
  const declared = new Set(
    changed.flatMap(({ head }) => head?.declarations.map(({ name }) => name.slice(name.lastIndexOf('.') + 1)) ?? []),
  );
  return tests.files.flatMap((file) => {
    if (file.head === null || !claims.paths.has(file.path)) return [];
    const before = new Set(file.base?.doubles.map(({ target }) => target) ?? []);
    return file.head.doubles.flatMap(({ target }) => {
      if (before.has(target)) return [];
      const unit = unitBehind(target, file, resolve, declared);
      return unit === null ? [] : [{ path: file.path, target, unit }];
    });
  });
}

function unitBehind(
  target: string,
  { path, head }: OutlinedFile,
  resolve: ReturnType<typeof importResolver>,
  declared: ReadonlySet<string>,
): string | null {
  const outline = head!;
  const texts = [...outline.cases.flatMap(({ assertions }) => assertions), ...outline.loose].map(({ text }) => text);
  const isCalled = (name: string) => texts.some((text) => calls(text, name));
  const name = target.slice(Math.max(target.lastIndexOf('.'), target.lastIndexOf('/')) + 1);
  const imported = outline.imports.flatMap((wanted) => {
    const file = resolve(path, wanted.from, wanted.names);
    return file === null ? [] : [{ file, names: wanted.names }];
  });
  const module = resolve(path, target);
  const isModule = module !== null && (target.includes('/') || !declared.has(name));
  if (isModule) {
    const taken = imported.filter(({ file }) => file === module).flatMap(({ names }) => names);
    const called = taken.find((one) => one !== '*' && one !== 'default' && isCalled(one));
    if (called !== undefined) return called;
    // An import of what else the project holds: that may be the unit, and this what it works with.
    const isOnly =
      imported.length > 0 && outline.imports.every((wanted) => !isOwn(wanted.from) || resolve(path, wanted.from, wanted.names) === module);
    return isOnly ? module : null;
  }
  return declared.has(name) && isCalled(name) ? name : null;
}

/** Packages whose names look like folders, and that tests are full of. */
const ofTests = /^@(?:testing-library|jest|vitest|playwright|storybook|sinonjs|faker-js|open-wc|types)\//;

/** Whether an import is of the project rather than of a package. */
function isOwn(from: string): boolean {
  return /^[.@~#$]|\//.test(from) && !ofTests.test(from);
}

/** `total(cart)`, `"$(total 3)"`, `Get-Total -Of 3 | Should …`; but not `expect(total).toHaveBeenCalled()`. */
function calls(text: string, name: string): boolean {
  const at = text.indexOf(name);
  if (at < 0) return false;
  const before = at === 0 ? ' ' : text[at - 1]!;
  const after = text.slice(at + name.length);
  if (/[\w$-]/.test(before) || /^[\w$-]/.test(after)) return false;
  if (/(?:assert_(?:any_)?call|toHaveBeen|called|CalledWith|Should\s+-Invoke|Assert-MockCalled)/i.test(text)) return false;
  return /^\s*\(/.test(after) || /\$\($|\(\s*$/.test(text.slice(0, at)) || (name.includes('-') && /^[\s|)]/.test(after));
}
