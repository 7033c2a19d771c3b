/** Operands that a program may take for options, where its options run commands or overwrite files. */
import { type Command, literalOf, type ShellProgram, type Word } from '../../../../src/engine/bash.ts';
import type { FoundSink } from '../../../../src/engine/check.ts';
import { handsOn, readWords, startOf } from './words.ts';

interface Program {
  readonly valued: string;
  /** Its options run commands: told for every source. Others only where somebody else chose the operand. */
  readonly runs: boolean;
  /** Has no `--`. */
  readonly open?: boolean;
}

const programs: Readonly<Record<string, Program>> = {
  tar: { valued: 'fCbXTIg', runs: true },
  git: { valued: 'Cc', runs: true },
  ssh: { valued: 'bcDEeFIiJLlmOopQRSWwB', runs: true },
  scp: { valued: 'cDFiJloPSX', runs: true },
  sftp: { valued: 'BbcDFiJloPRSs', runs: true },
  rsync: { valued: 'efTB', runs: true },
  zip: { valued: 'btnTxi', runs: true },
  curl: { valued: 'AbcCdDeEFHhKmoPQrtTuUwxXyYz', runs: true },
  wget: { valued: 'oaeOtTPQUlARDIXBi', runs: true },
  find: { valued: '', runs: true, open: true },
  man: { valued: 'CLmMSseprTH', runs: true },
  less: { valued: '', runs: false },
  sort: { valued: 'koStT', runs: false },
  rm: { valued: '', runs: false },
  mv: { valued: 'tS', runs: false },
  cp: { valued: 'tS', runs: false },
  chmod: { valued: '', runs: false },
  chown: { valued: '', runs: false },
  ln: { valued: 'tS', runs: false },
};

export const operandWords: readonly string[] = Object.keys(programs);

/** Verbs of git whose operands can be options that run something. */
const verbs =
  /^(?:clone|fetch|pull|push|ls-remote|archive|checkout|log|show|diff|blame|grep|rev-list|submodule|remote|bisect|difftool|rebase|merge)$/;

/** Words that begin with a value. */
function isOpen(word: Word): boolean {
  const [first] = word.parts;
  return first !== undefined && (first.kind === 'variable' || first.kind === 'command') && !handsOn(word) && startOf(word) === '';
}

export function operandsAtRisk(command: Command, program: ShellProgram): readonly FoundSink[] {
  const { name } = command;
  const { valued, runs, open } = programs[name]!;
  let { operands, early } = readWords(command.arguments, { valued }, name === 'ssh');
  if (name === 'git') {
    const verb = operands.findIndex((word) => verbs.test(literalOf(word) ?? ''));
    if (verb < 0 || operands.slice(0, verb).some((word) => literalOf(word) !== null)) return [];
    if (command.arguments.some((word) => literalOf(word) === '--end-of-options')) return [];
    operands = operands.slice(verb + 1);
    early -= verb + 1;
  }
  if (name === 'tar') {
    // The bundle of letters that tar may begin with takes its words first.
    const bundle = literalOf(command.arguments[0]) ?? '';
    if (/^[A-Za-z]+$/.test(bundle)) {
      const taken = 1 + [...bundle].filter((letter) => valued.includes(letter)).length;
      operands = operands.slice(taken);
      early -= taken;
    }
  }
  if (name === 'ssh') operands = operands.slice(0, 1);
  const risky = open ? operands.slice(0, 1) : operands.slice(0, Math.max(early, 0));
  return risky
    .filter(isOpen)
    .map(
      (word) => ({ sink: { at: 0, context: 'argument', label: runs ? name : `file ${name}` }, value: program.wordValue(word) }) as const,
    );
}

/** Words in which a value is split and matched against file names. */
const splitting = new Set(['rm', 'chown', 'chmod', 'mv', 'cp', 'tar', 'ssh']);

export function splitOperands(command: Command, program: ShellProgram): readonly FoundSink[] {
  if (!splitting.has(command.name) && command.wrappers[0] !== 'sudo') return [];
  return command.arguments.flatMap((word) => {
    const parts = word.parts.filter(({ kind, quoting }) => (kind === 'variable' || kind === 'command') && quoting === 'bare');
    if (parts.length === 0 || /^\$\{?[@*]/.test(word.node.text)) return [];
    return [{ sink: { at: 0, context: 'shell', label: 'split' }, value: program.wordValue({ node: word.node, parts }) } as const];
  });
}
