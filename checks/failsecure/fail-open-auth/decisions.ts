/** Scripts that are asked whether somebody may come in, and say yes where they could not find out. */
import { type Command, literalOf, type ShellFile, surroundings } from '../../../src/engine/bash.ts';
import type { SyntaxNode } from '../../../src/engine/check.ts';

/** What only the program sets that asks: pam_exec, the hooks of gitolite and OpenVPN. */
const ASKED = /\$\{?(?:PAM_(?:USER|TYPE|RHOST|SERVICE)|GL_(?:USER|REPO)|untrusted_ip|trusted_ip)\b/;
/** Programs that ask somebody else, who may not answer. */
const lookups = /^(?:curl|wget|http|ldapsearch|ldapwhoami|ssh|dig|host|nslookup|nc|psql|mysql|mariadb|redis-cli|sqlite3|vault|kinit)$/;

/** The script refuses somewhere: its status is an answer. */
function decides(file: ShellFile): boolean {
  return file.once(decides, '', false, () => {
    if (!ASKED.test(file.root.text)) return false;
    return file.callsOf('exit').some((call) => /^[1-9]\d*$/.test(literalOf(call.arguments[0]) ?? ''));
  });
}

/** `exit 0`, also as the last of some statements. */
function letsIn(file: ShellFile, statement: SyntaxNode | null): SyntaxNode | null {
  const last = statement?.type === 'compound_statement' ? statement.namedChildren.findLast(({ type }) => type !== 'comment') : statement;
  const command = last?.type === 'command' ? file.commandAt(last) : null;
  return last && command?.name === 'exit' && literalOf(command.arguments[0]) === '0' ? last : null;
}

/** The last statement of the branch that runs after the failure. */
function failingBranch(statement: SyntaxNode, negated: boolean): SyntaxNode | null {
  const clauses = statement.namedChildren.filter(({ type }) => /^(?:elif|else)_clause$/.test(type));
  if (!negated)
    return clauses[0]?.type === 'else_clause' ? (clauses[0].namedChildren.findLast(({ type }) => type !== 'comment') ?? null) : null;
  const condition = statement.childrenOf('condition').findLast((child) => child.isNamed);
  const body = statement.namedChildren.filter(
    (child) => child.index > (condition?.index ?? 0) && !/^(?:comment|(?:elif|else)_clause)$/.test(child.type),
  );
  return body.at(-1) ?? null;
}

/** The `exit 0` that follows where the question could not be asked, or null. */
export function letInUnasked(file: ShellFile, command: Command): SyntaxNode | null {
  if (!lookups.test(command.name) || file.functionNamed(command.name) || !decides(file)) return null;
  let negated = false;
  for (const { role, node, parent } of surroundings(command.node)) {
    if (role === 'negated') negated = !negated;
    else if (role === 'left-or' || role === 'left-and') {
      if ((role === 'left-and') !== negated) return null;
      return letsIn(file, parent.namedChildren.find((child) => child.index > node.index) ?? null);
    } else if (role === 'condition') return parent.type === 'if_statement' ? letsIn(file, failingBranch(parent, negated)) : null;
    else if (!/^(?:plain|substitution|piped-last|right-and)$/.test(role) || /^(?:program|do_group|subshell)$/.test(parent.type))
      return null;
  }
  return null;
}
