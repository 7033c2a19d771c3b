import { type JudgeContext, type OrderRule, type Pair, python, type Report, type SyntaxNode } from '../../../src/engine/check.ts';
import type { FileEvent, FileFacts, Place } from '../../models/fileEvents.ts';
import { isAttempted } from '../../models/python/attempts.ts';
import { pythonFiles } from '../../models/python/fileEvents.ts';
import { placeOf } from '../../models/python/paths.ts';
import { inTestCode } from '../../models/python/tests.ts';
import { vectors } from '../../models/vectors.ts';
import { quoted } from '../../models/weigh.ts';
import { fixOf } from './pyFix.ts';

/** A directory appears as a whole or not at all: losing this race is an error message, not somebody's file. */
const DIRECTORY = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:N/A:L';

/** Deleting, renaming and linking follow nothing: whoever wins the race spoils a run. */
const SPOIL = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:L/A:L';

type FilePair = Pair<FileEvent, FileFacts>;
type Context = JudgeContext<FileEvent, FileFacts>;

/** Reports a path that is asked about and then, under the answer, created, deleted or changed by name. */
export const py: OrderRule<FileEvent, FileFacts> = {
  binding: pythonFiles,
  judge(pair, context) {
    const { previous: check, second: act } = pair;
    const { node, analysis, fn } = context;
    if (act.event === 'read' || act.event === 'execute') return null;
    const isFollowed = followsLink(pair, context);
    if (pair.kind === 'unbranched' && !isFollowed) return null;
    if (act.data.tolerant || act.data.exclusive || act.data.byHandle) return null;
    // What a question about the past answers (how old, how large) is no promise about the name.
    if (!isFollowed && pair.kind === 'either' && (/^(?:restrict|own)$/.test(act.event) || !check.data.raises || check.at !== check.origin))
      return null;
    // Put in its place in one step, whatever stands there by now.
    if (act.event === 'replace' && pair.kind === 'present') return null;
    const at = node(act.at);
    if (inTestCode(at) || isAttempted(at) || isAttempted(node(act.origin)) || analysis.modesAt(act).has('locked')) return null;
    if (isDispatch(node(check.at), check.data, check.at.word, pair)) return null;
    const place = placeOf(analysis, fn, act.within === fn ? act.on : check.on, act.within === fn ? act.at : check.at);
    if (place === 'private' || place === 'device') return null;
    return reportOf(pair, place, context);
  },
};

/** `isdir` decides between two ways to delete; each of them refuses the wrong kind by itself. */
function isDispatch(check: SyntaxNode, { asks }: FileFacts, word: string, { second }: FilePair): boolean {
  if (second.event !== 'remove' || asks !== 'kind') return false;
  const branch = check.ancestor('if_statement', 'conditional_expression');
  // Refused unless it is a directory, and no link to one: that is a promise about the name.
  if (/^(?:islink|is_symlink)$/.test(word)) return !(branch && refusesUnlessDirectory(branch));
  if (!branch) return false;
  return branch.type === 'conditional_expression' || branch.childrenOf('alternative').length > 0;
}

function refusesUnlessDirectory(branch: SyntaxNode): boolean {
  const body = branch.child('consequence');
  return (
    branch.type === 'if_statement' &&
    branch.childrenOf('alternative').length === 0 &&
    /\b(?:is_?dir|exists)\(/.test(branch.child('condition')?.text ?? '') &&
    body !== null &&
    python.blockExits(body)
  );
}

/** The mode or the owner is set through a name that was asked whether it is a link, or whose it is: a link put there since is followed. */
function followsLink({ second: act }: FilePair, { analysis, fn, node, source }: Context): boolean {
  if (!/^(?:restrict|own)$/.test(act.event) || /^(?:l|f)ch/.test(act.data.verb)) return false;
  const at = node(act.at);
  if (python.argumentsOf(at).named.get('follow_symlinks')?.type === 'false') return false;
  return analysis.eventsOf(fn).some((asked) => {
    if (asked.event !== 'check' || asked.key !== act.key || asked.at.at >= act.at.at) return false;
    if (/^(?:islink|is_symlink)$/.test(asked.at.word)) return true;
    const between = source.text.slice(node(asked.at).end, Math.min(at.start, node(asked.at).end + 4000));
    return asked.at.word === 'lstat' && /\bS_IS(?:LNK|REG|DIR)\b|\bst_[ug]id\b/.test(between);
  });
}

function remedyFor({ event, data }: FilePair['second']): string {
  if (data.directory) return 'Call `os.makedirs(path, exist_ok=True)` without asking first, or handle `FileExistsError`.';
  switch (event) {
    case 'remove':
      return 'Delete without asking first: `Path(path).unlink(missing_ok=True)`, or handle `FileNotFoundError`.';
    case 'restrict':
    case 'own':
      return 'Open the file once and use `os.fchmod` or `os.fchown` on the descriptor.';
    case 'move':
    case 'change':
    case 'enter':
      return 'Act without asking first and handle `FileNotFoundError`, or open the file once and work on the descriptor.';
    default:
      return 'Create it exclusively with `open(path, "x")` and handle `FileExistsError`, or write to a new file and `os.replace` it.';
  }
}

function vectorOf({ second: { event, data } }: FilePair, place: Place): string | undefined {
  if (data.directory === true || data.verb === 'rmdir') return DIRECTORY;
  if (place === 'home' || place === 'system') return vectors.lowLocal;
  return place !== 'shared' && /^(?:remove|move|link)$/.test(event) ? SPOIL : undefined;
}

function reportOf(pair: FilePair, place: Place, { node, source }: Context): Report {
  const { previous: check, second: act } = pair;
  const verb = act.event === 'remove' ? 'deleted' : /^(?:restrict|own|move|change)$/.test(act.event) ? 'changed' : 'created';
  const vector = vectorOf(pair, place);
  const fix =
    check.within === act.within && check.at === check.origin && act.at === act.origin ? fixOf(node(check.at), node(act.at), source) : {};
  return {
    at: node(act.at),
    ...(vector === undefined ? {} : { vector }),
    remediation: remedyFor(act),
    trace: [
      { at: node(check.at), text: `${pathText(check, node)} is checked by name` },
      { at: node(act.at), text: `and ${verb} by name` },
    ],
    ...fix,
  };
}

/** As it is written here; what a helper asks about has no name here but the call's. */
function pathText({ on, at, origin }: FilePair['previous'], node: Context['node']): string {
  return quoted(node(at === origin ? on.at : at.at));
}
