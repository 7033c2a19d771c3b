/** Programs that say no: what they are called on a command line and as an action, and what they look for. */

export type GateKind = 'security' | 'test' | 'lint';

export interface Scanner {
  readonly name: string;
  /** What it looks for; one scanner can take the place of another that looks for the same. */
  readonly looksFor: 'secrets' | 'code' | 'dependencies' | 'infrastructure' | 'workflows';
  /** The first word of the command. */
  readonly command?: RegExp;
  /** The words after it, joined by blanks, where the program does other things as well. */
  readonly asked?: RegExp;
  /** The words without which it finds, but says yes. */
  readonly needs?: RegExp;
  /** In `uses: owner/name@…` and in the name of a container image. */
  readonly action?: RegExp;
}

export const scanners: readonly Scanner[] = [
  { name: 'gitleaks', looksFor: 'secrets', command: /^gitleaks$/, action: /gitleaks/ },
  { name: 'trufflehog', looksFor: 'secrets', command: /^trufflehog3?$/, action: /trufflehog/ },
  { name: 'detect-secrets', looksFor: 'secrets', command: /^detect-secrets(?:-hook)?$/, action: /detect-secrets/ },
  { name: 'ggshield', looksFor: 'secrets', command: /^ggshield$/, action: /gitguardian|ggshield/ },
  { name: 'git-secrets', looksFor: 'secrets', command: /^git-secrets$/, action: /git-secrets/ },
  { name: 'git-secrets', looksFor: 'secrets', command: /^git$/, asked: /^secrets\b/ },
  { name: 'secretlint', looksFor: 'secrets', command: /^secretlint$/, action: /secretlint/ },
  {
    name: 'semgrep',
    looksFor: 'code',
    command: /^(?:semgrep|opengrep)$/,
    asked: /^(?!login|logout|publish)/,
    needs: /^ci\b|--error\b/,
    action: /semgrep|opengrep/,
  },
  { name: 'codeql', looksFor: 'code', command: /^codeql$/, asked: /^database analyze/, action: /^github\/codeql-action\/analyze/ },
  { name: 'bandit', looksFor: 'code', command: /^bandit$/, action: /bandit/ },
  { name: 'gosec', looksFor: 'code', command: /^gosec$/, action: /gosec/ },
  { name: 'brakeman', looksFor: 'code', command: /^brakeman$/, action: /brakeman/ },
  { name: 'njsscan', looksFor: 'code', command: /^njsscan$/, action: /njsscan/ },
  { name: 'sonar', looksFor: 'code', command: /^(?:sonar-scanner|sonar)$/, action: /^sonarsource\// },
  { name: 'psscriptanalyzer', looksFor: 'code', command: /^Invoke-ScriptAnalyzer$/i, action: /psscriptanalyzer/ },
  { name: 'snyk', looksFor: 'dependencies', command: /^snyk$/, asked: /^(?:test|code|container|iac)\b/, action: /^snyk\// },
  { name: 'dependency-review', looksFor: 'dependencies', action: /^actions\/dependency-review-action/ },
  {
    name: 'audit',
    looksFor: 'dependencies',
    command: /^(?:npm|yarn|pnpm|bun|composer)$/,
    asked: /^(?:npm )?audit\b(?! (?:fix|signatures))/,
  },
  { name: 'audit-ci', looksFor: 'dependencies', command: /^(?:audit-ci|better-npm-audit|improved-yarn-audit)$/ },
  { name: 'pip-audit', looksFor: 'dependencies', command: /^(?:pip-audit|pip_audit)$/, action: /pip-audit/ },
  { name: 'safety', looksFor: 'dependencies', command: /^safety$/, asked: /^(?:check|scan)\b/, action: /pyupio\/safety/ },
  {
    name: 'cargo-audit',
    looksFor: 'dependencies',
    command: /^cargo$/,
    asked: /^(?:audit|deny|vet)\b/,
    action: /(?:rustsec|actions-rust-lang)\/audit|cargo-deny-action/,
  },
  { name: 'govulncheck', looksFor: 'dependencies', command: /^govulncheck$/, action: /govulncheck/ },
  { name: 'osv-scanner', looksFor: 'dependencies', command: /^osv-scanner$/, action: /osv-scanner/ },
  { name: 'grype', looksFor: 'dependencies', command: /^grype$/, action: /^anchore\/(?:scan-action|grype)/ },
  {
    name: 'trivy',
    looksFor: 'dependencies',
    command: /^trivy$/,
    asked: /^(?!plugin|server|clean|version)/,
    needs: /--exit-code[= ][1-9]/,
    action: /aquasec(?:urity)?\/trivy/,
  },
  { name: 'dependency-check', looksFor: 'dependencies', command: /^dependency-check(?:\.sh)?$/, action: /dependency-check/ },
  { name: 'bundler-audit', looksFor: 'dependencies', command: /^(?:bundle-audit|bundler-audit)$/, action: /bundler-audit/ },
  { name: 'docker-scout', looksFor: 'dependencies', command: /^docker$/, asked: /^scout cves\b/, action: /^docker\/scout-action/ },
  { name: 'checkov', looksFor: 'infrastructure', command: /^checkov$/, action: /checkov/ },
  { name: 'tfsec', looksFor: 'infrastructure', command: /^tfsec$/, action: /tfsec/ },
  { name: 'kics', looksFor: 'infrastructure', command: /^kics$/, action: /kics/ },
  { name: 'terrascan', looksFor: 'infrastructure', command: /^terrascan$/, action: /terrascan/ },
  { name: 'dockle', looksFor: 'infrastructure', command: /^dockle$/, action: /dockle/ },
  { name: 'zizmor', looksFor: 'workflows', command: /^zizmor$/, action: /zizmor/ },
  { name: 'scorecard', looksFor: 'workflows', command: /^scorecard$/, action: /^ossf\/scorecard-action/ },
];

/** The scanners of GitLab's own templates. */
export const scannerTemplates: readonly (readonly [RegExp, Scanner])[] = [
  [/Secret-Detection/, { name: 'GitLab secret detection', looksFor: 'secrets' }],
  [/(?<!IaC-)SAST(?:\.|\b)(?!-IaC)/, { name: 'GitLab SAST', looksFor: 'code' }],
  [/SAST-IaC/, { name: 'GitLab IaC scanning', looksFor: 'infrastructure' }],
  [/Dependency-Scanning/, { name: 'GitLab dependency scanning', looksFor: 'dependencies' }],
  [/Container-Scanning/, { name: 'GitLab container scanning', looksFor: 'dependencies' }],
];

export interface Tool {
  readonly kind: 'test' | 'lint';
  readonly command: RegExp;
  readonly asked?: RegExp;
}

/** Scripts, targets and files whose name says that they look at something and say no. */
export const gateName =
  /(?:^|[-_:./])(?:tests?|e2e|lint|typecheck|type-check|check|checks|verify|validate|audit|scan|security|sast|coverage)(?:$|[-_:.])/;

export const tools: readonly Tool[] = [
  {
    kind: 'test',
    command: /^(?:jest|vitest|mocha|ava|tap|jasmine|karma|cypress|playwright|pytest|py\.test|tox|nox|rspec|phpunit|bats|ctest|c8|nyc)$/,
  },
  { kind: 'test', command: /^(?:go|cargo|dotnet|swift|deno|bun|mix|flutter|dart|sbt|rake|stack|cabal|zig)$/, asked: /^test\b/ },
  { kind: 'test', command: /^(?:mvnw?|gradlew?)$/, asked: /(?:^| )(?:test|verify|check)\b/ },
  { kind: 'test', command: /^(?:unittest|node)$/, asked: /^(?:discover|--test)\b/ },
  {
    kind: 'lint',
    command:
      /^(?:eslint|oxlint|tslint|stylelint|tsc|vue-tsc|mypy|pyright|pyre|flake8|ruff|pylint|rubocop|shellcheck|hadolint|actionlint|yamllint|golangci-lint|staticcheck|clippy|ktlint|detekt|phpstan|psalm|ansible-lint|commitlint|markdownlint)$/,
  },
  { kind: 'lint', command: /^(?:biome|go|cargo|terraform)$/, asked: /^(?:ci|check|lint|vet|clippy|validate)\b/ },
  { kind: 'lint', command: /^(?:prettier|black|isort|gofmt|terraform)$/, asked: /(?:^| )(?:--check|-c|fmt -check)\b/ },
  { kind: 'lint', command: /^pre-commit$/, asked: /^run\b/ },
];
