/** Open files: which path a handle stands for, and what is put into it. */
import type { Call, Program, Value } from '../../../src/engine/check.ts';

const opening = new Set(['open', 'fdopen']);

/** The path that a handle, a descriptor (`h.fileno()`) or `os.fdopen(fd)` was opened by. */
export function handleOf(program: Program, value: Value, depth = 0): Value | null {
  if (depth > 6) return null;
  if (value.kind === 'variable') {
    // The last one before the use: handles are often called the same.
    const definition = program.definitionsOf(value.variable).findLast(({ assign }) => assign.at < value.at);
    const assigned =
      definition && (definition.assign.given ?? (definition.assign.value >= 0 ? program.valueOf(definition.assign.value) : null));
    return assigned ? handleOf(program, assigned, depth + 1) : null;
  }
  if (value.kind !== 'result') return null;
  const { call } = value;
  const receiver = program.receiverOf(call);
  if (call.word === 'fileno') return receiver ? handleOf(program, receiver, depth + 1) : null;
  if (!opening.has(call.word)) return null;
  const [first] = program.argumentsOf(call);
  const name = program.nameOf(call);
  if (name === 'os.fdopen') return first ? handleOf(program, first, depth + 1) : null;
  // `open(os.open(path, …), "w")` stands for the same path.
  if (name !== null && !name.endsWith('Path.open')) return first ? (handleOf(program, first, depth + 1) ?? first) : null;
  return receiver;
}

const restricting = new Set(['chmod', 'fchmod', 'chown', 'fchown', 'fileno']);
const LOOKED_AT = 4000;

/** Whether a file that is opened for writing is restricted (or closed) before anything is put into it. */
export function isFilledLater(program: Program, call: Call): boolean {
  const { tree } = program;
  const type = (node: number): string => tree.names.types[tree.type[node]!]!;
  let holder = tree.parent[call.at]!;
  // `open(p, "w").close()`.
  if (type(holder) === 'attribute') return /\.close$/.test(tree.text.slice(tree.start[holder]!, tree.end[holder]!));
  while (holder >= 0 && !/^(?:with_item|expression_statement|block|module)$/.test(type(holder))) holder = tree.parent[holder]!;
  if (holder < 0 || type(holder) === 'block' || type(holder) === 'module') return false;
  let from = tree.next[holder]!;
  let to = 0;
  if (type(holder) === 'with_item') {
    let statement = holder;
    while (type(statement) !== 'with_statement') statement = tree.parent[statement]!;
    to = tree.next[statement]!;
  } else {
    const around = tree.parent[holder]!;
    to = Math.min(tree.next[around]!, from + LOOKED_AT);
  }
  let empty = true;
  for (; from < to; from++) {
    const is = type(from);
    if (is === 'pass_statement' || is === 'comment' || !tree.names.named[tree.type[from]!]) continue;
    if (is === 'call') {
      const callee = tree.text.slice(tree.start[from]!, tree.end[from + 1]!);
      const word = callee.slice(callee.lastIndexOf('.') + 1);
      return restricting.has(word) || word === 'close';
    }
    if (is !== 'block' && is !== 'with_item') empty = false;
  }
  return empty && type(holder) === 'with_item';
}

/** What a handle is told to write, where it is opened by `with … as` or kept in a variable. */
export function contentOf(program: Program, call: Call): readonly Value[] {
  const { tree } = program;
  const content: Value[] = [];
  let at = call.at;
  while (at >= 0 && !/^(?:with_statement|block|module)$/.test(tree.names.types[tree.type[at]!]!)) at = tree.parent[at]!;
  if (at < 0) return content;
  const from = tree.next[call.at]!;
  const to = Math.min(tree.next[at]!, from + LOOKED_AT);
  for (let node = from; node < to && content.length < 8; node++) {
    if (tree.names.types[tree.type[node]!] !== 'call') continue;
    const callee = tree.text.slice(tree.start[node]!, tree.end[node + 1]!);
    if (/\.(?:write|writelines|dump)$/.test(callee)) {
      const value = program.valueOf(node);
      if (value.kind === 'result') content.push(...program.argumentsOf(value.call).slice(0, 1));
    }
  }
  return content;
}
