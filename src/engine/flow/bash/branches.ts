/** Statements that set a variable whichever of their branches is taken: what it was before does not get past them. */
import { dominates, surroundings } from '../../lower/bash/control.ts';
import { leaves, rangeLeaves } from '../../lower/bash/leaving.ts';
import type { ShellFile } from '../../lower/bash/shellFile.ts';
import { literalOf, readWord } from '../../lower/bash/words.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';

interface Statement {
  /** Branches control gets out of at the end; null where it can also pass by all of them. */
  readonly open: ReadonlySet<number> | null;
  readonly setting: Set<number>;
}

/** Collects the places that set a variable before one use of it. */
export class BranchCover {
  private readonly file: ShellFile;
  private readonly use: SyntaxNode;
  private readonly statements = new Map<number, Statement>();

  constructor(file: ShellFile, use: SyntaxNode) {
    this.file = file;
    this.use = use;
  }

  /** Takes in one more place; true if now one of all the places seen has certainly been passed. */
  add(place: SyntaxNode): boolean {
    for (const { role, node, parent } of surroundings(place)) {
      if (role === 'plain' || role === 'condition' || role === 'negated' || role === 'left-and' || role === 'left-or') continue;
      // The climb goes on from an `else` to its `if`, which it has been counted for already.
      if (role === 'branch' && /^(?:elif|else)_clause$/.test(node.type)) continue;
      if (role !== 'branch') return false;
      const whole = parent.type === 'if_statement' ? parent : parent.parent;
      if (!whole || whole.contains(this.use)) return false;
      const statement = this.statementAt(whole);
      statement.setting.add(parent.index);
      if (!statement.open || ![...statement.open].every((branch) => statement.setting.has(branch))) return false;
      if (dominates(whole, this.use)) return true;
    }
    return false;
  }

  private statementAt(whole: SyntaxNode): Statement {
    let statement = this.statements.get(whole.index);
    if (!statement) {
      // Asked for by each use of each variable after the statement, and the same for all.
      const open = this.file.once(BranchCover, `${whole.index}`, null as ReadonlySet<number> | null, () =>
        whole.type === 'case_statement' ? this.openItems(whole) : this.openClauses(whole),
      );
      statement = { open, setting: new Set() };
      this.statements.set(whole.index, statement);
    }
    return statement;
  }

  private openItems(whole: SyntaxNode): ReadonlySet<number> | null {
    const items = whole.namedChildren.filter((child) => child.type === 'case_item');
    const last = items.at(-1)?.childrenOf('value') ?? [];
    if (!last.some((value) => literalOf(readWord(value)) === '*' || value.text === '*')) return null;
    return new Set(items.filter((item) => !leaves(this.file, item)).map((item) => item.index));
  }

  private openClauses(whole: SyntaxNode): ReadonlySet<number> | null {
    const clauses = whole.namedChildren.filter((child) => /^(?:elif|else)_clause$/.test(child.type));
    if (clauses.at(-1)?.type !== 'else_clause') return null;
    const open = new Set(clauses.filter((clause) => !leaves(this.file, clause)).map((clause) => clause.index));
    const then = whole.children.find((child) => child.type === 'then');
    if (!then || !rangeLeaves(this.file, whole, then.index, clauses[0]!.index)) open.add(whole.index);
    return open;
  }
}
