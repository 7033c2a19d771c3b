/** Checksums that other providers write with CRC-32. */
import { crc32 } from 'node:zlib';
import { inBase } from './base62Crc32.ts';

const BASE36 = '0123456789abcdefghijklmnopqrstuvwxyz';
const HEX_WIDTH = 8;
const GITLAB_WIDTH = 7;

/** Atlassian: over all before it, the `=` too, in capital digits. */
export function atlassianCrc32(before: string): string {
  return crc32(before).toString(16).toUpperCase().padStart(HEX_WIDTH, '0');
}

export function fitsAtlassianCrc32(token: string): boolean {
  return atlassianCrc32(token.slice(0, -HEX_WIDTH)) === token.slice(-HEX_WIDTH);
}

/** Grafana: over all before the last `_`, the lowest byte first. */
export function grafanaCrc32(before: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(crc32(before));
  return bytes.toString('hex');
}

export function fitsGrafanaCrc32(token: string): boolean {
  const at = token.lastIndexOf('_');
  return grafanaCrc32(token.slice(0, at)) === token.slice(at + 1).toLowerCase();
}

/** GitLab's routable tokens: over all before the last seven characters, in base 36. */
export function gitlabCrc32(before: string): string {
  return inBase(BASE36, crc32(before), GITLAB_WIDTH);
}

export function fitsGitlabCrc32(token: string): boolean {
  return gitlabCrc32(token.slice(0, -GITLAB_WIDTH)) === token.slice(-GITLAB_WIDTH);
}
