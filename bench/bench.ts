/**
 * `npm run bench [-- PART...] [--without PART] [--out FILE]`: speed and memory beside peers, as ratios of one run, and what is reported of
 * real code. The script builds first.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchCommandLine } from './commandLine.ts';
import { benchFiles } from './corpus.ts';
import { benchMemory } from './memory.ts';
import { fetchPackages } from './real/fetchPackages.ts';
import { measureRealCode } from './real/measureRealCode.ts';
import { type RealFile, realFiles } from './real/realFiles.ts';
import { benchWarm } from './warm.ts';
import { benchWebhook } from './webhook.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' }, without: { type: 'string', multiple: true, default: [] } },
});

const dir = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
const files = benchFiles();
let fetched: Promise<RealFile[]> | null = null;
/** Fetched once, by the first part that needs it. */
function realCode(): Promise<RealFile[]> {
  fetched ??= fetchPackages((line) => console.log(`  ${line}`)).then(realFiles);
  return fetched;
}

const parts: Readonly<Record<string, () => string[] | Promise<string[]>>> = {
  'command-line': () => benchCommandLine(dir, process.cwd(), files),
  warm: () => benchWarm(files),
  webhook: () => benchWebhook(files),
  memory: () => benchMemory(files),
  real: async () => measureRealCode(await realCode(), values.out),
};

const unknown = [...positionals, ...values.without].filter((name) => !Object.hasOwn(parts, name));
try {
  if (unknown.length > 0) throw new Error(`there is no part ${unknown.join(', ')}; the parts are ${Object.keys(parts).join(', ')}`);
  for (const [name, part] of Object.entries(parts)) {
    if (values.without.includes(name) || (positionals.length > 0 && !positionals.includes(name))) continue;
    console.log(`${(await part()).join('\n')}\n`);
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}
