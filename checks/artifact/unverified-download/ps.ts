import { callsBehind, lensOf, type OrderAnalysis, type OrderEvent, powershell, type SyntaxRules } from '../../../src/engine/check.ts';
import type { FileEvent, FileFacts } from '../../models/fileEvents.ts';
import { readFiles } from '../../models/powershell/fileEvents.ts';
import { lowerOnce } from '../../models/powershell/program.ts';
import { isTestOrCleanup } from '../../models/powershell/surroundings.ts';

type Analysis = OrderAnalysis<FileEvent, FileFacts>;
type Event = OrderEvent<FileEvent, FileFacts>;

/** The calls that download, as they are looked for before anything else. */
const downloadWords = new Set(['invoke-webrequest', 'invoke-restmethod', 'start-bitstransfer', 'downloadfile', 'curl', 'wget']);
const downloading = new Set(['invoke-webrequest', 'invoke-restmethod', 'start-bitstransfer', 'DownloadFile', 'curl', 'wget']);

/** Whether something is decided by what a look at the file gave: in the function that looked, or in the one that called it. */
function decides(analysis: Analysis, event: Event, fn: Event['within']): boolean {
  const { program, keys } = analysis;
  return [
    { call: event.origin, within: event.within },
    { call: event.at, within: fn },
  ].some(({ call, within }) =>
    within.blocks.some(({ next, index, instructions }) => {
      if (next.kind !== 'branch') return false;
      return callsBehind(program, keys, within, program.valueOf(next.on), { block: index, index: instructions.length }).has(call);
    }),
  );
}

/** A program that verifies ends with a number, which is looked at elsewhere. */
const verifiers = new Set(['gpg', 'cosign', 'signtool', 'minisign', 'certutil']);

/** The archives that are unpacked, and the directory that what is in them comes to. */
function unpackedTo(analysis: Analysis, event: Event, fn: Event['within']): string | null {
  if (event.data.verb !== 'Expand-Archive' && event.data.verb !== 'ExtractToDirectory') return null;
  const { program, keys } = analysis;
  const target =
    event.data.verb === 'Expand-Archive' ? program.optionOf(event.origin, 'destinationpath') : program.argumentsOf(event.origin)[1];
  return target && event.within === fn ? keys.keyOf(fn, target, event.origin) : null;
}

/** Reports downloads that are run, loaded or installed without a look at what came. */
export const ps: SyntaxRules = {
  program(root, context) {
    if (lowerOnce(root, context.source).functionsCalling(downloadWords).length === 0) return;
    const analysis = context.shared(lensOf(readFiles));
    const reported = new Set<number>();
    for (const fn of analysis.functions) {
      const events = analysis.eventsOf(fn);
      for (const download of events) {
        if (download.event !== 'write' || !downloading.has(download.data.verb) || download.data.content?.length === 0) continue;
        const later = events.filter((event) => event.key === download.key && event.at.at > download.at.at);
        const unpacked = later.map((event) => ({ event, to: unpackedTo(analysis, event, fn) })).find(({ to }) => to !== null);
        const use =
          later.find(({ event }) => event === 'execute') ??
          (unpacked &&
            events.find(({ event, key, at }) => event === 'execute' && key.startsWith(`${unpacked.to}/`) && at.at > unpacked.event.at.at));
        if (!use || reported.has(use.origin.at)) continue;
        const proofs = later.filter(({ event, at }) => (event === 'verify' || event === 'read') && at.at < use.at.at);
        if (proofs.some((event) => verifiers.has(event.origin.word) || decides(analysis, event, fn))) continue;
        const at = powershell.nodeOf(root, use.origin);
        if (isTestOrCleanup(at)) continue;
        reported.add(use.origin.at);
        const url = download.data.content?.[0];
        context.report({
          at,
          confidence: url?.kind === 'literal' && /^http:/i.test(url.text) ? 'high' : 'medium',
          message: 'This runs what was downloaded as it came: nothing compares it with what was meant to come.',
          remediation:
            "Compare it first with a checksum written down in the repository: `if ((Get-FileHash $file -Algorithm SHA256).Hash -ne '<sha256>') { throw … }`, or look at the status and the signer that `Get-AuthenticodeSignature` gives.",
          trace: [
            { at: powershell.nodeOf(root, download.at), text: 'it is downloaded here' },
            { at, text: 'and run here' },
          ],
        });
      }
    }
  },
};
