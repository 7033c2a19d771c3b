import { constantOf, type FlowRule, type Hit, type Known } from '../../../src/engine/check.ts';
import { commandWords } from '../../models/flow/commandWords.ts';
import { type Hole, holesIn, reportOf, worstOf } from '../../models/flow/weighHit.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Programs whose options start others, write files or read them. */
const harmful =
  /(?:^|[/\\])(?:git|hg|svn|tar|bsdtar|zip|unzip|7z|ssh|scp|sftp|rsync|curl|wget|find|npm|npx|yarn|pnpm|pip\d?|docker|kubectl|man|less|sed|awk|sort|xargs|ffmpeg|convert|magick|gs|pdflatex|pandoc|wkhtmltopdf|chromium|google-chrome|chrome|java|mvn|gradle|helm|terraform|mysql|mysqldump|psql|pg_dump|sqlite3|sendmail|gpg|openssl|nmap|tcpdump|zstd|env|systemctl)(?:\.exe)?$/;

/** Options of which the next word is the value. */
const taking =
  /^-(?:[bcCdefFiIkmnoOprRtTuUwX]|-(?!(?:quiet|force|verbose|recursive|all|bare|mirror|tags|prune|dry-run|single-branch|porcelain|hard|soft|no-[a-z-]+)$)[a-z][a-z-]*)$/;

/** Whole words that may begin with a dash, where options still are read. */
function operands(words: readonly Known[]): readonly Known[] {
  const found: Known[] = [];
  for (let index = 1; index < words.length; index++) {
    const text = constantOf(words[index]!);
    if (text === '--') break;
    const previous = index > 1 ? constantOf(words[index - 1]!) : null;
    if (text === null && !(previous !== null && taking.test(previous))) found.push(words[index]!);
  }
  return found;
}

function dangerous(hit: Hit): readonly Hole[] {
  const words = commandWords(hit);
  const program = words?.[0] && constantOf(words[0]);
  if (!words || typeof program !== 'string' || !harmful.test(program)) return [];
  return operands(words).flatMap((word) => holesIn(word, hit.at, 'argument').filter(({ index }) => index === 0));
}

/** Fetching from a repository starts what `--upload-pack` says: that is told to the authors of libraries, too. */
function isRepository(hit: Hit): boolean {
  const [program, ...words] = (commandWords(hit) ?? []).map(constantOf);
  return (
    /^(?:git|hg)$/.test(program ?? '') &&
    words.some((word) => /^(?:clone|fetch|pull|push|ls-remote|archive|submodule|remote|incoming|outgoing)$/.test(word ?? ''))
  );
}

/** Reports words from outside that a program may read as options. */
export const js: FlowRule = {
  binding: javascript,
  contexts: ['argument'],
  judge(hit, judge) {
    const danger = worstOf(dangerous(hit));
    const vector = isRepository(hit) ? { outside: vectors.option, caller: vectors.option } : { outside: vectors.option };
    return danger && reportOf(hit, danger, judge, { vectors: vector, ending: 'and it may be read as an option' });
  },
};
