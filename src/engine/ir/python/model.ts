/** What the lowering must be told about libraries; filled in `checks/models/`. */
export interface PythonIrModel {
  /** A call that never comes back: it ends the process, or always raises. */
  exits(name: string | null, word: string): boolean;
  /** A context manager that swallows what its body raises. */
  suppresses(name: string): boolean;
  /** Runs a function that it is handed before it returns. */
  runsCallback(name: string | null, word: string): boolean;
  /** The class of what an expression of this dotted name gives (`pathlib.Path()/.parent`), where it is not what was called. */
  classOf(name: string): string | null;
  /** Holds the environment's variables by their names. */
  isEnvironment(name: string): boolean;
}
