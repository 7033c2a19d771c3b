/** The tests of a PowerShell file and all its assertions, in one pass over its tree. */
import type { Assertion, CaseState, TestCase } from '../../model/outline.ts';
import { SyntaxNode } from '../parse/syntaxNode.ts';
import { digestOf, shownText } from './parts.ts';
import { assertionOf, conditionDemands } from './powershellAssertions.ts';
import {
  blockOf,
  commandName,
  commandOf,
  constantOf,
  type Given,
  givenTo,
  literalOf,
  type PowershellFile,
  statementsIn,
  unwrap,
  variableName,
} from './powershellFile.ts';
import { type Stretch, stretchOf } from './tokenStream.ts';

export interface ReadTests {
  readonly cases: readonly TestCase[];
  readonly loose: readonly Assertion[];
  /** The commands that hold the cases. */
  readonly stretches: readonly Stretch[];
}

/** What the blocks around say of a test. */
interface Around {
  readonly title: string;
  readonly state: CaseState;
  readonly isConditional: boolean;
  /** A digest of the rows they go through, if there are any. */
  readonly rows: string;
}

interface OpenCase {
  readonly command: SyntaxNode;
  readonly block: SyntaxNode;
  readonly name: string;
  state: CaseState;
  readonly isConditional: boolean;
  /** How many cases it stands in. */
  readonly depth: number;
  readonly body: string;
  readonly assertions: Assertion[];
}

/** Tests in tests that are told apart; the body of each is digested with all that is in it. */
const DEEPEST_CASE = 12;

const outside: Around = { title: '', state: 'run', isConditional: false, rows: '' };

function titleOf(given: readonly Given[]): SyntaxNode | null {
  const named = given.find(({ parameter }) => parameter === 'name')?.value;
  return (
    named ??
    given.find(({ parameter, value }) => parameter === null && value && unwrap(value).type !== 'script_block_expression')?.value ??
    null
  );
}

