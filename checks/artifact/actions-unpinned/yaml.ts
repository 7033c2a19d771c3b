import type { DocumentDetection, YamlContext } from '../../../src/engine/check.ts';
import { ACTIONS_PATHS, memberOf } from '../../../src/engine/documents/actions.ts';
import { compositeSteps, effectivePermissions, type Job, jobsOf, type Uses, writtenOf } from '../../../src/engine/documents/workflow.ts';
import { platformOwner, taggedByDesign } from '../../models/actions.ts';
import { vectors } from '../../models/vectors.ts';

/** A secret of the repository's own: the token of the run is in every job. */
const OWN_SECRET = /\bsecrets\s*(?:\.\s*(?!GITHUB_TOKEN\b)[A-Za-z_]|\[|\)|:\s*inherit\b)/i;

interface Place {
  readonly uses: Uses;
  /** What somebody else's code finds in the job; null where nothing but the code. */
  readonly prize: string | null;
}

function prizeOf(context: YamlContext, job: Job): string | null {
  const { text } = context.source;
  // Secrets given to every job stand at the top.
  const shared = writtenOf(memberOf(context.document.contents, 'env'), text);
  if (OWN_SECRET.test(writtenOf(job.map, text)) || OWN_SECRET.test(shared)) return 'secrets';
  const permissions = effectivePermissions(context.document, job);
  if (permissions?.kind === 'write-all') return 'a token that may write everything';
  const writes = permissions?.writes.filter((scope) => !/^(?:issues|pull-requests|checks|statuses|discussions)$/.test(scope)) ?? [];
  return writes.length > 0 ? `a token that may write ${writes.map((scope) => `\`${scope}\``).join(', ')}` : null;
}

/** Versions look like versions; any other name that is no sha is taken for a branch only where it is a usual one. */
const BRANCH = /^(?:main|master|develop|dev|trunk|head|latest|next|edge|nightly|stable|releases?\/.*|refs\/heads\/.*)$/i;

function tell(context: YamlContext, places: readonly Place[]): void {
  const first = places.find(({ prize }) => prize !== null) ?? places[0]!;
  const { uses, prize } = first;
  const isPlatform = platformOwner.test(uses.name) && uses.kind !== 'image';
  const moves = uses.kind === 'image' ? 'tag' : BRANCH.test(uses.ref) ? 'branch' : 'tag';
  if (moves === 'tag' && (isPlatform || taggedByDesign.test(uses.name))) return;
  const ref = uses.ref === '' ? 'no tag at all' : `${moves} \`${uses.ref.slice(0, 60)}\``;
  const name = `\`${uses.name.slice(0, 100)}\``;
  context.report({
    at: uses.span,
    // Another version of the same is no other finding.
    statement: `uses ${uses.name} by ${moves}`,
    vector: isPlatform ? vectors.platformBranch : prize ? vectors.supply : vectors.buildStep,
    message: prize
      ? `${name} comes from ${ref}, which can be moved to other code, and runs in a job with ${prize}.`
      : `${name} comes from ${ref}, which can be moved to other code.`,
    remediation: uses.kind === 'image' ? 'Name the image by its digest (`docker://name@sha256:…`).' : undefined,
    trace: [
      { at: uses.span, text: `${ref} of ${name} is looked up at each run` },
      ...(prize ? [{ at: uses.span, text: `what it finds then runs beside ${prize}` }] : []),
    ],
  });
}

function look(context: YamlContext): void {
  const { document, source } = context;
  const found = new Map<string, Place[]>();
  const add = (uses: Uses | null, prize: string | null): void => {
    if (!uses || uses.isPinned || uses.kind === 'local' || uses.ref.includes('${{')) return;
    const key = `${uses.name} ${BRANCH.test(uses.ref)}`;
    found.set(key, [...(found.get(key) ?? []), { uses, prize }]);
  };
  for (const job of jobsOf(document, source.text)) {
    const prize = prizeOf(context, job);
    add(job.uses, prize);
    for (const { uses } of job.steps) add(uses, prize);
  }
  for (const { uses } of compositeSteps(document, source.text)) add(uses, null);
  for (const places of found.values()) tell(context, places);
}

export const yaml: DocumentDetection['yaml'] = { paths: ACTIONS_PATHS, look };
