import { readShell } from '../../../src/engine/bash.ts';
import type { SyntaxRules } from '../../../src/engine/check.ts';
import { vectors } from '../../models/vectors.ts';
import { unpinnedPackage } from './packages.ts';
import { unpackedFromPipe, unverifiedDownloads } from './uses.ts';

const SAME_HOST = 'CVSS:3.1/AV:N/AC:H/PR:H/UI:R/S:U/C:L/I:L/A:N';

/** Reports downloads that are run, installed or unpacked without a look at what came, and packages from an address that can change. */
export const bash: SyntaxRules = {
  program(_, context) {
    const shell = context.shared(readShell);
    for (const { download, use, verb, proof } of shell.derive(unverifiedDownloads)) {
      const path = download.path.replaceAll('`', "'");
      context.report({
        at: use,
        confidence: /^http:|\/(?:latest|master|main|HEAD)\//.test(download.url) ? 'high' : 'medium',
        ...(proof && { vector: SAME_HOST }),
        message: proof
          ? `\`${path}\` is compared only with a checksum that comes from the same place: who can change one can change both.`
          : `\`${path}\` is ${verb} as it came: nothing compares it with what was meant to come.`,
        remediation:
          'Compare it first with a checksum written down in the repository: `echo "<sha256>  file" | sha256sum -c -`, or verify a signature.',
        trace: [
          { at: download.node, text: 'it is downloaded here' },
          ...(proof ? [{ at: proof, text: 'the checksum comes from there too' }] : []),
          { at: use, text: `and ${verb} here` },
        ],
      });
    }
  },
  pipeline(node, context) {
    const shell = context.shared(readShell);
    const found = unpackedFromPipe(shell.file, node);
    if (!found) return;
    context.report({
      at: node,
      confidence: 'medium',
      message: 'An archive is unpacked among the programs of the system as it comes: nothing compares it with what was meant to come.',
      remediation: 'Download to a file first, compare it with a checksum written down in the repository, then unpack it.',
      trace: [
        { at: found.download.node, text: 'it is downloaded here' },
        { at: found.unpacks.node, text: 'and unpacked here' },
      ],
    });
  },
  command(node, context) {
    const { file } = context.shared(readShell);
    const command = file.commandAt(node);
    const found = command ? unpinnedPackage(file, command) : null;
    if (!found) return;
    context.report({
      at: node,
      confidence: 'medium',
      vector: vectors.supply,
      message: `${found.what} is installed as it is at that moment: nothing compares it with what was meant to come.`,
      remediation: found.remedy,
      trace: [{ at: found.at, text: 'what stands at this address can change' }],
    });
  },
};
