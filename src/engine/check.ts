/**
 * All that a check sees. A check is a statement about code: the pattern, why it is dangerous, what to write instead.
 * It gets a file (a syntax tree, a document or plain text) and reports places in it; it knows no other version, no policy
 * and no GitHub.
 */
import type { Document, LineCounter } from 'yaml';
import type { FileRole, Language } from '../model/analysis.ts';
import type { Confidence, Family } from '../model/finding.ts';
import type { Dockerfile } from './documents/dockerfile.ts';
import type { DerivedText } from './literals/derivedText.ts';
import type { SecretFamily, Worth } from './literals/family.ts';
import type { FoundSecret } from './literals/foundSecret.ts';
import type { SyntaxNode } from './parse/syntaxNode.ts';
import { SourceText } from './sourceText.ts';

export { dockerIgnore, dockerPattern } from './documents/dockerIgnore.ts';
export { factOf } from './facts.ts';
export { provenByPattern, provenByRemoval } from './flow/allowList.ts';
export { type Context, contextsIn, EVERY, isCleared, maskOf, type SinkContext } from './flow/contexts.ts';
export { type Exposure, isExposure } from './flow/exposures.ts';
export { type Fact, type SourceKind, stepsOf, type Trust } from './flow/fact.ts';
export { type FlowBinding, type FlowJudge, type FlowRule, flow } from './flow/flowCheck.ts';
export type { CallModel, CleaningModel, FlowModel, FoundSink, ReadModel, Secrecy, SinkModel } from './flow/flowModel.ts';
export { allCleared, allFacts, constantOf, constantsOf, isWritten, type Known, type Piece, type Text } from './flow/known.ts';
export { flowModelOf, type Library, library } from './flow/library.ts';
export type { Hit } from './flow/programFlow.ts';
export type { Call, FlowProgram, IrFunction, Program } from './ir/program.ts';
export { lowerPython } from './ir/python/lowerPython.ts';
export { partsOf, type Value, type Variable } from './ir/values.ts';
export { isTypedToken } from './literals/body.ts';
export { readJsonWebKey } from './literals/jsonWebKey.ts';
export { markLength } from './literals/marks.ts';
export { entropyOf, looksTyped } from './literals/placeholder.ts';
export { type PrivateKey, readPrivateKey, readPuttyKey } from './literals/privateKey.ts';
export { isChecksum } from './literals/proofs/prove.ts';
export { guessableIdentity, identityOf, secretIdentity } from './literals/secretIdentity.ts';
export { slotAt } from './literals/slotAt.ts';
export * as powershell from './lower/powershell/powershell.ts';
export * as python from './lower/python/python.ts';
export { answerOf, callsBehind } from './order/answers.ts';
export { modeAfter } from './order/bash/modes.ts';
export { type Decision, decisionsOver, fieldsBehind } from './order/control.ts';
export type { Act, EventModel, OrderEvent } from './order/events.ts';
export type { ModeChange, ModeModel } from './order/modes.ts';
export { type Binding, type JudgeContext, lensOf, type OrderAnalysis, type OrderRule, order } from './order/orderCheck.ts';
export type { NameFunctions, Root } from './order/resourceKey.ts';
export type { Pair } from './order/solve.ts';
export { type OrderTable, report } from './order/table.ts';
export type { DerivedText, Dockerfile, FileRole, FoundSecret, SecretFamily, SyntaxNode, Worth };
export { SourceText };

/** What a check reports about a place; what it leaves out comes from its declaration. */
export interface Report {
  /** Where: a node, or offsets into the text. Usually the sink statement's decisive part. */
  readonly at: SyntaxNode | { readonly start: number; readonly end: number };
  /** The statement that makes the identity; by default the text of the enclosing statement of `at`. */
  readonly statement?: string;
  /** One to three sentences for this place; default: the declaration's. Never holds a secret. */
  readonly message?: string;
  readonly remediation?: string;
  /** CVSS 3.1 vector for this place where the signals move it; null makes it a note. */
  readonly vector?: string | null;
  /** Default `medium`: say `high` only where who steers the value is visible. */
  readonly confidence?: Confidence;
  /** Says that it is about the value written at `at`, and how much: of checks that tell of one value, the one that says most of it is heard. */
  readonly aboutValue?: 1 | 2 | 3;
  /** From source to sink, or the events of a race; a finding without a trace is at most low (secrets excepted). */
  readonly trace?: readonly (
    | { readonly at: SyntaxNode | { readonly start: number; readonly end: number }; readonly text: string }
    /** In another file, or already placed. */
    | { readonly path: string; readonly line: number; readonly text: string }
  )[];
  /** A mechanical fix; offered only after it parses and the finding is gone and nothing new came. */
  readonly fix?: { readonly description: string; readonly edits: readonly TextEdit[] };
}

