/** Real repositories of sequences, all in one store, made at once. */
import type { Repository } from '../support/repository.ts';
import type { FileText, Sequence, Step } from './sequence.ts';

export interface Made {
  readonly base: string;
  readonly head: string;
}

/** By name of the sequence. */
export function makeHistories(repo: Repository, sequences: readonly Sequence[]): Map<string, Made> {
  const out: string[] = [];
  let marks = 0;
  const ends: { name: string; base: number; head: number }[] = [];
  for (const [at, sequence] of sequences.entries()) {
    const ref = `refs/heads/s${at}`;
    const names = new Map<string, number>();
    let last = 0;
    let clock = 1_700_000_000;
    const commit = ({ say, files = {}, as, on, merge = [], date, author = 'Ada' }: Step): void => {
      clock += 60;
      const mark = ++marks;
      const when = `<${author.replace(/\W/g, '').toLowerCase()}@example.com> ${date ?? clock} +0000`;
      const from = on === undefined ? last : names.get(on)!;
      out.push(`commit ${ref}\nmark :${mark}\nauthor ${author} ${when}\ncommitter ${author} ${when}\n${data(say)}`);
      if (from > 0) out.push(`from :${from}\n`);
      for (const name of merge) out.push(`merge :${names.get(name)!}\n`);
      out.push(...Object.entries(files).map(([path, text]) => change(path, text)), '\n');
      last = mark;
      if (as !== undefined) names.set(as, mark);
    };
    out.push(`reset ${ref}\n`);
    commit({ say: 'chore: what there was', files: { 'README.md': 'A shop.\n', ...sequence.base } });
    for (const step of sequence.before ?? []) commit(step);
    names.set('base', last);
    const base = last;
    for (const step of sequence.steps) commit(step);
    ends.push({ name: sequence.name, base, head: last });
    out.push(`reset refs/tags/base${at}\nfrom :${base}\n\nreset refs/tags/head${at}\nfrom :${last}\n\n`);
  }
  repo.feed(['fast-import', '--quiet', '--force'], out.join(''));
  return new Map(ends.map(({ name }, at) => [name, { base: `refs/tags/base${at}`, head: `refs/tags/head${at}` }]));
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

function change(path: string, text: FileText): string {
  if (text === null) return `D ${path}\n`;
  return typeof text === 'string' ? `M 100644 inline ${path}\n${data(text)}` : `R ${text.from} ${path}\n`;
}
