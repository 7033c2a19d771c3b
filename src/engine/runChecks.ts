/** Runs checks over one file: one pass over the flat tree for all of them, one search for all literals. */

import type { Document, LineCounter } from 'yaml';
import type { Language, RawFinding, Safeguard } from '../model/analysis.ts';
import type {
  CheckContext,
  CheckDeclaration,
  DockerfileContext,
  DocumentDetection,
  LiteralDetection,
  Report,
  SecretDetection,
  SyntaxContext,
  SyntaxDetection,
  SyntaxRules,
} from './check.ts';
import type { Dockerfile } from './documents/dockerfile.ts';
import { sharing } from './facts.ts';
import { pathOfCode } from './files/language.ts';
import { roleByPath } from './files/role.ts';
import { partialOf } from './flow/partial.ts';
import { nodeAt, scopeOf, statementOf } from './identity.ts';
import { flattenedAt } from './ir/flattening.ts';
import { asItStands, type DerivedText, nameAsText } from './literals/derivedText.ts';
import { derivedTexts } from './literals/derivedTexts.ts';
import type { FoundSecret } from './literals/foundSecret.ts';
import { withoutOverlaps } from './literals/overlaps.ts';
import { identityOf } from './literals/secretIdentity.ts';
import { SecretSearch } from './literals/secretSearch.ts';
import { type Claim, outweighed } from './oneValue.ts';
import type { FlatTree } from './parse/flatTree.ts';
import { SyntaxNode } from './parse/syntaxNode.ts';
import type { SourceText } from './sourceText.ts';

type Key = 'bash' | 'js' | 'py' | 'ps';

/** Which key of a declaration a language looks under. */
const keyOf: Readonly<Partial<Record<Language, Key>>> = {
  bash: 'bash',
  javascript: 'js',
  typescript: 'js',
  tsx: 'js',
  python: 'py',
  powershell: 'ps',
};

export interface ParsedDocument {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

/** What a file was parsed to; all absent for a text that is only searched. */
export interface Parsed {
  readonly language: Language | null;
  readonly tree: FlatTree | null;
  readonly documents: readonly ParsedDocument[];
  readonly dockerfile: Dockerfile | null;
}

export interface CheckResults {
  readonly findings: RawFinding[];
  readonly safeguards: Safeguard[];
  /** What was found of the families of all checks, reported or not. It must not leave this process. */
  readonly secrets: FoundSecret[];
  /** Checks that threw: a bug of ours, so the file counts as not fully analysed. */
  readonly incomplete: string[];
  /** Which of the findings are about a written value. */
  readonly claims: Claim[];
}

type Rule = { readonly check: CheckDeclaration; readonly visit: SyntaxRules[string] };

/** How a check looks, in each of its ways. */
export function detections(check: CheckDeclaration) {
  return 'kind' in check.detect ? [check.detect] : check.detect;
}

type Guarded = (check: CheckDeclaration, look: () => void) => void;

/** Lets a check look until it throws. */
function guarding(results: CheckResults): Guarded {
  const failed = new Set<string>();
  return (check, look) => {
    if (failed.has(check.id)) return;
    try {
      look();
    } catch (error) {
      // The message could repeat what stands in the file, so only the kind of error is told.
      failed.add(check.id);
      results.incomplete.push(`check ${check.id} failed (${error instanceof Error ? error.name : 'unknown error'})`);
    }
  };
}

/** The order in which findings are told. */
export function byPlace(a: RawFinding, b: RawFinding): number {
  return a.startLine - b.startLine || a.startColumn - b.startColumn || (a.checkId < b.checkId ? -1 : 1);
}

/** The checks arranged for running; made once a process. */
export class CheckRunner {
  private readonly rules: Record<Key, Map<string, Rule[]>> = { bash: new Map(), js: new Map(), py: new Map(), ps: new Map() };
  private readonly literals: { readonly check: CheckDeclaration; readonly detection: LiteralDetection }[] = [];
  private readonly secrets: { readonly check: CheckDeclaration; readonly detection: SecretDetection }[] = [];
  private readonly search: SecretSearch;
  private readonly yaml: { readonly check: CheckDeclaration; readonly asked: NonNullable<DocumentDetection['yaml']> }[] = [];
  private readonly dockerfiles: { readonly check: CheckDeclaration; readonly look: (context: DockerfileContext) => void }[] = [];

