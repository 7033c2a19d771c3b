import { python, type SyntaxRules } from '../../../src/engine/check.ts';
import { analysisOf, callsIn } from '../../models/python/flow.ts';
import { placeOf } from '../../models/python/paths.ts';
import { mentionsName, runBy, verifiedBefore } from '../../models/python/programsOfFiles.ts';
import { inTestCode } from '../../models/python/tests.ts';
import { quoted } from '../../models/weigh.ts';

const words = new Set(
  'run call check_call check_output Popen system popen execv execve execvp execl spec_from_file_location SourceFileLoader load_source run_path load CDLL LoadLibrary exec create_subprocess_exec'.split(
    ' ',
  ),
);

/** Directories that others put things into. */
const dropped = /\b(?:spool|incoming|uploads?|drop|dropbox|inbox|shared|queue|staging|tmp)\b/i;

/** Reports files that are verified by name and then run or loaded by name. */
export const py: SyntaxRules = {
  module(root, context) {
    if (!/verif|sha\d|digest|checksum|signature|st_uid|hash/i.test(root.text)) return;
    const analysis = analysisOf(context);
    for (const fn of analysis.program.functionsCalling(words)) {
      // What the function fetched itself lies where it put it.
      if (callsIn(fn).some(({ word }) => /^(?:urlretrieve|urlopen|download\w*|fetch\w*)$/.test(word))) continue;
      const told = new Set<string>();
      for (const call of callsIn(fn)) {
        if (!words.has(call.word)) continue;
        const node = python.nodeOf(root.tree, call.at);
        for (const path of runBy(analysis, call)) {
          const name = nameIn(path.text);
          if (name === null || told.has(name) || inTestCode(node)) continue;
          const verified = verifiedBefore(analysis, fn, call).find(
            (one) => one.at !== call.at && one.at < call.at && mentionsName(analysis, fn, one, name),
          );
          if (!verified) continue;
          const place = placeOf(analysis, fn, analysis.program.valueOf(path.index), call);
          if (place === 'private' || place === 'home') continue;
          const key = analysis.keys.keyOf(fn, analysis.program.valueOf(path.index), call) ?? '';
          if (place === 'system' && !dropped.test(key)) continue;
          told.add(name);
          const from = python.nodeOf(root.tree, verified.at);
          context.report({
            at: node,
            confidence: place === 'shared' ? 'high' : 'medium',
            remediation:
              'Read the file once, verify those bytes and use them; or copy it into a directory from `tempfile.mkdtemp()` first, and verify and use the copy.',
            trace: [
              { at: from, text: `${quoted(from)} verifies what the name stands for now` },
              { at: node, text: 'and here it is used by name again' },
            ],
          });
          break;
        }
      }
    }
  },
};

/** The variable or field that a path is: `path`, `str(path)`, `open(path, "rb")`. */
function nameIn(text: string): string | null {
  const [, inner] = /^(?:str|os\.fspath|open|io\.open|compile)\(([\w.]+)/.exec(text) ?? [];
  const name = inner ?? text.replace(/\.(?:read_text|read_bytes|as_posix|resolve|open)\([^)]*\)$/, '').replace(/^open\(([\w.]+).*$/, '$1');
  return /^[A-Za-z_][\w.]*$/.test(name) ? name : null;
}
