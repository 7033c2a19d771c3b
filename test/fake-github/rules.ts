/** What GitHub refuses or forbids in words, beyond what its schema can say. */
import type { Sent } from './validation.ts';

type Json = Readonly<Record<string, unknown>>;

const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter((it) => typeof it === 'object' && it !== null) : []);
const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? { ...value } : {});
const isNumber = (value: unknown): value is number => typeof value === 'number';

function* longTexts(texts: Json, limits: Readonly<Record<string, number>>, place: string): Generator<string> {
  for (const [name, limit] of Object.entries(limits)) {
    const value = texts[name];
    if (typeof value === 'string' && Buffer.byteLength(value) > limit) yield `${place}.${name} is longer than ${limit} bytes`;
  }
}

function* annotationProblems(annotation: Json, place: string): Generator<string> {
  const { start_line: start, end_line: end, start_column: from, end_column: to } = annotation;
  yield* longTexts(annotation, { message: 65_536, raw_details: 65_536 }, place);
  if (typeof annotation.title === 'string' && annotation.title.length > 255) yield `${place}.title is longer than 255 characters`;
  for (const name of ['message', 'path']) if (annotation[name] === '') yield `${place}.${name} is empty`;
  if (isNumber(start) && start < 1) yield `${place}.start_line counts from 1`;
  if (isNumber(start) && isNumber(end) && end < start) yield `${place}.end_line precedes start_line`;
  const columns = from !== undefined || to !== undefined;
  if (columns && start !== end) yield `${place} has columns, which need start_line = end_line`;
  if (isNumber(from) && from < 1) yield `${place}.start_column counts from 1`;
  if (isNumber(from) && isNumber(to) && to < from) yield `${place}.end_column precedes start_column`;
}

function* checkRunProblems({ body }: Sent): Generator<string> {
  const run = object(body);
  const output = object(run.output);
  if (run.status === 'completed' && run.conclusion === undefined) yield 'body.status is completed without a conclusion';
  if (run.conclusion !== undefined && run.status !== undefined && run.status !== 'completed')
    yield 'body.conclusion is given for a run that is not completed';
  if (run.conclusion === 'stale') yield 'body.conclusion stale is set by GitHub alone';
  if (run.name === '') yield 'body.name is empty';
  if (typeof run.head_sha === 'string' && !/^[0-9a-f]{40}$/.test(run.head_sha)) yield 'body.head_sha is no full sha';
  if (typeof run.details_url === 'string' && !/^https?:\/\//.test(run.details_url)) yield 'body.details_url is no http(s) URL';
  for (const [index, annotation] of objects(output.annotations).entries())
    yield* annotationProblems(annotation, `body.output.annotations[${index}]`);
}

function* commentProblems(comment: Json, place: string): Generator<string> {
  if (comment.position !== undefined) yield `${place}.position is closed down: use line and side`;
  if (comment.body === '') yield `${place}.body is empty`;
  if (typeof comment.body === 'string' && comment.body.length > 65_536) yield `${place}.body is longer than 65536 characters`;
  for (const name of ['side', 'start_side']) {
    const side = comment[name];
    if (side !== undefined && side !== 'LEFT' && side !== 'RIGHT') yield `${place}.${name} must be LEFT or RIGHT`;
  }
  const { line, start_line: start } = comment;
  if (isNumber(line) && line < 1) yield `${place}.line counts from 1`;
  if (start === undefined && comment.start_side !== undefined) yield `${place}.start_side needs start_line`;
  if (isNumber(start) && !(isNumber(line) && start < line)) yield `${place}.start_line must precede line; leave it out for a single line`;
  if (typeof comment.path === 'string' && (comment.path.startsWith('/') || comment.path === ''))
    yield `${place}.path is not relative to the repository`;
}

function* reviewProblems({ body }: Sent): Generator<string> {
  const review = object(body);
  if (typeof review.body === 'string' && review.body.length > 65_536) yield 'body.body is longer than 65536 characters';
  for (const [index, comment] of objects(review.comments).entries()) {
    const place = `body.comments[${index}]`;
    yield* commentProblems(comment, place);
    if (comment.line === undefined && comment.position === undefined) yield `${place}.line is missing`;
  }
}

function* singleCommentProblems({ body }: Sent): Generator<string> {
  const comment = object(body);
  yield* commentProblems(comment, 'body');
  if (comment.subject_type !== 'file' && comment.line === undefined && comment.in_reply_to === undefined) yield 'body.line is missing';
}

function* emptyBody({ body }: Sent): Generator<string> {
  if (object(body).body === '') yield 'body.body is empty';
}

const rules: Readonly<Record<string, (sent: Sent) => Iterable<string>>> = {
  'POST /repos/{owner}/{repo}/check-runs': checkRunProblems,
  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': checkRunProblems,
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews': reviewProblems,
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/comments': singleCommentProblems,
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies': emptyBody,
  'PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}': emptyBody,
};

export function stricterRules(key: string, sent: Sent): string[] {
  const problems = [...(rules[key]?.(sent) ?? [])];
  // GitHub silently shortens a page to 100; who asks for more does not see all.
  if (Number(sent.query.get('per_page') ?? 1) > 100) problems.push('query parameter per_page is above 100');
  return problems;
}