  constructor(checks: readonly CheckDeclaration[]) {
    for (const check of checks) {
      for (const detection of detections(check)) {
        if (detection.kind === 'syntax') this.addSyntax(check, detection);
        else if (detection.kind === 'literal') this.literals.push({ check, detection });
        else if (detection.kind === 'secret') this.secrets.push({ check, detection });
        else {
          if (detection.yaml) this.yaml.push({ check, asked: detection.yaml });
          if (detection.dockerfile) this.dockerfiles.push({ check, look: detection.dockerfile });
        }
      }
    }
    this.search = new SecretSearch([...new Set(this.secrets.flatMap(({ detection }) => detection.families))]);
  }

  private addSyntax(check: CheckDeclaration, detection: SyntaxDetection): void {
    for (const key of ['bash', 'js', 'py', 'ps'] as const) {
      for (const [type, visit] of Object.entries(detection[key] ?? {})) {
        const rules = this.rules[key].get(type) ?? [];
        rules.push({ check, visit });
        this.rules[key].set(type, rules);
      }
    }
  }

  /** Whether any check looks into the YAML of this path. */
  wantsYaml(path: string): boolean {
    return this.yaml.some(({ asked }) => asked.paths.test(path));
  }

  /**
   * The rules of the inner language over code in a text, and the secrets in what is folded or decoded of it. Literals, and secrets as they
   * stand, were looked for in the file around it: `known` is what was found there.
   */
  runInner(source: SourceText, parsed: Parsed, known: readonly FoundSecret[]): CheckResults {
    const results: CheckResults = { findings: [], safeguards: [], secrets: [], incomplete: [], claims: [] };
    const { tree, language } = parsed;
    if (!tree || !language) return results;
    const contextOf = contextsFor(source, language, results);
    this.runSyntax(source, tree, language, results, contextOf);
    if (this.secrets.length === 0) return withoutOutweighed(results);
    const derived = [...derivedTexts(source, parsed)];
    const told = new Set(known.map(identityOf));
    const all = this.secretsAmong(derived).filter((one) => !told.has(identityOf(one)));
    if (all.length > 0) this.lookAtSecrets(all, [asItStands(source.text), ...derived], results, contextOf);
    return withoutOutweighed(results);
  }

  /**
   * `code` is the text that was parsed, where it is not the file's own: a template's. Literals are looked for in the file's. `sent`: of a
   * Dockerfile, what `DockerfileContext` says of it.
   */
  run(
    source: SourceText,
    parsed: Parsed,
    { code = source, sent = [] }: { readonly code?: SourceText; readonly sent?: readonly string[] } = {},
  ): CheckResults {
    const results: CheckResults = { findings: [], safeguards: [], secrets: [], incomplete: [], claims: [] };
    const guarded = guarding(results);
    const contextOf = contextsFor(code, parsed.language, results);
    if (parsed.tree && parsed.language) this.runSyntax(code, parsed.tree, parsed.language, results, contextOf);
    const ofFile = contextsFor(source, parsed.language, results);
    this.runLiterals(source, guarded, ofFile);
    if (this.secrets.length > 0) {
      const texts = [asItStands(source.text), ...derivedTexts(code, parsed)];
      this.lookAtSecrets([...this.secretsInName(source), ...this.secretsAmong(texts)], texts, results, ofFile);
    }
    for (const { document, lines } of parsed.documents) {
      for (const { check, asked } of this.yaml) {
        if (!asked.paths.test(pathOfCode(source.path))) continue;
        guarded(check, () => asked.look({ ...contextOf(check, null), document, lines }));
      }
    }
    const { dockerfile } = parsed;
    if (dockerfile) {
      for (const { check, look } of this.dockerfiles) guarded(check, () => look({ ...contextOf(check, null), dockerfile, sent }));
    }
    return withoutOutweighed(results);
  }

  private runSyntax(source: SourceText, tree: FlatTree, language: Language, results: CheckResults, contextOf: ContextOf): void {
    const guarded = guarding(results);
    const key = keyOf[language];
    if (!key) return;
    const rules = this.rules[key];
    const root = new SyntaxNode(tree, 0);
    const shared = sharing(tree, source);
    const contexts = new Map<CheckDeclaration, SyntaxContext>();
    const ready = ({ check, visit }: Rule) => {
      let context = contexts.get(check);
      if (!context) {
        context = { ...contextOf(check, tree), root, shared };
        contexts.set(check, context);
      }
      return { check, visit: visit!, context };
    };
    let node = root;
    let rule: ReturnType<typeof ready>;
    const look = () => rule.visit(node, rule.context);
    // Indexed by type id; false: no rule asks for it.
    const byType: (ReturnType<typeof ready>[] | false)[] = [];
    for (let index = 0; index < tree.count; index++) {
      const type = tree.type[index]!;
      let found = byType[type];
      if (found === undefined) {
        found = rules.get(tree.names.types[type]!)?.map(ready) ?? false;
        byType[type] = found;
      }
      if (!found) continue;
      node = new SyntaxNode(tree, index);
      for (rule of found) guarded(rule.check, look);
    }
    results.incomplete.push(...partialOf(tree));
    const flattened = flattenedAt(tree);
    if (flattened !== null)
      results.incomplete.push(`line ${source.lineAt(flattened)} nests too deep: in which order things happen there was not followed`);
  }

