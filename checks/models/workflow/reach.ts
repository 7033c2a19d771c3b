/** Who can write a value, and what the script that takes it can reach. */
import type { Document, YAMLMap } from 'yaml';
import type { Report } from '../../../src/engine/check.ts';
import { memberOf, pairOf, type Span, spanOf, textOf } from '../../../src/engine/documents/actions.ts';
import { acceptedEvents, forkEvents, outsideEvents, type Writable } from './contexts.ts';

/** A step and its job; none in a composite action. */
export interface Stage {
  readonly step: YAMLMap;
  readonly job: YAMLMap | null;
}

export type Judged = Pick<Report, 'vector' | 'confidence'> & {
  /** Where the event or the input is declared, and what that means. */
  readonly origin: { readonly at: Span; readonly text: string } | null;
};

export const reachVectors = {
  secrets: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:N',
  readingToken: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:H/A:N',
  ownMachine: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  fork: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:L/A:L',
  accepted: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:C/C:L/I:L/A:N',
  calledInput: 'CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:N',
  startedInput: 'CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:N',
} as const;

export interface Workflow {
  readonly document: Document.Parsed;
  readonly text: string;
  readonly triggers: ReadonlyMap<string, Span>;
  /** What `reachesSecrets` said of a job; it reads the whole job. */
  readonly reaching: Map<unknown, boolean>;
}

function sourceOf(workflow: Workflow, node: unknown): string {
  const span = spanOf(node);
  return span ? workflow.text.slice(span.start, span.end) : '';
}

/** Conditions that let only some people through. Whether they hold for the value at hand is not worked out. */
const PEOPLE = /author_association|head\.repo\.(?:full_name|fork|owner)|head\.user|github\.(?:triggering_)?actor|\.sender\.|user\.login/;

export function conditions({ step, job }: Stage): string {
  return `${textOf(memberOf(job, 'if')) ?? ''}\n${textOf(memberOf(step, 'if')) ?? ''}`;
}

/** The events a script runs for, as far as `github.event_name == '…'` narrows them. */
export function eventsOf(workflow: Workflow, script: Stage): ReadonlyMap<string, Span> {
  const names = [...conditions(script).matchAll(/github\.event_name\s*==\s*'(\w+)'/g)].map(([, name]) => name!);
  return names.length === 0 ? workflow.triggers : new Map([...workflow.triggers].filter(([name]) => names.includes(name)));
}

/** Without `permissions:` the token has what the repository's settings say, which may be everything. */
export function reachesSecrets(workflow: Workflow, job: YAMLMap | null): boolean {
  const known = workflow.reaching.get(job) ?? holdsSecrets(workflow, job);
  workflow.reaching.set(job, known);
  return known;
}

function holdsSecrets(workflow: Workflow, job: YAMLMap | null): boolean {
  const permissions = pairOf(job, 'permissions') ?? pairOf(workflow.document.contents, 'permissions');
  if (!permissions || /\bwrite(?:-all)?\b/.test(sourceOf(workflow, permissions.value))) return true;
  return /\bsecrets\s*(?:\.(?!\s*GITHUB_TOKEN\b)|\[|:\s*inherit|\))/i.test(sourceOf(workflow, job));
}

/** For a value that outsiders write; null where it never comes with what starts this workflow. */
export function judgeWritable(workflow: Workflow, script: Stage, writables: readonly Writable[]): Judged | null {
  const events = eventsOf(workflow, script);
  const wanted = new Set(writables.flatMap((writable) => writable.events));
  const first = (names: readonly string[]) => names.find((name) => wanted.has(name) && events.has(name));
  const guarded = PEOPLE.test(conditions(script));
  const outside = first(outsideEvents);
  if (outside !== undefined) {
    return {
      vector: reachesSecrets(workflow, script.job) ? reachVectors.secrets : reachVectors.readingToken,
      confidence: guarded ? 'medium' : 'high',
      origin: { at: events.get(outside)!, text: `\`${outside}\` runs with the rights of the repository, whoever caused it` },
    };
  }
  const fork = first(forkEvents);
  if (fork !== undefined) {
    const stays = /self-hosted/.test(sourceOf(workflow, memberOf(script.job, 'runs-on')));
    return {
      vector: stays ? reachVectors.ownMachine : reachVectors.fork,
      confidence: guarded ? 'medium' : 'high',
      origin: {
        at: events.get(fork)!,
        text: stays
          ? `\`${fork}\` of a fork runs on a machine that others use after it`
          : `\`${fork}\` of a fork runs with a token that only reads`,
      },
    };
  }
  const accepted = first(acceptedEvents);
  if (accepted !== undefined) {
    return {
      vector: reachVectors.accepted,
      confidence: 'medium',
      origin: { at: events.get(accepted)!, text: `\`${accepted}\` brings texts that outsiders may have written` },
    };
  }
  const called = events.get('workflow_call');
  if (script.job && !called) return null;
  return {
    vector: reachVectors.secrets,
    confidence: 'medium',
    origin: called ? { at: called, text: 'the event is the one of the workflow that calls this' } : null,
  };
}

const numbersAndChoices = new Set(['boolean', 'number', 'choice', 'environment']);

/** For an input of a workflow or action; null for one that holds no free text. */
export function judgeInput(workflow: Workflow, script: Stage, name: string): Judged | null {
  const { contents } = workflow.document;
  const declared = (inputs: unknown) => {
    const input = (inputs as { items?: readonly { key: unknown; value: unknown }[] } | null)?.items?.find(
      ({ key }) => textOf(key)?.toLowerCase() === name,
    );
    return input && !numbersAndChoices.has(textOf(memberOf(input.value, 'type')) ?? 'string') ? spanOf(input.key) : null;
  };
  const on = memberOf(contents, 'on');
  const called = script.job ? declared(memberOf(memberOf(on, 'workflow_call'), 'inputs')) : declared(memberOf(contents, 'inputs'));
  if (called) {
    return {
      vector: reachVectors.calledInput,
      confidence: 'medium',
      origin: { at: called, text: 'the caller decides what this input holds' },
    };
  }
  const started = script.job ? declared(memberOf(memberOf(on, 'workflow_dispatch'), 'inputs')) : null;
  return (
    started && {
      vector: reachVectors.startedInput,
      confidence: 'medium',
      origin: { at: started, text: 'whoever may start the workflow types this in' },
    }
  );
}
