/** Gates in shell text: what swallows their status, which flags keep the shell and the package managers strict. */
import type { CheckContext } from '../../../src/engine/check.ts';
import { vectors } from '../../models/vectors.ts';
import { type Gate, gateOf } from './gateCommands.ts';
import { type Hole, quoted, type Span, tellGate, vectorOf } from './report.ts';
import { commandsIn, type ShellCommand } from './shellText.ts';

/** The gates of a pipeline, where one job may fail for what another still tests. */
export interface Twins {
  /** Commands that stop the run. */
  readonly stopping: Set<string>;
  /** Told at the end, unless the same command stops the run elsewhere. */
  readonly failing: { readonly said: string; readonly tell: () => void }[];
}

export interface ShellPlace extends Span {
  readonly twins?: Twins;
  /** What makes every command here fail in vain, from outside: `continue-on-error: true`. */
  readonly outer: Hole | null;
  /** A script file: its own `set` lines count for all of it. Null for a step, whose shell stops at errors by itself. */
  readonly file: { readonly shebang: string } | null;
  /** The shell is started with `pipefail`. */
  readonly keepsPipes: boolean;
  /** Recipes of make: a dash before a command passes its failure over. */
  readonly isRecipe?: boolean;
}

const FLAGS =
  /(?:^| )(?:--exit-zero|--exit-code[= ]0|--soft-fail|-no-fail|--no-fail|--no-exit-on-(?:warn|error)|--audit-level[= ]none|--fail-on[= ]none|--max-warnings[= ]-1|--exit-0)(?= |$)/;

const LONGEST_PIPE = 20;

