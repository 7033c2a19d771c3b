import type { Report, SyntaxContext, SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import { inTestCode } from '../../models/python/tests.ts';
import { quoted } from '../../models/weigh.ts';

/** What decides about access, by the names of attributes and calls. */
const deciding =
  /^_?(?:is_?(?:admin|superuser|staff|authenticated|authorized|authorised|owner|allowed|permitted|owned_by|member|moderator|root|valid_(?:token|signature|password))|has_?(?:perm|perms|permission|permissions|role|roles|scope|access|module_perms)|can_(?!(?:be|use)\b)\w+|check_(?:password|permission|permissions|signature|token|access|csrf|csrf_token|hash|password_hash|object_permissions)|verify(?:_\w+)?|compare_digest|validate_(?:token|csrf|signature|session)|allows?|user_passes_test|checkpw|authenticate|authorize|authorise)$/i;
/** Fields whose comparison says who it is. */
const identity =
  /^(?:role|roles|scope|scopes|owner|owner_id|permissions|groups|user_id|csrf_token|signature|hmac|digest|tenant|tenant_id|uid|euid)$/i;
const who = /(?:^|\.)(?:request|current_user|user|session|g|actor|caller|principal|token|claims|account|identity)\b/i;

/** Reports asserts about who may do something. */
export const py: SyntaxRules = {
  assert_statement(node, context) {
    const test = node.namedChildren[0];
    if (!test || context.role === 'test' || inTestCode(node) || isInTestFile(context.path)) return;
    const decision = decisionIn(test);
    if (!decision) return;
    context.report({
      at: node,
      confidence: 'medium',
      trace: [{ at: decision, text: `${quoted(decision)} decides about access, and only while asserts are on` }],
      ...fixOf(node, test, context),
    });
  },
};

function isInTestFile(path: string): boolean {
  return /(?:^|\/)(?:conftest|test_[^/]*|[^/]*_tests?)\.py$|(?:^|\/)tests?\//.test(path);
}

/** The part of a condition that asks about access, or null. */
function decisionIn(test: SyntaxNode): SyntaxNode | null {
  const nodes = [test, ...test.descendants('attribute', 'call', 'comparison_operator', 'identifier')].slice(0, 60);
  for (const node of nodes) {
    switch (node.type) {
      case 'attribute':
        if (deciding.test(node.child('attribute')!.text) && node.parent?.field !== 'function') return node;
        break;
      case 'call': {
        const callee = node.child('function');
        const word = callee?.type === 'attribute' ? callee.child('attribute')!.text : (callee?.text ?? '');
        if (/^(?:isinstance|issubclass|callable|hasattr|len|all|any)$/.test(word)) break;
        if (deciding.test(word) || /^os\.get(?:e?uid)$/.test(callee?.text ?? '')) return node;
        break;
      }
      case 'comparison_operator':
        if (comparesIdentity(node)) return node;
        break;
      case 'identifier':
        if (/^(?:is_admin|is_superuser|is_authenticated|is_authorized|is_owner|authenticated|authorized)$/i.test(node.text)) return node;
        break;
    }
  }
  return null;
}

/** `request.user == order.owner`, `token.scope in ALLOWED`; nothing about `None` or types. */
function comparesIdentity(comparison: SyntaxNode): boolean {
  const operands = comparison.namedChildren;
  if (operands.length !== 2 || operands.some(({ type }) => type === 'none' || type === 'integer')) return false;
  const named = operands.some((operand) => {
    const last =
      operand.type === 'attribute'
        ? operand.child('attribute')!.text
        : operand.type === 'subscript'
          ? (operand.child('subscript')?.text ?? '')
          : '';
    return identity.test(last.replace(/["']/g, ''));
  });
  return named && operands.some((operand) => who.test(operand.text));
}

function fixOf(node: SyntaxNode, test: SyntaxNode, { source }: SyntaxContext): Pick<Report, 'fix'> {
  const line = source.lineStart(source.lineAt(node.start));
  const indent = source.text.slice(line, node.start);
  if (/\S/.test(indent) || test.text.includes('\n')) return {};
  const message = node.namedChildren[1]?.text ?? '"not allowed"';
  if (message.includes('\n')) return {};
  const negated =
    test.type === 'not_operator'
      ? test.child('argument')!.text
      : /^(?:attribute|call|identifier|parenthesized_expression)$/.test(test.type)
        ? `not ${test.text}`
        : `not (${test.text})`;
  const deeper = `${indent}${indent.includes('\t') ? '\t' : '    '}`;
  return {
    fix: {
      description: 'Raises PermissionError instead of AssertionError, and also when asserts are left out.',
      edits: [{ start: node.start, end: node.end, newText: `if ${negated}:\n${deeper}raise PermissionError(${message})` }],
    },
  };
}
