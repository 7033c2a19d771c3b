/** Outlines from a few words, for what is judged over them: test cases from their lines, production code from its declarations. */
import { createHash } from 'node:crypto';
import { defaultPolicy } from '../../src/config/defaults.ts';
import type { Commit } from '../../src/model/change.ts';
import { type Assertion, type Declaration, noOutline, type Outline, type Strength, type TestCase } from '../../src/model/outline.ts';
import type { Policy } from '../../src/model/policy.ts';
import type { Phase } from '../../src/model/review.ts';
import { judgeContent } from '../../src/tdd/content/judgeContent.ts';
import type { Step } from '../../src/tdd/label.ts';
import type { Cycle } from '../../src/tdd/order.ts';
import { type OutlinedCommit, type OutlinedFile, rangeOf } from '../../src/tdd/range.ts';

export function digest(text: string): string {
  return text === '' ? '' : createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** `expect(total(cart)).toBe(3)`, `if: expect(…)…` for a guarded one. */
export function assertion(line: string): Assertion {
  const isGuarded = line.startsWith('if: ');
  const text = isGuarded ? line.slice(4) : line;
  const subject = /^expect\((.*?)\)\.(?:not\.)?\w+\(/.exec(text)?.[1] ?? '';
  return { text, subject, strength: strengthOf(text), isGuarded, line: 1 };
}

function strengthOf(text: string): Strength {
  if (/expect\((?:true|1)\)|\|\| true$/.test(text)) return 'none';
  if (/toBeTruthy|toBeDefined|assertTrue|toThrow\(\)|\[ -n /.test(text)) return 'truthy';
  return /toContain|toMatch|\[\[ .* == \*/.test(text) ? 'partial' : 'exact';
}

const isAssertion = /^(?:if: )?(?:expect|assert|self\.assert|\[)/;

/** A case of these lines; the first word of the name may be `skip:`, `only:` or `fails:`. */
export function testCase(title: string, ...lines: string[]): TestCase {
  const [, mark, name] = /^(skip|only|fails): (.*)$/.exec(title) ?? [null, '', title];
  return {
    name: name!,
    line: 1,
    state: mark === 'skip' ? 'skipped' : mark === 'only' ? 'focused' : mark === 'fails' ? 'expected-failure' : 'run',
    assertions: lines.filter((line) => isAssertion.test(line)).map(assertion),
    body: digest(lines.join('\n')),
    isEmpty: lines.length === 0,
  };
}

/** `total(cart) { … }`; `stub` as its body for a stub, `private ` before it for what others cannot use. */
export function declaration(text: string): Declaration {
  const [, hidden, name, parameters, body] = /^(private )?([\w.-]+)(\([^)]*\))?(?: (.*))?$/.exec(text)!;
  return {
    name: name!,
    line: 1,
    isPublic: hidden === undefined,
    isStub: body === undefined || body === 'stub',
    signature: digest(`${name}${parameters ?? ''}`),
    body: digest(body === 'stub' ? `stub of ${name}` : (body ?? '')),
  };
}

interface Words {
  readonly cases?: readonly TestCase[];
  readonly loose?: readonly string[];
  readonly code?: readonly string[];
  readonly rest?: string;
  /** `../src/cart.ts: total, Cart`. */
  readonly imports?: readonly string[];
  readonly uses?: readonly string[];
  readonly doubles?: readonly string[];
  readonly sourceReads?: readonly number[];
  readonly read?: Outline['read'];
  readonly problem?: string;
}

export function outline(words: Words): Outline {
  if (words.problem !== undefined) return noOutline(words.problem);
  return {
    read: words.read ?? 'tree',
    problem: null,
    cases: words.cases ?? [],
    loose: (words.loose ?? []).map(assertion),
    declarations: (words.code ?? []).map(declaration),
    rest: digest(words.rest ?? ''),
    imports: (words.imports ?? []).map((text) => {
      const [from, names] = text.split(': ');
      return { from: from!, names: names?.split(', ') ?? [], line: 1 };
    }),
    uses: words.uses ?? [],
    doubles: (words.doubles ?? []).map((target) => ({ target, line: 1 })),
    sourceReads: words.sourceReads ?? [],
    code: digest(JSON.stringify(words)),
    frame: digest(JSON.stringify({ ...words, imports: [] })),
  };
}

export const tests = (...cases: TestCase[]) => outline({ cases });
export const code = (...declarations: string[]) => outline({ code: declarations });
export const data = noOutline(null);

/** Path, or `old -> new`, to both sides: `[before, after]`, with null where the file is not. */
export type Files = Readonly<Record<string, readonly [Outline | null, Outline | null]>>;

export function outlinedCommit(files: Files, problem: string | null = null): OutlinedCommit {
  const read = Object.entries(files).map(([paths, [base, head]]): OutlinedFile => {
    const [from, to] = paths.split(' -> ') as [string, string?];
    const status = to !== undefined ? 'renamed' : base === null ? 'added' : head === null ? 'removed' : 'modified';
    return { status, path: to ?? from, from: to === undefined ? null : from, base, head, isSame: base !== null && base === head };
  });
  return { files: read, patchId: null, problem };
}

export interface Given {
  readonly phase: Step;
  readonly files: Files;
  readonly message?: string;
  readonly problem?: string;
}

/** One cycle of these commits, `c0` the first; `fixup!` messages stand beside it. */
export function judgeFiles(given: readonly Given[], changes: Partial<Policy['tdd']> = {}) {
  const commits = given.map(
    ({ phase, message }, index): Commit => ({
      sha: `c${index}`,
      parents: [`p${index}`],
      message: message ?? `x: a ${index} (${phase.toUpperCase()})`,
      author: { name: 'Ada', isBot: false },
      touches: [],
    }),
  );
  const shas = (step: Step) =>
    commits.filter(({ message }, index) => given[index]!.phase === step && !message.startsWith('fixup!')).map(({ sha }) => sha);
  const cycle: Cycle = { red: shas('red'), green: shas('green'), refactor: shas('refactor') };
  const { observations, proofs } = judgeContent({
    range: rangeOf(commits, {
      outlined: new Map(given.map(({ files, problem }, index) => [`c${index}`, outlinedCommit(files, problem ?? null)])),
    }),
    phases: given.map(({ phase }): Phase => phase),
    cycles: [cycle],
    settings: { ...defaultPolicy.tdd, ...changes },
  });
  return {
    told: observations.map(({ id, commit, message, weight }) => `${commit} ${weight} ${id}: ${message}`),
    proofs: proofs.map(({ commit, level, sentence }) => `${commit} ${level}: ${sentence}`),
  };
}
