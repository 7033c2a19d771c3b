import { python, type Report, type SyntaxContext, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import { pythonFile } from '../../models/python/file.ts';
import { type FileEvent, fileEvents } from '../../models/python/fileEvents.ts';
import { inTestCode } from '../../models/python/tests.ts';
import { quoted } from '../../models/weigh.ts';
import { governing } from './pyConditions.ts';

/** A directory appears as a whole or not at all: losing this race is an error message, not somebody's file. */
const DIRECTORY = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:N/A:L';

/** Reports a path that is asked about and then, under the answer, created, deleted or changed by name. */
export const py: SyntaxRules = {
  module(_, context) {
    const { scopes, values } = pythonFile(context);
    const checks = new Map<string, FileEvent[]>();
    const answered = new Set<number>();
    for (const event of fileEvents(context)) {
      const key = `${scopes.functionOf(event.call).node.index} ${event.key}`;
      if (event.kind === 'check') {
        const list = checks.get(key);
        if (list) list.push(event);
        else checks.set(key, [event]);
        continue;
      }
      if (event.kind === 'read' || event.tolerant || event.private || inTestCode(event.call) || isCovered(values, event.call)) continue;
      const check = checks
        .get(key)
        ?.slice(-20)
        .findLast((one) => !answered.has(one.call.index) && governing(one.call, event.call));
      if (!check || isDispatch(check, event)) continue;
      answered.add(check.call.index);
      context.report(reportOf(check, event, context));
    }
  },
};

const handled =
  /\b(?:FileExistsError|FileNotFoundError|OSError|IOError|EnvironmentError|PermissionError|Exception|BaseException|NotADirectoryError|error)\b/;

/** True where the outcome of the act itself is looked at, or something keeps others out. */
function isCovered(values: python.PythonValues, call: SyntaxNode): boolean {
  let child = call;
  for (let at = call.parent; at; at = at.parent) {
    if (at.type === 'try_statement' && child.field === 'body') {
      const clauses = at.namedChildren.filter((part) => part.type === 'except_clause');
      if (clauses.some((clause) => !clause.child('value') || handled.test(clause.child('value')!.text))) return true;
    }
    if (at.type === 'with_statement' && child.field === 'body') {
      const items = [...(at.namedChildren.find((part) => part.type === 'with_clause')?.descendants('with_item') ?? [])];
      if (items.some((item) => /lock|mutex|semaphore|suppress/i.test(`${item.text} ${values.name(item.child('value')) ?? ''}`)))
        return true;
    }
    if (at.type === 'function_definition' || at.type === 'lambda') return false;
    child = at;
  }
  return false;
}

/** `isdir` decides between two ways to delete; each of them refuses the wrong kind by itself. */
function isDispatch(check: FileEvent, act: FileEvent): boolean {
  if (act.kind === 'delete' && /^(?:islink|is_symlink)$/.test(check.name)) return true;
  if (act.kind !== 'delete' || !/^(?:isdir|isfile|is_dir|is_file)$/.test(check.name)) return false;
  const branch = check.call.ancestor('if_statement', 'conditional_expression');
  if (!branch) return false;
  if (branch.type === 'conditional_expression') return true;
  return branch.namedChildren.some((part) => part.type === 'else_clause' || part.type === 'elif_clause');
}

const remedies: Readonly<Record<string, string>> = {
  create: 'Create it exclusively with `open(path, "x")` and handle `FileExistsError`, or write to a new file and `os.replace` it.',
  directory: 'Call `os.makedirs(path, exist_ok=True)` without asking first, or handle `FileExistsError`.',
  delete: 'Delete without asking first: `Path(path).unlink(missing_ok=True)`, or handle `FileNotFoundError`.',
  change: 'Act without asking first and handle `FileNotFoundError`, or open the file once and work on the descriptor.',
  restrict: 'Open the file once and use `os.fchmod` or `os.fchown` on the descriptor.',
};

function reportOf(check: FileEvent, act: FileEvent, context: SyntaxContext): Report {
  return {
    at: act.call,
    ...(act.kind === 'directory' || act.name === 'rmdir' ? { vector: DIRECTORY } : {}),
    remediation: remedies[act.kind]!,
    trace: [
      { at: check.call, text: `${quoted(check.path)} is checked by name` },
      {
        at: act.call,
        text: `and ${act.kind === 'delete' ? 'deleted' : act.kind === 'create' || act.kind === 'directory' ? 'created' : 'changed'} by name`,
      },
    ],
    ...fixOf(check, act, context),
  };
}

/** `if not os.path.exists(d): os.makedirs(d)` says the same as one call. */
function fixOf(check: FileEvent, act: FileEvent, context: SyntaxContext): Pick<Report, 'fix'> {
  const statement = python.statementAround(act.call);
  const block = statement.parent;
  const branch = block?.parent;
  if (act.name !== 'makedirs' || branch?.type !== 'if_statement' || block!.namedChildren.length !== 1) return {};
  const condition = branch.child('condition');
  if (condition?.type !== 'not_operator' || !condition.child('argument')!.equals(check.call) || branch.child('alternative')) return {};
  if (!/^(?:exists|isdir)$/.test(check.name) || python.argumentsOf(act.call).spread) return {};
  const { text } = context.source;
  const closing = act.call.end - 1;
  const comma = /,\s*$/.test(text.slice(act.call.start, closing));
  return {
    fix: {
      description: 'An existing directory is accepted; where a file of that name stands, the call now fails.',
      edits: [
        { start: branch.start, end: branch.end, newText: `${text.slice(statement.start, closing)}${comma ? '' : ', '}exist_ok=True)` },
      ],
    },
  };
}
