/** All that is known of a shell's commands, and how its files are followed. */
import { isHole, lowerBash, type ShellProgram } from '../../../../src/engine/bash.ts';
import {
  type Call,
  type CallModel,
  type FlowBinding,
  type FlowProgram,
  type FoundSink,
  flowModelOf,
  library,
} from '../../../../src/engine/check.ts';
import { configOf, configWords, filesOf, fileWords, redirected } from './files.ts';
import { filterOf } from './filters.ts';
import { namesGiven, nameWords } from './names.ts';
import { operandsAtRisk, operandWords, splitOperands } from './operands.ts';
import { programsOf, programWords } from './programs.ts';
import { environmentKind, fileOf, harmless, sourceOf } from './sources.ts';

/** What the shell evaluates itself. */
const evaluations = library({
  library: 'the shell',
  calls: {
    '((': { sinks: [{ at: 'all', context: 'arithmetic' }] },
    let: { sinks: [{ at: 'all', context: 'arithmetic' }] },
    '[]': { sinks: [{ at: 'all', context: 'arithmetic', label: 'index' }] },
    '${!}': { sinks: [{ at: 'all', context: 'name', label: 'indirect' }] },
    ...Object.fromEntries(['declare', 'typeset', 'local', 'unset'].map((word) => [word, { sinks: [{ at: 'all', context: 'name' }] }])),
  },
});

const risky: ReadonlySet<string> = new Set(operandWords);
const naming: ReadonlySet<string> = new Set(nameWords);
const filing: ReadonlySet<string> = new Set(fileWords);
const configuring: ReadonlySet<string> = new Set(configWords);
const running: ReadonlySet<string> = new Set(programWords);

function find(call: Call, flow: FlowProgram): readonly FoundSink[] {
  const program = flow as ShellProgram;
  const act = program.actOf(call);
  if (act?.kind === 'redirect') return redirected(act.redirect.target, program);
  const command = program.commandOf(call);
  if (!command || program.targetOf(call)) return [];
  const { name } = command;
  const found: FoundSink[] = [];
  if (running.has(name)) found.push(...programsOf(command, call, program));
  if (naming.has(name)) found.push(...namesGiven(command, program));
  if (risky.has(name)) found.push(...operandsAtRisk(command, program), ...splitOperands(command, program));
  if (filing.has(name)) found.push(...filesOf(command, program));
  if (configuring.has(name)) found.push(...configOf(command, call, program));
  return found;
}

const numeric = /^-(?:eq|ne|lt|le|gt|ge)$/;
const NUMBERS: CallModel = {
  guards: [
    { of: 0, by: 'clears', holds: 'true' },
    { of: 1, by: 'clears', holds: 'true' },
  ],
};
const HARMLESS: CallModel = { clears: 'every' };

function modelOf(call: Call, flow: FlowProgram): CallModel | undefined {
  const program = flow as ShellProgram;
  const act = program.actOf(call);
  switch (act?.kind) {
    case 'test':
      // Single brackets take nothing but numbers; double ones evaluate what they are given.
      return numeric.test(act.operator) && !act.node.text.startsWith('[[') ? NUMBERS : undefined;
    case 'redirect': {
      const source = fileOf(act.redirect.target.node.text);
      return act.redirect.operator === '<' && source ? { source: source.kind, says: source.says } : undefined;
    }
    case 'command': {
      const { command } = act;
      const filter = filterOf(command, program.file);
      if (filter) return filter;
      if (harmless.has(command.name)) return HARMLESS;
      const source = sourceOf(command);
      if (!source) return undefined;
      // What find prints begins with the directory it was told.
      const isBelow = command.name === 'find' && !/-printf|%f/.test(command.node.text);
      return { source: source.kind, says: source.says, ...(isBelow && { clears: ['argument'] }) };
    }
    default:
      return undefined;
  }
}

const model = flowModelOf([evaluations], {
  environment: { source: 'environment' },
  find,
  findWords: [...programWords, ...nameWords, ...operandWords, ...fileWords],
  modelOf,
  environmentOf(name, flow) {
    if (isHole(name)) return {};
    const { start } = (flow as ShellProgram).file;
    const kind = start.contributed.has(name) ? 'contribution' : environmentKind(name);
    return kind && { source: kind };
  },
  roleOf(fn, flow) {
    if (fn.outer !== null) return null;
    const { start } = (flow as ShellProgram).file;
    if (start.parameters === 'host') return null;
    const kinds = fn.parameters.map((_, index) => (start.contributed.has(String(index + 1)) ? 'contribution' : 'argument'));
    return { parameters: kinds.map((kind) => ({ is: `source ${kind}` })) };
  },
});

/** A word that can be a sink's. */
const needs = new RegExp(
  `\\(\\(|\\[\\[|\\$\\{!|\\$\\{?\\w+[\\[:]|(?<![\\w-])(?:${[...new Set([...programWords, ...nameWords, ...operandWords])].map((word) => word.replace(/\W/g, '\\$&')).join('|')})(?![\\w-])`,
);

export const bash: FlowBinding = { model, needs, lower: (root, source) => lowerBash(root, source) };
