/**
 * What one version of a file says of tests and of what others can use, without saying whether that is good. Made from its syntax tree
 * in an analyzer child; commit discipline compares the outlines of two versions. Texts are cut and may be anybody's: escape and redact
 * where they are shown.
 */

/** How much a comparison demands. `none`: it holds whatever the program does (`expect(true).toBe(true)`, `… || true`). */
export const strengths = ['none', 'truthy', 'partial', 'exact'] as const;
export type Strength = (typeof strengths)[number];

export interface Assertion {
  /** As written, without comments and with single spaces; at most 300 characters. */
  readonly text: string;
  /** What is looked at, `total(cart)` of `expect(total(cart)).toBe(3)`; '' where that is not told apart. */
  readonly subject: string;
  readonly strength: Strength;
  /** Whether something around it may keep it from being reached or from being heard: a condition, a `try` that swallows. */
  readonly isGuarded: boolean;
  readonly line: number;
}

/** `skipped` covers todo, disabled and pending; `expected-failure` xfail, `test.fails`; `focused` only, fit, fdescribe. */
export type CaseState = 'run' | 'skipped' | 'expected-failure' | 'focused';

export interface TestCase {
  /** Titles from the outside in, `Cart > adds an item`, or the name of the function; at most 300 characters. */
  readonly name: string;
  readonly line: number;
  /** What its own marks and those around it make of it. */
  readonly state: CaseState;
  readonly assertions: readonly Assertion[];
  /** Digest of its body without comments and white space. */
  readonly body: string;
  /** Nothing in it runs. */
  readonly isEmpty: boolean;
}

export interface Declaration {
  /** `parse`, `Cart.total`. */
  readonly name: string;
  readonly line: number;
  /** Whether other files can use it: exported, not private by its language's convention. */
  readonly isPublic: boolean;
  /** A type, a signature, an empty body, one that returns a constant or says "not implemented". */
  readonly isStub: boolean;
  /** Digests, without comments and white space, of its name with parameters, and of its body. */
  readonly signature: string;
  readonly body: string;
}

export interface Import {
  /** As written: `../src/cart.js`, `shop.cart`, `lib/cart.sh` (sourced or run by path). */
  readonly from: string;
  /** Names taken; `*` for all, `default` for a default export. */
  readonly names: readonly string[];
  readonly line: number;
}

/** A double in the place of something: `jest.mock('../src/cart')`, `mock.patch('shop.cart.total')`, `Mock Get-Total`. */
export interface TestDouble {
  /** The module, or the dotted name, or the command that is replaced. */
  readonly target: string;
  readonly line: number;
}

export interface Outline {
  /** By syntax tree; by lines, where no grammar is at hand; or not at all, because it is no program. */
  readonly read: 'tree' | 'text' | 'none';
  /** Why it could not be read, a sentence fragment without its content; null where nothing is wrong. */
  readonly problem: string | null;
  readonly cases: readonly TestCase[];
  /** Assertions outside of all cases: helpers, hooks, plain test scripts. */
  readonly loose: readonly Assertion[];
  readonly declarations: readonly Declaration[];
  /** Digest of the code outside of all declarations and imports, without comments and white space; '' where there is none. */
  readonly rest: string;
  readonly imports: readonly Import[];
  /** Names it calls or reads, last part first choice: `parse`, `total`; without those of its language and test framework. */
  readonly uses: readonly string[];
  readonly doubles: readonly TestDouble[];
  /** Lines that look into the text of a program instead of running it: `grep -q 'set -e' ../deploy.sh`. */
  readonly sourceReads: readonly number[];
  /** Digest of all code without comments, white space and what else formatters change: two versions that share it do the same. */
  readonly code: string;
  /** The same without the paths of imports and the numbers of versions: files can be moved, and released. */
  readonly frame: string;
}

/** Of what is no program, or could not be read. */
export function noOutline(problem: string | null): Outline {
  return {
    read: 'none',
    problem,
    cases: [],
    loose: [],
    declarations: [],
    rest: '',
    imports: [],
    uses: [],
    doubles: [],
    sourceReads: [],
    code: '',
    frame: '',
  };
}
