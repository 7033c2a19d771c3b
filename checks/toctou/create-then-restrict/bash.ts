import type { OrderRule, Report, SyntaxRules } from '../../../src/engine/check.ts';
import { lensOf } from '../../../src/engine/check.ts';
import { type Exposure, exposedBelow, exposureOf, installFix } from '../../models/bash/exposure.ts';
import { nodeOf, type ShellFacts, shellFiles } from '../../models/bash/files.ts';
import type { ShellAnalysis } from '../../models/bash/places.ts';
import { isNamedSecret, isProvenSecret } from '../../models/bash/secrecy.ts';
import type { FileEvent } from '../../models/fileEvents.ts';
import { soundsPublic } from '../../models/secretNames.ts';

/** Content that does not look secret: somebody may learn a little, so the confidentiality impact is low. */
const ORDINARY = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:L/I:N/A:N';

/** What is proven a secret is `toctou/secret-before-chmod`. */
function reportOf(analysis: ShellAnalysis, exposure: Exposure): Report | null {
  const { made, restrict } = exposure;
  const path = made.data.word?.node.text ?? '';
  if (isProvenSecret(analysis, made) || soundsPublic(path)) return null;
  const secret = isNamedSecret(made);
  const fix = installFix(exposure);
  return {
    at: nodeOf(made),
    confidence: secret ? 'high' : 'medium',
    ...(secret ? {} : { vector: ORDINARY }),
    message: `\`${path}\` is written with the default mode and restricted only afterwards: in between, every user of the machine can open it.`,
    trace: [
      { at: nodeOf(made), text: `${path} is made and written, readable by others` },
      { at: nodeOf(restrict), text: 'only here others are shut out' },
    ],
    ...(fix ? { fix } : {}),
  };
}

/** Reports content written to a file before its mode keeps others out. */
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
        const report = isNamedSecret(exposure.made) ? reportOf(analysis, exposure) : null;
        if (report) context.report(report);
      }
    }
  },
};
