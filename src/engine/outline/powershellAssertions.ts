/** What a command of Pester asserts, in the forms of its versions 3 to 5, and what a condition of PowerShell demands. */
import type { Strength } from '../../model/outline.ts';
import { SyntaxNode } from '../parse/syntaxNode.ts';
import { commandName, constantOf, type Given, givenTo, unwrap } from './powershellFile.ts';

export interface FoundAssertion {
  readonly subject: readonly [start: number, end: number] | null;
  readonly strength: Strength;
}

const besideOperators =
  /^(?:not|because|actualvalue|times|exactly|modulename|scope|parameterfilter|exclusivefilter|expectedmessage|errorid|exceptiontype|passthru|commandname|type|hasargumentcompleter|mandatory|defaultvalue|alias)$/;

const span = (node: SyntaxNode | null): readonly [number, number] | null => (node ? [node.start, node.end] : null);

/** The first comparison of a condition: `-eq` and its operands. */
function comparisonIn(condition: SyntaxNode): { readonly operator: string; readonly sides: readonly SyntaxNode[] } | null {
  const at = unwrap(condition);
  const operator = at.namedChildren.find(({ type }) => type === 'comparison_operator');
  if (!operator) return null;
  return {
    operator: operator.text.toLowerCase().replace(/^-[ci]?(?=(?:not)?(?:eq|ne|gt|lt|ge|le|like|match|in|contains))/, '-'),
    sides: at.namedChildren.filter(({ type }) => type !== 'comparison_operator'),
  };
}

/** What holds if this condition does, or if it does not. */
export function conditionDemands(
  condition: SyntaxNode | null,
  negated: boolean,
): { readonly strength: Strength; readonly subject: SyntaxNode | null } {
  if (!condition) return { strength: 'truthy', subject: null };
  let at = unwrap(condition);
  let isNegated = negated;
  for (let depth = 0; depth < 20; depth++) {
    const sign = /^(?:-not\b|!)/i.exec(at.text.slice(0, 5));
    const inner = at.namedChildren.at(-1);
    if (!sign || !inner || at.namedChildren.some(({ type }) => type === 'comparison_operator')) break;
    isNegated = !isNegated;
    at = unwrap(inner);
  }
  const compared = comparisonIn(at);
  if (!compared) {
    const constant = constantOf(at);
    if (constant === null) return { strength: 'truthy', subject: at };
    const isTrue = !/^(?:\$false|\$null|0|)$/.test(constant);
    return { strength: isTrue === isNegated ? 'truthy' : 'none', subject: at };
  }
  const subject = compared.sides[0] ?? null;
  if (compared.operator === (isNegated ? '-ne' : '-eq')) {
    return {
      strength: compared.sides.length === 2 && compared.sides.every((side) => constantOf(side) !== null) ? 'none' : 'exact',
      subject,
    };
  }
  const isNull = compared.sides.some((side) => constantOf(side) === '$null');
  return { strength: isNull && /^-(?:eq|ne)$/.test(compared.operator) ? 'truthy' : 'partial', subject };
}

/** Steps of a pipe that are looked at; none that is written by hand has more. */
const MOST_STEPS = 40;

/** What is piped to a command. */
function stepsBefore(command: SyntaxNode): SyntaxNode[] {
  const chain = command.parent;
  if (chain?.type !== 'pipeline_chain') return [];
  const { tree } = chain;
  const steps: SyntaxNode[] = [];
  for (let at = chain.index + 1; at < command.index && steps.length < MOST_STEPS; at = tree.next[at]!) {
    const step = new SyntaxNode(tree, at);
    if (step.isNamed && step.type !== 'comment') steps.push(step);
  }
  return steps;
}

