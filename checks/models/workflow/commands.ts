/** Commands of scripts that print what outsiders wrote, and those that leave nothing dangerous of it. */
import { pullEvents, type Writable } from './contexts.ts';

/** What comes out of these holds no text of the input: counts, sums, encodings, or only the characters that are named. */
const HARMLESS =
  /^(?:wc|md5sum|sha\d*sum|shasum|b2sum|cksum|base64|uuidgen|openssl|date)\b|^tr\s+(?:-cd|-dc|-c\s+-d|-d\s+-c|--complement)\b|^sed\s+(?:-[a-zA-Z]+\s+)*(['"])s(.)\[\^[^\]]+\][*+]?\2[\w.-]?\2g[;'"]|^grep\s+(?:-\w+\s+)*-\w*[cqo]|^(?:ConvertTo-Json|Measure-Object)\b/;

/** Only one line is left. */
const ONE_LINE = /^(?:tr\s+(?:-d|--delete)\s+['"]?\\n|head\s+-(?:n\s*)?1\b|tail\s+-(?:n\s*)?1\b|xargs\s*$|paste\s+-s)/;

export function isHarmless(stage: string): boolean {
  return HARMLESS.test(stage.slice(0, 300));
}

export function leavesOneLine(stage: string): boolean {
  return ONE_LINE.test(stage.slice(0, 300));
}

/** They print what is given to them, by their words or on their input. */
export const passing =
  /^(?:echo|printf|cat|sed|awk|gawk|tr|cut|grep|egrep|head|tail|sort|uniq|rev|fold|tee|jq|yq|xargs|basename|dirname|realpath|readlink|python3?|perl|node|Write-Output|Get-Content)\b/;

const contentEvents = ['pull_request', 'pull_request_review', 'pull_request_review_comment', 'push'];

const writable = (name: string, events: readonly string[], hasLines: boolean): Writable => ({ name, events, hasLines });

/** `gh pr view … --json title,body`: who opened it wrote that. */
const ASKED = /^(?:gh|hub)\s+(pr|issue|api|release)\b/;
const FREE_FIELD =
  /\b(?:title|body|comments?|reviews?|headRefName|head\.ref|head_ref|commits?|messageHeadline|messageBody|files?|filename)\b/;
const HISTORY = /^git\s+(?:-[Cc]\s*\S+\s+)*(?:log|show|rev-list|shortlog|for-each-ref|name-rev|cat-file)\b/;
const SUBJECT =
  /%(?:s|b|B|an|ae|cn|ce|N|D|d)|--oneline|--pretty(?![=:])|--name-only|--name-status|--format=(?:short|medium|full)\b|contents|subject/;
const PATHS = /^git\s+(?:-[Cc]\s*\S+\s+)*(?:diff|diff-tree|ls-files|ls-tree|status|whatchanged)\b/;
const NAMES_ONLY = /--name-(?:only|status)|^git\s+(?:-[Cc]\s*\S+\s+)*(?:ls-|status)|--porcelain/;

/** What the first command of a substitution prints of outsiders; `headIsHere`: an outsider's commit is checked out. */
export function printedBy(stage: string, headIsHere: boolean): Writable | null {
  const command = stage.slice(0, 600);
  const asked = ASKED.exec(command);
  if (asked && FREE_FIELD.test(command)) {
    if (asked[1] === 'issue') return writable('the text of an issue', ['issues', 'issue_comment'], true);
    const branchOnly = !/\b(?:body|comments?|reviews?|commits?|messageBody)\b/.test(command);
    return writable('the text of a pull request', [...pullEvents, 'issue_comment', 'workflow_run'], !branchOnly);
  }
  const events = headIsHere ? [...contentEvents, 'pull_request_target', 'issue_comment', 'workflow_run'] : contentEvents;
  if (HISTORY.test(command) && SUBJECT.test(command)) {
    return writable('the message of a commit', events, /%[bBN]|--pretty(?![=:])|--name-|contents/.test(command));
  }
  if (PATHS.test(command) && NAMES_ONLY.test(command)) return writable('the names of changed files', events, true);
  return null;
}

/** `jq -r .pull_request.title "$GITHUB_EVENT_PATH"`: the context of the same name. */
export function eventFieldOf(stage: string): string | null {
  if (!/GITHUB_EVENT_PATH/.test(stage)) return null;
  const path = /(?:^|[\s'"(|])\.((?:[A-Za-z_]\w*)(?:\[\d*\])?(?:\.[A-Za-z_]\w*(?:\[\d*\])?)*)/.exec(stage.slice(0, 600))?.[1];
  return path === undefined ? null : `github.event.${path.replace(/\[\d*\]/g, '.*').toLowerCase()}`;
}

/** A file that is read. */
export const readingFile = /^(?:cat|head|tail|jq|yq|grep|sed|awk|cut|tr|Get-Content|gc|unzip\s+-p)\b|^</;
