import { type Call, type IrFunction, powershell, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import { absence, callsIn, decidedBy, isEmpty, leaves, onlyTalks } from '../../models/powershell/decisions.ts';
import { lowerOnce } from '../../models/powershell/program.ts';
import { protectedBy } from '../../models/powershell/protections.ts';
import { isTestOrCleanup } from '../../models/powershell/surroundings.ts';

type Program = powershell.PowerShellProgram;

/** Says what went wrong, and nothing else. */
function onlyTells(block: SyntaxNode, fn: IrFunction): boolean {
  // Nothing at all is `failsecure/empty-catch`.
  if (isEmpty(block) || leaves(block) || !block.descendants('assignment_expression').next().done) return false;
  const calls = callsIn(block, fn);
  return calls.every(({ word, at }) => onlyTalks(word) || isMember(block, at));
}

/** A method asked for a text, in what is told. */
function isMember(block: SyntaxNode, at: number): boolean {
  const end = block.tree.next[at]!;
  return (
    block.tree.names.types[block.tree.type[at]!] !== 'command' &&
    !/\.\w*(?:fail|exit|abort|throw|reject|deny)\w*\s*\(/i.test(block.tree.text.slice(block.tree.start[at], block.tree.end[end - 1]))
  );
}

/** The variable that keeps the answer of the decision, or null. */
function keptIn(body: SyntaxNode): string | null {
  for (const assignment of body.descendants('assignment_expression')) {
    const name = /^\s*(?:\[[\w.]+\]\s*)?\$(?:script:)?(\w+)\s*=/.exec(assignment.text.slice(0, 200))?.[1];
    if (name && !/^null$/i.test(name)) return name.toLowerCase();
  }
  return null;
}

function statementsAfter(node: SyntaxNode): SyntaxNode[] {
  const after: SyntaxNode[] = [];
  for (let at: SyntaxNode | null = node; at; at = at.parent) {
    if (at.parent?.type === 'statement_list') {
      for (let next = at.nextSibling; next && after.length < 60; next = next.nextSibling)
        if (next.isNamed && next.type !== 'comment') after.push(next);
      if (/^(?:script_block_body|script_block)$/.test(at.parent.parent?.type ?? '')) break;
    }
  }
  return after;
}

/** What the answer means where it was never given: refused, let through, or not told. */
function withoutAnswer(name: string, after: readonly SyntaxNode[]): 'refused' | 'open' | 'unknown' {
  const variable = new RegExp(`\\$(?:script:)?${name}\\b`, 'i');
  for (const statement of after) {
    if (!variable.test(statement.text.slice(0, 2000))) continue;
    const condition = statement.type === 'if_statement' ? statement.child('condition') : null;
    const block = statement.namedChildren.find(({ type }) => type === 'statement_block');
    if (!condition || !variable.test(condition.text) || !block) return 'unknown';
    const isNegated = /^\s*(?:-not\b|!)|-eq\s+\$(?:false|null)|-ne\s+\$true|\$null\s+-eq|\$false\s+-eq/i.test(condition.text);
    if (!leaves(block)) return 'unknown';
    return isNegated ? 'refused' : 'open';
  }
  return 'unknown';
}

/** Something is done after it: more than telling. */
function goesOn(after: readonly SyntaxNode[], fn: IrFunction): Call | SyntaxNode | null {
  for (const statement of after) {
    if (statement.type === 'function_statement') continue;
    if (statement.type === 'flow_control_statement') {
      if (/^(?:throw|exit\s+[1-9]|return\s+\$false)/i.test(statement.text)) return null;
      return statement;
    }
    const call = callsIn(statement, fn).find(({ word }) => !onlyTalks(word));
    if (call) return call;
  }
  return null;
}

const saysYes = /(?:^|[\n;{])\s*return\s+\$true\s*(?:$|[;\n}])/i;
const verdicts = /^(?:test|confirm|assert|approve|is|check)-?\w/i;

/** Reports decisions about security whose failure lets everything through. */
export const ps: SyntaxRules = {
  try_statement(node, context) {
    const clauses = node.namedChildren.find(({ type }) => type === 'catch_clauses')?.namedChildren ?? [];
    const body = node.namedChildren.find(({ type }) => type === 'statement_block');
    if (clauses.length === 0 || !body || isTestOrCleanup(node)) return;
    // Most handlers leave: they are told before anything is lowered.
    if (!clauses.some((clause) => saysYes.test(clause.text) || !leaves(clause))) return;
    const program = lowerOnce(context.root, context.source);
    const fn = program.functionAt(node.index);
    const found = decisionIn(body, fn, program);
    if (!found) return;
    for (const clause of clauses) {
      const block = clause.namedChildren.find(({ type }) => type === 'statement_block');
      if (!block || absence.test(clause.namedChildren.find(({ type }) => type === 'catch_type_list')?.text ?? '')) continue;
      const says = saysYes.test(block.text) && verdicts.test(fn.name);
      const open = says ? block : openEnd(node, body, block, fn);
      if (!open) continue;
      context.report({
        at: clause,
        confidence: 'medium',
        message: says
          ? 'If this cannot be decided, the answer is yes.'
          : `If ${found.what} fails, this is told, and the script goes on as if it had passed.`,
        remediation: 'Refuse where it cannot be decided: `throw`, `return $false`, or leave the `catch` out.',
        trace: [
          { at: powershell.nodeOf(context.root, found.call), text: 'this decides, and may fail' },
          { at: clause, text: says ? 'a failure is taken for a yes' : 'a failure is only told' },
          ...(open === block ? [] : [{ at: open, text: 'this runs also after the failure' }]),
        ],
      });
      return;
    }
  },
};

function decisionIn(body: SyntaxNode, fn: IrFunction, program: Program): { call: Call; what: string } | null {
  for (const call of callsIn(body, fn)) {
    // A protection that fails is no decision: that is `failsecure/privileged-unchecked` and `failsecure/empty-catch`.
    const what = protectedBy(call, program) === null ? decidedBy(call, program) : null;
    if (what !== null) return { call, what };
  }
  return null;
}

/** What runs where the decision failed and was only told, or null where that is refused. */
function openEnd(node: SyntaxNode, body: SyntaxNode, block: SyntaxNode, fn: IrFunction): SyntaxNode | null {
  if (!onlyTells(block, fn)) return null;
  const after = statementsAfter(node);
  const kept = keptIn(body);
  if (kept !== null) {
    const meaning = withoutAnswer(kept, after);
    return meaning === 'open' ? (after[0] ?? null) : null;
  }
  if (!body.descendants('assignment_expression').next().done) return null;
  // What follows in the `try` itself is not reached.
  const next = goesOn(after, fn);
  if (!next) return null;
  return 'op' in next
    ? (after.find((statement) => statement.index <= next.at && next.at < statement.tree.next[statement.index]!) ?? null)
    : next;
}
