/** What a chmod does to who may read and write a file. */
import { type Command, literalOf, modeAfter, type ShellFile, withheldReads } from '../../../src/engine/bash.ts';

function modeText(file: ShellFile, command: Command): string | null {
  if (command.name !== 'chmod') return null;
  const word = command.arguments.find((argument) => !/^-(?:[RvcfhLHP]+$|-)/.test(argument.node.text));
  return word ? (literalOf(word) ?? file.fold(word)) : null;
}

/** The mode a chmod gives, if it is constant and keeps group or others from reading. */
export function restrictingMode(file: ShellFile, command: Command): number | null {
  const text = modeText(file, command);
  const mode = text === null ? null : modeAfter(text);
  return mode !== null && withheldReads(mode) > 0 && !/^[ugoa]*\+/.test(text!) ? mode : null;
}

/** Whether a chmod takes rights from anybody: reading, or writing that was given before. */
export function narrows(file: ShellFile, command: Command): boolean {
  const text = modeText(file, command);
  return text !== null && (restrictingMode(file, command) !== null || /(?:^|,)[goa]*-[rwx]*[rw]/.test(text));
}
