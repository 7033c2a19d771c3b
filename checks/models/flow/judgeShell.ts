/** The rule of a check of shell code: whose values count in it, how surely they are somebody else's, and what is said of them. */
import { literalOf, readShell } from '../../../src/engine/bash.ts';
import type { Context, Fact, FlowJudge, FlowRule, Hit, Report, SourceKind } from '../../../src/engine/check.ts';
import { factOf, stepsOf } from '../../../src/engine/check.ts';
import { bash } from '../libraries/bash/index.ts';
import { vectors } from '../vectors.ts';
import { type Danger, type Hole, holesOf, reportOf, type Weighing, worstOf } from './weighHit.ts';

export interface ShellJudging {
  readonly contexts: readonly Context[];
  /** The commands it is about, by what the model calls them. */
  readonly isMeant: (label: string, hit: Hit) => boolean;
  readonly ending: string;
  readonly vectors?: Partial<Weighing['vectors']>;
  /** Facts that do no harm here. */
  readonly counts?: (fact: Fact, hit: Hit, judge: FlowJudge) => boolean;
  readonly isHarmless?: (hole: Hole, hit: Hit) => boolean;
  /** What is said in this place instead of what the check says; null: nothing is. */
  readonly say?: (report: Report, danger: Danger, hit: Hit, judge: FlowJudge) => Report | null;
}

/** Not always somebody else's: files and names are mostly the own ones. */
const unsure: ReadonlySet<SourceKind> = new Set(['file', 'file-name', 'stored', 'environment', 'parameter']);

/** The usual weights: whoever calls a script and steers what it runs has its rights. */
const usual: Weighing['vectors'] = {
  outside: vectors.remoteCode,
  remote: vectors.supply,
  caller: vectors.localCode,
  own: vectors.localCode,
};

export function judgeShell({ contexts, isMeant, ending, vectors: own, counts, isHarmless, say }: ShellJudging): FlowRule {
  return {
    binding: bash,
    contexts,
    judge(hit, judge) {
      if (!isMeant(hit.sink.label ?? '', hit)) return null;
      const holes: Hole[] = [];
      for (const hole of holesOf(hit, hit.sink.context)) {
        const facts = hole.facts.filter((fact) => fact.kind !== 'environment' && (!counts || counts(fact, hit, judge)));
        if (facts.length === 0 && (own?.unknown === undefined || hole.facts.length > 0)) continue;
        const one = { ...hole, facts };
        if (!isHarmless?.(one, hit)) holes.push(one);
      }
      const danger = worstOf(holes);
      const report = danger && reportOf(hit, danger, judge, { vectors: { ...usual, ...own }, ending });
      if (!report) return null;
      const { fact, hole } = danger;
      const isSure = fact === null || !(unsure.has(fact.kind) || isOwnCommand(fact, hole, hit, judge));
      const sure = isSure || report.confidence === 'low' ? report : { ...report, confidence: 'medium' as const };
      return say ? say(sure, danger, hit, judge) : sure;
    },
  };
}

/** Whoever types at the script's prompt, or passes a whole command by an option made for one, runs what they could run anyway. */
export function isOwnCommand(fact: Fact, { text }: Hole, hit: Hit, judge: FlowJudge): boolean {
  const { path } = hit.unit;
  const steps = stepsOf(fact.steps).filter((step) => step.path === path);
  if (fact.kind === 'input') {
    const [first] = steps;
    const command = first && judge.context.shared(readShell).file.commandAt(judge.node(first.at));
    return (command?.arguments ?? []).some((word) => /^-\w*[ep]/.test(literalOf(word) ?? ''));
  }
  if (fact.kind !== 'argument' || text.length > 1) return false;
  return steps.some(({ at, text: said }) => said === 'OPTARG gets it' || isInOptionCase(at, judge));
}

/** `case $1 in --hook) hook=$2 ;; …`. */
function isInOptionCase(at: number, judge: FlowJudge): boolean {
  const item = judge.node(at).ancestor('case_item');
  return item?.childrenOf('value').some((pattern) => /^["']?-/.test(pattern.text)) === true;
}

const told = () => new Set<string>();

/** True the first time that a check tells of a source in a file: one mistake, however often the value is used. */
export function isFirst({ fact }: Danger, judge: FlowJudge, check: string): boolean {
  const sources = factOf(judge.context.root.tree, `told by ${check}`, told);
  const source = fact?.source ?? '';
  if (sources.has(source)) return false;
  sources.add(source);
  return true;
}

/** A download that is run as it came is told by another check. */
export function isDelivery({ text, facts }: Hole): boolean {
  return (
    text.length === 1 && facts.length > 0 && facts.every((fact) => fact.kind === 'remote' && fact.exact && !fact.source.includes('.*'))
  );
}
