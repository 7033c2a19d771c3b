import type { DocumentDetection, Report, YamlContext } from '../../../src/engine/check.ts';
import { ACTIONS_PATHS, memberOf, spanOf, textOf, triggersOf } from '../../../src/engine/documents/actions.ts';
import { compositeSteps, jobsOf } from '../../../src/engine/documents/workflow.ts';
import { vectors } from '../../models/vectors.ts';
import { privilegedEvents } from '../../models/workflow/privileged.ts';

/** What conditions ask of people and of where a change comes from. */
const KEEPS_OUT =
  /author_association|\blogin\b|github\.(?:triggering_)?actor|head\.repo|head_repository|\blabels?\b|github\.(?:base_|head_)?ref\b|\.event\s*==/;
const WITH_TEXT =
  /\bcontains\s*\(\s*'((?:[^']|'')*)'\s*,\s*(github\s*\.\s*(?:ref|ref_name|head_ref|base_ref|actor|triggering_actor|repository_owner|event(?:\s*\.\s*[\w-]+)*\s*\.\s*(?:login|ref|label|title|body|name|email|head_branch)))\s*\)/gi;
const CHOSEN_FREELY = /login|actor|head|title|body|email|label/i;
const BOT =
  /\bgithub\s*\.\s*(?:triggering_)?actor(?:_id)?\s*==\s*'(?:[^']{1,80}\[bot\]|\d{4,12})'|'[^']{1,80}\[bot\]'\s*==\s*github\s*\.\s*(?:triggering_)?actor\b/i;
const BOT_LIST = /\bcontains\s*\(\s*fromJSON\s*\(\s*'[^']{0,200}\[bot\][^']{0,200}'\s*\)\s*,\s*github\s*\.\s*(?:triggering_)?actor\s*\)/i;

/** Text and expressions mixed: the runner joins them to a text, which counts as true. */
function isText(value: string): boolean {
  const first = value.indexOf('${{');
  if (first < 0) return false;
  return first > 0 || value.indexOf('}}') !== value.length - 2;
}

function judge(condition: string, isPrivileged: boolean, events: ReadonlyMap<string, unknown>): Omit<Report, 'at' | 'trace'> | null {
  if (isText(condition)) {
    return {
      vector: isPrivileged && KEEPS_OUT.test(condition) ? vectors.weakCondition : vectors.weakConditionInside,
      confidence: 'high',
      message:
        condition.startsWith('${{') && condition.trimEnd().endsWith('}}') && condition !== condition.trimEnd()
          ? 'The line break or blank behind `}}` belongs to the value, so the condition is a text, and a text counts as true: the step or job always runs.'
          : 'There is text around `${{ }}`, so the condition is a text, and a text counts as true: the step or job always runs.',
    };
  }
  for (const [, list, context] of condition.matchAll(WITH_TEXT)) {
    // One word without separators may be meant as the text it is.
    if (!/[\s,;|/]/.test(list!)) continue;
    return {
      vector: CHOSEN_FREELY.test(context!) && (isPrivileged || events.size === 0) ? vectors.weakCondition : vectors.weakConditionInside,
      confidence: CHOSEN_FREELY.test(context!) ? 'high' : 'medium',
      message: `\`contains\` with a text asks for any part of it: each piece of the list, even a single letter, lets \`${context!.replace(/\s/g, '')}\` through.`,
    };
  }
  const asksAuthor = /pull_request\s*\.\s*user\s*\.\s*login/.test(condition);
  if (
    (BOT.test(condition) || BOT_LIST.test(condition)) &&
    !asksAuthor &&
    (events.has('pull_request_target') || events.has('workflow_run'))
  ) {
    return {
      confidence: 'medium',
      message:
        '`github.actor` is whoever caused this event, not who wrote the pull request: a bot can be made to touch the pull request of somebody else.',
    };
  }
  return null;
}

function look({ source, document, report }: YamlContext): void {
  const events = triggersOf(document);
  const isPrivileged = privilegedEvents.some((event) => events.has(event));
  const jobs = jobsOf(document, source.text);
  const steps = jobs.length > 0 ? jobs.flatMap((job) => job.steps) : compositeSteps(document, source.text);
  for (const map of [...jobs.map((job) => job.map), ...steps.map((step) => step.map)]) {
    const node = memberOf(map, 'if');
    const condition = textOf(node);
    const at = spanOf(node);
    const found = condition === null || !at ? null : judge(condition.slice(0, 4000), isPrivileged, events);
    if (found && at) report({ at, ...found, trace: [{ at, text: 'the condition lets through what it should keep out' }] });
  }
}

/** Reports conditions that hold for more than they say. */
export const yaml: DocumentDetection['yaml'] = { paths: ACTIONS_PATHS, look };
