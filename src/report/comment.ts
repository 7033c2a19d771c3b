/** One inline comment: what is wrong, why, what to write instead, how it gets there, how to accept it. */
import type { Finding } from '../model/finding.ts';
import { holdsSecret, redact } from '../redact/redact.ts';
import type { CheckText } from './checkText.ts';
import { codeBlock, codeSpan, prose, suggestionBlock } from './escape.ts';
import { renderMarker } from './marker.ts';
import { broughtProse, place } from './place.ts';
import type { Replacement } from './suggestion.ts';
import { encodePath } from './urlPath.ts';

export interface CommentFacts {
  readonly finding: Finding;
  readonly check: CheckText | null;
  readonly blocks: boolean;
  /** The lines the fix would leave, or null where there is no fix to show. */
  readonly replacement: Replacement | null;
  /** Whether GitHub can commit that replacement. */
  readonly offered: boolean;
  readonly blobBase: string | null;
}

/** GitHub takes 65,536 characters a body; with these, one stays well below. */
const STEPS = 12;
const CODE_LIMIT = 4000;

export function renderComment(facts: CommentFacts): { readonly body: string; readonly suggests: boolean } {
  const { finding, check, blocks } = facts;
  const { text: fix, suggests } = renderFix(facts);
  const details = [codeSpan(finding.checkId), ...finding.cwe.map((number) => codeSpan(`CWE-${number}`)), ...(blocks ? ['blocks'] : [])];
  const severity = finding.severity[0]!.toUpperCase() + finding.severity.slice(1);
  const body = [
    `**${severity}: ${check ? prose(check.title, 120) : codeSpan(finding.checkId)}** (${details.join(', ')})`,
    prose(finding.message, 2000),
    ...(check && check.why !== '' ? [`**Why:** ${prose(check.why, 1000)}`] : []),
    ...(finding.lostGuard ? [`The guard at ${place(finding.lostGuard.path, finding.lostGuard.line, codeSpan)} of the base is gone.`] : []),
    ...(finding.broughtBy ? [broughtProse(finding.broughtBy)] : []),
    `**Instead:** ${prose(finding.remediation, 1000)}`,
    ...renderTrace(facts),
    ...fix,
    `To accept it, write ${codeSpan(`portcullis-ignore ${finding.checkId} until YYYY-MM-DD: reason`)} in a comment at or above the line, or an entry in the configuration. Unless the configuration says otherwise, it counts from the base branch only.`,
    renderMarker(finding.fingerprint),
  ];
  return { body: body.join('\n\n'), suggests };
}

function renderTrace({ finding: { trace }, blobBase }: CommentFacts): string[] {
  if (trace.length === 0) return [];
  const steps = trace.slice(0, STEPS).map((step, index) => {
    const where = place(step.path, step.line, codeSpan);
    const shown = blobBase === null || holdsSecret(step.path) ? where : `[${where}](<${blobBase}${encodePath(step.path)}#L${step.line}>)`;
    return `${index + 1}. ${shown}: ${prose(step.text, 200)}`;
  });
  const rest = trace.length > STEPS ? [`${STEPS + 1}. … and ${trace.length - STEPS} more`] : [];
  return [`**How it gets there:**\n\n${[...steps, ...rest].join('\n')}`];
}

function renderFix({ finding, replacement, offered }: CommentFacts): { text: string[]; suggests: boolean } {
  if (!finding.fix) return { text: [], suggests: false };
  const description = `**Fix:** ${prose(finding.fix.description, 500)}`;
  if (!replacement) return { text: [description], suggests: false };
  const code = replacement.lines.join('\n');
  if (code.length > CODE_LIMIT || redact(code) !== code) return { text: [description], suggests: false };
  const suggestion = offered ? suggestionBlock(replacement.lines) : null;
  return { text: [description, suggestion ?? codeBlock(code)], suggests: suggestion !== null };
}
