/**
 * An analyzer child: loads the grammars and the checks, then analyses or outlines what it is sent, one file at a time. It reads no
 * disk, opens no connection and has an empty environment; a hostile file can cost this process, and nothing else.
 */
import { checks } from '../../checks/index.ts';
import { createAnalyzer } from '../engine/analyzeFile.ts';
import { createOutliner } from '../engine/outline/outlineFile.ts';
import { loadCore } from '../engine/parse/grammars.ts';
import type { ChildAnswer, ChildMessage, ChildRequest } from './protocol.ts';

/** Trees are native memory that only a collection frees; measured, 20 keeps a child flat and costs nothing that shows. */
const FILES_BETWEEN_COLLECTIONS = 20;

const send = (message: ChildMessage): void => void process.send!(message);

// The parent is gone: nobody waits for an answer.
process.on('disconnect', () => process.exit(0));

let fallback: string | null = null;
const core = await loadCore(process.argv[2] === 'wasm' ? 'wasm' : 'native', (reason) => {
  fallback = reason;
});
const options = { parseDeadline: Number(process.argv[3]) };
const analyze = createAnalyzer(core, checks, options);
const outline = createOutliner(core, options);

function answer(request: ChildRequest): ChildAnswer {
  return request.kind === 'outline'
    ? { kind: 'outlined', outline: outline(request.file), rss: process.memoryUsage.rss() }
    : { kind: 'analysed', analysis: analyze(request.file), rss: process.memoryUsage.rss() };
}

let answered = 0;
process.on('message', (request: ChildRequest) => {
  send(answer(request));
  if (++answered % FILES_BETWEEN_COLLECTIONS === 0) setImmediate(() => globalThis.gc?.({ type: 'minor', execution: 'sync' }));
});

send({ kind: 'ready', core: core.kind, fallback });
