/** Texts of changed files, decoded when a finding needs them: for line maps, code frames, suggestions. */
import { decode } from '../engine/files/decode.ts';
import type { Change, FileVersion } from '../model/change.ts';

export interface HeadTexts {
  /** The text at the head; null if there is none (binary, gone). */
  of(path: string): Promise<string | null>;
}

/** The text of one version, or null if it is none. */
export async function textOf(change: Change, version: FileVersion | null): Promise<string | null> {
  if (!version || version.mode === 'submodule') return null;
  const content = await change.load(version);
  if (content.kind === 'unavailable') return null;
  const decoded = decode(content.bytes);
  return decoded.kind === 'text' ? decoded.text : null;
}

export function headTexts(change: Change): HeadTexts {
  const versions = new Map(change.files.flatMap((file) => (file.head ? [[file.head.path, file.head] as const] : [])));
  const texts = new Map<string, Promise<string | null>>();
  return {
    of(path) {
      let text = texts.get(path);
      if (!text) {
        text = textOf(change, versions.get(path) ?? null);
        texts.set(path, text);
      }
      return text;
    },
  };
}
