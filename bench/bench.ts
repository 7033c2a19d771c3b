/** `npm run bench`: speed and memory beside peers, as ratios of one run. Needs `npm run build` first, which the script does. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchCommandLine } from './commandLine.ts';
import { benchFiles } from './corpus.ts';
import { benchMemory } from './memory.ts';
import { benchWarm } from './warm.ts';
import { benchWebhook } from './webhook.ts';

const dir = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
try {
  const files = benchFiles();
  for (const part of [
    () => benchCommandLine(dir, process.cwd(), files),
    () => benchWarm(files),
    () => benchWebhook(files),
    () => benchMemory(files),
  ]) {
    console.log(`${(await part()).join('\n')}\n`);
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}
