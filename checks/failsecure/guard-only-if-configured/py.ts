import { python, type SyntaxContext, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import { decisionsIn, letsThrough, returnedBy, statementsOf } from '../../models/python/decisions.ts';
import { inTestCode } from '../../models/python/tests.ts';
import { quoted } from '../../models/weigh.ts';

/** What a protection needs: a key, a signature, a checksum, who is allowed. */
const needed =
  /(?:^|_)(?:secret|secrets|key|token|tokens|signature|sig|hmac|password|passwd|digest|checksum|sha256|sha512|credentials?|csrf|allow_?list|whitelist|allowed_\w+|api_?key|auth|authorization|pubkey|public_key|cert|certificate|fingerprint)(?:_(?:header|value|env|hash|key|hex))?$|(?:secret|apikey|signature|password)$/i;
const middleware =
  /(?:^|\.)(?:add_middleware|use|middleware|before_request|wrap|register_middleware)$|(?:Auth|CSRF|Csrf|Security|RateLimit|JWT|Limiter)\w*(?:Middleware|Guard|Protect|Manager)?$/;
const checker =
  /(?:^|_)(?:verify|check|require|ensure|auth|authenticate|authori[sz]e|validate|guard|protect|is_valid|is_authori[sz]ed|allowed|before_request|middleware|dispatch|signature)/i;

/** A switch is meant to be switched. */
const isSwitch = /^_?(?:verify|check|use|require|enable|has|is|should|skip|do|no|with|allow(?!ed|_?list)|validate)_/;

/** Reports protections that are skipped where what they need is missing. */
export const py: SyntaxRules = {
  if_statement(node, context) {
    const condition = node.child('condition');
    const body = node.child('consequence');
    if (!condition || !body || inTestCode(node) || isExplained(node)) return;
    const found = skippedBody(node, condition, body) ?? skippedComparison(node, condition, body) ?? waved(node, condition, body);
    if (!found || isRequired(node, found.value, context)) return;
    context.report({
      at: condition,
      confidence: 'medium',
      trace: [
        { at: condition, text: `${quoted(found.value)} may be missing` },
        { at: found.guard, text: 'then this does not protect, and what follows runs all the same' },
      ],
    });
  },
};

interface Skipped {
  /** What may be missing. */
  readonly value: SyntaxNode;
  readonly guard: SyntaxNode;
}

function bare(node: SyntaxNode | null): SyntaxNode | null {
  return node?.type === 'parenthesized_expression' ? bare(node.namedChildren[0] ?? null) : node;
}

function lastName(node: SyntaxNode): string {
  if (node.type === 'attribute') return node.child('attribute')?.text ?? '';
  if (node.type === 'subscript') return (node.child('subscript')?.text ?? '').replace(/["']/g, '');
  if (node.type === 'call') {
    const [first] = python.argumentsOf(node).positional;
    return /(?:get|getenv|header|getlist)$/.test(node.child('function')?.text ?? '') && first
      ? (python.literalText(first) ?? '').replaceAll('-', '_')
      : '';
  }
  return node.type === 'identifier' ? node.text : '';
}

/** The value whose presence a condition asks for: `SECRET`, `sig is not None`, `"X-Signature" in headers`. */
function presenceOf(condition: SyntaxNode | null): SyntaxNode | null {
  const node = bare(condition);
  if (!node) return null;
  if (/^(?:identifier|attribute|subscript|call)$/.test(node.type))
    return needed.test(lastName(node)) && !isSwitch.test(lastName(node)) ? node : null;
  if (node.type !== 'comparison_operator') return null;
  const [left, right] = node.namedChildren;
  if (!left || !right) return null;
  if (/\bis\s+not\s+None$|!=\s*(?:None|""|'')$/.test(node.text)) return presenceOf(left);
  const key = python.literalText(left);
  return / in /.test(node.text) &&
    !/not in/.test(node.text) &&
    key !== null &&
    needed.test(key.replaceAll('-', '_')) &&
    /header|environ|config|settings|META/.test(right.text)
    ? left
    : null;
}

/** The value whose absence a condition asks for. */
function absenceOf(condition: SyntaxNode | null): SyntaxNode | null {
  const node = bare(condition);
  if (node?.type === 'not_operator') return presenceOf(node.child('argument'));
  if (node?.type !== 'comparison_operator') return null;
  const [left, right] = node.namedChildren;
  return left && right && /\bis\s+None$|==\s*(?:None|""|'')$/.test(node.text) && needed.test(lastName(left)) ? left : null;
}

function leaves(block: SyntaxNode): boolean {
  return python.blockExits(block);
}

/** `if SECRET: verify(…)`. */
function skippedBody(node: SyntaxNode, condition: SyntaxNode, body: SyntaxNode): Skipped | null {
  const value = presenceOf(condition);
  if (!value || hasOtherWay(node)) return null;
  for (const statement of statementsOf(body)) {
    if (statement.type === 'if_statement') {
      const inner = statement.child('consequence');
      const question = statement.child('condition');
      if (inner && question && leaves(inner) && (decisionsIn(question).length > 0 || compares(question) || mentions(body, question)))
        return { value, guard: statement };
    }
    if (statement.type === 'expression_statement') {
      const call = statement.namedChildren[0]?.type === 'await' ? statement.namedChildren[0].namedChildren[0] : statement.namedChildren[0];
      if (call?.type !== 'call') continue;
      // A decision whose answer is not kept raises where it fails.
      if (decisionsIn(call).some((one) => one.index === call.index)) return { value, guard: statement };
      if (
        middleware.test(call.child('function')?.text ?? '') &&
        python.argumentsOf(call).positional.some((given) => middleware.test(given.text))
      )
        return { value, guard: statement };
    }
  }
  return null;
}

/** A computed digest is compared: `if digest != given: raise`. */
function mentions(body: SyntaxNode, question: SyntaxNode): boolean {
  return (
    question.type === 'comparison_operator' && /!=/.test(question.text) && /\b(?:hmac|hashlib|hexdigest|sha256|digest)\b/.test(body.text)
  );
}

function compares(question: SyntaxNode): boolean {
  return (
    question.type === 'comparison_operator' &&
    /!=|not in/.test(question.text) &&
    question.namedChildren.some((side) => needed.test(lastName(side)))
  );
}

/** `if API_KEY and header != API_KEY: abort(401)`. */
function skippedComparison(node: SyntaxNode, condition: SyntaxNode, body: SyntaxNode): Skipped | null {
  const both = bare(condition);
  if (both?.type !== 'boolean_operator' || both.child('operator')?.text !== 'and' || !leaves(body) || hasOtherWay(node)) return null;
  const value = presenceOf(both.child('left'));
  const question = bare(both.child('right'));
  if (!value || !question || /\b(?:type|len|isinstance)\(/.test(question.text) || letsThrough(returnedBy(statementsOf(body).at(-1)!)))
    return null;
  const inner = question.type === 'not_operator' ? question.child('argument')! : question;
  const asks =
    decisionsIn(inner).length > 0 ||
    (question.type === 'comparison_operator' && /!=|not in/.test(question.text) && question.text.includes(value.text));
  return asks ? { value, guard: question } : null;
}

/** `if not SECRET: return True`, in a function that decides. */
function waved(node: SyntaxNode, condition: SyntaxNode, body: SyntaxNode): Skipped | null {
  const value = absenceOf(condition);
  const fn = node.ancestor('function_definition');
  if (!value || !fn || !checker.test(fn.child('name')?.text ?? '')) return null;
  const last = statementsOf(body).at(-1);
  if (last?.type !== 'return_statement') return null;
  const rest = fn.text.slice(body.end - fn.start);
  const decides = /compare_digest|!=|==|\bverify|\bdecode\(|check_password/.test(rest);
  const raises = /\braise\b|\babort\(/.test(rest) && !/\breturn\s+(?:True|False)\b/.test(rest);
  const passes = letsThrough(returnedBy(last)) || (returnedBy(last) === null && raises);
  return decides && passes ? { value, guard: last } : null;
}

/** An `else` that refuses, or protects in another way. */
function hasOtherWay(node: SyntaxNode): boolean {
  return node.childrenOf('alternative').some((way) => {
    const block = way.child('body') ?? way.child('consequence');
    return (
      way.type === 'elif_clause' ||
      (block !== null && (leaves(block) || decisionsIn(block).length > 0 || /\braise\b|\babort\(|4\d\d/.test(block.text)))
    );
  });
}

/** In a branch for development or tests. */
function isExplained(node: SyntaxNode): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === 'if_statement' && /debug|testing|\bdev|local/i.test(at.child('condition')?.text ?? '')) return true;
  }
  return false;
}

/** Somewhere in the file the program stops where the value is missing. */
function isRequired(node: SyntaxNode, value: SyntaxNode, { root }: SyntaxContext): boolean {
  const name = value.text.replace(/[^\w.]/g, '');
  const plain = lastName(value);
  for (const one of root.descendants('if_statement', 'assert_statement')) {
    if (one.index === node.index) continue;
    if (one.type === 'assert_statement') {
      if (one.namedChildren[0]?.text === name) return true;
      continue;
    }
    const absent = absenceOf(one.child('condition'));
    const asked = one.child('condition')?.text ?? '';
    const isAsked = absent ? lastName(absent) === plain : new RegExp(`\\bnot\\s+(?:\\w+\\.)*${plain}\\b`).test(asked);
    const body = one.child('consequence');
    if (isAsked && body && /\braise\b|exit\(|abort\(|return\s+(?:False|None)\b|4\d\d|5\d\d|Forbidden|Unauthorized/.test(body.text))
      return true;
  }
  return new RegExp(`\\b${plain}\\s*(?::\\s*\\w+\\s*)?=\\s*os\\.environ\\[`).test(root.text);
}
