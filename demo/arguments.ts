export class UsageError extends Error {}

export function readArguments(args: readonly string[]): unknown {
  return args;
}
