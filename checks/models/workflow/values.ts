/** Which text of outsiders the expressions of a workflow hold: through `env:`, outputs of steps and jobs, and matrices. */
import type { YAMLMap } from 'yaml';
import { memberOf, spanOf, textOf } from '../../../src/engine/documents/actions.ts';
import { expressionsIn, referencesIn } from '../../../src/engine/documents/expressions.ts';
import { compositeSteps, jobsOf, type Step } from '../../../src/engine/documents/workflow.ts';
import { yamlPackage } from '../../../src/engine/documents/yamlPackage.ts';
import { writableOutputOf } from './actionOutputs.ts';
import { foreignDownload, isUntrustedCheckout } from './checkouts.ts';
import { inputOf, writablesOf } from './contexts.ts';
import { writesOfJavaScript } from './javascriptWrites.ts';
import type { Workflow } from './reach.ts';
import { type Write, writesOf } from './scriptWrites.ts';
import type { Source } from './source.ts';

/** Where an expression stands. */
export interface Place {
  /** Null behind the last step. */
  readonly step: YAMLMap | null;
  /** Null in a composite action. */
  readonly job: YAMLMap | null;
}

/** `steps.a.outputs.b` passed on by twenty jobs is a riddle, no workflow. */
const MAX_DEPTH = 12;
const MAX_SOURCES = 40;

export class WorkflowValues {
  private readonly workflow: Workflow;
  private readonly known = new Map<YAMLMap, readonly Write[]>();
  private readonly stepsOfJob = new Map<YAMLMap | null, readonly Step[]>();
  private readonly jobs = new Map<string, YAMLMap>();
  private depth = 0;

  constructor(workflow: Workflow) {
    this.workflow = workflow;
    for (const job of jobsOf(workflow.document, workflow.text)) {
      this.stepsOfJob.set(job.map, job.steps);
      this.jobs.set(job.name.toLowerCase(), job.map);
    }
    if (this.stepsOfJob.size === 0) this.stepsOfJob.set(null, compositeSteps(workflow.document, workflow.text));
  }

  /** The steps of a job, or of the composite action. */
  steps(job: YAMLMap | null): readonly Step[] {
    return this.stepsOfJob.get(job) ?? [];
  }

  /** Every step with its job, in reading order. */
  places(): readonly { readonly step: Step; readonly job: YAMLMap | null }[] {
    return [...this.stepsOfJob].flatMap(([job, steps]) => steps.map((step) => ({ step, job })));
  }

  private stepsBefore({ step, job }: Place): readonly Step[] {
    const steps = this.steps(job);
    const at = step === null ? steps.length : steps.findIndex(({ map }) => map === step);
    return steps.slice(0, Math.max(0, at));
  }

  /** Sources of all expressions of a text. */
  ofText(text: string, place: Place): readonly Source[] {
    return expressionsIn(text, 0, text.length).flatMap((expression) => this.ofExpression(expression.text, place));
  }

  ofExpression(expression: string, place: Place): readonly Source[] {
    if (this.depth >= MAX_DEPTH) return [];
    this.depth++;
    const found = referencesIn(expression).flatMap((reference) => this.ofReference(reference, place));
    this.depth--;
    return found.slice(0, MAX_SOURCES);
  }

  ofReference(reference: string, place: Place): readonly Source[] {
    const [context, name = '', kind, output] = reference.split('.');
    if (context === 'env' && name !== '') return this.variable(name, place);
    if (context === 'steps' && kind === 'outputs') return this.outputOf(name, output ?? null, place);
    if ((context === 'needs' || context === 'jobs') && kind === 'outputs') return this.outputOfJob(name, output ?? null);
    if (context === 'matrix') return this.ofMatrix(name, place);
    const writables = writablesOf(reference);
    const input = inputOf(reference);
    return writables.length > 0 || input !== null ? [{ name: reference, writables, input, steps: [] }] : [];
  }

  /** A variable of the environment: as declared, or as an earlier step wrote it for those after it. */
  variable(name: string, place: Place): readonly Source[] {
    const wanted = name.toLowerCase();
    for (const node of [place.step, place.job, this.workflow.document.contents]) {
      const variables = memberOf(node, 'env') as { items?: readonly { key: unknown; value: unknown }[] } | null;
      const set = variables?.items?.find(({ key }) => textOf(key)?.toLowerCase() === wanted);
      if (set) return this.ofText(textOf(set.value) ?? '', place);
    }
    for (const step of this.stepsBefore(place).toReversed()) {
      const set = this.writesOf(step, place.job).filter((write) => write.file === 'env' && write.name?.toLowerCase() === wanted);
      if (set.length > 0) return set.flatMap(({ sources }) => this.passedOn(sources, step, `sets \`${name}\` for the steps after it`));
    }
    // The runner's own name for it.
    return wanted === 'github_head_ref' ? this.ofReference('github.head_ref', place) : [];
  }

