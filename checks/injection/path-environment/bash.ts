import { readShell, readWord } from '../../../src/engine/bash.ts';
import type { SyntaxRules } from '../../../src/engine/check.ts';
import { runsAsRoot } from '../../models/bash/root.ts';
import { vectors } from '../../models/vectors.ts';

const shared = /^(?:\/tmp|\/var\/tmp|\/dev\/shm)(?:\/|$)/;

/** The first entry that others can fill, or null. A value stands as `\0`. */
function openEntry(text: string): string | null {
  for (const entry of text.split(':')) {
    if (entry === '') return 'an empty entry is the current directory';
    if (entry === '.' || entry === '..' || entry === '$PWD') return 'the current directory, whichever that is';
    if (shared.test(entry)) return 'a directory that everybody can write to';
  }
  return null;
}

export const bash: SyntaxRules = {
  variable_assignment(node, context) {
    if (node.child('name')?.text !== 'PATH') return;
    const value = node.child('value');
    if (!value?.text.includes(':')) return;
    const text = readWord(value)
      .parts.map((part) => (part.kind === 'literal' ? part.text : '\0'))
      .join('');
    const why = openEntry(text);
    if (why === null) return;
    const { file } = context.shared(readShell);
    const isRoot = runsAsRoot(file, context.path);
    context.report({
      at: node,
      vector: isRoot ? vectors.raceRoot : vectors.lowLocal,
      confidence: 'medium',
      trace: [{ at: value, text: why }],
    });
  },
};
