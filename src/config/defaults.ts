import type { Policy } from '../model/policy.ts';

/** What holds where no config file says otherwise. */
export const defaultPolicy: Policy = {
  failOn: { severity: 'high', confidence: 'high' },
  families: {
    toctou: true,
    injection: true,
    leak: true,
    failsecure: true,
    artifact: true,
    gate: true,
    actions: true,
    container: true,
    crypto: true,
    auth: true,
    exposure: true,
  },
  // Asked for by some, noise to all others.
  checks: { 'failsecure/explicit-branch': false, 'toctou/explicit-temp-mode': false },
  paths: { exclude: [] },
  tdd: {
    mode: 'advisory',
    testPaths: [
      '*.{test,spec}.*',
      '**/{test,tests,Test,Tests,__tests__,spec,specs,testdata,fixtures,__mocks__,__snapshots__}/**',
      '{test_*,*_test,conftest}.py',
      '*_test.go',
      '*_{spec,test}.rb',
      '*{Test,Tests,IT}.{java,kt,cs}',
      '*.bats',
      '{test-*,*_test,*-test}.sh',
      '*.Tests.ps1',
    ],
    exemptTypes: ['docs', 'chore', 'ci', 'build', 'style', 'deps'],
    exemptAuthors: ['dependabot[bot]', 'renovate[bot]', 'github-actions[bot]', 'release-please[bot]', 'pre-commit-ci[bot]'],
    productionPaths: [],
    paths: [],
    labels: { prefixes: false, emoji: false, types: false, patterns: { red: [], green: [], refactor: [] } },
    evidence: { checks: [], keys: [], required: 'E0' },
    newcomers: 'advisory',
    overrideCommand: 'on',
  },
  onIncomplete: 'failure',
  ownSuppressions: 'listed',
  revokeCommand: 'off',
  suppressions: [],
  sources: [],
};
