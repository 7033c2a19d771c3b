/** Weighs what reaches a sink: whose value it is, where it stands in the text, how sure that is, and the way it took. */
import {
  allCleared,
  allFacts,
  type Fact,
  type FlowJudge,
  type Hit,
  isCleared,
  type Known,
  type Piece,
  type Report,
  type SinkContext,
  type SourceKind,
  stepsOf,
  type Text,
} from '../../../src/engine/check.ts';

/** A value that was put into a text, and what stands around it. */
export interface Hole {
  readonly text: Text;
  readonly index: number;
  readonly at: number;
  /** Who can do harm with it here; none where nobody is known to. */
  readonly facts: readonly Fact[];
}

/** The values in a hit that are not harmless in a context: steered by somebody, or (`facts` empty) of unknown origin. */
export function holesOf(hit: Hit, context: SinkContext): readonly Hole[] {
  return holesIn(hit.known, hit.at, context);
}

/** The same of any value, that stands at a node. */
export function holesIn(known: Known, at: number, context: SinkContext): readonly Hole[] {
  const texts: readonly Text[] = known.texts ?? [[{ facts: allFacts(known), cleared: allCleared(known), quoting: 'none', at }]];
  const holes: Hole[] = [];
  for (const text of texts) {
    for (const [index, piece] of text.entries()) {
      if ('text' in piece) continue;
      const facts = [...piece.facts.values()].filter((fact) => !isCleared(fact.cleared, context));
      if (facts.length === 0 && isCleared(piece.cleared, context)) continue;
      holes.push({ text, index, at: piece.at, facts });
    }
  }
  return holes;
}

/** The items of a list, where each is a text of its own; else the value itself. */
export function listed(known: Known): readonly Known[] {
  const items = [...(known.fields?.values() ?? []), ...(known.element ? [known.element] : [])];
  return known.type === 'list' && items.length > 0 ? items : [known];
}

/** Those that have a say in it and are not who runs or calls the program. */
export function strangersOf({ facts }: Hole): readonly Fact[] {
  return facts.filter(({ trust }) => trust < 2);
}

/** What the program calls a value that was put in: the words that stand there, or a parameter's name. */
export function wordsAt(hole: Hole, { node }: FlowJudge): string {
  const given = hole.facts.map((fact) => fact.given).find((one) => one !== null);
  if (given) return [given.fn.parameters[given.index]?.name ?? '', ...given.path].join('.');
  return hole.at < 0 ? '' : node(hole.at).text.slice(0, 200);
}

/** What is written before a hole, as far as it is constant up to it; the text of other values stands as `\0`. */
export function before({ text, index }: Hole): string {
  return text.slice(0, index).map(said).join('');
}

export function after({ text, index }: Hole): string {
  return text
    .slice(index + 1)
    .map(said)
    .join('');
}

function said(piece: Piece): string {
  return 'text' in piece ? piece.text : '\0';
}

/** Stands for a value in a text. */
export const HOLE = '\u25a1';
const LONGEST = 6000;

/** What a text says, with a mark for each value that is put in. */
export function textOf(text: Text): string {
  return text
    .map((piece) => ('text' in piece ? piece.text : HOLE))
    .join('')
    .slice(0, LONGEST);
}

/** True where the text has words of its own besides the values. */
export function isBuilt({ text }: Hole): boolean {
  return text.some((piece) => 'text' in piece && piece.text.trim() !== '');
}

const rank: readonly SourceKind[] = [
  'request',
  'contribution',
  'upload',
  'page',
  'queue',
  'archive',
  'remote',
  'stored',
  'argument',
  'input',
  'file',
  'file-name',
  'environment',
  'random',
  'parameter',
];

/**
 * Holes worth a word where a text is only dangerous if something is put into it: callers and what nobody is seen to steer count in texts
 * that are built here, and not where all of a text comes from elsewhere.
 */
export function putIn(holes: readonly Hole[]): readonly Hole[] {
  return holes.flatMap((hole) => {
    if (isBuilt(hole)) return [hole];
    const facts = hole.facts.filter((fact) => fact.kind !== 'parameter');
    return facts.length > 0 ? [{ ...hole, facts }] : [];
  });
}

export interface Danger {
  readonly hole: Hole;
  /** Null: of unknown origin. */
  readonly fact: Fact | null;
}

/** The worst of several holes: those of strangers first, unknown ones last. */
export function worstOf(holes: readonly Hole[]): Danger | null {
  let worst: Danger | null = null;
  for (const hole of holes) {
    for (const fact of hole.facts) if (!worst?.fact || rank.indexOf(fact.kind) < rank.indexOf(worst.fact.kind)) worst = { hole, fact };
    if (!worst) worst = { hole, fact: null };
  }
  return worst;
}

export interface Weighing {
  /** Vectors by who steers the value; null for a note, undefined to stay silent. */
  readonly vectors: {
    readonly outside: string | null;
    /** Data that came from another machine or was stored; left out: as outside. */
    readonly remote?: string | null;
    /** Callers of an interface. */
    readonly caller?: string | null;
    /** Who runs the program: arguments, environment, input, files. */
    readonly own?: string | null;
    readonly unknown?: string | null;
  };
  /** What happens at the sink, for the trace: `and a shell parses it`. */
  readonly ending: string;
  /** Told where the text is built, if a function only hands it on. */
  readonly atGiver?: boolean;
}

/** The report of a danger, or null where nobody would want it. */
export function reportOf(hit: Hit, danger: Danger, judge: FlowJudge, { vectors, ending, atGiver }: Weighing): Report | null {
  const { fact } = danger;
  const vector = vectorFor(fact, vectors);
  if (vector === undefined) return null;
  const at = judge.node((atGiver && !hit.via ? hit.handed : null) ?? hit.at);
  const steps = fact ? stepsOf(fact.steps).map(({ path, line, text }) => ({ path, line, text })) : [];
  const sink = hit.unit;
  const last = { path: sink.path, line: sink.source.lineAt(sink.program.tree.start[hit.at]!), text: ending };
  return {
    at,
    vector,
    confidence:
      fact === null
        ? 'low'
        : fact.kind === 'parameter'
          ? 'medium'
          : fact.trust < 2 || fact.kind === 'argument' || fact.kind === 'input'
            ? 'high'
            : 'medium',
    trace: [...(steps.length > 0 ? steps : [{ at, text: 'a value that is not constant is put in here' }]), last],
  };
}

function vectorFor(fact: Fact | null, vectors: Weighing['vectors']): string | null | undefined {
  if (!fact) return vectors.unknown;
  if (fact.kind === 'parameter') return vectors.caller;
  if (fact.trust === 0) return vectors.outside;
  if (fact.trust === 1) return vectors.remote === undefined ? vectors.outside : vectors.remote;
  return vectors.own;
}
