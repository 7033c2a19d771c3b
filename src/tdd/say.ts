/** What is said of single commits. */
import type { Step } from './label.ts';
import type { Found } from './labelForms.ts';
import type { Observation } from './observation.ts';

export function sayConflict(commit: string, sides: readonly [Found, Found]): Observation {
  const [one, other] = sides.map(({ text, steps }) => `${quote(text)} says ${shout(steps)}`);
  return { id: 'tdd/label-conflict', commit, message: `${one}, ${other}: keep one of them.`, weight: 'labels' };
}

export function sayCombined(commit: string, steps: readonly Step[]): Observation {
  const why = steps.includes('red') ? 'the test is seen to fail first' : 'what makes the test pass stands apart from what changes nothing';
  const message = `One commit claims ${shout(steps)}: split it, so that ${why}.`;
  return { id: 'tdd/combined', commit, message, weight: 'labels' };
}

export const giveLabel = 'end its subject with (RED), (GREEN) or (REFACTOR), or give it a `TDD-Phase` trailer.';

export function sayUnlabelled(commit: string, exemptType: boolean, unread: boolean): Observation {
  const what = exemptType
    ? 'Its type is exempt only while it leaves production code alone, and it does not'
    : unread
      ? 'It names no phase, and its files could not be read'
      : 'It changes production code and names no phase';
  return { id: 'tdd/unlabelled-code', commit, message: `${what}: ${giveLabel}`, weight: 'labels' };
}

export function sayForm(commit: string, { text, option }: { readonly text: string; readonly option: string }): Observation {
  return { id: 'tdd/label-form', commit, message: `${quote(text)} is no label here: \`${option}: on\` makes it one.`, weight: 'note' };
}

export function shout(steps: readonly Step[]): string {
  return steps.map((step) => step.toUpperCase()).join(' and ');
}

export function shortSha(sha: string): string {
  return `\`${sha.slice(0, 7)}\``;
}

/** The text is anybody's; reports escape it, and here it must not end its own quotation. */
export function quote(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}
