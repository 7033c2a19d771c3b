import { type Call, python, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import { type PythonFile, pythonFile } from '../../models/python/file.ts';
import { type Analysis, analysisOf, behind, callsIn } from '../../models/python/flow.ts';
import { runBy, verifies } from '../../models/python/programsOfFiles.ts';
import { textAt } from '../../models/python/rows.ts';
import { inTestCode } from '../../models/python/tests.ts';
import { quoted } from '../../models/weigh.ts';

const fetching = new Set(
  'urlretrieve urlopen get download wget run call check_call check_output system stream request retrieve'.split(' '),
);
const sources =
  /^(?:urllib\.request\.(?:urlretrieve|urlopen)|urllib2?\.urlopen|urllib\.urlretrieve|requests\.(?:get|request)|requests\.Session\.get|requests\.sessions\.Session\.get|httpx\.(?:get|stream)|wget\.download|six\.moves\.urllib\.request\.(?:urlretrieve|urlopen))$/;

interface Download {
  readonly call: Call;
  /** The name of the file it lies in, as written; null where it stays in memory. */
  readonly path: string | null;
}

/** Reports downloads that are run, loaded or installed without being compared with anything. */
export const py: SyntaxRules = {
  module(root, context) {
    if (!/https?:|url|requests|httpx|wget|curl|pip/i.test(root.text)) return;
    const analysis = analysisOf(context);
    for (const fn of analysis.program.functionsCalling(fetching)) {
      const calls = callsIn(fn);
      judgePip(analysis, pythonFile(context), calls, (call) => python.nodeOf(root.tree, call.at), context.report);
      const downloads = calls.flatMap((call): Download[] => downloadBy(analysis, fn, call, calls));
      if (downloads.length === 0) continue;
      for (const call of calls) {
        const node = python.nodeOf(root.tree, call.at);
        const used = runBy(analysis, call).map((path) => path.text);
        const download = downloads.find(
          (one) => one.call.at !== call.at && one.call.at < call.at && one.path !== null && used.some((text) => mentions(text, one.path!)),
        );
        if (!download || inTestCode(node)) continue;
        if (calls.some((one) => one.at < call.at && verifies(analysis, one))) break;
        const from = python.nodeOf(root.tree, download.call.at);
        context.report({
          at: node,
          confidence: 'medium',
          remediation:
            'Compare it with a checksum that stands in the source before it is used: `hashlib.sha256(data).hexdigest() != EXPECTED`.',
          trace: [
            { at: from, text: `${quoted(from)} fetches it` },
            { at: node, text: 'and it is run here, whatever came' },
          ],
        });
        break;
      }
    }
  },
};

/** A path stands in a word: the same name, or the same text. */
function mentions(text: string, path: string): boolean {
  const at = text.indexOf(path);
  if (at < 0) return false;
  // An address, for a program that shows it.
  if (/file:\/\/["'\s+{]{0,8}$/.test(text.slice(Math.max(0, at - 20), at))) return false;
  return !/[\w.]/.test(text[at - 1] ?? ' ') && !/\w/.test(text[at + path.length] ?? ' ');
}

function downloadBy(analysis: Analysis, fn: Analysis['program']['functions'][number], call: Call, calls: readonly Call[]): Download[] {
  const name = analysis.program.nameOf(call) ?? '';
  const node = python.nodeOf(analysis.program.tree, call.at);
  const { positional, named } = python.argumentsOf(node);
  if (/^subprocess\.|^os\.system$/.test(name)) {
    const path = outputOf(node);
    return path ? [{ call, path }] : [];
  }
  if (!sources.test(name)) return [];
  const target = /urlretrieve$|wget\.download$/.test(name) ? (positional[1] ?? named.get('filename') ?? named.get('out')) : undefined;
  if (target) return [{ call, path: target.text }];
  // `path, _ = urlretrieve(url)`.
  const holder = node.parent?.type === 'assignment' ? node.parent.child('left') : null;
  if (/urlretrieve$/.test(name) && holder) return [{ call, path: holder.namedChildren[0]?.text ?? holder.text }];
  return writtenFrom(analysis, fn, call, calls).map((path) => ({ call, path }));
}

/** The files that what was fetched is written into. */
function writtenFrom(analysis: Analysis, fn: Analysis['program']['functions'][number], download: Call, calls: readonly Call[]): string[] {
  const { program } = analysis;
  const paths: string[] = [];
  for (const call of calls) {
    if (!/^(?:write|write_bytes|write_text|copyfileobj)$/.test(call.word) || call.at < download.at) continue;
    const [content] = program.argumentsOf(call);
    if (!content || !behind(analysis, fn, content, call).calls.has(download)) continue;
    const on = call.word === 'copyfileobj' ? program.argumentsOf(call)[1] : program.receiverOf(call);
    if (!on) continue;
    if (/^write_/.test(call.word)) paths.push(textAt(analysis, on.at));
    for (const opened of behind(analysis, fn, on, call).calls) {
      if (opened.word !== 'open' && opened.word !== 'NamedTemporaryFile') continue;
      const first = python.argumentsOf(python.nodeOf(program.tree, opened.at)).positional[0];
      if (opened.word === 'NamedTemporaryFile') paths.push(`${textAt(analysis, on.at)}.name`);
      else if (first && python.literalText(first) === null) paths.push(first.text);
      else if (first) paths.push(first.text);
    }
  }
  return paths;
}

/** `curl -o path url`, `wget -O path url`. */
function outputOf(call: SyntaxNode): string | null {
  const [command] = python.argumentsOf(call).positional;
  if (command?.type !== 'list') return null;
  const words = command.namedChildren;
  if (!/^(?:curl|wget)$/.test(python.literalText(words[0] ?? null) ?? '')) return null;
  const option = words.findIndex((word) => /^(?:-\w*[oO]|--output|--output-document)$/.test(python.literalText(word) ?? ''));
  return words[option + 1] && option > 0 ? words[option + 1]!.text : null;
}

/** Options whose value is no package: where the index is, and how it is reached. */
const elsewhere = /^(?:-i|-f|--(?:extra-)?index-url|--find-links|--proxy|--trusted-host|--cert|--log)$/;

/** A text that is put together, with a mark where a piece is not known. */
function composed(file: PythonFile, word: SyntaxNode): string {
  return file.values
    .pieces(word)
    .map((piece) => (piece.kind === 'text' ? piece.text : '\u25a1'))
    .join('');
}

/** `pip install https://…`, `pip install git+https://…` without a commit. */
function judgePip(
  analysis: Analysis,
  file: PythonFile,
  calls: readonly Call[],
  view: (call: Call) => SyntaxNode,
  report: (report: { at: SyntaxNode; confidence: 'medium'; remediation: string; trace: { at: SyntaxNode; text: string }[] }) => void,
): void {
  for (const call of calls) {
    if (!/^subprocess\./.test(analysis.program.nameOf(call) ?? '')) continue;
    const node = view(call);
    const [command] = python.argumentsOf(node).positional;
    if (command?.type !== 'list' || inTestCode(node)) continue;
    const words = command.namedChildren.map((word) => python.literalText(word) ?? composed(file, word));
    const pip = words.findIndex((word) => /^pip3?$/.test(word));
    if (pip < 0 || !words.slice(pip).includes('install')) continue;
    const loose = words.findIndex(
      (word, at) => /^(?:git\+)?https?:\/\//.test(word) && !/@[0-9a-f]{40}\b|#sha256=/.test(word) && !elsewhere.test(words[at - 1] ?? ''),
    );
    if (loose < 0 || words.includes('--require-hashes')) continue;
    report({
      at: node,
      confidence: 'medium',
      remediation: 'Pin it: a commit (`@<sha>`) for code from git, `#sha256=…` for an archive.',
      trace: [{ at: command.namedChildren[loose]!, text: 'whatever stands there today is installed' }],
    });
  }
}