function shownTitle(node: SyntaxNode | null): string {
  if (!node) return '';
  return shownText(literalOf(node) ?? node.text.slice(0, 1000).replace(/^["']|["']$/g, ''));
}

/** What its own marks and those around it make of a block. */
function stateOf(given: readonly Given[], around: Around): { readonly state: CaseState; readonly isConditional: boolean } {
  let { state, isConditional } = around;
  for (const { parameter, value } of given) {
    if (parameter === null || !/^(?:skip|pending|focus)$/.test(parameter)) continue;
    const isBlock = value !== null && unwrap(value).type === 'script_block_expression';
    const constant = isBlock || value === null ? '$true' : constantOf(value);
    if (constant === '$false') continue;
    if (constant === null) isConditional = true;
    else if (parameter !== 'focus') state = 'skipped';
    else if (state === 'run') state = 'focused';
  }
  return { state, isConditional };
}

/** `throw` and `exit 1`. */
function isFailure(statement: SyntaxNode | undefined): boolean {
  if (statement?.type !== 'flow_control_statement') return false;
  const word = statement.children[0]?.text.toLowerCase();
  return word === 'throw' || (word === 'exit' && !/^exit(?:\s+0)?$/i.test(statement.text.slice(0, 40).trim()));
}

/** Whether a `try` goes on whatever goes wrong in it. */
function swallows(node: SyntaxNode): boolean {
  const clauses = node.namedChildren.find(({ type }) => type === 'catch_clauses')?.namedChildren ?? [];
  return clauses.some((clause) => {
    const block = clause.namedChildren.find(({ type }) => type === 'statement_block');
    return !(block ? statementsIn(block) : []).some(
      (one) => isFailure(one) || [...one.descendants('command')].some((command) => assertionOf(command) !== null),
    );
  });
}

function isGuarding(block: SyntaxNode): boolean {
  const around = block.parent!;
  switch (around.type) {
    case 'if_statement':
    case 'elseif_clause':
      return constantOf(around.child('condition') ?? around.namedChildren[0] ?? null) !== '$true';
    case 'else_clause':
    case 'switch_clause':
    case 'catch_clause':
      return true;
    case 'try_statement':
      return swallows(around);
    default:
      return false;
  }
}

export function readTests(file: PowershellFile): ReadTests {
  const { tree } = file.root;
  const { tokens } = file;
  const { types } = tree.names;
  const caseOf = new Int32Array(tree.count).fill(-1);
  const scopeOf = new Int32Array(tree.count);
  const guards = new Uint8Array(tree.count);
  const isQuiet = new Uint8Array(tree.count);
  const isInFunction = new Uint8Array(tree.count);
  const aroundOf = new Int32Array(tree.count);
  const arounds: Around[] = [outside];
  /** By the number of a script block: the case it runs, the blocks it stands in. */
  const caseAt = new Map<number, number>();
  const aroundAt = new Map<number, number>();
  const cases: OpenCase[] = [];
  const loose: Assertion[] = [];
  const stretches: Stretch[] = [];
  const left = new Set<number>();

  const rowsOf = (given: readonly Given[]): string[] =>
    given.flatMap(({ parameter, value }) => {
      if (!value || (parameter !== 'testcases' && parameter !== 'foreach')) return [];
      const name = variableName(unwrap(value));
      const held = name === null ? [] : (file.values.get(name) ?? []);
      return [...tokens.wordsOf(stretchOf(value)), ...held.map((one) => digestOf(tokens.wordsOf(stretchOf(one))))];
    });

  const record = (
    at: number,
    text: readonly [number, number],
    subject: readonly [number, number] | null,
    strength: Assertion['strength'],
  ): void => {
    const owner = cases[caseOf[at]!];
    const assertion: Assertion = {
      text: tokens.shown(...text),
      subject: subject ? tokens.shown(...subject) : '',
      strength,
      isGuarded: guards[at] !== 0 || left.has(scopeOf[at]!) || (owner?.isConditional ?? false),
      line: file.source.lineAt(text[0]),
    };
    (owner?.assertions ?? loose).push(assertion);
  };

  const openBlock = (command: SyntaxNode, name: string): void => {
    const given = givenTo(command);
    const block = blockOf(given);
    const around = arounds[aroundOf[command.index]!]!;
    if (name === 'inmodulescope' || !block) return;
    const node = titleOf(given);
    const own = shownTitle(node);
    const title = shownText(around.title === '' ? own : `${around.title} > ${own}`);
    const { state, isConditional } = stateOf(given, around);
    const rows = rowsOf(given);
    if (name !== 'it') {
      aroundAt.set(block.index, arounds.length);
      arounds.push({ title, state, isConditional, rows: rows.length === 0 ? around.rows : digestOf([around.rows, ...rows]) });
      return;
    }
    const outer = cases[caseOf[command.index]!];
    const depth = outer ? outer.depth + 1 : 0;
    if (depth >= DEEPEST_CASE) return;
    const elements = command.child('command_elements')!;
    const words = tokens.wordsOf(stretchOf(elements), node ? [stretchOf(node)] : []);
    caseAt.set(block.index, cases.length);
    stretches.push(stretchOf(command));
    cases.push({
      command,
      block,
      name: title,
      state,
      isConditional,
      depth,
      body: digestOf([around.rows, ...rows, ...words]),
      assertions: [],
    });
  };

  for (let index = 1; index < tree.count; index++) {
    const parent = tree.parent[index]!;
    caseOf[index] = caseOf[parent]!;
    scopeOf[index] = scopeOf[parent]!;
    guards[index] = guards[parent]!;
    isQuiet[index] = isQuiet[index]! | isQuiet[parent]!;
    isInFunction[index] = isInFunction[parent]!;
    aroundOf[index] = aroundOf[parent]!;
    if (isQuiet[index]) continue;
    switch (types[tree.type[index]!]) {
      case 'function_statement':
      case 'class_method_definition':
        isInFunction[index] = 1;
        scopeOf[index] = index;
        break;
      case 'script_block_expression':
        if (left.has(scopeOf[index]!)) guards[index] = 1;
        scopeOf[index] = index;
        caseOf[index] = caseAt.get(index) ?? caseOf[index]!;
        aroundOf[index] = aroundAt.get(index) ?? aroundOf[index]!;
        break;
      case 'statement_block':
        if (isGuarding(new SyntaxNode(tree, index))) guards[index] = 1;
        break;
      case 'if_statement': {
        if (isInFunction[index] && caseOf[index]! < 0) break;
        const node = new SyntaxNode(tree, index);
        const block = node.namedChildren.find(({ type }) => type === 'statement_block');
        const statements = block ? statementsIn(block) : [];
        if (!block || statements.length > 4 || !isFailure(statements.at(-1))) break;
        const condition = node.child('condition');
        const { strength, subject } = conditionDemands(condition, true);
        record(index, [node.start, block.end], subject && [subject.start, subject.end], strength);
        for (const part of [condition, block]) if (part) isQuiet[part.index] = 1;
        break;
      }
      case 'flow_control_statement': {
        const node = new SyntaxNode(tree, index);
        const word = node.children[0]?.text.toLowerCase();
        if (word === 'return') left.add(scopeOf[index]!);
        else if (word === 'throw' && caseOf[index]! >= 0) record(index, [node.start, node.end], null, 'truthy');
        break;
      }
      case 'command': {
        const node = new SyntaxNode(tree, index);
        const name = commandName(node) ?? '';
        if (/^(?:describe|context|it|inmodulescope)$/.test(name)) {
          openBlock(node, name);
          break;
        }
        if (name === 'set-itresult') {
          const owner = cases[caseOf[index]!];
          const isFirst =
            owner &&
            owner.assertions.length === 0 &&
            scopeOf[index] === owner.block.index &&
            guards[index] === 0 &&
            !left.has(scopeOf[index]!);
          if (isFirst) owner.state = 'skipped';
          else left.add(scopeOf[index]!);
          break;
        }
        const found = assertionOf(node);
        if (!found) break;
        const from = node.parent!.type === 'pipeline_chain' ? node.parent!.start : node.start;
        record(index, [from, node.end], found.subject, found.strength);
        isQuiet[index] = 1;
        break;
      }
    }
  }
  return {
    cases: cases.map(({ command, block, name, state, body, assertions }) => ({
      name,
      line: file.lineOf(command),
      state,
      assertions,
      body,
      isEmpty: statementsIn(block).every((one) => commandOf(one) !== null && commandName(commandOf(one)!) === 'set-itresult'),
    })),
    loose,
    stretches,
  };
}
