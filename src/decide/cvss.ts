/** CVSS 3.1 base score, after the specification's section 7.1 and its integer `Roundup` (appendix A). */

const weights = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  PR: { N: 0.85, L: 0.62, H: 0.27 },
  UI: { N: 0.85, R: 0.62 },
  S: { U: 0, C: 1 },
  C: { H: 0.56, L: 0.22, N: 0 },
  I: { H: 0.56, L: 0.22, N: 0 },
  A: { H: 0.56, L: 0.22, N: 0 },
} as const;

/** Where the scope changes, a privilege that was needed weighs less against the attacker. */
const privilegesWithChangedScope: Readonly<Record<string, number>> = { N: 0.85, L: 0.68, H: 0.5 };

type Metric = keyof typeof weights;
type Vector = Record<Metric, string>;

const metrics = Object.keys(weights) as Metric[];

/** Score of a vector that holds each base metric exactly once, in any order, and nothing else; otherwise null. */
export function scoreVector(vector: string): number | null {
  const read = readVector(vector);
  return read === null ? null : baseScore(read);
}

export function isBaseVector(vector: string): boolean {
  return readVector(vector) !== null;
}

function readVector(vector: string): Vector | null {
  const [version, ...parts] = vector.split('/', metrics.length + 2);
  if (version !== 'CVSS:3.1' || parts.length !== metrics.length) return null;
  const read: Partial<Vector> = {};
  for (const part of parts) {
    const colon = part.indexOf(':');
    const metric = metrics.find((name) => name === part.slice(0, colon));
    const value = part.slice(colon + 1);
    if (metric === undefined || read[metric] !== undefined || !Object.hasOwn(weights[metric], value)) return null;
    read[metric] = value;
  }
  return read as Vector;
}

function baseScore(vector: Vector): number {
  const weigh = (metric: Metric) => (weights[metric] as Readonly<Record<string, number>>)[vector[metric]]!;
  const changed = vector.S === 'C';
  const exposed = 1 - (1 - weigh('C')) * (1 - weigh('I')) * (1 - weigh('A'));
  const impact = changed ? 7.52 * (exposed - 0.029) - 3.25 * (exposed - 0.02) ** 15 : 6.42 * exposed;
  if (impact <= 0) return 0;
  const privileges = changed ? privilegesWithChangedScope[vector.PR]! : weigh('PR');
  const exploitability = 8.22 * weigh('AV') * weigh('AC') * privileges * weigh('UI');
  return roundUp(Math.min((changed ? 1.08 : 1) * (impact + exploitability), 10));
}

/** Up to the next tenth; through integers, so that 4.02 does not become 4.1 by the noise of a float. */
function roundUp(score: number): number {
  const hundredThousandths = Math.round(score * 100_000);
  return hundredThousandths % 10_000 === 0 ? hundredThousandths / 100_000 : (Math.floor(hundredThousandths / 10_000) + 1) / 10;
}
