/**
 * `npm run bench [-- PART...] [--without PART] [--out FILE]`: speed and memory beside peers, as ratios of one run, and what is reported of
 * real code. The script builds first.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { parsedLanguages } from '../src/engine/parse/grammars.ts';
import { benchCommandLine } from './commandLine.ts';
import { benchCommits } from './commits.ts';
import { type BenchFile, benchFiles } from './corpus.ts';
import { benchCurve } from './curve.ts';
import { benchImports } from './imports.ts';
import { benchLiterals } from './literals.ts';
import { benchMemory } from './memory.ts';
import { benchPeers } from './peers.ts';
import { fetchPackages } from './real/fetchPackages.ts';
import { measureRealCode } from './real/measureRealCode.ts';
import { type RealFile, realFiles } from './real/realFiles.ts';
import { sampleLines } from './real/sample.ts';
import { benchWarm, type WarmFile } from './warm.ts';
import { benchWebhook } from './webhook.ts';

const LAYERED_LINES = 5000;
const languages = { '.sh': 'bash', '.js': 'javascript', '.ts': 'typescript', '.py': 'python' } as const;

function warmFiles(files: readonly BenchFile[]): WarmFile[] {
  return files.map(({ path, head }) => ({
    path,
    mode: 'file',
    bytes: new TextEncoder().encode(head),
    language: languages[extname(path) as keyof typeof languages],
  }));
}

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
  warm: () => benchWarm('files that are installed anyway', warmFiles(files)),
  layers: async () => {
    const all = await realCode();
    return benchWarm(
      `real code, ${LAYERED_LINES} lines a language`,
      parsedLanguages.flatMap((language) => sampleLines(all, language, LAYERED_LINES)),
    );
  },
  curve: async () => benchCurve(await realCode()),
  peers: async () => benchPeers(dir, process.cwd(), await realCode()),
  literals: () => benchLiterals(dir, process.cwd()),
  imports: () => benchImports(dir, process.cwd()),
  commits: () => benchCommits(dir, process.cwd()),
  webhook: () => benchWebhook(files),
  memory: () => benchMemory(files),
  real: async () => measureRealCode(await realCode(), values.out),
};

const unknown = [...positionals, ...values.without].filter((name) => !Object.hasOwn(parts, name));
try {
  if (unknown.length > 0) {
    console.error(`bench: there is no part ${unknown.join(', ')}; the parts are ${Object.keys(parts).join(', ')}`);
    process.exitCode = 2;
  }
  for (const [name, part] of unknown.length > 0 ? [] : Object.entries(parts)) {
    if (values.without.includes(name) || (positionals.length > 0 && !positionals.includes(name))) continue;
    console.log(`${(await part()).join('\n')}\n`);
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}
