/** JavaScript in the intermediate representation: what its lowering must know of libraries. */
import type { Program, SourceText, SyntaxNode } from '../../../src/engine/check.ts';
import { type JavaScriptProgram, javaScriptFile, lowerJavaScript } from '../../../src/engine/javascript.ts';

/** Functions that run the callback they are given, whatever it takes, before they are done. */
const running = new Set(['fs.exists', 'graceful-fs.exists', 'p-limit()', 'p-queue().add', 'tmp.file', 'tmp.dir', 'tmp.tmpName']);
const runningWords = /^(?:runExclusive|withLock|withFileLock|acquire|using|synchronized|critical)$/;

/** Only what is written to is `finish`ed, once and at its end; much else is closed, too. */
function endsStream(name: string | null, event: string): boolean {
  return event === 'finish' || (event === 'close' && name !== null && /createWriteStream\(\)\.(?:on|once)$/.test(name));
}

const lowered = new WeakMap<object, JavaScriptProgram>();

/** One program a file, whichever check asks first. */
export function lower(root: SyntaxNode, source: SourceText): JavaScriptProgram {
  let program = lowered.get(root.tree);
  if (!program) {
    program = lowerJavaScript(root, source, {
      runsCallback: (name, word, event) =>
        event === null ? (name !== null && running.has(name)) || runningWords.test(word) : endsStream(name, event),
      file: javaScriptFile(root),
    });
    lowered.set(root.tree, program);
  }
  return program;
}

/** A node of the file that a program was lowered from. */
export function nodeOf(program: Program, index: number): SyntaxNode {
  return (program as JavaScriptProgram).node(index);
}

/** The tables of the file that a program was lowered from. */
export function fileOf(program: Program): JavaScriptProgram['file'] {
  return (program as JavaScriptProgram).file;
}
