/** Tests that a variable has passed where it is used. Judged by their text: what PowerShell compares it with, and what follows. */
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { PowerShellFile } from './scopes.ts';

const most = 60;

/** True where every way to `use` has passed a test on the variable. */
export function isGuarded(file: PowerShellFile, use: SyntaxNode, name: string): boolean {
  let child = use;
  let seen = 0;
  for (let at = use.parent; at && at.type !== 'function_statement'; at = at.parent) {
    if (at.type === 'if_statement' && child.type === 'statement_block' && at.child('condition') && accepts(at.child('condition')!, name))
      return true;
    if (at.type === 'statement_list') {
      const tests = file.testsIn(at);
      for (let position = tests.length - 1; position >= 0; position--) {
        const statement = tests[position]!;
        if (statement.end > use.start) continue;
        if (++seen > most) return false;
        file.budget.spend();
        if (refuses(statement, name)) return true;
      }
    }
    child = at;
  }
  return false;
}

function refuses(statement: SyntaxNode, name: string): boolean {
  const block = statement.namedChildren.find((part) => part.type === 'statement_block');
  const condition = statement.child('condition');
  if (!block || !condition || condition.end - condition.start > 400) return false;
  const leaves = [...block.descendants('flow_control_statement')].some((flow) => /^(?:throw|return|exit|continue|break)/i.test(flow.text));
  if (!leaves) return false;
  return (
    compares(condition.text, name, 'not(?:in|match|contains)') ||
    (/-not\b|!/.test(condition.text) && compares(condition.text, name, '(?:in|match)'))
  );
}

function accepts(condition: SyntaxNode, name: string): boolean {
  const { text } = condition;
  if (condition.end - condition.start > 400 || /-not\b|!|-or\b/i.test(text)) return false;
  return compares(text, name, '(?:in|match|eq)');
}

/** `$x -notin $list`, `$x -notmatch '^[a-z]+$'`, `$list -notcontains $x`. */
function compares(text: string, name: string, operator: string): boolean {
  const variable = `\\$\\{?(?:script:|global:)?${name.replace(/[^\w]/g, '\\$&')}\\}?`;
  const found = new RegExp(`${variable}\\s+-[ic]?${operator}\\s+(\\S[^\\n]{0,200})`, 'i').exec(text);
  if (found) {
    if (!/match/i.test(found[0])) return true;
    const pattern = /^["'](\^[^"']*\$)["']/.exec(found[1]!)?.[1];
    return pattern !== undefined && !/\[\^|\.[*+]|\\[SWD]/.test(pattern) && !/[;|&`]/.test(pattern.replace(/\([^)]*\)/g, ''));
  }
  return operator.includes('contains') && new RegExp(`-[ic]?notcontains\\s+${variable}`, 'i').test(text);
}