  private passedOn(sources: readonly Source[], step: Step, how: string): readonly Source[] {
    const at = spanOf(memberOf(step.map, 'id')) ?? spanOf(memberOf(step.map, 'name')) ?? spanOf(step.map);
    return sources.map((source) => ({
      ...source,
      isPasted: false,
      steps: at ? [...source.steps, { at, text: `this step ${how}, with \`${source.name}\` in it` }].slice(-6) : source.steps,
    }));
  }

  private outputOf(id: string, output: string | null, place: Place): readonly Source[] {
    const step = this.stepsBefore(place).find(({ map }) => textOf(memberOf(map, 'id'))?.toLowerCase() === id);
    if (!step) return [];
    if (step.uses && !/^actions\/github-script$/.test(step.uses.name)) {
      const writable = writableOutputOf(step.uses.name, output ?? '');
      return writable
        ? this.passedOn([{ name: writable.name, writables: [writable], input: null, steps: [] }], step, 'gives it as an output')
        : [];
    }
    const writes = this.writesOf(step, place.job).filter(
      (write) => write.file === 'output' && (output === null || output === '*' || write.name?.toLowerCase() === output),
    );
    return writes.flatMap(({ sources }) => this.passedOn(sources, step, 'gives it as an output'));
  }

  private outputOfJob(name: string, output: string | null): readonly Source[] {
    const job = this.jobs.get(name);
    const outputs = memberOf(job, 'outputs');
    if (!job || !yamlPackage().isMap(outputs)) return [];
    return outputs.items
      .filter(({ key }) => output === null || output === '*' || textOf(key)?.toLowerCase() === output)
      .flatMap(({ value }) => this.ofText(textOf(value) ?? '', { step: null, job }));
  }

  private ofMatrix(name: string, { job }: Place): readonly Source[] {
    const matrix = memberOf(memberOf(job, 'strategy'), 'matrix');
    const whole = textOf(matrix);
    const place = { step: null, job };
    if (whole !== null) return this.ofText(whole, { step: null, job: null });
    const texts: string[] = [];
    const collect = (node: unknown, levels: number): void => {
      const { isMap, isSeq } = yamlPackage();
      const text = textOf(node);
      if (text !== null) texts.push(text);
      else if (levels > 0 && isSeq(node)) for (const item of node.items) collect(item, levels - 1);
      else if (levels > 0 && isMap(node)) for (const { value } of node.items) collect(value, levels - 1);
    };
    collect(memberOf(matrix, name), 2);
    collect(memberOf(matrix, 'include'), 2);
    return texts.filter((text) => text.includes('${{')).flatMap((text) => this.ofText(text, place));
  }

  /** What a step writes for later ones; the text a step of another job or file writes is not followed. */
  writesOf(step: Step, job: YAMLMap | null): readonly Write[] {
    const known = this.known.get(step.map);
    if (known) return known;
    // Against steps that name each other in a circle.
    this.known.set(step.map, []);
    const place = { step: step.map, job };
    const before = this.stepsBefore(place);
    const around = {
      variable: (name: string) => this.variable(name, place),
      expression: (text: string) => this.ofExpression(text, place),
      reference: (name: string) => this.ofReference(name, place),
      headIsHere: before.some((other) => isUntrustedCheckout(other)),
      artifact: this.artifactIn(before),
    };
    const run = textOf(memberOf(step.map, 'run'));
    const script = step.uses?.name === 'actions/github-script' ? textOf(memberOf(memberOf(step.map, 'with'), 'script')) : null;
    const writes = run !== null ? writesOf(run, around) : script !== null ? writesOfJavaScript(script, around) : [];
    this.known.set(step.map, writes);
    return writes;
  }

  /** What an earlier step fetched from the run that started this one. */
  private artifactIn(before: readonly Step[]): Source | null {
    if (!this.workflow.triggers.has('workflow_run')) return null;
    const step = before.findLast((other) => foreignDownload(other) !== null);
    const at = step && spanOf(step.map);
    if (!step || !at) return null;
    const name = 'an artifact of the other run';
    return {
      name,
      writables: [{ name, events: ['workflow_run'], hasLines: true }],
      input: null,
      steps: [{ at: spanOf(memberOf(step.map, 'uses')) ?? at, text: 'files of a run that outsiders can cause are downloaded' }],
    };
  }
}
