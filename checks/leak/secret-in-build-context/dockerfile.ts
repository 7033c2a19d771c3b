import type { DockerfileContext } from '../../../src/engine/check.ts';

export function dockerfile(_: DockerfileContext): void {}
