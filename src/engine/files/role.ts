/** What kind of place a file is: a finding in a test or an example is worth a note, one in production code a verdict. */
import type { FileRole } from '../../model/analysis.ts';

const rolesByPath: readonly (readonly [RegExp, FileRole])[] = [
  [/(?:^|\/)(?:node_modules|bower_components|vendor|vendored|third[_-]party|thirdparty|site-packages)\//i, 'vendored'],
  [/(?:^|\/)\.yarn\/(?:releases|plugins|sdks)\//, 'vendored'],
  [/\.min\.(?:js|mjs|cjs|css)$|\.(?:map|snap)$/i, 'generated'],
  [
    /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|poetry\.lock|pipfile\.lock|uv\.lock|cargo\.lock|gemfile\.lock|composer\.lock|go\.sum|flake\.lock|gradle\.lockfile)$/i,
    'generated',
  ],
  [/(?:^|\/)[^/]*(?:_pb2(?:_grpc)?\.pyi?|\.pb\.[jt]s|_pb\.[jt]s|\.generated\.[cm]?[jt]sx?|\.g\.[jt]s)$/i, 'generated'],
  [
    /(?:^|\/)(?:__tests__|__mocks__|__fixtures__|tests?|spec|specs|testing|testdata|test[-_]data|fixtures?|e2e|integration[-_]tests?)\//i,
    'test',
  ],
  [
    /(?:^|\/)(?:test_[^/]+|[^/]+_test|conftest)\.py$|\.(?:test|spec|e2e|stories)\.[cm]?[jt]sx?$|\.(?:bats|Tests\.ps1)$|(?:^|\/)test-[^/]+\.sh$/i,
    'test',
  ],
  [/(?:^|\/)(?:examples?|samples?|demos?|tutorials?|benchmarks?|bench)\//i, 'example'],
  [/(?:^|\/)docs?\/|\.(?:md|mdx|rst|adoc|txt)$/i, 'documentation'],
];

/** Marks that generators write near the top: Go's convention, `@generated`, and the usual sentence. */
const GENERATED_MARK =
  /@generated\b|\bcode generated\b.{0,80}\bdo not edit\b|\b(?:auto-?generated|automatically generated)\b.{0,80}\bdo not (?:edit|modify)\b/i;
const MARK_WITHIN = 2000;

export function roleByPath(path: string): FileRole {
  return rolesByPath.find(([pattern]) => pattern.test(path))?.[1] ?? 'production';
}

/** The role by path, else by a generator's mark in the first lines. */
export function roleOf(path: string, text: string): FileRole {
  const role = roleByPath(path);
  return role === 'production' && GENERATED_MARK.test(text.slice(0, MARK_WITHIN)) ? 'generated' : role;
}
