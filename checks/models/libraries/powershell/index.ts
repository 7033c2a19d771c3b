/** All that is known of PowerShell's commands and of .NET for taint, and how its files are followed. */
import {
  contextsIn,
  type FlowBinding,
  type FlowModel,
  type FlowProgram,
  factOf,
  flowModelOf,
  library,
  powershell as lowering,
  provenByPattern,
  type ReadModel,
  type SourceText,
  type SyntaxNode,
} from '../../../../src/engine/check.ts';
import { vocabulary } from '../../powershell/vocabulary.ts';
import { findSinks, sinkWords } from './commands.ts';
import { paths } from './paths.ts';
import { sources } from './sources.ts';
import { texts } from './texts.ts';

/** Texts of commands and filters that are set. */
const fields = library({
  library: '.NET: fields that are parsed',
  stores: {
    '*.commandtext': [{ at: 1, context: 'sql', label: 'command' }],
    '*.filter': [{ at: 1, context: 'ldap', label: 'searcher' }],
  },
});

/** Parameters that runners of functions and runbooks fill with what was sent. */
const sent: Readonly<Record<string, string>> = {
  request: 'source request',
  webhookdata: 'source request',
  queueitem: 'source queue',
  eventgridevent: 'source queue',
};

const all = flowModelOf([sources, texts, paths, fields], {
  environment: { source: 'environment' },
  roleNeeds: /\bparam\s*\(|\$args\b|@args\b/i,
  findWords: sinkWords,
  find: findSinks,
  parameter: (name) => (Object.hasOwn(sent, name.toLowerCase()) ? { is: sent[name.toLowerCase()]! } : null),
});

const PATTERN = 'validatepattern ';

/** What a declared pattern lets through, by the contexts it can do no harm in. */
function ofPattern(pattern: string): ReadModel {
  return { clears: contextsIn(provenByPattern(pattern, 'part')) };
}

const model: FlowModel = {
  ...all,
  stores: /\.(?:CommandText|Filter)\b/gi,
  read: (name) => (name.startsWith(PATTERN) ? ofPattern(name.slice(PATTERN.length)) : all.read(name)),
};

const needs = new RegExp(
  String.raw`(?:^|[^\w-])(?:iex|icm|saps|start|sc|ac|gc|ni|ri|rm|mv|cp|copy|move|del|cat|type)\b|[&.]\s*["'$({]|\b(?:${sinkWords
    .filter((word) => /^\w/.test(word))
    .map((word) => word.replace(/\W/g, '\\$&'))
    .join('|')})\b|CommandText|\.Filter\b|i\x60`,
  'i',
);

/** Functions of PowerShell give objects, not their output and a status as commands of a shell do: their results are what they return. */
function lower(root: SyntaxNode, source: SourceText): FlowProgram {
  return factOf(root.tree, lower, () => Object.assign(lowering.lowerPowerShell(root, source, vocabulary), { printersOf: undefined }));
}

export const powershell: FlowBinding = { model, needs, lower };
