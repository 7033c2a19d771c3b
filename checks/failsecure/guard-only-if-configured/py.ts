import { python, type SyntaxContext, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import { decisionsIn, letsThrough, returnedBy, statementsOf } from '../../models/python/decisions.ts';
import { refusesIn } from '../../models/python/openings.ts';
import { inTestCode } from '../../models/python/tests.ts';
import { quoted } from '../../models/weigh.ts';

/** What a protection needs: a key, a signature, a checksum, who is allowed. */
const needed =
  /(?:^|_)(?:secret|secrets|key|token|tokens|signature|sig|hmac|password|passwd|digest|checksum|sha256|sha512|credentials?|csrf|allow_?list|whitelist|allowed_\w+|api_?key|auth|authorization|pubkey|public_key|cert|certificate|fingerprint)(?:_(?:header|value|env|hash|key|hex))?$|(?:secret|apikey|signature|password)$/i;
const middleware =
  /(?:^|\.)(?:add_middleware|use|middleware|before_request|wrap|register_middleware)$|(?:Auth|CSRF|Csrf|Security|RateLimit|JWT|Limiter)\w*(?:Middleware|Guard|Protect|Manager)?$/;
const checker =
  /(?:^|_)(?:verify|check|require|ensure|auth|authenticate|authori[sz]e|validate|guard|protect|is_valid|is_authori[sz]ed|allowed|before_request|middleware|dispatch|signature)/i;

/** Where values that may be missing come from. */
const configured =
  /^(?:(?:os\.)?(?:getenv|environ)\b|getattr\(\s*(?:\w+\.)*(?:settings|config|conf)\b|(?:\w+\.)*(?:settings|config|conf)\b[.[])/;
/** A switch is meant to be switched. */
const isSwitch =
  /^_?(?:verify|check|use|require|enable|has|is|should|skip|do|no|with|allow(?!ed|_?list)|validate)_|(?:^|_)(?:enabled?|disabled?|debug|mode|flag)$/i;
/** What is added to a list of what every request passes. */
const layer =
  /^(?:\w+\.)*(?:Middleware|Depends|Security)\(\s*(?:\w+\.)*\w*(?:auth|csrf|jwt|verif|oidc|permission|api_?key|rate_?limit|token)/i;

/** Reports protections that are skipped where what they need is missing. */
export const py: SyntaxRules = {
  if_statement(node, context) {
    const condition = node.child('condition');
    const body = node.child('consequence');
    if (!condition || !body || inTestCode(node) || isExplained(node)) return;
    const found =
      skippedBody(node, condition, body) ??
      skippedLayer(node, condition, body) ??
      skippedComparison(node, condition, body) ??
      skippedMembership(node, condition, body) ??
      waved(node, condition, body) ??
      wavedList(node, condition, body);
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
  if (node.type === 'identifier') {
    const origin = originOf(node);
    return origin && !needed.test(node.text) ? lastName(origin) : node.text;
  }
  if (node.type === 'attribute') return node.child('attribute')?.text ?? '';
  if (node.type === 'subscript') return (node.child('subscript')?.text ?? '').replace(/["']/g, '');
  if (node.type === 'call') {
    const [first] = python.argumentsOf(node).positional;
    const callee = node.child('function')?.text ?? '';
    const key = callee === 'getattr' ? python.argumentsOf(node).positional[1] : first;
    return /(?:get|getenv|getattr|header|getlist)$/.test(callee) && key ? (python.literalText(key) ?? '').replaceAll('-', '_') : '';
  }
  return '';
}

/** The one place a local name is taken from what is configured: `expected = os.environ.get("API_TOKEN")`. */
function originOf(name: SyntaxNode): SyntaxNode | null {
  for (let fn = name.ancestor('function_definition'); fn; fn = fn.ancestor('function_definition')) {
    const given = [...fn.descendants('assignment')].filter(
      (assignment) =>
        assignment.child('left')?.text === name.text && assignment.ancestor('function_definition', 'lambda')?.index === fn?.index,
    );
    if (given.length === 0) continue;
    const right = given.length === 1 ? given[0]!.child('right') : null;
    return right && /^(?:call|attribute|subscript)$/.test(right.type) && configured.test(right.text) ? right : null;
  }
  return null;
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

/** `if issuer: stack.append(Middleware(AuthenticationMiddleware))`: what is added tells that it protects. */
function skippedLayer(node: SyntaxNode, condition: SyntaxNode, body: SyntaxNode): Skipped | null {
  const value = bare(condition);
  if (!value || !/^(?:identifier|attribute|subscript|call)$/.test(value.type) || hasOtherWay(node)) return null;
  const origin = value.type === 'identifier' ? originOf(value) : value;
  if (!origin || !configured.test(origin.text) || isSwitch.test(lastName(origin))) return null;
  for (const statement of statementsOf(body)) {
    const call = statement.type === 'expression_statement' ? statement.namedChildren[0] : null;
    if (call?.type !== 'call' || !/\.(?:append|insert|add|add_middleware)$/.test(call.child('function')?.text ?? '')) continue;
    if (python.argumentsOf(call).positional.some((given) => layer.test(given.text))) return { value, guard: statement };
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
  const last = statementsOf(body).at(-1);
  if (!value || !fn || last?.type !== 'return_statement') return null;
  // A wrapper has no name that says what it does, but goes on to what it wraps.
  const goesOn = letsThrough(returnedBy(last)) && returnedBy(last)!.type !== 'true';
  if (!goesOn && !checker.test(fn.child('name')?.text ?? '')) return null;
  const rest = fn.text.slice(body.end - fn.start);
  const decides = /compare_digest|!=|==|\bverify|\bdecode\(|check_password/.test(rest);
  const raises = /\braise\b|\babort\(/.test(rest) && !/\breturn\s+(?:True|False)\b/.test(rest);
  if (goesOn && !refusesIn(rest) && !raises) return null;
  const passes = letsThrough(returnedBy(last)) || (returnedBy(last) === null && raises);
  return decides && passes ? { value, guard: last } : null;
}

/** `if MEMBERS and sender not in MEMBERS: raise PermissionError`: where nobody is named, everybody may. */
function skippedMembership(node: SyntaxNode, condition: SyntaxNode, body: SyntaxNode): Skipped | null {
  const both = bare(condition);
  if (both?.type !== 'boolean_operator' || both.child('operator')?.text !== 'and' || !leaves(body) || hasOtherWay(node)) return null;
  const value = bare(both.child('left'));
  const question = bare(both.child('right'));
  if (!value || !question || !isList(value) || !refusesIn(body.text)) return null;
  return asksMembership(question.text, value) ? { value, guard: question } : null;
}

/** `if not self.networks: return`, where those who are not in it are refused. */
function wavedList(node: SyntaxNode, condition: SyntaxNode, body: SyntaxNode): Skipped | null {
  const negated = bare(condition);
  const value = negated?.type === 'not_operator' ? bare(negated.child('argument')) : null;
  const fn = node.ancestor('function_definition');
  const last = statementsOf(body).at(-1);
  if (!value || !fn || !isList(value) || last?.type !== 'return_statement') return null;
  const given = returnedBy(last);
  if (given !== null && given.type !== 'none' && !letsThrough(given)) return null;
  const rest = fn.text.slice(body.end - fn.start);
  return asksMembership(rest, value) && refusesIn(rest) ? { value, guard: last } : null;
}

function isList(value: SyntaxNode): boolean {
  return /^(?:identifier|attribute)$/.test(value.type) && /^[\w.]{2,60}$/.test(value.text) && !isSwitch.test(lastName(value));
}

function asksMembership(text: string, list: SyntaxNode): boolean {
  return new RegExp(`\\bnot\\s+(?:in\\s+|any\\([^\\n]{0,200}\\bin\\s+)${list.text.replaceAll('.', '\\.')}(?![\\w.(])`).test(
    text.slice(0, 4000),
  );
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
