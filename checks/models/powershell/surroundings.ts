/** What is told about a script before anything else: with whose rights it runs, where its code stands. */
import type { SyntaxNode } from '../../../src/engine/check.ts';

/** The script asks for administrator's rights, or looks whether it has them. */
export function needsAdministrator(root: SyntaxNode): boolean {
  return (
    /^\s*#requires\s+-?RunAsAdministrator/im.test(root.tree.text) ||
    /WindowsBuiltInRole\]?(?:::|['"\s]+)Administrator|\bNT AUTHORITY\\SYSTEM\b.{0,80}-UserId|-UserId.{0,20}\bSYSTEM\b/i.test(root.tree.text)
  );
}

/** The names of the functions, and of the tests, that a node stands in. */
export function isTestOrCleanup(node: SyntaxNode): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === 'function_statement' && /clean|teardown|uninstall|restore|rollback|undo/i.test(at.namedChildren[0]?.text ?? ''))
      return true;
    if (
      at.type === 'command' &&
      /^(?:describe|context|it|beforeall|beforeeach|afterall|aftereach)$/i.test(at.child('command_name')?.text ?? '')
    )
      return true;
  }
  return false;
}
