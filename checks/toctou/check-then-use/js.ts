import type { JudgeContext, OrderRule, Pair, Report, SyntaxNode } from '../../../src/engine/check.ts';
import { functionTypes, propertyOf, wrapped } from '../../../src/engine/javascript.ts';
import type { FileEvent, FileFacts } from '../../models/fileEvents.ts';
import { isAttempted } from '../../models/javascript/expectedFailures.ts';
import { fileFunction, javaScriptFiles } from '../../models/javascript/fileEvents.ts';
import { isExposed, placeOf } from '../../models/javascript/paths.ts';
import { soundsSecret } from '../../models/secretNames.ts';
import { vectors } from '../../models/vectors.ts';
import { quoted } from '../../models/weigh.ts';
import { fixOf } from './jsFix.ts';

/** Whoever wins the race spoils a run; nothing is written where it should not be. */
const SPOIL = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:L/A:L';
/** Two runs that both believe to hold the lock. */
const LOCK = 'CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:N/I:H/A:N';

type FilePair = Pair<FileEvent, FileFacts>;
type Context = JudgeContext<FileEvent, FileFacts>;

const makes = new Set<FileEvent>(['create', 'write', 'append', 'link']);

/** Reports a path that is asked about and then, under the answer, created, deleted or changed by name. */
export const js: OrderRule<FileEvent, FileFacts> = {
  binding: javaScriptFiles,
  judge(pair, context) {
    const { previous: check, second: act } = pair;
    const { node, analysis, fn } = context;
    // Read in between: whether it is there decides nothing any more.
    if (check.event !== 'check' || act.event === 'read' || act.event === 'enter' || act.event === 'link') return null;
    if (act.data.tolerant || act.data.exclusive || act.data.byHandle) return null;
    const [asked, acted] = [node(check.at), node(act.at)];
    const kind = answerOf(pair, asked, acted, context);
    // Asked after the act, for the next round.
    if (act.event === 'execute' && (check.data.asks === 'existence' || !/\.(?:uid|gid|mode)\b/.test(between(asked, acted, context))))
      return null;
    if (kind === null || asked.start > acted.start || analysis.modesAt(check).has('locked') || analysis.modesAt(act).has('locked'))
      return null;
    if (!isWorthAWord(pair, kind, asked, acted) || isContentCompared(pair, asked, context)) return null;
    const swallowed = act.event === 'remove' || act.event === 'mkdir' || act.event === 'replace';
    if (swallowed && (isAttempted(acted, asked) || (act.origin !== act.at && isAttempted(node(act.origin), asked)))) return null;
    const own = act.within === fn ? act : check;
    const place = placeOf(analysis, fn, own.on, own.at);
    return place === 'private' || place === 'device' ? null : reportOf(pair, kind, isExposed(place, pair.key), context);
  },
};

type Answer = 'present' | 'absent' | 'either';

