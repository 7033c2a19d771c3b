/** The owner's floor, read from its `.github` repository. */
import { type ConfigText, configPath, configText, largestConfig } from '../config/configTexts.ts';
import { statusOf } from './apiErrors.ts';
import type { Client } from './client.ts';

/**
 * The owner's floor, from the default branch of its `.github` repository. No such file is no floor; anything else that keeps it from
 * being read must not pass for that, so it rejects and the review is tried again.
 */
export async function readFloor(client: Client, owner: string): Promise<ConfigText> {
  try {
    const { data } = await client.rest.repos.getContent({ owner, repo: '.github', path: configPath });
    if (Array.isArray(data) || data.type !== 'file') return { kind: 'unreadable', reason: 'is not a file' };
    if (data.size > largestConfig) return { kind: 'unreadable', reason: `is larger than ${largestConfig} bytes` };
    return configText(Buffer.from(data.content, 'base64'));
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
