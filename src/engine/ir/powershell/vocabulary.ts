/** What a lowering has to know of commands that are not in the file: data that the models bring. */

/** The parameters of a command, in lower case. */
export interface CommandShape {
  /** As it is usually written: `Set-Content`. */
  readonly name: string;
  /** Parameters that take a value, those that may be given by position first and in order. */
  readonly parameters: readonly string[];
  readonly positional: number;
  readonly switches: readonly string[];
  /** Other names of its parameters: `literalpath` for `path`. */
  readonly aliases: Readonly<Record<string, string>>;
}

export interface PowerShellVocabulary {
  /** The command that an alias of the shell stands for, in lower case (`rm`: `remove-item`), or null. */
  aliasOf(name: string): string | null;
  /** By the name in lower case; null for what it does not know. */
  shapeOf(name: string): CommandShape | null;
  /** A program whose name says what it does wherever it lies: `C:\Windows\System32\icacls.exe`. */
  knowsProgram(name: string): boolean;
  /** The usual spelling of a static method (`system.io.file.exists`), or null. */
  methodNamed(name: string): string | null;
  /** Whether who runs a file of this text makes every error of a cmdlet stop it. */
  stopsFromOutside(text: string): boolean;
  /** Runs the script block it is given there and then, in this process: a wrapper that holds a lock, measures time, tries again. */
  runsCallback(name: string | null, word: string): boolean;
}
