import type { CheckContext } from '../../../src/engine/check.ts';

export function findGitHubTokens(_context: CheckContext): void {}
