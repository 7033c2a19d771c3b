/** A lowered program as text, one line a block, so that tests compare the whole of it. Blocks that nothing leads to are left out. */
import { reversePostorder } from '../../src/engine/ir/dominators.ts';
import { type Block, type Instruction, type IrFunction, type Program, raisesInto } from '../../src/engine/ir/program.ts';
import type { Value } from '../../src/engine/ir/values.ts';

const MAX_DEPTH = 12;

export function valueText(value: Value, program: Program, depth = 0): string {
  if (depth > MAX_DEPTH) return '…';
  const inner = (one: Value): string => valueText(one, program, depth + 1);
  switch (value.kind) {
    case 'literal':
      return value.type === undefined || value.type === 'text' ? `'${value.text.replaceAll('\n', '\\n')}'` : value.text;
    case 'variable':
      return value.variable.name;
    case 'field':
      return `${inner(value.of)}.${value.name}`;
    case 'element':
      return `${inner(value.of)}[${value.index ? inner(value.index) : ''}]`;
    case 'concat':
      return `{${value.parts.map(({ value: part, quoting }) => (quoting === 'none' ? '' : `${quoting} `) + inner(part)).join(' + ')}}`;
    case 'result':
      return callText(value.call, program, depth + 1);
    case 'status':
      return `status of ${callText(value.call, program, depth + 1)}`;
    case 'argument':
      return `argument ${value.index} of ${program.nameOf(value.of) ?? value.of.word}`;
    case 'choice':
      return `(${value.on ? `${inner(value.on)} ? ` : ''}${value.among.map(inner).join(value.falls ? ' || ' : ' | ')})`;
    case 'operation':
      return `(${value.operator} ${value.operands.map(inner).join(' ')})`;
    case 'list':
      return `[${value.items.map(inner).join(', ')}]`;
    case 'collection':
      return `[${inner(value.element)} …]`;
    case 'record':
      return `{${[...[...value.entries].map(([name, entry]) => `${name}: ${inner(entry)}`), ...value.spread.map((one) => `...${inner(one)}`)].join(', ')}}`;
    case 'function':
      return `function ${value.body.name}`.trimEnd();
    case 'environment':
      return `$${value.name}`;
    default:
      return '?';
  }
}

function callText(call: Extract<Instruction, { op: 'call' }>, program: Program, depth: number): string {
  const name = program.nameOf(call);
  const receiver = name === null ? program.receiverOf(call) : null;
  const given = program.argumentsOf(call).map((one) => valueText(one, program, depth));
  return `${receiver ? `${valueText(receiver, program, depth)}.` : ''}${name ?? call.word}(${given.join(', ')})`;
}

function nodeText(node: number, program: Program): string {
  return valueText(program.valueOf(node), program);
}

function instructionText(one: Instruction, program: Program): string {
  switch (one.op) {
    case 'call':
      return `${one.awaited ? 'await ' : ''}${callText(one, program, 0)}${one.raises ? '' : ' unraised'}`;
    case 'assign': {
      const value = one.given ?? (one.value >= 0 ? program.valueOf(one.value) : null);
      return `${one.variable.name}${one.field === '' ? '' : `.${one.field}`} = ${value ? valueText(value, program) : '_'}`;
    }
    case 'store': {
      const place = one.key >= 0 ? `[${nodeText(one.key, program)}]` : one.field === '' ? '[]' : `.${one.field}`;
      return `store ${nodeText(one.of, program)}${place} = ${one.value < 0 ? '_' : nodeText(one.value, program)}`;
    }
    case 'give':
      return `give ${nodeText(one.value, program)}`;
    case 'suspend':
      return 'suspend';
    case 'enter':
      return `enter ${one.scope}`;
    default:
      return 'leave';
  }
}

function nextText({ next }: Block, program: Program): string {
  switch (next.kind) {
    case 'go':
      return `b${next.to}`;
    case 'branch':
      return `${next.negated ? 'not ' : ''}${valueText(program.valueOf(next.on), program)} ? b${next.yes} : b${next.no}`;
    case 'choose':
      return next.on === undefined
        ? next.among.map((to) => `b${to}`).join(' or ')
        : `${nodeText(next.on, program)} is ${next.among.map((to, index) => `${(next.cases?.[index] ?? next.patterns?.[index]?.map((one) => `/${one}/`))?.join(' | ') ?? 'else'}: b${to}`).join(', ')}`;
    case 'return':
      return `${next.failed ? 'fail' : 'return'}${next.value < 0 ? '' : ` ${valueText(program.valueOf(next.value), program)}`}`;
    case 'exit':
      return next.failed ? 'exit failed' : 'exit';
    default:
      return 'throw';
  }
}

export function functionText(fn: IrFunction, program: Program): string[] {
  return reversePostorder(fn.blocks).map((index) => {
    const block = fn.blocks[index]!;
    const parts = block.instructions.map((one) => instructionText(one, program));
    return `b${index}: ${[...parts, ''].join('; ')}-> ${nextText(block, program)}${raisesInto(block) ? ` !b${block.handler}` : ''}`;
  });
}

/** The file's own body, then each function under its name. */
export function programText(program: Program): string[] {
  return program.functions.flatMap((fn) => {
    const lines = functionText(fn, program);
    if (fn.outer === null) return lines;
    const parameters = fn.parameters.map(({ name }) => name).join(', ');
    return [`${fn.isAsync ? 'async ' : ''}${fn.name || 'lambda'}(${parameters}):`, ...lines.map((line) => `  ${line}`)];
  });
}
