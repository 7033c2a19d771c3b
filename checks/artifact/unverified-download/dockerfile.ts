import type { DockerfileContext } from '../../../src/engine/check.ts';

/** Material to verify with, not something that runs. */
const proof = /\.(?:asc|sig|sha\d+|md5|pub|gpg|pem|crt|cer)(?:[?#].*)?$/i;

const commit = /#(?:[^:]*@)?[0-9a-f]{40}(?::|$)|\/[0-9a-f]{40}\//i;

const verification = /\b(?:sha\d+sum|shasum|md5sum|b2sum)\b.*(?:-\w*c|--check)\b|\bgpgv?\b.*--verify|\bcosign\s+verify|\bminisign\b/;

/** Reports `ADD https://…` without a checksum, unless a later step of the stage verifies something. */
export function dockerfile({ dockerfile: { instructions }, source, report }: DockerfileContext): void {
  for (const instruction of instructions) {
    if (instruction.keyword !== 'ADD' || instruction.flags.some(({ text }) => text.startsWith('--checksum='))) continue;
    const remote = instruction.words.slice(0, -1).find(({ text }) => /^(?:https?|ftp|git):\/\/|^git@/.test(text));
    if (!remote || proof.test(remote.text) || commit.test(remote.text)) continue;
    const later = instructions.filter(
      ({ keyword, stage, start }) => keyword === 'RUN' && stage === instruction.stage && start > instruction.start,
    );
    if (later.some(({ start, end }) => verification.test(source.text.slice(start, end).replaceAll(/\\\r?\n/g, ' ')))) continue;
    report({
      at: { start: instruction.start, end: instruction.end },
      confidence: 'medium',
      message: 'What is added here comes from elsewhere, and nothing compares it with what was meant to come.',
      remediation: 'Give its checksum: `ADD --checksum=sha256:… <url> <target>`; for git, a commit behind `#`.',
      trace: [{ at: remote, text: 'whatever this address sends becomes part of the image' }],
    });
  }
}
