/** The arguments of a command, bound to its parameters: by name, by an abbreviated name, by position, or splatted. */
import type { Nodes } from './nodes.ts';
import type { PowerShellFunction } from './survey.ts';
import type { CommandShape } from './vocabulary.ts';
import { variableName } from './words.ts';

/** One argument as it stands: what lies between two blanks. */
export interface Element {
  /** The first node of it. */
  readonly node: number;
  readonly start: number;
  readonly end: number;
  /** It is one expression; else a word of text and variables (`$dir\x.txt`). */
  readonly isExpression: boolean;
  /** The parentheses of a method call that stand beside the member, or -1. */
  readonly list: number;
}

interface Named {
  readonly name: string;
  /** Null: a switch, or nothing followed. */
  readonly value: Element | null;
}

export interface CommandArguments {
  readonly positional: readonly Element[];
  readonly named: readonly Named[];
  /** Variables whose entries are spread into the arguments. */
  readonly splats: readonly number[];
  /** Everything in order, parameters included: what a program of its own is given. */
  readonly words: readonly Element[];
}

export interface Parameters {
  readonly names: readonly string[];
  readonly positional: number;
  isSwitch(name: string): boolean;
  readonly aliases: Readonly<Record<string, string>>;
}

const commonSwitches = new Set(['verbose', 'debug', 'whatif', 'confirm', 'vb', 'db', 'wi', 'cf']);
const commonParameters = [
  'erroraction',
  'warningaction',
  'informationaction',
  'errorvariable',
  'outvariable',
  'outbuffer',
  'pipelinevariable',
];
const commonAliases: Readonly<Record<string, string>> = { ea: 'erroraction', ev: 'errorvariable', ov: 'outvariable', wa: 'warningaction' };

export function parametersOfShape(shape: CommandShape): Parameters {
  const switches = new Set(shape.switches);
  return { names: shape.parameters, positional: shape.positional, isSwitch: (name) => switches.has(name), aliases: shape.aliases };
}

/** The parameters of a function of the file. */
export function parametersOfFunction(nodes: Nodes, fn: PowerShellFunction): Parameters {
  const switches = new Set<string>();
  const names = fn.parameterNodes.map((node) => {
    const variable = nodes.child(node, 'variable');
    const { name } = variableName(variable < 0 ? '' : nodes.text(variable));
    const attributes = nodes.child(node, 'attribute_list');
    if (attributes >= 0 && /\[\s*(?:switch|System\.Management\.Automation\.SwitchParameter)\s*\]/i.test(nodes.text(attributes)))
      switches.add(name);
    return name;
  });
  return { names, positional: names.length, isSwitch: (name) => switches.has(name), aliases: {} };
}

/** The whole name of a parameter that may be shortened. */
export function fullName(given: string, parameters: Parameters | null): string {
  if (commonSwitches.has(given)) return given;
  const known = [...(parameters?.names ?? [])];
  if (known.includes(given) || parameters?.isSwitch(given)) return given;
  const alias = (parameters && Object.hasOwn(parameters.aliases, given) ? parameters.aliases[given] : undefined) ?? commonAliases[given];
  if (alias !== undefined) return alias;
  if (!parameters) return commonParameters.find((name) => given.length > 5 && name.startsWith(given)) ?? given;
  const long = Object.keys(parameters.aliases).find((name) => name.startsWith(given));
  return (
    known.find((name) => name.startsWith(given)) ??
    (long === undefined ? undefined : parameters.aliases[long]) ??
    commonParameters.find((name) => name.startsWith(given)) ??
    given
  );
}

/** The elements of a command, each one what lies between blanks; `:` binds a value to its parameter. */
function elementsOf(nodes: Nodes, command: number): { element: Element; isParameter: boolean; isBound: boolean }[] {
  const list = nodes.field(command, 'command_elements');
  const elements: { element: Element; isParameter: boolean; isBound: boolean }[] = [];
  if (list < 0) return elements;
  const { tree } = nodes;
  let group: number[] = [];
  let isBound = false;
  const close = () => {
    const [first] = group;
    if (first === undefined) return;
    const last = group.at(-1)!;
    const args = group.length === 2 && nodes.type(last) === 'argument_list' ? last : -1;
    const isExpression =
      (group.length === 1 || args >= 0) &&
      !nodes.hasError(first) &&
      !(nodes.type(first) === 'generic_token' || nodes.type(first) === 'ERROR');
    const isParameter = group.length === 1 && nodes.type(first) === 'command_parameter';
    elements.push({
      element: { node: first, start: tree.start[first]!, end: tree.end[last]!, isExpression, list: args },
      isParameter,
      isBound,
    });
    group = [];
    isBound = false;
  };
  for (const child of nodes.children(list)) {
    const type = nodes.type(child);
    if (type === 'redirections' || type === 'redirection') {
      close();
      continue;
    }
    if (type !== 'command_argument_sep') {
      group.push(child);
      continue;
    }
    const text = nodes.text(child);
    if (text === '') continue;
    close();
    if (text.trim() === ':') isBound = true;
  }
  close();
  return elements;
}

export function readArguments(nodes: Nodes, command: number, parameters: Parameters | null, isProgram: boolean): CommandArguments {
  const positional: Element[] = [];
  const named: Named[] = [];
  const splats: number[] = [];
  const words: Element[] = [];
  let open: string | null = null;
  const settle = (value: Element | null) => {
    if (open !== null) named.push({ name: open, value });
    open = null;
  };
  for (const { element, isParameter, isBound } of elementsOf(nodes, command)) {
    words.push(element);
    if (isProgram) continue;
    if (isParameter) {
      settle(null);
      const given = nodes
        .text(element.node)
        .replace(/^[-–]+/, '')
        .replace(/:$/, '')
        .toLowerCase();
      open = fullName(given, parameters);
    } else if (open !== null && (isBound || !(commonSwitches.has(open) || parameters?.isSwitch(open)))) settle(element);
    else {
      settle(null);
      const inner = element.isExpression ? nodes.peel(element.node) : -1;
      if (inner >= 0 && nodes.type(inner) === 'variable' && nodes.text(inner).startsWith('@')) splats.push(inner);
      else positional.push(element);
    }
  }
  settle(null);
  return { positional: isProgram ? words : positional, named, splats, words };
}
