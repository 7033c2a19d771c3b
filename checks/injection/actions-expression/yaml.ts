import type { DocumentDetection, YamlContext } from '../../../src/engine/check.ts';
import {
  ACTIONS_PATHS,
  type ActionsScript,
  actionsScripts,
  memberOf,
  spanOf,
  textOf,
  triggersOf,
} from '../../../src/engine/documents/actions.ts';
import { type Expression, expressionsIn, referencesIn } from '../../../src/engine/documents/expressions.ts';
import { inputOf, writablesOf } from './contexts.ts';
import { fixFor } from './fix.ts';
import { type Judged, judgeInput, judgeWritable, type Workflow } from './judge.ts';

interface Culprit {
  readonly expression: Expression;
  readonly reference: string;
  readonly judged: Judged;
}

/** What `env.NAME` was set to in the step, the job or the file. */
function environmentOf(workflow: Workflow, script: ActionsScript, name: string): string | null {
  for (const node of [script.step, script.job, workflow.document.contents]) {
    const variables = memberOf(node, 'env') as { items?: readonly { key: unknown; value: unknown }[] } | null;
    const set = variables?.items?.find(({ key }) => textOf(key)?.toLowerCase() === name);
    if (set) return textOf(set.value);
  }
  return null;
}

/** The references of an expression; a variable of the environment stands for what it was set to. */
function sourcesOf(workflow: Workflow, script: ActionsScript, expression: Expression): string[] {
  return referencesIn(expression.text).flatMap((reference) => {
    const variable = /^env\.([\w-]+)$/.exec(reference)?.[1];
    const value = variable === undefined ? null : environmentOf(workflow, script, variable);
    return value === null ? [reference] : expressionsIn(value, 0, value.length).flatMap((inner) => referencesIn(inner.text));
  });
}

/** In a comment that only a line break ends. */
function isInComment(text: string, at: number, mark: string): boolean {
  return text
    .slice(text.lastIndexOf('\n', at) + 1, at)
    .trimStart()
    .startsWith(mark);
}

function judge(workflow: Workflow, script: ActionsScript, expression: Expression): Culprit | null {
  const commented = isInComment(workflow.text, expression.start, script.kind === 'run' ? '#' : '//');
  let weaker: Culprit | null = null;
  for (const reference of sourcesOf(workflow, script, expression)) {
    const writables = writablesOf(reference).filter(({ hasLines }) => hasLines || !commented);
    const written = writables.length > 0 ? judgeWritable(workflow, script, writables) : null;
    if (written) return { expression, reference, judged: written };
    const input = commented ? null : inputOf(reference);
    const given = input === null ? null : judgeInput(workflow, script, input);
    if (given) weaker ??= { expression, reference, judged: given };
  }
  return weaker;
}

function look(context: YamlContext): void {
  const { source, document } = context;
  const workflow: Workflow = { document, text: source.text, triggers: triggersOf(document), reaching: new Map() };
  for (const script of actionsScripts(document)) {
    const span = spanOf(script.value);
    if (!span) continue;
    const culprits = expressionsIn(source.text, span.start, span.end).flatMap((expression) => judge(workflow, script, expression) ?? []);
    for (const { expression, reference, judged } of culprits) {
      const where = script.kind === 'run' ? 'the shell' : 'JavaScript';
      context.report({
        at: expression,
        vector: judged.vector,
        confidence: judged.confidence,
        message: `\`${reference}\` is pasted into this script before ${where} reads it, so whoever writes that text writes a part of the program.`,
        trace: [
          ...(judged.origin ? [judged.origin] : []),
          { at: expression, text: `\`${reference}\` becomes text of the script that ${where} then parses` },
        ],
        // Two expressions would want the same place for their variables.
        fix: culprits.length === 1 ? fixFor(workflow, script, expression, source) : undefined,
      });
    }
  }
}

/** Reports expressions in scripts whose text others can write. */
export const yaml: DocumentDetection['yaml'] = { paths: ACTIONS_PATHS, look };
