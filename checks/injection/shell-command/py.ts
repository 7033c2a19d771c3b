import { constantOf, type FlowJudge, type FlowRule, type Hit, type Known } from '../../../src/engine/check.ts';
import { before, type Hole, holesOf, isBuilt, reportOf, strangersOf, wordsAt, worstOf } from '../../models/flow/weighHit.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Reports command lines with values in them, wherever Python hands them to a shell. */
export const py: FlowRule = {
  binding: python,
  contexts: ['shell', 'command'],
  judge(hit, judge) {
    const command = commandOf(hit);
    if (!command || isHandedUp(hit, judge)) return null;
    const holes = holesOf({ ...hit, known: command.text }, command.isProgram ? 'command' : 'shell');
    const worst = worstOf(holes.filter((hole) => strangersOf(hole).length > 0 || (!command.isProgram && isNews(hole, judge))));
    if (!worst) return null;
    const report = reportOf(hit, worst, judge, {
      vectors: {
        outside: vectors.remoteCode,
        caller: vectors.libraryCode,
        own: vectors.localCode,
        unknown: vectors.localCode,
      },
      ending: command.ending,
    });
    return (
      report && {
        ...report,
        remediation:
          'Pass a list and no shell: `subprocess.run(["program", "--", value], check=True)`. Where a shell is needed, put `shlex.quote(value)` in the text.',
      }
    );
  },
};

interface Command {
  readonly text: Known;
  /** True where no shell reads it: it only says which program is started. */
  readonly isProgram: boolean;
  readonly ending: string;
}

function commandOf({ known, sink }: Hit): Command | null {
  const items = itemsOf(known);
  if (sink.context === 'shell') {
    // Of a list only the first element is the command line; the others are the shell's own arguments.
    const text = known.type === 'list' ? items?.[0] : known;
    const ending = sink.label === 'remote' ? 'and a shell on the other machine parses it' : 'and a shell parses it';
    return text ? { text, isProgram: false, ending } : null;
  }
  const program = items && shellProgram(items);
  if (program) return { text: program, isProgram: false, ending: 'and the shell that is started parses it' };
  const text = known.type === 'list' ? items?.[0] : known;
  return text ? { text, isProgram: true, ending: 'and it is the program that is started' } : null;
}

/** A method of its own class, or of what that extends, does not say shell by its name. */
function isHandedUp({ sink, via, at }: Hit, judge: FlowJudge): boolean {
  if (sink.label !== 'remote' || via) return false;
  const object = judge.node(at).child('function')?.child('object')?.text ?? '';
  return /^(?:self|cls|super\([^)]*\))$/.test(object);
}

/** What a list holds one after the other, where that is told apart. */
function itemsOf({ type, fields, count }: Known): readonly Known[] | null {
  if (type !== 'list' || count === null || !fields) return null;
  const items: Known[] = [];
  for (let index = 0; index < count; index++) {
    const item = fields.get(String(index));
    if (!item) return null;
    items.push(item);
  }
  return items;
}

const shells = /^(?:.*[\\/])?(?:(?:ba|da|z|k|a|c|tc)?sh|cmd|powershell|pwsh|su)(?:\.exe)?$/i;
const commandOption = /^(?:-[a-z]*c|\/c|-command)$/i;

/** Any of the texts it may be, where all are written out. */
function wordsOf(known: Known | undefined): readonly string[] {
  return (known?.texts ?? []).map((text) => constantOf({ ...known!, texts: [text] }) ?? '');
}

/** The element after `sh -c`, wherever the shell stands in the list: `sudo bash --norc -c text`, `su user -c text`. */
function shellProgram(items: readonly Known[]): Known | null {
  let shell = false;
  for (const [position, item] of items.entries()) {
    if (position >= 30) break;
    const words = wordsOf(item);
    if (shell && words.length > 0 && words.every((word) => commandOption.test(word))) return items[position + 1] ?? null;
    shell ||= words.some((word) => shells.test(word));
  }
  return null;
}

/** A value inside a command: who hands in a whole command (`f"sudo {command}"`) means it to be run. */
function isNews(hole: Hole, judge: FlowJudge): boolean {
  if (hole.facts.some(({ kind }) => kind === 'argument' || kind === 'input')) return true;
  return isBuilt(hole) && !namesTheCommand(hole, judge);
}

function namesTheCommand(hole: Hole, judge: FlowJudge): boolean {
  const front = before(hole).replaceAll('\0', 'x').trim();
  if (front === '' || /(?:&&|\|\|?|;|\n|\$\(|\bsudo|\benv|\btime|\bexec|\bnice|\bnohup|\bset -e|[({])$/.test(front)) return true;
  return /(?:^|[._])(?:cmd|cmds|command|commands|cmdline|command_line|args|argv|cmd_args|extra_args|options|opts|flags|params|redirect)\b/i.test(
    wordsAt(hole, judge),
  );
}
