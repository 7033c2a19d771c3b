/** The texts that a review's rules are made from, as the change carries them. */
import type { Change } from '../model/change.ts';

/** Where the configuration lives, in a repository and in the owner's `.github` repository. */
export const configPath = '.github/portcullis.yml';

/** What the file is called by mistake. */
const nearPaths = ['.github/portcullis.yaml', '.github/Portcullis.yml', '.github/Portcullis.yaml'] as const;

export type ConfigText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'none' }
  /** There is none, but a file that is meant to be it. */
  | { readonly kind: 'misnamed'; readonly file: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

export interface ConfigTexts {
  readonly floor: ConfigText;
  /** From the merge base: this one counts. */
  readonly base: ConfigText;
  /** As the change would leave it: checked and described, never applied. */
  readonly head: ConfigText;
}

/** Longer than any config has reason to be; the parser refuses it before it looks at it. */
export const largestConfig = 64 * 1024;

export async function readConfigTexts(change: Change, floor: ConfigText): Promise<ConfigTexts> {
  const [base, head] = await Promise.all([configAt(change, 'base'), configAt(change, 'head')]);
  return { floor, base, head };
}

async function configAt(change: Change, side: 'base' | 'head'): Promise<ConfigText> {
  const version = await change.find(side, configPath);
  if (!version) return misnamedAt(change, side);
  if (version.mode === 'symlink' || version.mode === 'submodule') return { kind: 'unreadable', reason: `is a ${version.mode}, not a file` };
  const content = await change.load(version);
  return content.kind === 'bytes' ? configText(content.bytes) : { kind: 'unreadable', reason: content.reason };
}

async function misnamedAt(change: Change, side: 'base' | 'head'): Promise<ConfigText> {
  for (const file of nearPaths) if (await change.find(side, file)) return { kind: 'misnamed', file };
  return { kind: 'none' };
}

/** The text of a file's bytes, within the bounds of a config. */
export function configText(bytes: Uint8Array): ConfigText {
  if (bytes.length > largestConfig) return { kind: 'unreadable', reason: `is larger than ${largestConfig} bytes` };
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { kind: 'unreadable', reason: 'is not UTF-8' };
  }
}
