/** `portcullis config check FILE`. */
import { terminal as printable } from '../report/escape.ts';
import { exitCodes } from './exit.ts';
import { policyOfFile } from './policy.ts';
import type { Terminal } from './terminal.ts';

export async function checkConfig(file: string, terminal: Terminal): Promise<number> {
  await policyOfFile(file);
  terminal.out(`${printable(file)} can be used.\n`);
  return exitCodes.passed;
}
