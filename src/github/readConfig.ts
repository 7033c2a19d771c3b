/** The texts that a review's rules are made from. Who may loosen what is decided elsewhere. */
import type { Change } from '../model/change.ts';
import { statusOf } from './apiErrors.ts';
import type { Client } from './client.ts';
import { configPath } from './names.ts';

export type ConfigText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable'; readonly reason: string };

export interface ConfigTexts {
  readonly floor: ConfigText;
  /** From the merge base: this one counts. */
  readonly base: ConfigText;
  /** As the change would leave it: checked and described, never applied. */
  readonly head: ConfigText;
}

/** Longer than any config has reason to be; the parser refuses it before it looks at it. */
const largestConfig = 64 * 1024;

export async function readConfigTexts(change: Change, floor: ConfigText): Promise<ConfigTexts> {
  const [base, head] = await Promise.all([configAt(change, 'base'), configAt(change, 'head')]);
  return { floor, base, head };
}

async function configAt(change: Change, side: 'base' | 'head'): Promise<ConfigText> {
  const version = await change.find(side, configPath);
  if (!version) return { kind: 'none' };
  if (version.mode === 'symlink' || version.mode === 'submodule') return { kind: 'unreadable', reason: `is a ${version.mode}, not a file` };
  const content = await change.load(version);
  return content.kind === 'bytes' ? textOf(content.bytes) : { kind: 'unreadable', reason: content.reason };
}

/**
 * The owner's floor, from the default branch of its `.github` repository. No such file is no floor; anything else that keeps it from
 * being read must not pass for that, so it rejects and the review is tried again.
 */
export async function readFloor(client: Client, owner: string): Promise<ConfigText> {
  try {
    const { data } = await client.rest.repos.getContent({ owner, repo: '.github', path: configPath });
    if (Array.isArray(data) || data.type !== 'file') return { kind: 'unreadable', reason: 'is not a file' };
    if (data.size > largestConfig) return { kind: 'unreadable', reason: `is larger than ${largestConfig} bytes` };
    return textOf(Buffer.from(data.content, 'base64'));
  } catch (error) {
    if (statusOf(error) === 404) return { kind: 'none' };
    throw error;
  }
}

/** One reading serves all of an owner's reviews for a while. A failure is not kept. */
export function floorCache(
  now: () => number = Date.now,
  keepMs = 300_000,
): (owner: string, read: () => Promise<ConfigText>) => Promise<ConfigText> {
  const known = new Map<string, { readonly text: Promise<ConfigText>; readonly until: number }>();
  return (owner, read) => {
    const key = owner.toLowerCase();
    const kept = known.get(key);
    if (kept && kept.until > now()) return kept.text;
    const text = read();
    known.set(key, { text, until: now() + keepMs });
    text.catch(() => known.delete(key));
    return text;
  };
}

function textOf(bytes: Uint8Array): ConfigText {
  if (bytes.length > largestConfig) return { kind: 'unreadable', reason: `is larger than ${largestConfig} bytes` };
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { kind: 'unreadable', reason: 'is not UTF-8' };
  }
}
