import type { FlowJudge, Hit } from '../../../src/engine/check.ts';
import { exposing } from '../../models/flow/exposing.ts';
import { confidential } from '../../models/libraries/javascript/confidential.ts';
import { log } from './shown.ts';

const REDACTED = /\bredact\s*:\s*(?:\{\s*paths\s*:\s*)?\[([^\]]{1,2000})\]/g;

/** Names of the fields that a logger of this file leaves out. */
function leftOut(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [, list] of text.matchAll(REDACTED))
    for (const [, path] of list!.matchAll(/['"`]([^'"`\n]{1,200})['"`]/g)) {
      const name = path!
        .replace(/\[["']?|["']?\]/g, '.')
        .split('.')
        .filter(Boolean)
        .at(-1);
      if (name !== undefined && name !== '*') names.add(name);
    }
  return names;
}

/** A record all of whose secrets stand under names that the logger leaves out. */
function isLeftOut({ known, at }: Hit, judge: FlowJudge): boolean {
  if (known.fields === null || !judge.context.source.text.includes('redact')) return false;
  const names = leftOut(judge.context.source.text);
  if (names.size === 0) return false;
  const words = new Set(
    judge
      .node(at)
      .text.slice(0, 2000)
      .match(/[\w$]+/g),
  );
  return [...names].some((name) => words.has(name));
}

/** Reports calls of loggers that are given a secret. */
export const js = exposing({ ...log, binding: confidential, isMeant: (hit, judge) => !isLeftOut(hit, judge) });