/** Replaces the text between two offsets. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** Something that keeps this file strict, told so that a change that takes it away is found; see `Safeguard` of the model. */
export interface SafeguardReport {
  readonly key: string;
  readonly isHeld: boolean;
  readonly group?: string;
  /** What is said if it is lost. The trace's first step moves to the place in the head where it is missing. */
  readonly report: Report;
}

/** What a rule is given: the file, and where to put what it finds. */
export interface CheckContext {
  readonly source: SourceText;
  readonly path: string;
  /** What it was taken for by name, shebang or mode; null where no grammar fits. */
  readonly language: Language | null;
  /** What kind of place the file is, by its path: for checks whose subject is worth less in some (a key made for a test). */
  readonly role: FileRole;
  report(report: Report): void;
  safeguard(safeguard: SafeguardReport): void;
}

export interface SyntaxContext extends CheckContext {
  readonly root: SyntaxNode;
  /**
   * Something computed once a file and shared by all checks (an import table, say). `key` is the function that computes it.
   */
  shared<T>(compute: (root: SyntaxNode, source: SourceText) => T): T;
}

/** Node type to what to do with each such node, in reading order. Nodes inside error nodes are visited too. */
export type SyntaxRules = Readonly<Record<string, (node: SyntaxNode, context: SyntaxContext) => void>>;

export interface YamlContext extends CheckContext {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

/** A pattern match over trees, keyed by language. `js` covers JavaScript, TypeScript and TSX; `ps` is PowerShell. */
export interface SyntaxDetection {
  readonly kind: 'syntax';
  readonly bash?: SyntaxRules;
  readonly js?: SyntaxRules;
  readonly py?: SyntaxRules;
  readonly ps?: SyntaxRules;
}

/** A search in plain text of any file, whatever its language. */
export interface LiteralDetection {
  readonly kind: 'literal';
  /** Lower-case words of which one must occur in the file (case-insensitively) for `find` to run at all. */
  readonly keywords: readonly string[];
  find(context: CheckContext): void;
}

export interface SecretContext extends CheckContext {
  /** What was found of the families of all checks, overlaps resolved. */
  readonly all: readonly FoundSecret[];
  /** The file's own text first, then each that was folded or decoded of it. */
  readonly texts: readonly DerivedText[];
}

/** A look at the secrets of these families that stand in a file, or in a text folded or decoded of it, whatever its language. */
export interface SecretDetection {
  readonly kind: 'secret';
  /** None for a check that looks for itself in the texts. */
  readonly families: readonly SecretFamily[];
  /** Called once a file, also where none was found. */
  look(found: readonly FoundSecret[], context: SecretContext): void;
}

export interface DockerfileContext extends CheckContext {
  readonly dockerfile: Dockerfile;
  /** Paths below its folder that may be of secrets and that a build there is sent, as far as it is known. */
  readonly sent: readonly string[];
}

/** A look at a document by its values. */
export interface DocumentDetection {
  readonly kind: 'document';
  /** Asked for every document of a YAML file; a file whose path no check wants is not parsed at all, for that is slow. */
  readonly yaml?: { readonly paths: RegExp; look(context: YamlContext): void };
  readonly dockerfile?: (context: DockerfileContext) => void;
}

export interface CheckDeclaration {
  /** `family/what-is-wrong`, the folder below `checks/`; stable once published, never reused. */
  readonly id: string;
  readonly family: Family;
  readonly title: string;
  readonly cwe: readonly number[];
  /** CVSS 3.1 base vector of the usual case. */
  readonly cvss: string;
  /** What is wrong in this line, in one or two sentences. */
  readonly message: string;
  readonly why: string;
  readonly remediation: string;
  /** What it does not see and does not report, openly. */
  readonly limits: string;
  readonly references: readonly string[];
  /** `change`: it speaks of what a change does, so a scan, which compares nothing, leaves it out. Default: the code as it stands. */
  readonly about?: 'code' | 'change';
  readonly detect:
    | SyntaxDetection
    | LiteralDetection
    | SecretDetection
    | DocumentDetection
    | readonly (SyntaxDetection | LiteralDetection | SecretDetection | DocumentDetection)[];
}

/** Declares a check. The declaration is also its page in `docs/checks/` and its SARIF rule. */
export function defineCheck(declaration: CheckDeclaration): CheckDeclaration {
  return declaration;
}
