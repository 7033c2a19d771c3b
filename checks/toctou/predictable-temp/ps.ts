import {
  type Call,
  lensOf,
  type OrderAnalysis,
  type OrderEvent,
  powershell,
  type SyntaxContext,
  type SyntaxRules,
} from '../../../src/engine/check.ts';
import type { FileEvent, FileFacts } from '../../models/fileEvents.ts';
import { files } from '../../models/powershell/fileEvents.ts';
import { type PathPiece, pathPieces, placeOfPieces } from '../../models/powershell/places.ts';
import { isTestOrCleanup, needsAdministrator } from '../../models/powershell/surroundings.ts';
import { quoted } from '../../models/weigh.ts';

type Analysis = OrderAnalysis<FileEvent, FileFacts>;
type Event = OrderEvent<FileEvent, FileFacts>;

/** Each user has a directory of their own there, so it takes another program of the same user. */
const OWN = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:L/I:L/A:L';

const makes = new Set<FileEvent>(['write', 'append', 'create', 'replace']);

/** Every piece of the name is constant, or can be told by others. */
function isForeseen(pieces: readonly PathPiece[]): boolean {
  return pieces.length > 1
    ? pieces.every(({ kind }) => kind === 'text' || kind === 'environment' || kind === 'foreseen')
    : pieces[0]?.kind === 'text';
}

function judge(analysis: Analysis, event: Event, all: readonly Event[], context: SyntaxContext, reported: Set<Call>): void {
  if (!makes.has(event.event) || event.data.tolerant || reported.has(event.origin)) return;
  const pieces = pathPieces(analysis, event.within, event.on, event.origin);
  const place = placeOfPieces(pieces);
  if ((place !== 'temp' && place !== 'shared') || !isForeseen(pieces)) return;
  const later = all.filter((other) => other.key === event.key && other.at.at > event.at.at);
  const run = later.find((other) => other.event === 'execute');
  // What is in ProgramData is meant to stay there; a temporary directory that everybody shares is another matter.
  const isPosix = /^\/(?:tmp|var\/tmp|dev\/shm)\//.test(pieces[0]!.text) || /^[a-z]:\/windows\/temp\//i.test(pieces[0]!.text);
  if (!run && !isPosix) return;
  const before = all.some((other) => other.key === event.key && other.event === 'secure' && other.at.at < event.at.at);
  const at = powershell.nodeOf(context.root, event.origin);
  if (before || isTestOrCleanup(at)) return;
  reported.add(event.origin);
  const isPrivileged = needsAdministrator(context.root);
  context.report({
    at,
    confidence: 'medium',
    ...(place === 'temp' && !isPrivileged ? { vector: OWN } : {}),
    message: run
      ? 'The name can be told before: another program can put its own file there first, or change this one before it is run.'
      : 'Anybody on this machine can guess this name and put a file or a link there first; the write then goes where they want.',
    remediation:
      'Make a directory with a random name first: `New-Item -ItemType Directory (Join-Path $env:TEMP ([guid]::NewGuid()))`, without `-Force`, or take `New-TemporaryFile`.',
    trace: [
      { at, text: `${quoted(at)} writes to a name that can be foreseen` },
      ...(run ? [{ at: powershell.nodeOf(context.root, run.at), text: 'and this runs what is there then' }] : []),
    ],
  });
}

/** Reports files with a guessable name in a temporary directory: written and run, or written where everybody may write. */
export const ps: SyntaxRules = {
  program(_, context) {
    const analysis = context.shared(lensOf(files));
    const reported = new Set<Call>();
    for (const fn of analysis.functions) {
      const events = analysis.eventsOf(fn);
      for (const event of events) judge(analysis, event, events, context, reported);
    }
  },
};
