/** Lists of what a scanner shall not report: each entry that a change adds is a place where nobody looks any more. */
import type { CheckContext } from '../../../src/engine/check.ts';
import { vectors } from '../../models/vectors.ts';

interface IgnoreList {
  readonly path: RegExp;
  readonly scanner: string;
  /** An entry on a line of its own; the whole file is a list where it is absent. */
  readonly entry?: RegExp;
  /** Entries count only below such a line, until a line that is indented no deeper and is no entry. */
  readonly below?: RegExp;
}

const lists: readonly IgnoreList[] = [
  { path: /(?:^|\/)\.semgrepignore$/, scanner: 'semgrep' },
  { path: /(?:^|\/)\.gitleaksignore$/, scanner: 'gitleaks' },
  { path: /(?:^|\/)\.trivyignore$/, scanner: 'trivy' },
  { path: /(?:^|\/)\.trivyignore\.ya?ml$/, scanner: 'trivy', entry: /^\s*-\s+id:/ },
  { path: /(?:^|\/)\.(?:trufflehog|secretlint|talisman|njsscan|bearer)ignore$/, scanner: 'the scanner' },
  { path: /(?:^|\/)\.?trufflehog[-_]?(?:exclude|ignore)[^/]*$/, scanner: 'trufflehog' },
  { path: /(?:^|\/)\.snyk$/, scanner: 'snyk', below: /^(?:ignore|exclude):/ },
  { path: /(?:^|\/)\.nsprc$/, scanner: 'better-npm-audit', entry: /^\s*"[^"]+"\s*:\s*[{"]/ },
  { path: /(?:^|\/)\.?audit-ci\.jsonc?$/, scanner: 'audit-ci', below: /"(?:allowlist|whitelist|advisories)"\s*:/ },
  {
    path: /(?:^|\/)\.?gitleaks\.toml$/,
    scanner: 'gitleaks',
    below: /^\s*\[\[?(?:rules\.)?allowlists?\]?\]|^\s*(?:paths|regexes|commits|stopwords)\s*=/,
  },
  { path: /(?:^|\/)osv-scanner\.toml$/, scanner: 'osv-scanner', entry: /^\s*id\s*=/ },
  { path: /(?:^|\/)\.grype\.ya?ml$/, scanner: 'grype', below: /^ignore:/ },
  { path: /(?:^|\/)\.checkov\.ya?ml$/, scanner: 'checkov', below: /^skip-(?:check|path|framework):/ },
  {
    path: /(?:^|\/)\.?bandit(?:\.ya?ml)?$/,
    scanner: 'bandit',
    entry: /^\s*(?:skips|exclude_dirs|exclude)\s*[:=]/,
    below: /^(?:skips|exclude_dirs):/,
  },
  { path: /(?:^|\/)\.?zizmor\.ya?ml$/, scanner: 'zizmor', below: /^\s*ignore:/ },
  { path: /(?:^|\/)codeql[^/]*\.ya?ml$/, scanner: 'codeql', below: /^(?:paths-ignore|query-filters):/ },
  { path: /(?:^|\/)sonar-project\.properties$/, scanner: 'sonar', entry: /^\s*sonar\.(?:exclusions|issue\.ignore|coverage\.exclusions)/ },
  { path: /(?:^|\/)\.tfsec\/config\.ya?ml$|(?:^|\/)tfsec\.ya?ml$/, scanner: 'tfsec', below: /^exclude:/ },
  { path: /(?:^|\/)\.hadolint\.ya?ml$/, scanner: 'hadolint', below: /^ignored:/ },
  {
    path: /(?:^|\/)dependency-check-suppressions?\.xml$/,
    scanner: 'dependency-check',
    entry: /<(?:cve|gav|packageUrl|filePath|cpe|vulnerabilityName)\b/,
  },
];

const COMMENT = /^\s*(?:#|\/\/|;|$)/;
const CLOSING = /^[\s\]})>,;]*$/;

/** Lines of a list with their offsets; a list below a heading ends where the indentation does. */
function* entriesOf(list: IgnoreList, text: string): Iterable<{ readonly start: number; readonly end: number; readonly line: string }> {
  let start = 0;
  let heading = -1;
  for (const line of text.split('\n')) {
    const end = start + line.trimEnd().length;
    const place = { start: start + (line.length - line.trimStart().length), end, line: line.trim() };
    start += line.length + 1;
    if (COMMENT.test(line) || CLOSING.test(line)) continue;
    const depth = line.length - line.trimStart().length;
    if (list.below) {
      if (list.below.test(line)) {
        heading = depth;
        if (/[[{]\s*\S.*[\]}]|=\s*\S+.*\S/.test(line) && /\[\s*["'\w]/.test(line)) yield place;
        continue;
      }
      if (heading >= 0 && (depth > heading || /^-\s/.test(line.trimStart()))) {
        yield place;
        continue;
      }
      heading = -1;
    }
    if (list.entry ? list.entry.test(line) : !list.below) yield place;
  }
}

export function tellIgnoreList(context: CheckContext): void {
  const list = lists.find(({ path }) => path.test(context.path));
  if (!list) return;
  for (const { start, end, line } of entriesOf(list, context.source.text)) {
    // What is taken out of an ignored folder is looked at again.
    if (line.startsWith('!') || /^:include\b/.test(line)) continue;
    context.report({
      at: { start, end },
      vector: vectors.securityGate,
      statement: line.slice(0, 500),
      message: `This entry tells ${list.scanner} to look away: what it would report here no longer stops anybody.`,
      remediation: 'Mend what is reported; where it is a false alarm, name that one finding by its id, with the reason and an end.',
      trace: [{ at: { start, end }, text: `${list.scanner} passes this over from now on` }],
    });
  }
}