/** `Should -Be 3`, `Should Be 3`, `Should -Not -BeNullOrEmpty`. */
function should(command: SyntaxNode): FoundAssertion {
  const given = givenTo(command);
  const words = given.flatMap(({ parameter, value }) =>
    parameter === null && value?.type === 'generic_token' ? [value.text.toLowerCase()] : [],
  );
  const isOld = !given.some(({ parameter }) => parameter !== null && !besideOperators.test(parameter));
  const isNot = given.some(({ parameter }) => parameter === 'not') || (isOld && words[0] === 'not');
  const operator =
    (isOld
      ? words.find((word) => word !== 'not')
      : given.find(({ parameter }) => parameter !== null && !besideOperators.test(parameter))?.parameter) ?? '';
  const own = given.find(({ parameter }) => parameter === operator);
  const expected =
    own?.value ??
    given.find(
      ({ parameter, value }) => parameter === null && value && value.text.toLowerCase() !== operator && value.text.toLowerCase() !== 'not',
    )?.value ??
    null;
  const before = stepsBefore(command);
  const actual = given.find(({ parameter }) => parameter === 'actualvalue')?.value ?? null;
  const piped = before.length > 0 ? before : null;
  const subject = piped ? ([piped[0]!.start, piped.at(-1)!.end] as const) : span(actual);
  const looked = piped?.length === 1 ? piped[0]! : actual;
  const has = (name: string): boolean => given.some(({ parameter }) => parameter === name);

  if (/^invoke(?:verifiable)?$/.test(operator))
    return { subject: span(given.find(({ parameter }) => parameter === 'commandname')?.value ?? expected), strength: callsDemand(given) };
  if (/^be(?:true|false)$/.test(operator)) {
    const { strength } = conditionDemands(looked, (operator === 'befalse') !== isNot);
    return { subject, strength };
  }
  if (operator === 'throw') {
    if (isNot) return { subject, strength: 'truthy' };
    return { subject, strength: expected || has('expectedmessage') || has('errorid') ? 'exact' : 'partial' };
  }
  if (/^benullorempty$/.test(operator)) return { subject, strength: isNot ? 'truthy' : 'exact' };
  if (isNot) return { subject, strength: 'partial' };
  if (/^(?:be|beexactly|eq|ceq|havecount|beequivalent|beequalto)$/.test(operator)) {
    const isConstant = looked !== null && constantOf(looked) !== null && constantOf(looked) === constantOf(expected);
    // `$x -eq 3 | Should -Be $true`
    if (looked && /^\$(?:true|false)$/.test(constantOf(expected) ?? '') && comparisonIn(looked))
      return { subject, strength: conditionDemands(looked, constantOf(expected) === '$false').strength };
    return { subject, strength: isConstant ? 'none' : 'exact' };
  }
  return { subject, strength: 'partial' };
}

/** How often a double was called: exactly so often, with what, or at all. */
function callsDemand(given: readonly Given[]): Strength {
  const has = (name: string): boolean => given.some(({ parameter }) => parameter === name);
  if (has('exactly') || has('parameterfilter') || has('exclusivefilter')) return 'exact';
  return given.some(({ parameter, value }) => parameter === 'times' && value?.text === '0') ? 'exact' : 'truthy';
}

/** What a command asserts; null for any other command. */
export function assertionOf(command: SyntaxNode): FoundAssertion | null {
  const name = commandName(command);
  if (name === 'should') return should(command);
  if (!name || !/^assert-\w/.test(name)) return null;
  const given = givenTo(command);
  const named = given.find(({ parameter }) => parameter === 'commandname' || parameter === 'actual')?.value;
  const subject = span(named ?? given.find(({ parameter }) => parameter === null)?.value ?? null);
  if (/^assert-(?:mockcalled|verifiablemocks?)$/.test(name)) return { subject, strength: callsDemand(given) };
  if (/^assert-(?:true|false)$/.test(name)) return { subject, strength: 'truthy' };
  return { subject, strength: given.filter(({ value }) => value).length >= 2 ? 'exact' : 'partial' };
}
