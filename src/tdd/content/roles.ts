/** What the paths of a commit are to its tests. */
import { pathMatcher } from '../../model/glob.ts';
import type { Policy } from '../../model/policy.ts';
import { productionCode } from '../productionCode.ts';

export type Role = 'test' | 'production' | 'other';

export interface Roles {
  readonly roleOf: (path: string) => Role;
  /** Whether it may be a test though no glob calls it one; never where the settings name it production code. */
  readonly mayBeTest: (path: string) => boolean;
}

export function rolesOf(settings: Policy['tdd']): Roles {
  const isProduction = productionCode(settings);
  const isTest = pathMatcher(settings.testPaths);
  const isNamed = pathMatcher(settings.productionPaths);
  const known = new Map<string, Role>();
  const roleOf = (path: string) => {
    const role = known.get(path) ?? (isNamed(path) || isProduction(path) ? 'production' : isTest(path) ? 'test' : 'other');
    known.set(path, role);
    return role;
  };
  return { roleOf, mayBeTest: (path) => soundsLikeTest(path) && !isNamed(path) };
}

const words = new Set(
  'test tests testing tester spec specs e2e cypress playwright feature features snapshot snapshots fixture fixtures golden goldens expected mock mocks stub stubs fake fakes t bench benches benchmarks'.split(
    ' ',
  ),
);

/**
 * Whether a path that no glob calls a test tells of tests nevertheless (`Tests/Unit/Cart.php`, `src/test-kit/server.ts`, `t/cart.t`):
 * what it holds is held against nobody.
 */
function soundsLikeTest(path: string): boolean {
  return path.split('/').some((name) =>
    name
      .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .some((word) => words.has(word)),
  );
}
