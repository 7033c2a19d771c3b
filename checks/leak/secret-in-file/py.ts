import type { FlowJudge, Hit } from '../../../src/engine/check.ts';
import { exposingPython } from '../../models/libraries/python/exposingPython.ts';
import { file } from './shown.ts';

/** What closes a file to others, or says that somebody thought of it. */
const closing =
  /\b(?:chmod|fchmod|umask|mkstemp|NamedTemporaryFile|TemporaryFile|TemporaryDirectory|mkdtemp|SpooledTemporaryFile|opener|fdopen|os\.open|open_private\w*|O_CREAT|0o[0-7]00)\b|\.touch\(\s*mode|(?:restrict|lock_?down|protect|permission|chown)\w*\(/i;

/** Whether the function, or the file's own body, sets a mode somewhere. */
function isClosed({ unit, fn }: Hit): boolean {
  const { tree } = unit.program;
  return closing.test(tree.text.slice(tree.start[fn.at]!, tree.end[fn.at]!));
}

/** Text that goes into a file of the program, not into an answer, a buffer or a terminal. */
function isOpened({ sink, given }: Hit): boolean {
  if (sink.label !== 'handle') return true;
  return given.some(({ name }) => name !== null && /(?:^|\.)(?:open|Path(?:\(\))?\.open)\(\)(?:\.__a?enter__\(\))?$/.test(name));
}

/** Reports files that are given a secret. */
export const py = exposingPython({ ...file, isMeant: (hit: Hit, _: FlowJudge) => isOpened(hit) && !isClosed(hit) });
