/** Functions of a file that start what they are given, and leave the status to their callers, or to nobody. */
import { python, type SyntaxNode } from '../../../src/engine/check.ts';
import { callsTo, type PythonFile } from '../../models/python/file.ts';
import { fateOf } from './pyOutcome.ts';

export interface Started {
  readonly call: SyntaxNode;
  /** The words of the command as they are given at this call. */
  readonly given: readonly SyntaxNode[];
}

/** Calls of such functions whose status nobody looks at; `starters` are calls that start a program and do not raise. */
export function startedByHelpers(file: PythonFile, starters: readonly SyntaxNode[]): Started[] {
  const found: Started[] = [];
  for (const starter of starters) {
    const fn = starter.ancestor('function_definition', 'lambda');
    const name = fn?.child('name')?.text;
    const [command] = python.argumentsOf(starter).positional;
    const place = fn?.type === 'function_definition' && command ? placeOf(fn, command) : null;
    if (!fn || !name || !place) continue;
    const isReturned = starter.parent?.type === 'return_statement';
    if (!isReturned && fateOf(file.scopes, starter) === 'used') continue;
    for (const call of callsTo(file, [name])) {
      if (call.child('function')?.text !== (place.isMethod ? `self.${name}` : name)) continue;
      const { positional, named, spread } = python.argumentsOf(call);
      // What the caller adds may be `check=True`.
      if (spread || named.size > 0 || (isReturned && fateOf(file.scopes, call) === 'used')) continue;
      const given = place.isRest ? positional.slice(place.position) : positional.slice(place.position, place.position + 1);
      if (given.length > 0) found.push({ call, given });
    }
  }
  return found;
}

/** Which parameter of its function a command is: as it is, split into words, or made a list of. */
function placeOf(fn: SyntaxNode, command: SyntaxNode): { position: number; isRest: boolean; isMethod: boolean } | null {
  const name = /^(?:(?:\w+\.)?split\(|list\(|\[\*)?(\w+)(?:\.split\(\)|\)|\])?$/.exec(command.text)?.[1];
  const parameters = (fn.child('parameters')?.namedChildren ?? []).filter((parameter) => parameter.type !== 'comment');
  const isMethod = parameters[0]?.text === 'self';
  const at = parameters.findIndex((parameter) => name !== undefined && new RegExp(`^\\*?${name}(?!\\w)`).test(parameter.text));
  if (at < 0 || (isMethod && at === 0)) return null;
  return { position: isMethod ? at - 1 : at, isRest: parameters[at]!.text.startsWith('*'), isMethod };
}
