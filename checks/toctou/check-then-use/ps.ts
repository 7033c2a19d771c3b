import type { JudgeContext, OrderRule, Pair, Report } from '../../../src/engine/check.ts';
import type { FileEvent, FileFacts } from '../../models/fileEvents.ts';
import { files } from '../../models/powershell/fileEvents.ts';
import { isProviderPath, type PathPiece, pathPieces, placeOfPieces } from '../../models/powershell/places.ts';
import { isTestOrCleanup } from '../../models/powershell/surroundings.ts';
import { quoted } from '../../models/weigh.ts';

/** Where only the owner can swap the file, or only a name is lost. */
const LOW = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:L/A:L';
/** Two runs that both believe to hold the lock. */
const LOCK = 'CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:N/I:H/A:N';

const CREATE =
  "Create it in one step that fails where it is there: `New-Item` without `-Force`, `Out-File -NoClobber`, or `[IO.File]::Open($path, 'CreateNew', 'Write')`, with `-ErrorAction Stop`.";
const DELETE = 'Delete without asking: `Remove-Item -ErrorAction Ignore` is content when nothing is there.';
const OPEN = 'Open it once and work on what is open, or work in a directory that only you can write.';

type FilePair = Pair<FileEvent, FileFacts>;
type Verdict = { readonly vector?: string | null; readonly text: string; readonly remediation: string } | null;

function verdictOf(pair: FilePair, pieces: readonly PathPiece[]): Verdict {
  const place = placeOfPieces(pieces);
  const { previous, second } = pair;
  const isOwned = place === 'system' || place === 'home';
  const isShared = place === 'shared' || place === 'temp';
  const asksRights = previous.data.asks === 'permission';
  const isConstant = pieces.every(({ kind }) => kind === 'text');
  const vector = isOwned || place === 'temp' || (isConstant && !isShared) ? { vector: LOW } : {};
  switch (second.event) {
    case 'create':
    case 'write':
    case 'append':
    case 'replace':
    case 'change':
      if (pair.kind === 'absent') {
        const isLock = pieces.some(({ text }) => /lock|\.pid\b/i.test(text));
        return {
          ...(isLock && !isOwned ? { vector: LOCK } : vector),
          text: isLock ? 'the lock is taken by name' : 'it is written by name',
          remediation: CREATE,
        };
      }
      if (!isShared && !asksRights) return null;
      return { vector: LOW, text: 'it is written by name', remediation: OPEN };
    case 'restrict':
      return isShared ? { vector: LOW, text: 'its access list is set by name', remediation: OPEN } : null;
    case 'remove':
    case 'move':
      if (pair.kind !== 'present' || !isShared || place === 'temp') return null;
      return { vector: second.event === 'remove' ? LOW : null, text: 'it is taken away by name', remediation: DELETE };
    case 'execute':
      if (!isShared && !(asksRights && place === 'unknown')) return null;
      return {
        ...(isShared && place !== 'temp' ? {} : { vector: LOW }),
        text: 'it is run by name',
        remediation: 'Keep what you run in a directory that only administrators can write.',
      };
    default:
      return null;
  }
}

/** Nothing but a folder, a log or a cache is at stake: who writes it there loses nothing. */
const trifles = /\.(?:log|cache|tmp\.log|transcript)$/i;

function judge(pair: FilePair, context: JudgeContext<FileEvent, FileFacts>): Report | null {
  const { analysis, fn, node } = context;
  const { previous, second, kind } = pair;
  if (kind === 'unbranched' || (kind === 'either' && previous.data.asks !== 'permission')) return null;
  if (second.data.directory) return null;
  const pieces = pathPieces(analysis, fn, second.within === fn ? second.on : previous.within === fn ? previous.on : second.on, second.at);
  if (isProviderPath(pieces) || placeOfPieces(pieces) === 'private') return null;
  if (second.event === 'append' || pieces.some(({ text }) => trifles.test(text))) {
    if (placeOfPieces(pieces) !== 'shared') return null;
  }
  const at = node(second.origin);
  if (isTestOrCleanup(at)) return null;
  const verdict = verdictOf(pair, pieces);
  if (!verdict) return null;
  const asked = node(previous.at);
  return {
    at,
    ...(verdict.vector === undefined ? {} : { vector: verdict.vector }),
    confidence: 'medium',
    remediation: verdict.remediation,
    trace: [
      { at: asked, text: `${quoted(asked)} asks (\`${previous.data.verb}\`)` },
      { at, text: `then ${verdict.text}; in between it can have become something else` },
    ],
  };
}

/** Reports a question about a file whose answer decides about a later act on the same name. */
export const ps: OrderRule<FileEvent, FileFacts> = { binding: files, judge };
