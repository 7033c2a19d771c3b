import type { YAMLMap } from 'yaml';
import type { DocumentDetection, YamlContext } from '../../../src/engine/check.ts';
import { ACTIONS_PATHS, actionsScripts, memberOf, type Span, spanOf, textOf, triggersOf } from '../../../src/engine/documents/actions.ts';
import { type Expression, expressionsIn } from '../../../src/engine/documents/expressions.ts';
import { yamlPackage } from '../../../src/engine/documents/yamlPackage.ts';
import { runnerOfInput } from '../../models/workflow/actionOutputs.ts';
import { type Judged, judgeInput, judgeWritable, type Stage, type Workflow } from '../../models/workflow/reach.ts';
import type { Source } from '../../models/workflow/source.ts';
import { WorkflowValues } from '../../models/workflow/values.ts';
import { fixFor } from './fix.ts';

interface Culprit {
  readonly expression: Expression;
  readonly source: Source;
  readonly judged: Judged;
}

/** A text that something runs. */
interface Script extends Stage {
  readonly span: Span;
  readonly runBy: string;
  /** Begins a comment that only a line break ends. */
  readonly comment: string;
}

/** In a comment that only a line break ends. */
function isInComment(text: string, at: number, mark: string): boolean {
  return text
    .slice(text.lastIndexOf('\n', at) + 1, at)
    .trimStart()
    .startsWith(mark);
}

function judge(workflow: Workflow, values: WorkflowValues, script: Script, expression: Expression): Culprit | null {
  const commented = isInComment(workflow.text, expression.start, script.comment);
  let weaker: Culprit | null = null;
  for (const source of values.ofExpression(expression.text, script)) {
    const writables = source.writables.filter(({ hasLines }) => hasLines || !commented);
    const written = writables.length > 0 ? judgeWritable(workflow, script, writables) : null;
    if (written) return { expression, source, judged: written };
    const given = source.input === null || commented ? null : judgeInput(workflow, script, source.input);
    if (given) weaker ??= { expression, source, judged: given };
  }
  return weaker;
}

/** Inputs of other actions that are run as code. */
function inputScripts(step: YAMLMap, job: YAMLMap | null, action: string): Script[] {
  const given = memberOf(step, 'with');
  if (!yamlPackage().isMap(given) || action === 'actions/github-script') return [];
  return given.items.flatMap(({ key, value }) => {
    const runBy = runnerOfInput(action, textOf(key)?.toLowerCase() ?? '');
    const span = spanOf(value);
    return runBy && span ? [{ step, job, span, runBy, comment: '#' }] : [];
  });
}

function scriptsOf({ source, document }: YamlContext, values: WorkflowValues): Script[] {
  const scripts = actionsScripts(document).flatMap(({ kind, value, step, job }): Script[] => {
    const span = spanOf(value);
    const [runBy, comment] = kind === 'run' ? ['the shell', '#'] : ['JavaScript', '//'];
    return span ? [{ step, job, span, runBy: runBy!, comment: comment! }] : [];
  });
  const others = values.places().flatMap(({ step, job }) => (step.uses ? inputScripts(step.map, job, step.uses.name) : []));
  return source.text.includes('${{') ? [...scripts, ...others] : [];
}

function look(context: YamlContext): void {
  const { source: file, document } = context;
  const workflow: Workflow = { document, text: file.text, triggers: triggersOf(document), reaching: new Map() };
  const values = new WorkflowValues(workflow);
  for (const script of scriptsOf(context, values)) {
    const { span, runBy } = script;
    const culprits = expressionsIn(file.text, span.start, span.end).flatMap(
      (expression) => judge(workflow, values, script, expression) ?? [],
    );
    for (const { expression, source, judged } of culprits) {
      const isDirect = source.steps.length === 0;
      const said = isDirect ? `\`${source.name}\`` : `\`${expression.text.slice(0, 120)}\`, which holds \`${source.name}\`,`;
      context.report({
        at: expression,
        vector: judged.vector,
        confidence: judged.confidence,
        message: `${said} is pasted into this script before ${runBy} reads it, so whoever writes that text writes a part of the program.`,
        trace: [
          ...(judged.origin ? [judged.origin] : []),
          ...source.steps,
          { at: expression, text: `\`${source.name}\` becomes text of the script that ${runBy} then parses` },
        ],
        // Two expressions would want the same place for their variables.
        fix: culprits.length === 1 ? fixFor(workflow, script, expression, file) : undefined,
      });
    }
  }
}

/** Reports expressions in scripts whose text others can write. */
export const yaml: DocumentDetection['yaml'] = { paths: ACTIONS_PATHS, look };
