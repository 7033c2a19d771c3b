/** From hits to reports: follows a file's values once for all checks, and lets each judge what reaches its contexts. */
import type { Report, SyntaxContext, SyntaxDetection, SyntaxRules } from '../check.ts';
import type { FlowProgram } from '../ir/program.ts';
import { SearchBudgetSpent } from '../lower/searchBudget.ts';
import { SyntaxNode } from '../parse/syntaxNode.ts';
import type { SourceText } from '../sourceText.ts';
import type { Context } from './contexts.ts';
import type { FlowModel } from './flowModel.ts';
import { notePartial } from './partial.ts';
import { type Hit, ProgramFlow, type Unit } from './programFlow.ts';

/** How a language's files are lowered, and what its libraries do. */
export interface FlowBinding {
  readonly model: FlowModel;
  /** A text without a match holds no sink: then nothing is lowered. */
  readonly needs: RegExp;
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
  readonly contexts: readonly Context[];
  judge(hit: Hit, judge: FlowJudge): Report | null;
}

interface Followed {
  readonly unit: Unit;
  readonly hits: ReadonlyMap<Context, readonly Hit[]>;
}

type Lens = (root: SyntaxNode, source: SourceText) => Followed;
const lenses = new WeakMap<FlowBinding, Lens>();

/** The one function that follows a binding's files, which is what `shared` remembers it by. */
function lensOf(binding: FlowBinding): Lens {
  const known = lenses.get(binding);
  if (known) return known;
  const lens: Lens = (root, source) => {
    const program = binding.lower(root, source);
    const unit: Unit = { path: source.path, program, source, model: binding.model, resolve: () => null };
    const flow = new ProgramFlow();
    const hits = new Map<Context, Hit[]>();
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
    for (const reason of flow.partial) notePartial(root.tree, reason);
    return { unit, hits };
  };
  lenses.set(binding, lens);
  return lens;
}

function visit(rule: FlowRule, root: SyntaxNode, context: SyntaxContext): void {
  if (!rule.binding.needs.test(context.source.text)) return;
  const { unit, hits } = context.shared(lensOf(rule.binding));
  const judge: FlowJudge = { context, unit, node: (at) => new SyntaxNode(root.tree, at) };
  const reported = new Set<string>();
  for (const of of rule.contexts) {
    for (const hit of hits.get(of) ?? []) {
      const report = rule.judge(hit, judge);
      const key = report && `${report.at.start} ${report.at.end}`;
      if (!report || reported.has(key!)) continue;
      reported.add(key!);
      context.report(report);
    }
  }
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
