/** Comments that tell a scanner to look away from a line. */
import type { CheckContext, LiteralDetection } from '../../../src/engine/check.ts';
import { vectors } from '../../models/vectors.ts';

/** Behind the sign of a comment; each stops at a bounded length. */
const SILENCER = new RegExp(
  `(?:#|//|/\\*|<!--|--|;|%|\\{/\\*)[^\\S\\n]{0,4}(?:[^\\n]{0,80}?[\\s#/])??(${[
    'nosemgrep\\b',
    'nosec\\b',
    'noqa:[^\\n]{0,60}?\\bS\\d{3}\\b',
    'gitleaks:allow\\b',
    'trufflehog:ignore\\b',
    'ggignore\\b',
    'pragma: (?:allowlist|whitelist) (?:nextline )?secret',
    'checkov:skip=',
    'tfsec:ignore:',
    'trivy:ignore:',
    'kics-scan (?:ignore|disable)',
    'zizmor: ignore\\[',
    'DevSkim: ignore',
    'NOSONAR\\b',
    'lgtm ?\\[',
    'codeql ?\\[',
    'brakeman:ignore',
    'rubocop:(?:disable|todo) [^\\n]{0,40}?Security/',
    'eslint-disable(?:-next-line|-line)?\\s[^\\n]{0,120}?(?:\\bsecurity|\\bno-unsanitized|\\bno-secrets|\\bscanjs-rules|\\bsecure-coding)/',
    'biome-ignore lint/security',
    'oxlint-disable(?:-next-line|-line)?\\s[^\\n]{0,60}?security/',
    'bearer:disable',
    'phpcs:ignore [^\\n]{0,60}?Security',
  ].join('|')})`,
  'g',
);

const keywords = [
  'nosemgrep',
  'nosec',
  'noqa:',
  'gitleaks:allow',
  'trufflehog:ignore',
  'ggignore',
  'pragma: allowlist',
  'pragma: whitelist',
  'checkov:skip',
  'tfsec:ignore',
  'trivy:ignore',
  'kics-scan',
  'zizmor: ignore',
  'devskim: ignore',
  'nosonar',
  'lgtm',
  'codeql',
  'brakeman:ignore',
  'rubocop:',
  'eslint-disable',
  'biome-ignore lint/security',
  'oxlint-disable',
  'phpcs:ignore',
  'bearer:disable',
];

/** What is looked at of a line; longer ones are nobody's writing. */
const REACH = 500;

/** Whether an offset of a line stands in a string: an odd number of one of the quotes before it. */
function isInString(before: string): boolean {
  return ['"', "'", '`'].some((quote) => before.split(quote).length % 2 === 0);
}

/** With a reason beside it: somebody has looked, and the next reader can judge it. */
const EXPLAINED = 'CVSS:3.1/AV:N/AC:H/PR:H/UI:R/S:U/C:L/I:L/A:N';

/** Words of a sentence; names of rules hold digits, dots, dashes or slashes. */
function isExplained(after: string): boolean {
  return after.split(/\s+/).filter((word) => /^\(?[A-Za-z']{2,}[.,;:)]*$/.test(word)).length >= 2;
}

function find(context: CheckContext): void {
  const { source, role } = context;
  if (role === 'documentation' || role === 'vendored' || role === 'generated') return;
  const seen = new Set<number>();
  for (const match of source.text.matchAll(SILENCER)) {
    const line = source.lineAt(match.index);
    if (seen.has(line)) continue;
    const before = source.text.slice(Math.max(source.lineStart(line), match.index - REACH), match.index);
    if (isInString(before)) continue;
    seen.add(line);
    const start = match.index + match[0].length - match[1]!.length;
    const at = { start, end: match.index + match[0].length };
    context.report({
      at,
      vector: isExplained(source.text.slice(at.end, at.end + REACH).split(/\n|\*\/|-->/, 1)[0]!) ? EXPLAINED : vectors.qualityGate,
      statement: source.line(line).slice(0, REACH).replace(/\s+/g, ' ').trim(),
      message: 'This comment tells a security scanner to look away from what stands here.',
      remediation: 'Mend what is reported. Where it is a false alarm, name the rule and say why, so that the next reader can judge it.',
      trace: [{ at, text: 'the scanner reports nothing here from now on' }],
    });
  }
}

export const silencers: LiteralDetection = { kind: 'literal', keywords, find };
