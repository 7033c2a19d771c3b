import type { DockerfileContext } from '../../../src/engine/check.ts';

export function dockerfile(_context: DockerfileContext): void {}