/** By which answer the act is reached; null where the answer decides nothing about it. */
function answerOf({ kind, previous: check, second: act }: FilePair, asked: SyntaxNode, acted: SyntaxNode, context: Context): Answer | null {
  const { node } = context;
  if (kind === 'present' || kind === 'absent') return kind;
  // Asked by not raising, and by nothing else: the result goes nowhere, or what follows waits for it.
  const isHelped = check.at !== check.origin && check.data.asks !== 'existence' && act.event !== 'remove';
  // A helper that refuses links.
  if (isHelped && /\.isSymbolicLink\(/.test(between(node(check.origin), acted, context))) return 'either';
  if (kind === 'unbranched') return check.data.raises && check.at === check.origin && isAwaitedOnly(asked, acted) ? 'present' : null;
  // How old or how large it was is no promise about the name; whose it is and who may write to it would be one.
  if (check.data.asks === 'existence' || act.event === 'remove') return check.data.asks === 'existence' ? 'either' : null;
  return /\.(?:uid|gid|mode|nlink)\b/.test(between(asked, acted, context)) ? 'either' : null;
}

/** What is written from the question to the act. */
function between(asked: SyntaxNode, acted: SyntaxNode, { source }: Context): string {
  return source.text.slice(asked.start, Math.min(acted.start, asked.start + 2000));
}

function isAwaitedOnly(asked: SyntaxNode, acted: SyntaxNode): boolean {
  const outer = wrapped(asked);
  const parent = outer.parent;
  if (parent?.type === 'expression_statement') return true;
  if (parent?.type !== 'member_expression' || propertyOf(parent) !== 'then')
    return parent?.type === 'await_expression' && parent.parent?.type === 'expression_statement';
  return parent.parent?.child('arguments')?.contains(acted) === true;
}

/** Whether it matters that the act hits something else than what was asked about. */
function isWorthAWord({ previous: check, second: act }: FilePair, kind: Answer, asked: SyntaxNode, acted: SyntaxNode): boolean {
  const { asks } = check.data;
  // A rename takes a name away, or puts one in its place: it follows nothing, and fails where there is nothing.
  if (act.event === 'move') return false;
  if (act.event === 'replace') return kind === 'absent';
  if (act.event === 'remove') return kind !== 'absent' && !(asks === 'kind' && decidesHow(asked, acted));
  if (act.event === 'mkdir') return kind === 'absent' || kind === 'either';
  // What is there is overwritten either way; only where its being there leads to the act, something hangs on it.
  return asks !== 'existence' || kind !== 'present' || isBelow(asked, acted);
}

/** Whether the act stands in a branch that came after the question, not only behind one that left. */
function isBelow(asked: SyntaxNode, acted: SyntaxNode): boolean {
  const own = branchOver(asked);
  if (own) return own.contains(acted);
  // Its answer is kept first, or handed on.
  for (let at = acted.parent, inside = acted; at && !functionTypes.has(at.type); inside = at, at = at.parent) {
    const condition = at.type === 'if_statement' || at.type === 'ternary_expression' ? at.child('condition') : null;
    if (condition && inside.field !== 'condition' && condition.end > asked.start) return true;
  }
  return asked.contains(acted);
}

/** The branch whose condition asks. */
function branchOver(asked: SyntaxNode): SyntaxNode | null {
  for (let at = asked.parent, inside = asked; at && !functionTypes.has(at.type); inside = at, at = at.parent) {
    if (inside.field === 'condition') return at;
    if (at.type === 'binary_expression' && inside.field === 'left' && at.parent?.type === 'expression_statement') return at;
    if (at.type.endsWith('_statement') || at.type === 'variable_declarator') return null;
  }
  return null;
}

/** `exists(p) && read(p) === text`: what is there is looked at, so whether it is there decides nothing afterwards. */
function isContentCompared({ key }: FilePair, asked: SyntaxNode, { analysis, fn, node }: Context): boolean {
  const both = wrapped(asked).parent;
  const right = both?.type === 'binary_expression' ? both.child('right') : null;
  if (!right || right.contains(asked)) return false;
  return analysis.eventsOf(fn).some((event) => event.event === 'read' && event.key === key && right.contains(node(event.at)));
}

/** What it is decides between two ways to delete; each of them refuses the wrong kind by itself. */
function decidesHow(asked: SyntaxNode, acted: SyntaxNode): boolean {
  for (let at = acted.parent; at && at.start > asked.start - 200 && !functionTypes.has(at.type); at = at.parent) {
    if (at.type === 'ternary_expression' || (at.type === 'if_statement' && at.child('alternative'))) return true;
  }
  return false;
}

function vectorOf({ previous: check, second: act, key }: FilePair, kind: Answer, exposed: boolean): string {
  if (act.event === 'remove' || act.event === 'mkdir' || act.event === 'replace') return SPOIL;
  if (makes.has(act.event) && kind === 'absent' && /lock|\.pid\b|pid_?file/i.test(key)) return LOCK;
  const guards = check.data.asks !== 'existence' || kind !== 'present';
  return guards && (exposed || soundsSecret(key) || act.data.owner) ? vectors.raceWrite : SPOIL;
}

function remedyFor({ event, data }: FilePair['second']): string {
  if (data.directory) return 'Call `mkdir(path, { recursive: true })` without asking first, or handle `EEXIST`.';
  switch (event) {
    case 'remove':
      return 'Delete without asking first: `rm(path, { force: true })`.';
    case 'restrict':
    case 'change':
      return 'Open the file once and ask and change the handle: `handle.stat()`, `handle.chmod()`, `handle.truncate()`.';
    case 'replace':
      return 'Make the name in one step that fails if it is there: `link(temporary, path)` and `unlink(temporary)`, and handle `EEXIST`.';
    default:
      return "Create it exclusively with `{ flag: 'wx' }` and handle `EEXIST`, or write to a new file beside it and `rename` it.";
  }
}

function reportOf(pair: FilePair, kind: Answer, exposed: boolean, { node, analysis }: Context): Report {
  const { previous: check, second: act } = pair;
  const name = act.at === act.origin ? fileFunction(act.at, analysis.program) : null;
  return {
    at: node(act.at),
    vector: vectorOf(pair, kind, exposed),
    confidence: 'medium',
    remediation: remedyFor(act),
    trace: [
      {
        at: node(check.at),
        text: `\`${check.data.verb}\` asks about ${quoted(node(check.at === check.origin ? check.on.at : check.at.at))}`,
      },
      { at: node(act.at), text: `\`${act.data.verb}\` acts on what stands there by now` },
    ],
    ...fixOf(node(act.at), name, kind),
  };
}
