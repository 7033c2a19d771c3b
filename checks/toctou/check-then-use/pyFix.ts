/** Fixes that are mechanical: a check whose only consequence is one act that can do without it. */
import { python, type Report, type SourceText, type SyntaxNode } from '../../../src/engine/check.ts';

type Fix = Pick<Report, 'fix'>;

/** For `if check: act` with nothing else in it. */
export function fixOf(check: SyntaxNode, act: SyntaxNode, source: SourceText): Fix {
  const statement = python.statementAround(act);
  const block = statement.parent;
  const branch = block?.parent;
  if (branch?.type !== 'if_statement' || block!.namedChildren.length !== 1 || branch.child('alternative')) return {};
  if (statement.type !== 'expression_statement' || !statement.namedChildren[0]?.equals(act) || python.argumentsOf(act).spread) return {};
  const condition = branch.child('condition');
  const asked = condition?.type === 'not_operator' ? condition.child('argument') : condition;
  if (!asked?.equals(check)) return {};
  const word = wordOf(act);
  const question = wordOf(check);
  const { text } = source;
  const replace = (description: string, newText: string): Fix => ({
    fix: { description, edits: [{ start: branch.start, end: branch.end, newText }] },
  });
  if (condition?.type === 'not_operator') {
    if (!/^(?:makedirs|mkdir)$/.test(word) || !/^(?:exists|isdir|is_dir)$/.test(question)) return {};
    // `os.mkdir` knows no `exist_ok`.
    if (word === 'mkdir' && question !== 'is_dir' && python.argumentsOf(check).positional.length > 0) return {};
    const closing = act.end - 1;
    const separator = /\(\s*$|,\s*$/.test(text.slice(act.start, closing)) ? '' : ', ';
    return replace(
      'An existing directory is accepted; where a file of that name stands, the call now fails.',
      `${text.slice(statement.start, closing)}${separator}exist_ok=True)`,
    );
  }
  if (!/^(?:exists|lexists|isfile|is_file)$/.test(question)) return {};
  const { positional, named } = python.argumentsOf(act);
  if (word === 'unlink' && positional.length === 0 && named.size === 0)
    return replace('Nothing to delete is no error; the question is left out.', `${text.slice(act.start, act.end - 1)}missing_ok=True)`);
  if (!/^(?:remove|unlink)$/.test(word)) return {};
  const indent = /[ \t]*$/.exec(text.slice(source.lineStart(source.lineAt(branch.start)), branch.start))![0];
  if (text.slice(source.lineStart(source.lineAt(branch.start)), branch.start) !== indent) return {};
  const deeper = `${indent}${indent.includes('\t') ? '\t' : '    '}`;
  return replace(
    'Deletes without asking; a file that is not there is no error.',
    `try:\n${deeper}${act.text}\n${indent}except FileNotFoundError:\n${deeper}pass`,
  );
}

function wordOf(call: SyntaxNode): string {
  const callee = call.child('function');
  return (callee?.type === 'attribute' ? callee.child('attribute')?.text : callee?.text) ?? '';
}
