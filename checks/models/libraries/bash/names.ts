/** Commands that take names of variables: what stands in the brackets of such a name is run. */
import { type Command, literalOf, type ShellProgram, type Word } from '../../../../src/engine/bash.ts';
import type { FoundSink } from '../../../../src/engine/check.ts';
import { readWords } from './words.ts';

export const nameWords = ['printf', 'read', 'mapfile', 'readarray', 'unset', 'test', 'getopts', 'local', 'declare', 'typeset'] as const;

function namesOf({ name, arguments: given }: Command): readonly Word[] {
  switch (name) {
    case 'printf':
      return literalOf(given[0]) === '-v' ? given.slice(1, 2) : [];
    case 'read': {
      const { operands, given: options } = readWords(given, { valued: 'adinNptu' });
      return [...operands, ...(options.get('-a') ?? [])];
    }
    case 'mapfile':
    case 'readarray':
      return readWords(given, { valued: 'dnOsuCc' }).operands;
    case 'unset':
      return given.some((word) => literalOf(word) === '-f') ? [] : given;
    case 'test':
      return literalOf(given[0]) === '-v' ? given.slice(1, 2) : [];
    default:
      return [];
  }
}

export function namesGiven(command: Command, program: ShellProgram): readonly FoundSink[] {
  return namesOf(command).flatMap((word) =>
    literalOf(word) === null ? [{ sink: { at: 0, context: 'name', label: command.name }, value: program.wordValue(word) } as const] : [],
  );
}
