/** Where a value is put: the name that stands before it on its line. */
import type { SourceText } from '../sourceText.ts';

const LOOK_BACK = 120;

const secretSlot =
  /(?:token|secret|passw(?:or)?d|pwd|api[._-]?key|access[._-]?key|auth|authorization|credentials?|bearer|\bpat)[\w.-]{0,24}["'`\])]{0,3}\s{0,8}(?:=>|:=|[=:,(]|\s)\s{0,8}(?:[bfru]{0,2}["'`]|\$?\(|\\"){0,2}(?:(?:bearer|token|basic)\s{1,3})?$/i;

/** Whether the value that begins at an offset is given to something named after a secret. */
export function isInSecretSlot(source: SourceText, offset: number): boolean {
  const lineStart = source.lineStart(source.lineAt(offset));
  return secretSlot.test(source.text.slice(Math.max(lineStart, offset - LOOK_BACK), offset));
}
