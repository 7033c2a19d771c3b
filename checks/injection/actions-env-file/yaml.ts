import type { YAMLMap } from 'yaml';
import type { DocumentDetection, YamlContext } from '../../../src/engine/check.ts';
import { ACTIONS_PATHS, memberOf, type Span, spanOf, textOf, triggersOf } from '../../../src/engine/documents/actions.ts';
import type { Step } from '../../../src/engine/documents/workflow.ts';
import { vectors } from '../../models/vectors.ts';
import { judgeWritable, type Workflow } from '../../models/workflow/reach.ts';
import type { Write } from '../../models/workflow/scriptWrites.ts';
import type { Source } from '../../models/workflow/source.ts';
import { WorkflowValues } from '../../models/workflow/values.ts';

const files = { env: 'GITHUB_ENV', path: 'GITHUB_PATH', output: 'GITHUB_OUTPUT' } as const;

interface Culprit {
  readonly source: Source;
  /** A line break gets it out of its variable, or it names a folder of programs. */
  readonly isFree: boolean;
}

/** The source that does most harm; names of branches hold neither spaces nor line breaks. */
function worst({ file, isFenced, sources }: Write): Culprit | null {
  let found: Culprit | null = null;
  for (const source of sources) {
    if (source.isPasted || source.input !== null) continue;
    const hasLines = source.writables.some((writable) => writable.hasLines);
    const isFree = file === 'path' || (hasLines && !isFenced);
    const isTitle = source.writables.some(({ name }) => /title|name$|message/.test(name));
    if (isFree) return { source, isFree };
    if (file === 'env' && !isFenced && isTitle) found ??= { source, isFree };
  }
  return found;
}

/** The line of the script on which the statement begins, in the file. */
function placeOf(text: string, script: Span, written: string, start: number): Span {
  const line = written.slice(start).split('\n', 1)[0]!.trim();
  // Lines before it that read the same are passed over.
  let index = -1;
  for (let at = written.indexOf(line); at >= 0 && at <= start; at = written.indexOf(line, at + 1)) index++;
  let found = text.indexOf(line, script.start);
  for (let count = 0; count < Math.min(index, 200) && found >= 0; count++) found = text.indexOf(line, found + 1);
  return found >= 0 && found < script.end ? { start: found, end: found + line.length } : script;
}

function tell({ report, source: file }: YamlContext, workflow: Workflow, step: Step, job: YAMLMap | null, write: Write): void {
  const culprit = worst(write);
  const run = memberOf(step.map, 'run') ?? memberOf(memberOf(step.map, 'with'), 'script');
  const span = spanOf(run);
  if (!culprit || !span) return;
  const { source, isFree } = culprit;
  const judged = judgeWritable(workflow, { step: step.map, job }, source.writables);
  if (!judged) return;
  const at = placeOf(file.text, span, textOf(run) ?? '', write.start);
  const isOutput = write.file === 'output';
  report({
    at,
    vector: isFree && !isOutput ? judged.vector : vectors.envFileLittle,
    confidence: judged.confidence,
    message: isOutput
      ? `\`${source.name}\` goes to \`GITHUB_OUTPUT\` as it is: a line break in it ends the value and sets other outputs of this step.`
      : write.file === 'path'
        ? `\`${source.name}\` becomes part of a folder in which every later step looks for its programs.`
        : isFree
          ? `\`${source.name}\` goes to \`GITHUB_ENV\` as it is: a line break in it begins another variable, such as \`LD_PRELOAD\` or \`NODE_OPTIONS\`, for every later step.`
          : `\`${source.name}\` becomes a variable of every later step; whichever of them takes its value for a command runs it.`,
    trace: [
      ...(judged.origin ? [judged.origin] : []),
      ...source.steps,
      { at, text: `\`${source.name}\` is written to \`${files[write.file]}\`` },
    ],
  });
}

function look(context: YamlContext): void {
  const { source, document } = context;
  if (!/GITHUB_(?:ENV|PATH|OUTPUT)|::set-|::add-path|addPath/.test(source.text)) return;
  const workflow: Workflow = { document, text: source.text, triggers: triggersOf(document), reaching: new Map() };
  const values = new WorkflowValues(workflow);
  for (const { step, job } of values.places()) {
    for (const write of values.writesOf(step, job)) tell(context, workflow, step, job, write);
  }
}

/** Reports outside text in the runner's files for later steps. */
export const yaml: DocumentDetection['yaml'] = { paths: ACTIONS_PATHS, look };
