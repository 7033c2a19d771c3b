/** Which commands are gates: they test, lint or scan, and their status says no. */
import { type GateKind, gateName, type Scanner, scanners, tools } from '../../models/gates.ts';

export interface Gate {
  readonly kind: GateKind;
  /** Coarse, so that other options of the same program are the same gate. */
  readonly name: string;
  readonly scanner: Scanner | null;
}

const ASSIGNMENT = /^[A-Za-z_]\w*\+?=/;
/** Words that only start the program behind them. */
const starters = new Set([
  'sudo',
  'env',
  'time',
  'command',
  'exec',
  'nohup',
  'nice',
  'xvfb-run',
  'npx',
  'bunx',
  'uvx',
  '!',
  'then',
  'do',
  'else',
  'if',
  'while',
  '{',
  'RUN',
  'call',
  'dotenv',
  'cross-env',
  'retry',
]);
/** The programs of the pairs below: most commands are none of them. */
const mayStartPair = /^(?:pnpm|yarn|bun|npm|poetry|uv|pdm|pipx|hatch|pipenv|rye|conda|bundle|python[\d.]*|timeout)$/;
/** … with a word of their own. */
const starterPairs: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:pnpm|yarn|bun|npm)$/, /^(?:exec|dlx|x)$/],
  [/^(?:poetry|uv|pdm|pipx|hatch|pipenv|rye|conda)$/, /^run$/],
  [/^bundle$/, /^exec$/],
  [/^python[\d.]*$/, /^-m$/],
  [/^timeout$/, /^[\d.]+[smh]?$/],
];

/** Without make's signs before a command. */
function withoutMark(word: string): string {
  return word.startsWith('@') || word.startsWith('-') ? word.replace(/^[@-](?=[\w./])/, '') : word;
}

/** The words from the program's own name on. */
function ownWords(words: readonly string[]): readonly string[] {
  let from = 0;
  for (let steps = 0; steps < 12 && from < words.length; steps++) {
    const word = withoutMark(words[from]!);
    const next = words[from + 1] ?? '';
    if (word.includes('=') && ASSIGNMENT.test(word)) from++;
    else if (starters.has(word)) {
      from++;
      while (/^-/.test(words[from] ?? '') && words[from] !== '-m') from += /^(?:-p|--package|-u)$/.test(words[from]!) ? 2 : 1;
    } else if (mayStartPair.test(word) && starterPairs.some(([first, second]) => first.test(word) && second.test(next))) {
      from += 2;
      while (/^-/.test(words[from] ?? '')) from++;
    } else break;
  }
  const [first, ...rest] = words.slice(from);
  return first === undefined ? [] : [withoutMark(first), ...rest];
}

function scannerOf(program: string, rest: string): Scanner | null {
  return scanners.find(({ command, asked }) => command?.test(program) && (asked?.test(rest) ?? true)) ?? null;
}

export function scannerOfAction(uses: string): Scanner | null {
  const name = uses.toLowerCase();
  return scanners.find(({ action }) => action?.test(name)) ?? null;
}

const asGate = (scanner: Scanner): Gate => ({ kind: 'security', name: scanner.name, scanner });

const securityWords = /audit|scan|security|sast|secret/;
const lintWords = /lint|type-?check/;

/** A gate that is known by the name somebody gave it. */
function named(script: string, name: string): Gate {
  return { kind: securityWords.test(script) ? 'security' : lintWords.test(script) ? 'lint' : 'test', name, scanner: null };
}

/** Programs whose own name or words can make them a gate. Of any other one only the path can, if it has one. */
const mayBeGate = new RegExp(
  [
    ...scanners.flatMap(({ command }) => (command ? [command.source] : [])),
    ...tools.map(({ command }) => command.source),
    '^(?:docker|npm|yarn|pnpm|bun|g?make|just|task|rake|invoke|inv|(?:ba|da|z)?sh|node|python[\\d.]*|pwsh)$',
  ].join('|'),
  'i',
);

export function gateOf(words: readonly string[]): Gate | null {
  const [path, ...args] = ownWords(words);
  if (path === undefined) return null;
  const program = path.slice(path.lastIndexOf('/') + 1);
  if (program === path && !mayBeGate.test(program)) return null;
  const plain = args.filter((word, index) => !/^-/.test(word) || index > 0 || /^--(?:test|check)/.test(word));
  const rest = (args[0]?.startsWith('-') ? plain : args).join(' ');
  const scanner = scannerOf(program, rest);
  if (scanner) return asGate(scanner);
  if (program === 'docker' && /^(?:run|container)\b/.test(rest)) {
    const image = args.find((word) => !word.startsWith('-') && scannerOfAction(word) !== null);
    return image ? asGate(scannerOfAction(image)!) : null;
  }
  if (/^(?:npm|yarn|pnpm|bun)$/.test(program)) {
    const [verb, script] = args.filter((word) => !word.startsWith('-'));
    const name = verb === 'run' || verb === 'run-script' ? script : program === 'npm' && verb !== 'test' && verb !== 't' ? undefined : verb;
    return name !== undefined && (name === 't' || gateName.test(name)) ? named(name, `${kindOf(name)} script`) : null;
  }
  if (/^(?:g?make|just|task|rake|invoke|inv)$/.test(program)) {
    const target = args.find((word) => !word.startsWith('-') && gateName.test(word));
    return target ? named(target, `${kindOf(target)} target`) : null;
  }
  const tool = tools.find(({ command, asked }) => command.test(program) && (asked?.test(rest) ?? true));
  if (tool) return { kind: tool.kind, name: program, scanner: null };
  // A script of the repository.
  const own = /^(?:ba|da|z)?sh$|^(?:node|python[\d.]*|pwsh)$/.test(program) ? args.find((word) => !word.startsWith('-')) : path;
  return own !== undefined && /\//.test(own) && /^[\w@./-]+$/.test(own) && gateName.test(own.split('/').pop()!)
    ? named(own, own.split('/').pop()!)
    : null;
}

function kindOf(name: string): GateKind {
  return securityWords.test(name) ? 'security' : lintWords.test(name) ? 'lint' : 'test';
}
