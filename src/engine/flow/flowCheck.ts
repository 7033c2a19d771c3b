/** From hits to reports: follows a file's values once for all checks, and lets each judge what reaches its contexts. */
import type { Report, SyntaxContext, SyntaxDetection, SyntaxRules } from '../check.ts';
import { sharing } from '../facts.ts';
import type { FlowProgram } from '../ir/program.ts';
import { SearchBudgetSpent } from '../lower/searchBudget.ts';
import { SyntaxNode } from '../parse/syntaxNode.ts';
import { projectAround } from '../project/project.ts';
import type { SourceText } from '../sourceText.ts';
import type { SinkContext } from './contexts.ts';
import type { FlowModel } from './flowModel.ts';
import { notePartial } from './partial.ts';
import { type Hit, ProgramFlow, type Unit } from './programFlow.ts';
import { unitInProject } from './projectUnits.ts';

/** How a language's files are lowered, and what its libraries do. */
export interface FlowBinding {
  readonly model: FlowModel;
  /** A text without a match holds no sink: then nothing is lowered. */
  readonly needs: RegExp;
  /** A text that this is not true of is given nothing to follow by itself; left out: any may be. */
  speaks?(text: string): boolean;
  lower(root: SyntaxNode, source: SourceText): FlowProgram;
}

export interface FlowJudge {
  readonly context: SyntaxContext;
  readonly unit: Unit;
  node(at: number): SyntaxNode;
}

/** A check's part for one language. Null: nothing to say. */
export interface FlowRule {
  readonly binding: FlowBinding;
  readonly contexts: readonly SinkContext[];
  judge(hit: Hit, judge: FlowJudge): Report | null;
}

interface Followed {
  readonly unit: Unit;
  readonly hits: ReadonlyMap<SinkContext, readonly Hit[]>;
}

type Lens = (root: SyntaxNode, source: SourceText) => Followed;
const lenses = new WeakMap<FlowBinding, Lens>();

/** The one function that follows a binding's files, which is what `shared` remembers it by. */
function lensOf(binding: FlowBinding): Lens {
  const known = lenses.get(binding);
  if (known) return known;
  const lens: Lens = (root, source) => {
    const project = projectAround(root.tree);
    const main = { path: source.path, program: binding.lower(root, source), source };
    const alone: Unit = { ...main, model: binding.model, resolve: () => null };
    if (project) {
      const unit = unitInProject(main, binding, project);
      const run = follow(unit, true);
      // What other files hold may be too much: then the file is followed by itself, as if it stood alone.
      if (run.flow.partial.size === 0) return { unit, hits: run.hits };
      for (const reason of run.flow.partial) project.cutOff('with what it takes from other files', reason);
    }
    const { flow, hits } = follow(alone, false);
    for (const reason of flow.partial) notePartial(root.tree, reason);
    return { unit: alone, hits };
  };
  lenses.set(binding, lens);
  return lens;
}

function follow(unit: Unit, isAcross: boolean): { readonly flow: ProgramFlow; readonly hits: Map<SinkContext, Hit[]> } {
  const flow = new ProgramFlow(isAcross);
  const hits = new Map<SinkContext, Hit[]>();
  try {
    for (const hit of flow.hitsOf(unit)) {
      const list = hits.get(hit.sink.context);
      if (list) list.push(hit);
      else hits.set(hit.sink.context, [hit]);
    }
  } catch (error) {
    if (!(error instanceof SearchBudgetSpent)) throw error;
    flow.partial.add('too much to follow: values were not followed to their end');
  }
  return { flow, hits };
}

function visit(rule: FlowRule, root: SyntaxNode, context: SyntaxContext): void {
  const { binding } = rule;
  if (!context.shared(worthOf(binding))) return;
  const { unit, hits } = context.shared(lensOf(binding));
  const own: FlowJudge = { context, unit, node: (at) => new SyntaxNode(root.tree, at) };
  const reported = new Set<string>();
  for (const of of rule.contexts) {
    for (const hit of hits.get(of) ?? []) {
      const made = rule.judge(hit, hit.via ? judgeElsewhere(hit.unit, context) : own);
      const report = made && hit.via ? reportAtCall(made, new SyntaxNode(root.tree, hit.via.at), hit.unit) : made;
      const key = report && `${report.at.start} ${report.at.end}`;
      if (!report || reported.has(key!)) continue;
      reported.add(key!);
      context.report(report);
    }
  }
}

type Worth = (root: SyntaxNode, source: SourceText) => boolean;
const worths = new WeakMap<FlowBinding, Worth>();

/** The one function that tells whether a file has anything to follow; it is asked for every check. */
function worthOf(binding: FlowBinding): Worth {
  const known = worths.get(binding);
  if (known) return known;
  const { needs, speaks } = binding;
  const worth: Worth = ({ tree }, { text }) => {
    const project = projectAround(tree);
    // A file without a sink of its own may hand something to one that is in another file.
    if (!needs.test(text) && !project?.hasUnchanged(needs)) return false;
    // What is shown may be named only where it comes from.
    return !speaks || speaks(text) || (project !== null && (project.takesFrom(speaks) || project.importers(speaks).length > 0));
  };
  worths.set(binding, worth);
  return worth;
}

/** A sink of another file is judged where it stands. */
function judgeElsewhere(unit: Unit, context: SyntaxContext): FlowJudge {
  const { program, source } = unit;
  const root = new SyntaxNode(program.tree, 0);
  const there: SyntaxContext = { ...context, source, path: unit.path, root, shared: sharing(program.tree, source) };
  return { context: there, unit, node: (at) => new SyntaxNode(program.tree, Math.min(at, program.tree.count - 1)) };
}

/** The report on a sink of another file, told at the call that leads to it: a fix for one of them is none for the other. */
function reportAtCall({ trace, statement: _, fix: __, ...report }: Report, at: SyntaxNode, { path, source }: Unit): Report {
  return {
    ...report,
    at,
    ...(trace && { trace: trace.map((step) => ('path' in step ? step : { path, line: source.lineAt(step.at.start), text: step.text })) }),
  };
}

/** The detection of a flow check: a rule a language. */
export function flow(rules: Readonly<Partial<Record<'bash' | 'js' | 'py' | 'ps', FlowRule>>>): SyntaxDetection {
  const at = (type: string, rule: FlowRule | undefined): SyntaxRules | undefined =>
    rule ? { [type]: (root, context) => visit(rule, root, context) } : undefined;
  const { bash, js, py, ps } = rules;
  return {
    kind: 'syntax',
    ...(bash && { bash: at('program', bash)! }),
    ...(js && { js: at('program', js)! }),
    ...(py && { py: at('module', py)! }),
    ...(ps && { ps: at('program', ps)! }),
  };
}
