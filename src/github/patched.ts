/** A file's next version from the one before and GitHub's patch; null where the patch does not fit. */
export function patched(before: string, patch: string): string | null {
  const old = linesOf(before);
  const out: string[] = [];
  let at = 0;
  /** What the line told last went into, for the mark that says that it has no end. */
  let last: 'out' | 'old' = 'old';
  let isInHunk = false;
  for (const line of patch.split('\n')) {
    const hunk = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,\d+)? @@/.exec(line);
    if (hunk) {
      // Lines from which nothing is taken are counted from the one before.
      const start = Number(hunk[1]) - (hunk[2] === '0' ? 0 : 1);
      if (start < at || start > old.length) return null;
      for (; at < start; at++) out.push(old[at]!);
      isInHunk = true;
      continue;
    }
    if (!isInHunk) return null;
    const text = line.slice(1);
    if (line.startsWith('\\')) {
      if (last === 'out') out.push(withoutEnd(out.pop() ?? ''));
    } else if (line.startsWith('+')) {
      out.push(`${text}\n`);
      last = 'out';
    } else {
      if (at >= old.length || withoutEnd(old[at]!) !== text) return null;
      if (!line.startsWith('-')) out.push(`${text}\n`);
      last = line.startsWith('-') ? 'old' : 'out';
      at++;
    }
  }
  return isInHunk ? out.join('') + old.slice(at).join('') : null;
}

/** With their ends. */
function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => `${line}\n`);
  const rest = withoutEnd(lines.pop()!);
  return rest === '' ? lines : [...lines, rest];
}

function withoutEnd(line: string): string {
  return line.endsWith('\n') ? line.slice(0, -1) : line;
}
