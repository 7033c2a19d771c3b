import { lensOf, type OrderRule, type Report, type SyntaxRules } from '../../../src/engine/check.ts';
import { type Exposure, exposedBelow, exposureOf, installFix } from '../../models/bash/exposure.ts';
import { nodeOf, type ShellFacts, shellFiles, shellProgram } from '../../models/bash/files.ts';
import { isRootScript, type ShellAnalysis } from '../../models/bash/places.ts';
import { isProvenSecret } from '../../models/bash/secrecy.ts';
import type { FileEvent } from '../../models/fileEvents.ts';
import { vectors } from '../../models/vectors.ts';

function reportOf(analysis: ShellAnalysis, exposure: Exposure): Report | null {
  const { made, restrict } = exposure;
  if (!isProvenSecret(analysis, made)) return null;
  const path = made.data.word?.node.text ?? '';
  const fix = installFix(exposure);
  const root = isRootScript(shellProgram(analysis));
  return {
    at: nodeOf(made),
    // As root the same secret opens the machine; who else is on it is not seen here.
    ...(root ? { vector: vectors.raceRoot, confidence: 'medium' as const } : { confidence: 'high' as const }),
    message: `A secret is written to \`${path}\` with the default mode and hidden only afterwards: in between, every user of the machine can read it.`,
    trace: [
      { at: nodeOf(made), text: `the secret is written to ${path}, readable by others` },
      { at: nodeOf(restrict), text: 'only here others are shut out' },
    ],
    ...(fix ? { fix } : {}),
  };
}

/** Reports secrets that are in a file before its mode keeps others out. */
export const bash: OrderRule<FileEvent, ShellFacts> = {
  binding: shellFiles,
  judge(pair, context) {
    const exposure = exposureOf(pair, context);
    return exposure && reportOf(context.analysis, exposure);
  },
};

/** The same for what one chmod closes together: `chmod -R`, `chmod 600 dir/*`. */
export const bashBelow: SyntaxRules = {
  program(node, context) {
    if (!node.text.includes('chmod')) return;
    const analysis = context.shared(lensOf(shellFiles));
    for (const fn of analysis.functions) {
      for (const exposure of exposedBelow(analysis, fn)) {
        const report = reportOf(analysis, exposure);
        if (report) context.report(report);
      }
    }
  },
};
