import type { FlowRule, Hit } from '../../../src/engine/check.ts';
import { judging } from '../../models/flow/judging.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

/** The schema that makes functions is asked for; or the file has the old version, whose `load` takes it by itself. */
function makesFunctions({ sink, unit, at }: Hit): boolean {
  const { tree } = unit.program;
  const call = tree.text.slice(tree.start[at]!, Math.min(tree.end[at]!, tree.start[at]! + 600));
  if (sink.label === 'front matter') return !/\bengines\b/.test(call);
  if (sink.label !== 'yaml') return false;
  if (/FULL_SCHEMA|jsTypes|js-yaml-js-types/.test(call)) return true;
  if (/schema\s*:\s*(?:[\w.]*\.)?(?:JSON|CORE|FAILSAFE|DEFAULT_SAFE)_SCHEMA/.test(call)) return false;
  return /\bschema\b/.test(call) ? /FULL_SCHEMA|js-yaml-js-types/.test(tree.text) : /\bsafeLoad(?:All)?\b/.test(tree.text);
}

export const js: FlowRule = judging({
  binding: javascript,
  contexts: ['deserialize'],
  isMeant: makesFunctions,
  vectors: {
    outside: vectors.remoteCode,
    remote: vectors.storedCode,
    caller: vectors.libraryCode,
    own: vectors.ownFileCode,
    unknown: vectors.lowLocal,
  },
  ending: 'and functions that it names are made here',
});
