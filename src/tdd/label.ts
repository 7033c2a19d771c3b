export type Step = 'red' | 'green' | 'refactor';

/**
 * What a commit claims to be. `steps` is empty without a claim; two or more steps are a combined commit. In a conflict they
 * are what both sides claim, so that one wrong label is not reported again as a fault of the order.
 */
export type Label =
  | { readonly kind: 'claim'; readonly steps: readonly Step[] }
  | { readonly kind: 'conflict'; readonly steps: readonly Step[]; readonly subject: readonly Step[]; readonly trailer: readonly Step[] };

/** By suffix of the subject, `(RED)`, and by trailer, `TDD-Phase: red`. Words anywhere else are no claim. */
export function readLabel(subject: string, phaseTrailers: readonly string[]): Label {
  const suffix = readSuffix(subject);
  const trailer = ordered(phaseTrailers.flatMap((value) => readSteps(value.toUpperCase()) ?? []));
  if (suffix.length > 0 && trailer.length > 0 && suffix.join() !== trailer.join()) {
    return { kind: 'conflict', steps: ordered([...suffix, ...trailer]), subject: suffix, trailer };
  }
  return { kind: 'claim', steps: suffix.length > 0 ? suffix : trailer };
}

/** Groups in round brackets at the end of the subject, before the `(#12)` that a squash merge appends. */
function readSuffix(subject: string): Step[] {
  let rest = subject.slice(-200).trimEnd();
  const found: Step[] = [];
  while (rest.endsWith(')')) {
    const open = rest.lastIndexOf('(');
    if (open < 0) break;
    const inside = rest.slice(open + 1, -1);
    const steps = /^#\d+$/.test(inside) ? [] : readSteps(inside);
    if (steps === null) break;
    found.push(...steps);
    rest = rest.slice(0, open).trimEnd();
  }
  return ordered(found);
}

const names: Readonly<Record<string, Step>> = { RED: 'red', GREEN: 'green', REFACTOR: 'refactor' };

/** `RED`, `RED phase`, `GREEN 2/3`, `RED→GREEN`; null where any other word stands there. */
function readSteps(text: string): Step[] | null {
  if (text.length > 60 || !/^(?:RED|GREEN|REFACTOR)(?![A-Za-z])[A-Za-z0-9\s/.,:+&→>–—-]*$/.test(text)) return null;
  const steps: Step[] = [];
  for (const word of text.split(/[^A-Za-z0-9]+/)) {
    const step = Object.hasOwn(names, word) ? names[word] : undefined;
    if (step !== undefined) steps.push(step);
    else if (!/^(?:phase|partial|part|step|of|and|\d*)$/i.test(word)) return null;
  }
  return steps;
}

function ordered(steps: readonly Step[]): Step[] {
  return (['red', 'green', 'refactor'] as const).filter((step) => steps.includes(step));
}
