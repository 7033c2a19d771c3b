/** A commit message as git will store it, from the file that it gives to a commit-msg hook. */

export interface MessageSettings {
  /** `core.commentChar` or `core.commentString`; `auto` where git chose one that the message does not use. */
  readonly comment: string;
  /** `commit.cleanup`. */
  readonly cleanup: string;
  /** Whether an editor was open, so that git's own lines may stand in it. */
  readonly isEdited: boolean;
}

const scissors = ' ------------------------ >8 ------------------------';

export function cleanMessage(raw: string, settings: MessageSettings): string {
  const { cleanup, isEdited } = settings;
  if (cleanup === 'verbatim') return raw;
  const lines = raw.split('\n');
  const comment = settings.comment === 'auto' ? guessComment(lines) : settings.comment;
  // `git commit --verbose` puts the diff below, whatever the cleanup.
  const end = isEdited ? lines.indexOf(comment + scissors) : -1;
  const strips = cleanup === 'strip' || (cleanup !== 'whitespace' && cleanup !== 'scissors' && isEdited);
  const kept = lines.slice(0, end < 0 ? lines.length : end).filter((line) => !(strips && line.startsWith(comment)));
  const trimmed = kept.map((line) => line.trimEnd());
  const text = trimmed.filter((line, at) => line !== '' || (at > 0 && trimmed[at - 1] !== ''));
  return text.join('\n').replace(/^\n/, '').trimEnd();
}

/** Git puts its lines last, or above the scissors' diff. */
function guessComment(lines: readonly string[]): string {
  const cut = lines.find((line) => line.endsWith(scissors) && line.length === scissors.length + 1);
  const last = cut ?? lines.findLast((line) => line.trim() !== '') ?? '#';
  return /^[#;@!$%^&|:]/.test(last) ? last[0]! : '#';
}
