/** The scan beside the tools for each language on the same real files: whole command lines in turns, their memory, and what they find. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureTools, peerTable } from './peerTable.ts';
import type { RealFile } from './real/realFiles.ts';
import { sampleLines } from './real/sample.ts';
import { eslintConfig, peerTools, portcullis } from './tools.ts';

const ROUNDS = 3;
const LINES = 10_000;
const endings = { bash: 'sh', python: 'py', javascript: 'js' } as const;

export async function benchPeers(dir: string, root: string, files: readonly RealFile[]): Promise<string[]> {
  const eslintConfigPath = join(dir, 'peers.eslint.config.mjs');
  writeFileSync(eslintConfigPath, eslintConfig(root));
  const lines = [
    `Beside other tools on the same real files, ${ROUNDS} rounds in turns: wall time with the start of the process, and the peak of resident memory with all children; our notes not counted`,
  ];
  for (const language of ['bash', 'python', 'javascript'] as const) {
    const sample = sampleLines(files, language, LINES);
    const folder = join(dir, 'peers', language);
    mkdirSync(folder, { recursive: true });
    const names = sample.map((file, index) => {
      const name = `file${index}.${endings[language]}`;
      writeFileSync(join(folder, name), file.bytes);
      return name;
    });
    const tools = [portcullis(root), ...peerTools(root, eslintConfigPath).filter(({ languages }) => languages.includes(language))];
    lines.push(
      `  ${language}: ${sample.length} files, ${sample.reduce((sum, file) => sum + file.lines, 0)} lines`,
      ...peerTable(await measureTools(tools, folder, names, ROUNDS)),
    );
  }
  return lines;
}
