/** The analysis of a file of which nothing could be, or was to be, analysed. */
import type { FileAnalysis } from '../model/analysis.ts';
import { roleByPath } from './files/role.ts';

/** `incomplete` keeps the review from passing; `skipped` is on purpose. */
export function notAnalysed(path: string, why: { readonly incomplete: string } | { readonly skipped: string }): FileAnalysis {
  const role = roleByPath(path);
  return {
    language: null,
    role,
    roleByPath: role,
    lines: 0,
    syntaxErrors: 0,
    findings: [],
    safeguards: [],
    suppressions: [],
    incomplete: 'incomplete' in why ? [why.incomplete] : [],
    partial: [],
    skipped: 'skipped' in why ? why.skipped : null,
  };
}
