/** The same pull request in a terminal: checks, comments with their code, the merge box. */
import { styleText } from 'node:util';
import { terminal as printable } from '../src/report/escape.ts';
import { withoutMarkers } from '../src/report/marker.ts';
import type { ReviewComment } from '../test/fake-github/state.ts';
import { placeOf } from './page/comment.ts';
import { historyIn, type MergeAnswer, type Snapshot } from './snapshot.ts';

export interface Screen {
  heading(text: string): void;
  line(text: string): void;
  /** A claim that held. */
  held(claim: string): void;
  checks(snapshot: Snapshot): void;
  /** What no line of the head holds. */
  history(snapshot: Snapshot): void;
  comments(snapshot: Snapshot): void;
  mergeBox(snapshot: Snapshot): void;
}

type Style = Parameters<typeof styleText>[0];

const CODE_WIDTH = 110;
/** Lines of a comment's hunk: some above the ones that are meant, and the first of those. */
const SHOWN = 5;

/** Markdown's escapes undone: a terminal shows no formatting that they would have to keep out. */
function withoutMarkup(markdown: string): string {
  return markdown
    .replace(/\*\*|`|\u200b/g, '')
    .replace(/\\(?=[^\w\s])/g, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}

/** First paragraphs of a comment without their marks: what is wrong, and what to write instead. */
function essence(body: string): { readonly title: string; readonly text: readonly string[] } {
  const [title = '', ...rest] = withoutMarkers(body).split('\n\n').map(withoutMarkup);
  if (rest[0]?.startsWith('<details>')) return { title, text: [] };
  return { title, text: [...rest.slice(0, 1), ...rest.filter((paragraph) => paragraph.startsWith('Instead:'))] };
}

export function openScreen(write: (text: string) => void, colour: boolean): Screen {
  const paint = (style: Style, text: string) => (colour ? styleText(style, text) : text);
  const line = (text: string) => write(`${text}\n`);

  function conclusionOf(conclusion: string | null): string {
    const style: Style = conclusion === 'success' ? 'green' : conclusion === 'failure' ? 'red' : 'yellow';
    return paint(style, (conclusion ?? 'running').padEnd(8));
  }

  function answerLine({ status, message }: MergeAnswer): string {
    return `  PUT …/merge answered ${status}: ${printable(message)}`;
  }

  function comment(one: ReviewComment): void {
    const { title, text } = essence(one.body);
    line(
      `  ${paint('bold', `${printable(one.path)}:${one.originalStartLine ?? one.originalLine}`)}  ${paint(one.line === null ? 'dim' : 'red', printable(title))}`,
    );
    if (text.length === 0) return;
    const { lines, isMeant } = placeOf(one);
    for (const shown of lines.slice(0, SHOWN)) {
      const number = `${String(shown.now ?? shown.old).padStart(5)} ${shown.mark}`;
      const code = printable(shown.text, CODE_WIDTH);
      line(isMeant(shown) ? `  ${paint('red', '>')}${number} │ ${code}` : paint('dim', `   ${number} │ ${code}`));
    }
    for (const paragraph of text) line(`          ${printable(paragraph, 300)}`);
    if (one.body.includes('```suggestion')) line(paint('green', '          A suggestion can be committed from the comment.'));
    line('');
  }

  return {
    line,
    heading: (text) => line(`\n${paint('bold', text)}`),
    held: (claim) => line(`  ${paint('green', '✓')} ${claim}`),
    checks({ runs }) {
      for (const run of runs) line(`  ${conclusionOf(run.conclusion)} ${paint('bold', run.name)}  ${printable(run.title ?? '')}`);
    },
    history({ runs }) {
      const rows = runs.flatMap((run) => historyIn(run).split('\n').slice(4));
      for (const row of rows) {
        const [, severity = '', , place = '', commit = '', what = ''] = withoutMarkup(row).split(/ ?\| ?/);
        if (place === '') continue;
        line(`  ${paint('bold', `${printable(place)} in commit ${printable(commit)}`)}  ${paint('red', printable(severity))}`);
        line(`          ${printable(what, 300)}`);
      }
    },
    comments({ comments }) {
      for (const one of comments) comment(one);
    },
    mergeBox({ merge, pull, answer }) {
      if (pull.merged) line(`  ${paint('magenta', 'merged')} as ${pull.mergeCommitSha?.slice(0, 7)}`);
      else if (merge.mergeable) line(`  ${paint('green', 'Ready to merge.')}`);
      else line(`  ${paint('red', 'Merging is blocked.')} ${merge.reasons.map((reason) => printable(reason)).join(' ')}`);
      if (answer) line(answerLine(answer));
    },
  };
}