/** What follows a command and turns its failure into a success. */
function swallowed(text: string, commands: readonly ShellCommand[], index: number): Hole | null {
  let at = index;
  while (commands[at]?.after === '|' && at - index < LONGEST_PIPE) at++;
  const last = commands[at];
  const next = commands[at + 1];
  if (!last || !next) return null;
  const between = text.slice(last.end, next.start);
  const words = next.words.join(' ');
  const isNothing = /^(?:true|:|exit 0|return 0|\/bin\/true)$/.test(words);
  const says = /^(?:echo|printf|warn|Write-Host)\b/.test(words) && !/[({]/.test(between) && next.after !== '&&';
  if (last.after === '||' && (isNothing || says))
    return { at: { start: last.end + between.indexOf('||'), end: next.end }, text: `|| ${words}` };
  if (last.after === ';' && isNothing && !between.includes('\n')) return { at: { start: last.end, end: next.end }, text: `; ${words}` };
  return null;
}

function flagged(text: string, command: ShellCommand, gate: Gate): Hole | null {
  const said = command.words.join(' ');
  const at = { start: command.start, end: command.end };
  const flag = FLAGS.exec(said);
  if (flag) return { at, text: flag[0].trim() };
  return gate.scanner?.needs && !gate.scanner.needs.test(said.slice(said.indexOf(' ') + 1)) && !gate.scanner.needs.test(said)
    ? { at, text: text.slice(command.start, command.end) }
    : null;
}

const isSet = (command: ShellCommand) => command.words[0] === 'set' || (command.words[0] === 'then' && command.words[1] === 'set');

/** Whether a `set` command turns an option on or off, by letter or by name; null where it says nothing of it. */
function setting(command: ShellCommand, letter: string, name: string): boolean | null {
  const { words } = command;
  let found: boolean | null = null;
  words.forEach((word, index) => {
    const sign = word[0];
    if (sign !== '-' && sign !== '+') return;
    const letters = word.slice(1);
    if (letter !== '' && new RegExp(`^[a-zA-Z]*${letter}`).test(letters)) found = sign === '-';
    if (letters.endsWith('o') && words[index + 1] === name) found = sign === '-';
  });
  return found;
}

/** `set +e` from which on the status is neither read nor switched on again. */
function looseFrom(text: string, place: ShellPlace, settings: readonly ShellCommand[]): ShellCommand | null {
  let off: ShellCommand | null = null;
  for (const command of settings) {
    const state = setting(command, 'e', 'errexit');
    if (state !== null) off = state ? null : command;
  }
  return off && !/\$\?|\$\{\?\}|PIPESTATUS/.test(text.slice(off.end, place.end)) ? off : null;
}

/** Tells of the gates between two offsets. */
export function tellShell(context: CheckContext, place: ShellPlace): void {
  const { text } = context.source;
  const commands = commandsIn(text, place.start, place.end);
  const settings = commands.filter(isSet);
  const loose = looseFrom(text, place, settings);
  const pipes = place.keepsPipes || settings.some((command) => setting(command, '', 'pipefail') === true);
  commands.forEach((command, index) => {
    tellHooks(context, command);
    tellLockfile(context, command);
    const gate = gateOf(command.words);
    if (!gate) return;
    const what = quoted(command.words.join(' '));
    const dash = place.isRecipe && /^@?-/.test(command.words[0]!) ? { at: command, text: '-' } : null;
    const off = loose && loose.start < command.start ? { at: loose, text: 'set +e' } : null;
    const hole = place.outer ?? swallowed(text, commands, index) ?? flagged(text, command, gate) ?? dash ?? off;
    const tell = () => tellGate(context, `gate ${gate.name}`, gate.kind, what, command, hole);
    const said = command.words.join(' ');
    if (!hole) place.twins?.stopping.add(said);
    if (place.twins && gate.kind !== 'security' && hole && hole === place.outer) place.twins.failing.push({ said, tell });
    else tell();
    tellScan(context, gate, command);
    if (command.after === '|') {
      const at = { start: command.start, end: command.end };
      context.safeguard({
        key: `pipefail ${gate.name}`,
        isHeld: pipes,
        report: {
          at,
          vector: vectorOf(gate.kind),
          message: `Without \`pipefail\` the status of ${what} is lost: the pipe answers with the status of its last command.`,
          trace: [{ at, text: 'the pipe answers for its last command only' }],
        },
      });
    }
  });
  if (place.file) tellStrictness(context, place, commands, settings, loose);
}

/** A scan is a safeguard of its own: that it goes altogether is told as well. */
export function tellScan(context: CheckContext, { scanner }: Pick<Gate, 'scanner'>, at: Span): void {
  if (!scanner) return;
  context.safeguard({
    key: `scan ${scanner.name}`,
    isHeld: true,
    group: `scan ${scanner.looksFor}`,
    report: {
      at: { start: at.start, end: at.end },
      vector: vectors.securityGate,
      message: `The scan by ${scanner.name} is gone, and nothing in this change takes its place: what it looked for (${scanner.looksFor}) now gets in unseen.`,
      remediation: `Keep the scan, or name in the pull request what looks for ${scanner.looksFor} instead.`,
      trace: [{ at: { start: at.start, end: at.end }, text: `${scanner.name} ran here` }],
    },
  });
}

const OPTIONS = [
  ['errexit', 'e', 'set -e', 'the script goes on after a command that failed'],
  ['nounset', 'u', 'set -u', 'a variable that was never set is taken for an empty one'],
  ['pipefail', '', 'set -o pipefail', 'a command that fails before a `|` goes unnoticed'],
] as const;

function tellStrictness(
  context: CheckContext,
  place: ShellPlace,
  commands: readonly ShellCommand[],
  settings: readonly ShellCommand[],
  loose: ShellCommand | null,
): void {
  const trapped = commands.some(({ words }) => words[0] === 'trap' && words.includes('ERR'));
  const first = commands[0];
  if (!first || !place.file) return;
  for (const [name, letter, flag, effect] of OPTIONS) {
    const on = settings.find((command) => setting(command, letter, name) === true);
    const byShebang = letter !== '' && new RegExp(`\\s-[a-z]*${letter}`).test(place.file.shebang);
    const off = name === 'errexit' ? loose : null;
    const isHeld = !off && (on !== undefined || byShebang || (name === 'errexit' && trapped));
    const { start, end } = off ?? on ?? first;
    const at = { start, end };
    context.safeguard({
      key: name,
      isHeld,
      report: {
        at,
        vector: vectors.qualityGate,
        message: `This script no longer runs under \`${flag}\`: ${effect}.`,
        remediation: `Keep \`${flag}\`, and write \`|| true\` behind the one command that may fail.`,
        trace: [{ at, text: `from here on, ${effect}` }],
      },
    });
  }
}

/** `git commit --no-verify`: the hooks of the repository do not run. */
function tellHooks(context: CheckContext, { words, start, end }: ShellCommand): void {
  const git = words.indexOf('git');
  if (git < 0 || !words.includes('--no-verify')) return;
  const verb = words.slice(git + 1).find((word) => /^(?:commit|push|merge|rebase|am|cherry-pick|pull)$/.test(word));
  if (!verb) return;
  context.report({
    at: { start, end },
    vector: vectors.qualityGate,
    statement: words.join(' '),
    message: `\`git ${verb} --no-verify\` leaves out the hooks that look at what is committed, secret scans among them.`,
    remediation: 'Let the hooks run; where one is wrong for this commit, skip that one by its own switch.',
    trace: [{ at: { start, end }, text: '`--no-verify` passes the hooks over' }],
  });
}

/** Installing: the command, whether it names packages itself, and what makes it keep to the lock file. */
const installs: readonly {
  readonly name: string;
  readonly command: RegExp;
  readonly verb: RegExp;
  readonly strict: RegExp;
  readonly flag: string;
}[] = [
  { name: 'npm', command: /^npm$/, verb: /^(?:ci|clean-install|install|i)$/, strict: /^(?:ci|clean-install)\b/, flag: 'npm ci' },
  { name: 'yarn', command: /^yarn$/, verb: /^(?:install)?$/, strict: /--frozen-lockfile|--immutable/, flag: '--frozen-lockfile' },
  { name: 'pnpm', command: /^pnpm$/, verb: /^(?:install|i)$/, strict: /--frozen-lockfile/, flag: '--frozen-lockfile' },
  { name: 'bun', command: /^bun$/, verb: /^(?:install|i|ci)$/, strict: /^ci\b|--frozen-lockfile/, flag: '--frozen-lockfile' },
  { name: 'pip', command: /^pip[\d.]*$/, verb: /^install$/, strict: /--require-hashes/, flag: '--require-hashes' },
  { name: 'uv', command: /^uv$/, verb: /^sync$/, strict: /--(?:locked|frozen)/, flag: '--locked' },
  { name: 'cargo', command: /^cargo$/, verb: /^(?:build|test|install|run|check)$/, strict: /--(?:locked|frozen)/, flag: '--locked' },
  { name: 'dotnet', command: /^dotnet$/, verb: /^restore$/, strict: /--locked-mode/, flag: '--locked-mode' },
];

const anyInstall = new RegExp(installs.map(({ command }) => command.source).join('|'));

function tellLockfile(context: CheckContext, { words, start, end }: ShellCommand): void {
  const from = words.findIndex((word) => anyInstall.test(word));
  if (from < 0) return;
  const install = installs.find(({ command }) => command.test(words[from]!))!;
  const args = words.slice(from + 1);
  const [verb = '', ...named] = args.filter((word) => !word.startsWith('-'));
  if (!install.verb.test(verb) || (install.name === 'yarn' && verb === '' && args.some((word) => /^--?(?:v|version|help)$/.test(word))))
    return;
  // What names its packages is no installation of what the lock file holds.
  if (named.length > 0 && !/^(?:pip|cargo|dotnet)$/.test(install.name)) return;
  const at = { start, end };
  context.safeguard({
    key: `lock ${install.name}`,
    isHeld: install.strict.test(args.join(' ')),
    report: {
      at,
      vector: vectors.securityGate,
      message: `${quoted(words.slice(from).join(' '))} no longer keeps to the lock file (\`${install.flag}\` is gone): what was published since gets in unseen.`,
      remediation: `Install by \`${install.flag}\`, and change the lock file in a commit of its own.`,
      trace: [{ at, text: 'installs what the registry answers today' }],
    },
  });
}
