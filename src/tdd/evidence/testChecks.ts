/** Which of the recorded runs are runs of tests, by their names. */
import type { RunSettings } from '../../model/change.ts';
import { nameMatcher } from '../../model/glob.ts';

const testWords = new Set(
  [
    'test tests testing tested unittest unittests unit spec specs e2e integration acceptance regression doctest doctests',
    'pytest tox nox jest vitest mocha ava karma cypress playwright jasmine rspec minitest phpunit junit xunit nunit ctest gotest',
    'bats shunit shunit2 pester',
  ]
    .join(' ')
    .split(' '),
);

/** A failure there says nothing of the tests, even where the same job would have run them. */
const otherWords = new Set('lint linter linting eslint biome ruff flake8 pylint shellcheck prettier format formatting fmt'.split(' '));

/** In brackets after a name these are values of a matrix: `test (stable, release)`. */
const otherJobs = new Set(
  [
    'docs documentation deploy deployment preview publish release upload report codecov coveralls sonar sonarcloud codeql',
    'typecheck types mypy style label labeler labels stale changelog audit license cla dco cleanup',
  ]
    .join(' ')
    .split(' '),
);

export function testChecks({ checks }: Pick<RunSettings, 'checks'>): (name: string) => boolean {
  return checks.length > 0 ? nameMatcher(checks) : tellsOfTests;
}

function tellsOfTests(name: string): boolean {
  const words = wordsOf(name.slice(0, 300));
  if (!words.some((word) => testWords.has(word)) || words.some((word) => otherWords.has(word))) return false;
  const bracket = name.indexOf('(');
  return !wordsOf(name.slice(0, bracket < 0 ? 300 : bracket)).some((word) => otherJobs.has(word));
}

/** `runUnitTests`, `unit-tests` and `Unit / tests` have the same words. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
}
