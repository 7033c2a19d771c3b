/** Dockerfiles as instructions with positions. */

/** A stretch of the file; `text` is what the builder makes of it: without quotes, escapes and line continuations. */
export interface DockerWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A text given in the file itself: `RUN <<EOF`. */
export interface Heredoc {
  readonly name: string;
  /** The lines between, without the one that ends it. */
  readonly start: number;
  readonly end: number;
}

export interface Instruction {
  /** In capitals; of `ONBUILD x` it is `x`. */
  readonly keyword: string;
  readonly isTrigger: boolean;
  readonly start: number;
  /** After its last line, heredocs included. */
  readonly end: number;
  /** `--mount=type=secret,id=x`, with their dashes. */
  readonly flags: readonly DockerWord[];
  readonly words: readonly DockerWord[];
  readonly heredocs: readonly Heredoc[];
  /** Which `FROM` it follows, from 0; -1 before the first. */
  readonly stage: number;
}

export interface Dockerfile {
  readonly instructions: readonly Instruction[];
}

export function parseDockerfile(_text: string): Dockerfile {
  return { instructions: [] };
}
