/** Code in the texts of other code: found, parsed with its own grammar, checked by its own rules, told by its place in the file. */
import type { RawFinding, Safeguard } from '../../model/analysis.ts';
import { refusal } from '../files/guards.ts';
import { misreading } from '../files/misread.ts';
import type { FoundSecret } from '../literals/foundSecret.ts';
import type { Core } from '../parse/grammars.ts';
import type { CheckRunner, Parsed } from '../runChecks.ts';
import type { SourceText } from '../sourceText.ts';
import { findIn } from './findIn.ts';
import type { InnerCode } from './innerCode.ts';
import { InnerText } from './innerText.ts';

/** Code in code in code in a file. */
const MAX_DEPTH = 3;

/** Inner code stands in its host: only a file made for it has more, all levels together, than this many times its own length. */
const MOST_TIMES = 2;
/** Names for values of the host can be longer than what they stand for. */
const ALWAYS = 10_000;

export interface EmbeddedResults {
  readonly findings: readonly RawFinding[];
  readonly safeguards: readonly Safeguard[];
  readonly syntaxErrors: number;
  readonly incomplete: readonly string[];
}

interface Found {
  readonly code: InnerCode;
  readonly host: SourceText;
  readonly depth: number;
}

/**
 * Analyses the inner code of a parsed file. Each parse has the deadline of the file's own; how much there is to parse is bounded by the
 * file's length, and the deadline for the whole file is kept by who started this process.
 */
export function analyzeEmbedded(
  core: Core,
  runner: CheckRunner,
  file: SourceText,
  parsed: Parsed,
  parseDeadline: number,
  known: readonly FoundSecret[],
): EmbeddedResults {
  const findings: RawFinding[] = [];
  const safeguards: Safeguard[] = [];
  const secrets: FoundSecret[] = [...known];
  const incomplete = new Set<string>();
  const work: Found[] = [];
  let syntaxErrors = 0;
  let left = file.text.length * MOST_TIMES + ALWAYS;

  const look = (host: SourceText, inner: Parsed, depth: number): void => {
    findIn(host, inner, {
      add: (code) => void (code.text.hasOwnText && work.push({ code, host, depth: depth + 1 })),
      unread: (at, reason) => incomplete.add(`line ${host.lineAt(at)}: ${reason}`),
    });
  };
  look(file, parsed, 0);
  // Grows while it is gone through.
  for (const { code, host, depth } of work) {
    const source = new InnerText(host, code);
    const problem = analyze(source, code, depth);
    if (problem !== null) incomplete.add(`the code embedded on line ${source.lineAt(0)} was not analysed: ${problem}`);
  }
  return { findings, safeguards, syntaxErrors, incomplete: [...incomplete] };

  function analyze(source: InnerText, { language }: InnerCode, depth: number): string | null {
    if (depth > MAX_DEPTH) return `code nests deeper than ${MAX_DEPTH} levels`;
    left -= source.text.length;
    if (left < 0) return 'there is more of it than the file is long';
    // Many short lines of a host can be one of the inner text.
    const refused = refusal(source.text, Number.POSITIVE_INFINITY);
    if (refused) return refused;
    const tree = core.parse(language, source.text, parseDeadline);
    if (!tree) return `parsing took longer than ${parseDeadline} ms`;
    syntaxErrors += tree.countErrors();
    const inner: Parsed = { language, tree, documents: [], dockerfile: null };
    const results = runner.runInner(source, inner, secrets);
    secrets.push(...results.secrets);
    findings.push(...results.findings);
    safeguards.push(...results.safeguards);
    for (const reason of results.incomplete) incomplete.add(reason);
    look(source, inner, depth);
    const misread = language === 'bash' ? misreading(source, language, tree) : null;
    if (misread !== null) incomplete.add(misread);
    return null;
  }
}
