import type { JudgeContext, OrderEvent, OrderRule, Pair, Report } from '../../../src/engine/check.ts';
import type { FileEvent, FileFacts } from '../../models/fileEvents.ts';
import { exposedFiles } from '../../models/powershell/fileEvents.ts';
import { isProviderPath, pathPieces, placeOfPieces } from '../../models/powershell/places.ts';
import { isTestOrCleanup } from '../../models/powershell/surroundings.ts';
import { soundsPublic, soundsSecret } from '../../models/secretNames.ts';
import { quoted } from '../../models/weigh.ts';

/** Content that does not look secret: somebody may learn a little, so the confidentiality impact is low. */
const ORDINARY = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:L/I:N/A:N';

type FileContext = JudgeContext<FileEvent, FileFacts>;

const byAccessList = /^(?:Set-Acl|SetAccessControl)$/;
/** How an access list takes rights away; one that is only added to lets more in. */
const narrowing =
  /\.(?:SetAccessRuleProtection|RemoveAccessRule\w*|PurgeAccessRules|SetSecurityDescriptorSddlForm|ResetAccessRule)\s*\(|'Deny'|"Deny"|::Deny\b/i;

/** Whether an act keeps others out. */
function narrows(event: OrderEvent<FileEvent, FileFacts>, { analysis, node }: FileContext): boolean {
  const { mode, owner, verb } = event.data;
  if (owner) return false;
  if (mode !== null && mode !== undefined) return (mode & 0o044) !== 0o044;
  if (!byAccessList.test(verb)) return true;
  const around = event.within.index === 0 ? analysis.program.tree.text : node(event.within).text;
  return narrowing.test(around.slice(0, 200_000));
}

/** A directory above the file was closed before. */
function liesInClosedDirectory(made: OrderEvent<FileEvent, FileFacts>, context: FileContext): boolean {
  return context.analysis
    .eventsOf(context.fn)
    .some(
      (event) => event.event === 'restrict' && event.at.at < made.at.at && made.key.startsWith(`${event.key}/`) && narrows(event, context),
    );
}

function judge({ first, second }: Pair<FileEvent, FileFacts>, context: FileContext): Report | null {
  const { analysis, fn, node } = context;
  if (!narrows(second, context) || liesInClosedDirectory(first, context)) return null;
  const made = node(first.origin);
  const closed = node(second.at);
  const pieces = pathPieces(analysis, fn, first.within === fn ? first.on : second.on, first.at);
  if (isProviderPath(pieces) || placeOfPieces(pieces) === 'home' || isTestOrCleanup(made)) return null;
  const path = pieces.map(({ text }) => text).join('');
  const between = analysis.program.tree.text.slice(made.start, Math.min(closed.end, made.start + 2000));
  const before = analysis.program.tree.text.slice(Math.max(0, made.start - 300), made.end);
  const isSecret = !soundsPublic(path) && [path, between, before].some(soundsSecret);
  return {
    at: made,
    confidence: isSecret ? 'high' : 'medium',
    ...(isSecret ? {} : { vector: ORDINARY }),
    message:
      'The file is written with the rights of its directory and closed only afterwards: in between, whoever may read the directory can open it.',
    remediation:
      'Close a new, empty file or directory first and write the content then: `New-Item`, `Set-Acl`, and only then `Set-Content`; or keep it in a store for secrets.',
    trace: [
      { at: made, text: `${quoted(made)} writes it with the inherited rights` },
      { at: closed, text: 'and it is closed to others only here' },
    ],
  };
}

/** Reports content in a file before its access list keeps others out. */
export const ps: OrderRule<FileEvent, FileFacts> = { binding: exposedFiles, judge };
