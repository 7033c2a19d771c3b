/** How a secret's way through a shell is told. */
import type { Report, SyntaxContext, SyntaxNode } from '../../../src/engine/check.ts';
import { vectors } from '../vectors.ts';
import type { Secret } from './secretFlow.ts';

export const isWorkflow = ({ path }: SyntaxContext): boolean => /(?:^|\/)\.github\/|(?:^|\/)action\.ya?ml$/.test(path);
export const isImage = ({ path }: SyntaxContext): boolean => /(?:^|\/)(?:[\w.-]*dockerfile|containerfile)[\w.-]*$/i.test(path);

const ciPath = /(?:^|\/)\.?(?:ci|github|gitlab|circleci|buildkite|travis|azure-pipelines|jenkins|woodpecker|drone)(?:[-_./]|$)/i;
const ciNames =
  /\bGITHUB_(?:ACTIONS|OUTPUT|ENV|STEP_SUMMARY|REF|SHA|RUN_ID|WORKSPACE)\b|\bCI_(?:JOB|COMMIT|PIPELINE|PROJECT)_\w|\bTRAVIS_\w|\bCIRCLE_\w|\bBUILDKITE_\w|\bBUILD_SOURCEBRANCH\b/;

/** A script whose output is kept by a service that builds. */
export function runsInCi(context: SyntaxContext): boolean {
  return isWorkflow(context) || ciPath.test(context.path) || ciNames.test(context.root.tree.text.slice(0, 100_000));
}

/** The value is seen to be a secret, not only called one. */
export const isSeen = ({ from }: Secret): boolean => from !== 'name';

export function called({ name }: Secret): string {
  return name.startsWith('`') || name.includes(' ') ? name : `\`${name.slice(0, 60)}\``;
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export interface Told {
  readonly at: SyntaxNode;
  readonly secret: Secret;
  /** After "it": `is written to the log here`. */
  readonly sink: string;
  readonly message: string;
  readonly vector?: string | null;
  readonly remediation?: string;
  readonly confidence?: Report['confidence'];
  readonly statement?: string;
}

export function tell(context: SyntaxContext, told: Told): void {
  const { at, secret, sink, message, vector, remediation, statement } = told;
  context.report({
    at,
    message,
    confidence: told.confidence ?? (isSeen(secret) ? 'high' : 'medium'),
    ...(vector === undefined ? {} : { vector }),
    ...(remediation === undefined ? {} : { remediation }),
    ...(statement === undefined ? {} : { statement }),
    trace: [...secret.trace.slice(-6), { at, text: sink }],
  });
}

/** In the log of a run that everybody may read; the runner masks what it knows, as it is. */
export function logVector(context: SyntaxContext, secret: Secret, isChanged: boolean): string | undefined {
  if (!runsInCi(context)) return undefined;
  if (secret.from === 'workflow') return isChanged ? vectors.readAll : vectors.ownToken;
  return isSeen(secret) ? vectors.readAll : undefined;
}
