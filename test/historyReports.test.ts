/** What reports make of a finding that stands in the history only: its commit is named, and no line of the head is blamed for it. */
import { describe, expect, test } from '@jest/globals';
import { scoreVector } from '../src/decide/cvss.ts';
import type { Review } from '../src/model/review.ts';
import { renderCheckRuns } from '../src/report/checkRun.ts';
import { renderReviewJson } from '../src/report/json.ts';
import { renderReviewMarkdown } from '../src/report/markdown.ts';
import { renderReview } from '../src/report/reviewComments.ts';
import { renderReviewSarif } from '../src/report/sarif.ts';
import { renderSummary } from '../src/report/summary.ts';
import { renderReviewText } from '../src/report/text.ts';
import { hostile, secrets } from './support/hostile.ts';
import { elements, references, render, words } from './support/rendered.ts';
import { check, finding, fingerprintOf, leak, quiet, withText } from './support/review.ts';

const sha = '3'.repeat(40);
const past = { ...leak, commit: { sha, subject: 'feat: a *token*', part: 'file' } as const };
const message = {
  ...leak,
  path: 'COMMIT_EDITMSG',
  startLine: 3,
  endLine: 3,
  fingerprint: fingerprintOf('7'),
  commit: { sha: '5'.repeat(40), subject: 'chore: deploy', part: 'message' } as const,
};
const review: Review = {
  ...quiet,
  introduced: [past, message],
  blocking: [leak.fingerprint, message.fingerprint],
  conclusion: { security: 'failure', tdd: 'success' },
};
const options = { checks: [check], scoreOf: scoreVector, version: '1.2.3' };

describe('what stands in the history only', () => {
  test('has no annotation, and a part of the summary of its own', () => {
    const { security } = renderCheckRuns(review);
    expect([security.annotations, security.title]).toEqual([[], '2 critical: 2 leak · 2 only in the history · score 5.0']);
    expect(renderSummary(review).split('\n\n').slice(2)).toEqual([
      '### Only in the history: 2 critical: 2 leak',
      [
        '| Severity | Check | Place | Commit | What it is, and what to do |',
        '| --- | --- | --- | --- | --- |',
        '| **critical**, blocks | `leak/github-token` | `COMMIT_EDITMSG:3` | `5555555` chore: deploy | A GitHub token stands in the source. Revoke it, then read it from the environment. |',
        '| **critical**, blocks | `leak/github-token` | `src/x.ts:7` | `3333333` feat: a \\*token\\* | A GitHub token stands in the source. Revoke it, then read it from the environment. |',
      ].join('\n'),
    ]);
  });

  test('has no comment: it stands on no line of the diff, whatever its number', () => {
    const input = { commentable: () => true, posted: [], lineOf: () => 'code', checks: [check] };
    expect(renderReview({ ...input, review })).toBeNull();
    const rendered = renderReview({ ...input, review: { ...review, introduced: [finding(), past] } })!;
    expect(rendered.comments.map(({ path, line }) => [path, line])).toEqual([['bin/run.sh', 3]]);
    expect(rendered.body).toContain(
      '- **critical** `leak/github-token` at `src/x.ts:7` in commit `3333333`: A GitHub token stands in the source.',
    );
  });

  test('is told apart in text, without code, and hides no code of the head', () => {
    const here = finding({ path: 'src/x.ts', startLine: 7, endLine: 7, startColumn: 1, endColumn: 5 });
    const shown = renderReviewText({ ...review, introduced: [here, past, message] }, { lineOf: () => 'eval', colour: false });
    expect(shown.match(/^\S.*(?=\n {2}\d)/gm)).toEqual([
      'The message of commit 5555555 (chore: deploy)',
      'src/x.ts in commit 3333333 (feat: a *token*)',
      'src/x.ts',
    ]);
    expect(shown.match(/^ +> 7 \|.*/gm)).toEqual(['    > 7 | eval']);
  });

  test('carries its commit into JSON and SARIF', () => {
    const { introduced } = JSON.parse(renderReviewJson({ ...review, introduced: [past, finding()] }));
    expect(introduced).toEqual([past, finding()]);
    const { results } = JSON.parse(renderReviewSarif({ ...review, introduced: [past] }, options)).runs[0];
    expect(results[0]).toEqual(
      expect.objectContaining({
        message: { text: 'A GitHub token stands in the source.' },
        locations: [expect.objectContaining({ message: { text: 'In commit 3333333 (feat: a *token*)' } })],
        partialFingerprints: { 'portcullis/v1': past.fingerprint },
        properties: expect.objectContaining({ commit: { sha, subject: 'feat: a *token*', part: 'file' } }),
      }),
    );
  });

  test('and what stands at the head is told with the commit that brought it', () => {
    const brought = { ...leak, broughtBy: { sha, subject: 'feat: a *token*' } };
    const here: Review = { ...review, introduced: [brought] };
    const words = 'It came with commit 3333333 (feat: a *token*), which keeps it when this line is gone.';
    const comments = renderReview({ review: here, commentable: () => true, posted: [], lineOf: () => 'code', checks: [check] })!.comments;
    expect(comments[0]!.body).toContain('It came with commit `3333333` (feat: a \\*token\\*), which keeps it when this line is gone.');
    expect(renderCheckRuns(here).security.annotations[0]!.message.split('\n')).toEqual([leak.message, words, leak.remediation]);
    expect(renderReviewText(here, { lineOf: () => null, colour: false })).toContain(`    ${words}\n`);
    expect(JSON.parse(renderReviewJson(here)).introduced).toEqual([brought]);
    expect(JSON.parse(renderReviewSarif(here, options)).runs[0].results[0].properties).toMatchObject({ broughtBy: brought.broughtBy });
  });

  test('is named with its commit where it is suppressed', () => {
    const accepted: Review = {
      ...quiet,
      suppressed: [{ finding: past, reason: 'revoked', until: '2027-01-31', source: { kind: 'config', path: '.github/portcullis.yml' } }],
    };
    expect(renderSummary(accepted)).toContain('| `src/x.ts:7` in commit `3333333` |');
    expect(renderReviewText(accepted, { lineOf: () => null, colour: false })).toContain('src/x.ts:7 in commit 3333333: leak/github-token');
  });

  test.each(hostile)('nothing gets out of a subject that is %j', (text) => {
    const dirty = withText(text, { ...review, introduced: [past, message, { ...leak, broughtBy: past.commit }] });
    const shown = renderReviewText(dirty, { lineOf: () => null, colour: true });
    expect(shown.replaceAll('\u001b[', '')).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e]/u);
    const html = render(renderReviewMarkdown(dirty));
    const allowed = 'h2 h3 p strong code table thead tbody tr th td ul li details summary'.split(' ');
    expect(elements(html).filter((element) => !allowed.includes(element))).toEqual([]);
    expect(words(html).replace(/\d{4}-\d\d-\d\d/g, '')).not.toMatch(references);
  });

  test('no secret of a subject is in any report', () => {
    for (const secret of secrets) {
      const dirty = withText(secret.text, { ...review, introduced: [past, message, { ...leak, broughtBy: past.commit }] });
      const shown = [
        renderReviewJson(dirty),
        renderReviewSarif(dirty, options),
        renderReviewText(dirty, { lineOf: () => null, colour: false }),
        renderReviewMarkdown(dirty),
        JSON.stringify(renderCheckRuns(dirty)),
      ].map((text) => text.replace(/\\(?=[^\w])|\u200b/g, ''));
      expect(secret.hidden.filter((part) => shown.some((text) => text.includes(part)))).toEqual([]);
    }
  });
});
