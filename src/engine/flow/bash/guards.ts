/** Tests that leave a variable only harmless values: allow-list patterns and anchored regexes that reject on failure. */
import { leaves } from '../../lower/bash/leaving.ts';
import { outcomeAt } from '../../lower/bash/outcome.ts';
import { lastBefore, type ShellFile } from '../../lower/bash/shellFile.ts';
import { readTestCommand, readTests, type Test, type Tests } from '../../lower/bash/tests.ts';
import { literalOf, readWord, type Word } from '../../lower/bash/words.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';

const shellMeta = /[\s;&|`$()<>"'\\*?!{}~#]/;

/** Whether a pattern matches only texts without characters the shell gives a meaning: `^[A-Za-z0-9_.-]+$`. */
export function isHarmlessRegex(pattern: string): boolean {
  if (!pattern.startsWith('^') || !pattern.endsWith('$')) return false;
  let inClass = false;
  for (let at = 1; at < pattern.length - 1; at++) {
    const char = pattern[at]!;
    if (inClass) {
      if (char === ']') inClass = false;
      else if (char === '[' && pattern[at + 1] === ':') {
        const end = pattern.indexOf(':]', at);
        if (end < 0 || !/^\[:(?:alnum|alpha|digit|lower|upper|xdigit)$/.test(pattern.slice(at, end))) return false;
        at = end + 1;
      } else if (char === '^' && pattern[at - 1] === '[') return false;
      else if (shellMeta.test(char)) return false;
    } else if (char === '[') inClass = true;
    else if (char === '.' || /[\s;&`"'<>]/.test(char)) return false;
    else if (char === '\\') {
      const next = pattern[++at] ?? '';
      if (next !== 'd' && next !== 'w' && next !== '.' && next !== '-' && next !== '/') return false;
    }
  }
  return !inClass;
}

/** Case patterns: constants without wildcards. */
function isHarmlessPattern(text: string): boolean {
  return !/[*?[\]$`\\]/.test(text) || /^\[[A-Za-z0-9-]+\]$/.test(text);
}

/** `*[!a-z0-9_]*`: any character outside the class. The class itself must be harmless. */
function isRejectingPattern(text: string): boolean {
  const match = /^\*\[[!^]((?:[A-Za-z0-9_.,:/@%+=-]|\[:[a-z]+:\]|\\[-.\]/])+)\]\*$/.exec(text);
  // The usual way to quote by hand: values with a quote in them are treated apart.
  return match !== null || /^[-\w=?]*\*'\??\*$/.test(text);
}

interface Guard {
  readonly node: SyntaxNode;
  holdsAt(use: SyntaxNode): boolean;
}

function variableIn(word: Word | null): string | null {
  if (!word) return null;
  const parts = word.parts.filter((part) => part.kind !== 'literal' || part.text !== '');
  // `case ,$x, in` and the like: the constant around it changes nothing.
  const variables = parts.filter((part) => part.kind === 'variable');
  const only = variables.length === 1 && parts.every((part) => part.kind === 'variable' || part.kind === 'literal') ? variables[0]! : null;
  return only?.kind === 'variable' && /^(?::?[-?])?$/.test(only.operator) ? only.name : null;
}

interface Case {
  readonly node: SyntaxNode;
  /** All its patterns are constants. */
  readonly harmless: boolean;
  readonly rejecting: boolean;
  /** An item before it takes the values with other characters. */
  readonly rejected: boolean;
}

function caseGuard(file: ShellFile, node: SyntaxNode): Guard {
  const items = node.namedChildren.filter((child) => child.type === 'case_item').map((item) => ({ node: item }));
  // Looked at once, when first asked: a long table of cases may be asked in each of them.
  let known: Case[] | null = null;
  const cases = () => {
    if (known) return known;
    let rejected = false;
    known = items.map((item) => {
      const patterns = item.node.childrenOf('value').map((value) => literalOf(readWord(value)) ?? '*');
      const one = { node: item.node, harmless: patterns.every(isHarmlessPattern), rejecting: patterns.some(isRejectingPattern), rejected };
      rejected ||= one.rejecting;
      return one;
    });
    return known;
  };
  let after: boolean | null = null;
  return {
    node,
    holdsAt(use) {
      if (node.contains(use)) {
        const one = cases()[lastBefore(items, use.index)];
        return one?.node.contains(use) === true && (one.harmless || one.rejected);
      }
      if (use.index < node.index) return false;
      after ??= leavesOnlyHarmless();
      return after;
    },
  };

  /** After the case: every value that got here passed an item that does not leave. */
  function leavesOnlyHarmless(): boolean {
    const rejecting = cases().find((one) => one.rejecting);
    if (rejecting && leaves(file, rejecting.node)) return true;
    const others = cases().filter((one) => !one.harmless);
    return others.length > 0 && others.every((one) => leaves(file, one.node));
  }
}

/** A test joined with others says something only on one outcome: all hold, or none does. */
function testGuard(file: ShellFile, tests: Tests, test: Test, harmlessIf: boolean): Guard {
  const passes = harmlessIf !== test.negated;
  return {
    node: tests.node,
    holdsAt(use) {
      const outcome = outcomeAt(file, tests.node, use);
      if (outcome === 'passed') return passes && (tests.joined === 'alone' || tests.joined === 'and');
      return outcome === 'failed' && !passes && (tests.joined === 'alone' || tests.joined === 'or');
    },
  };
}

/** The outcome of a test that leaves only harmless values, or null. */
function harmlessOutcome(file: ShellFile, test: Test, doubled: boolean): boolean | null {
  const { operator, right } = test;
  if (operator === '=~') return isHarmlessRegex(file.fold(right) ?? right.node.text) ? true : null;
  // Only the single bracket refuses what is not a number.
  if (/^-(?:eq|ne|lt|le|gt|ge)$/.test(operator)) return doubled ? null : true;
  if (operator !== '=' && operator !== '==' && operator !== '!=') return null;
  const value = literalOf(right);
  return value !== null && isHarmlessPattern(value) ? operator !== '!=' : null;
}

/** The guards of a file by the variable they test. */
export function guardsOf(file: ShellFile): ReadonlyMap<string, readonly Guard[]> {
  const guards = new Map<string, Guard[]>();
  const add = (name: string, guard: Guard): void => {
    const all = guards.get(name);
    if (all) all.push(guard);
    else guards.set(name, [guard]);
  };
  const addTests = (tests: Tests): void => {
    for (const test of tests.all) {
      const name = variableIn(test.left);
      const outcome = name ? harmlessOutcome(file, test, tests.doubled) : null;
      if (name && outcome !== null) add(name, testGuard(file, tests, test, outcome));
    }
  };
  for (const node of file.root.descendants('case_statement', 'test_command')) {
    if (node.type === 'test_command') addTests(readTests(node));
    else {
      const value = node.child('value');
      const name = value ? variableIn(readWord(value)) : null;
      if (name) add(name, caseGuard(file, node));
    }
  }
  for (const command of file.callsOf('test')) addTests(readTestCommand(command));
  for (const all of guards.values()) all.sort((a, b) => a.node.index - b.node.index);
  return guards;
}
