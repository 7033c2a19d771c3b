/** The search for secrets: megabytes a second, warm, with all families; and the same files beside the tools that look for secrets. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { families } from '../checks/models/secrets/index.ts';
import { asItStands } from '../src/engine/literals/derivedText.ts';
import { derivedTexts } from '../src/engine/literals/derivedTexts.ts';
import { withoutOverlaps } from '../src/engine/literals/overlaps.ts';
import { SecretSearch } from '../src/engine/literals/secretSearch.ts';
import { SourceText } from '../src/engine/sourceText.ts';
import { sampleOf } from '../test/support/secretSamples.ts';
import { median } from './measure.ts';
import { measureTools, peerTable } from './peerTable.ts';
import { secretTools } from './secretTools.ts';
import { cpuMillisecondsOf } from './warm.ts';

const ROUNDS = 5;
const PEER_ROUNDS = 2;
const WARM_BYTES = 10_000_000;
const PEER_BYTES = 600_000;
const MAX_FILE = 900_000;
const endings = new Set(['.js', '.cjs', '.mjs', '.ts', '.json', '.md', '.py', '.sh', '.yml', '.yaml', '.txt', '.html', '.css', '.map']);

interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** Text files of the installed packages, spread evenly over all of them. */
function installedFiles(bytes: number): TextFile[] {
  const paths = (readdirSync('node_modules', { recursive: true }) as string[])
    .filter((path) => endings.has(extname(path)))
    .map((path) => join('node_modules', path))
    .filter((path) => {
      const found = statSync(path, { throwIfNoEntry: false });
      return found?.isFile() === true && found.size < MAX_FILE;
    })
    .sort();
  const sizes = paths.map((path) => statSync(path).size);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const files: TextFile[] = [];
  let seen = 0;
  let taken = 0;
  paths.forEach((path, index) => {
    seen += sizes[index]!;
    if (taken + sizes[index]! > (bytes * seen) / total) return;
    taken += sizes[index]!;
    files.push({ path, text: readFileSync(path, 'utf8') });
  });
  return files;
}

/** A token of each family under a name that tells of it, made now: none stands in this repository. */
function seededFiles(): TextFile[] {
  return families
    .filter(({ worth }) => worth === 'live' || worth === 'short-lived')
    .map((family, index) => {
      const name = family.near?.[0]?.replace(/[^a-z0-9]/g, '') ?? `${family.provider.replace(/[^A-Za-z0-9]/g, '')}Token`;
      return { path: `src/config${index}.ts`, text: `export const ${name} = '${sampleOf(family, index + 1)}';\n` };
    });
}

function speed(files: readonly TextFile[]): string[] {
  const nothing = { language: null, tree: null, documents: [], dockerfile: null };
  const search = new SecretSearch(families);
  const megabytes = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0) / 1e6;
  const passes: Readonly<Record<string, () => void>> = {
    'the text as it stands': () => {
      for (const { text } of files) withoutOverlaps(search.search(asItStands(text)));
    },
    'and what is decoded of it': () => {
      for (const { path, text } of files) {
        const texts = [asItStands(text), ...derivedTexts(new SourceText(path, text), nothing)];
        withoutOverlaps(texts.flatMap((one) => search.search(one)));
      }
    },
  };
  return Object.entries(passes).map(([name, pass]) => {
    pass();
    const times = Array.from({ length: ROUNDS }, () => cpuMillisecondsOf(pass));
    return `  ${name.padEnd(28)}${((megabytes * 1000) / median(times)).toFixed(0).padStart(6)} MB/s`;
  });
}

async function beside(dir: string, root: string, what: string, files: readonly TextFile[]): Promise<string[]> {
  const folder = join(dir, 'secrets', what.replaceAll(/[^a-z]/g, '-'));
  const names = files.map(({ path, text }, index) => {
    // Neither a folder of packages nor a name that some tool leaves out.
    const name = join('src', `${index}`, path.split('/').at(-1)!);
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
    return name;
  });
  const bytes = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  return [
    `  ${what}: ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB`,
    ...peerTable(await measureTools(secretTools(root), folder, names, PEER_ROUNDS)),
  ];
}

export async function benchLiterals(dir: string, root: string): Promise<string[]> {
  const warm = installedFiles(WARM_BYTES);
  return [
    `Secrets in text, ${families.length} families, one thread, ${ROUNDS} rounds, processor time: ${warm.length} installed files`,
    ...speed(warm),
    `Beside other tools on the same files, ${PEER_ROUNDS} rounds in turns; our notes not counted`,
    ...(await beside(dir, root, 'installed files', installedFiles(PEER_BYTES))),
    ...(await beside(dir, root, 'a token of each family', seededFiles())),
  ];
}