  private runLiterals(source: SourceText, guarded: Guarded, contextOf: ContextOf): void {
    const lower = source.text.toLowerCase();
    for (const { check, detection } of this.literals) {
      if (detection.keywords.some((keyword) => lower.includes(keyword))) {
        // Without the tree: a literal is the same one in whatever function or statement it stands.
        guarded(check, () => detection.find(contextOf(check, null)));
      }
    }
  }

  /** Every secret of a file, once, as it stands or folded and decoded. */
  secretsIn(source: SourceText, parsed: Parsed): readonly FoundSecret[] {
    return [...this.secretsInName(source), ...this.secretsAmong([asItStands(source.text), ...derivedTexts(source, parsed)])];
  }

  /** By their marks alone: what stands near something else in a path is a folder like any other. */
  private secretsInName({ path }: SourceText): readonly FoundSecret[] {
    return this.secretsAmong([nameAsText(path)]).filter(({ family }) => !family.near);
  }

  private secretsAmong(texts: readonly DerivedText[]): readonly FoundSecret[] {
    return withoutOverlaps(texts.flatMap((text) => this.search.search(text)));
  }

  private lookAtSecrets(all: readonly FoundSecret[], texts: readonly DerivedText[], results: CheckResults, contextOf: ContextOf): void {
    const guarded = guarding(results);
    results.secrets.push(...all);
    for (const { check, detection } of this.secrets) {
      const own = all.filter(({ family }) => detection.families.includes(family));
      guarded(check, () => detection.look(own, { ...contextOf(check, null), all, texts }));
    }
  }
}

type ContextOf = (check: CheckDeclaration, tree: FlatTree | null) => CheckContext;

function withoutOutweighed(results: CheckResults): CheckResults {
  const lost = outweighed(results.claims);
  return lost.size === 0 ? results : { ...results, findings: results.findings.filter((finding) => !lost.has(finding)) };
}

/** What each check is given of a source. */
function contextsFor(source: SourceText, language: Language | null, results: CheckResults): ContextOf {
  const { path } = source;
  const role = roleByPath(path);
  return (check, tree) => ({
    source,
    path,
    language,
    role,
    report: (report) => {
      const finding = rawFinding(check, source, tree, report);
      results.findings.push(finding);
      if (report.aboutValue) results.claims.push({ finding, start: report.at.start, end: report.at.end, weight: report.aboutValue });
    },
    safeguard: ({ key, isHeld, group, report }) => {
      // Its identity is the key; the text around it would be kept once for each of thousands on a line.
      const finding = rawFinding(check, source, tree, { ...report, statement: key });
      const whole = source.told([check.id, source.scope, key].filter((part) => part !== '').join(' '));
      results.safeguards.push({ key: whole, isHeld, group: group ?? null, finding });
    },
  });
}

function rawFinding(check: CheckDeclaration, source: SourceText, tree: FlatTree | null, report: Report): RawFinding {
  const { at } = report;
  const node = at instanceof SyntaxNode ? at : tree ? nodeAt(tree, at.start, at.end) : null;
  const edits = report.fix ? source.edits(report.fix.edits) : null;
  return {
    ...source.region(at.start, at.end),
    checkId: check.id,
    family: check.family,
    vector: report.vector === undefined ? check.cvss : report.vector,
    confidence: report.confidence ?? 'medium',
    cwe: check.cwe,
    message: source.told(report.message ?? check.message),
    remediation: source.told(report.remediation ?? check.remediation),
    trace: (report.trace ?? []).map((step) =>
      'path' in step
        ? { path: step.path, line: step.line, text: source.told(step.text) }
        : { path: source.path, line: source.lineAt(step.at.start), text: source.told(step.text) },
    ),
    statement: source.told(
      report.statement ?? (node ? statementOf(node) : source.line(source.lineAt(at.start)).replace(/\s+/g, ' ').trim()),
    ),
    scope: [source.scope, node ? scopeOf(node) : ''].filter((part) => part !== '').join('.'),
    fix: report.fix && edits ? { description: source.told(report.fix.description), edits } : null,
  };
}
