import type { CheckContext } from '../../../src/engine/check.ts';
import { hasValidChecksum } from '../../../src/engine/literals/checksum.ts';
import { secretIdentity } from '../../../src/engine/literals/secretIdentity.ts';

const TOKEN = /npm_([A-Za-z0-9]{36})/g;

/** Reports every npm token in a text whose checksum fits. */
export function findNpmTokens(context: CheckContext): void {
  for (const { 0: token, 1: body, index } of context.source.text.matchAll(TOKEN)) {
    if (!hasValidChecksum(body!)) continue;
    const at = { start: index, end: index + token.length };
    context.report({ at, confidence: 'high', statement: secretIdentity('npm token', token) });
  }
}
