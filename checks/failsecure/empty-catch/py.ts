import type { SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import { blockOf, isDecision, isNarrow, statementsOf, wordOf } from '../../models/python/decisions.ts';
import { openingIn } from '../../models/python/openings.ts';
import { inTestCode } from '../../models/python/tests.ts';
import { quoted } from '../../models/weigh.ts';

/** Calls that protect, besides those that decide; modes and owners are another check's. */
const protecting =
  /^_?(?:async_|a)?(?:audit\w*|(?:write|record|emit|send|log|append|publish|create|save)_(?:audit|security)\w*|revoke\w*|invalidate_(?:session|token|all|sessions|tokens|refresh\w*)\w*|blacklist\w*|blocklist\w*|block_(?:ip|user|account)|ban_\w+|lock_(?:account|user|out)\w*|disable_(?:user|account|login|key)\w*|logout\w*|(?:rate_?limit|throttle)\w*|check_(?:rate|limit|quota)\w*|decrypt\w*|encrypt\w*|sign(?:_\w+)?|load_verify_locations|load_cert_chain|set_alpn_protocols|wrap_socket|start_?tls|drop_privileges|set_?password|rotate_(?:key|secret|token|credential)\w*|quarantine\w*|scan_(?:file|upload|for)\w*|saniti[sz]e\w*|expire_(?:session|token)\w*|delete_(?:session|token|credential|refresh)\w*|enable_(?:firewall|selinux|2fa|mfa)\w*|harden\w*|shred\w*|wipe\w*|secure_(?:delete|erase)\w*)$/i;
/** Receivers that make a plain word an audit: `audit.record(…)`. */
const auditing = /(?:^|[._])(?:audit(?:or|_?log(?:ger)?|_trail|_events?)?|security_?log(?:ger)?|siem)$/i;
const harmless = /(?:close|cleanup|clean_up|teardown|__del__|__exit__|shutdown|dispose)$/;

/** Reports handlers without a word around what protects. */
export const py: SyntaxRules = {
  except_clause(clause, context) {
    const attempt = clause.parent;
    const body = attempt?.child('body');
    if (attempt?.type !== 'try_statement' || !body || isNarrow(clause) || !isEmpty(clause)) return;
    const protects = protectionIn(body);
    if (
      !protects ||
      inTestCode(clause) ||
      openingIn(clause) ||
      harmless.test(clause.ancestor('function_definition')?.child('name')?.text ?? '')
    )
      return;
    if (isProbe(attempt, body)) return;
    context.report({
      at: clause,
      trace: [
        { at: protects, text: `${quoted(protects)} protects, and can fail` },
        { at: clause, text: 'and nobody is told' },
      ],
    });
  },
  with_statement(node, context) {
    const clause = node.namedChildren.find((part) => part.type === 'with_clause');
    if (!clause || !/\bsuppress\(\s*(?:\w+\.)*(?:Base)?(?:Exception|Error|OSError|\w+Error)\b/.test(clause.text)) return;
    const body = node.child('body');
    const protects = body && protectionIn(body);
    if (!protects || /FileNotFoundError|KeyError|ProcessLookupError/.test(clause.text) || inTestCode(node)) return;
    context.report({
      at: clause,
      trace: [
        { at: protects, text: `${quoted(protects)} protects, and can fail` },
        { at: clause, text: 'and the error is swallowed' },
      ],
    });
  },
};

function isEmpty(clause: SyntaxNode): boolean {
  return statementsOf(blockOf(clause)).every(
    (statement) =>
      /^(?:pass_statement|continue_statement)$/.test(statement.type) ||
      (statement.type === 'expression_statement' && /^(?:ellipsis|string)$/.test(statement.namedChildren[0]?.type ?? '')),
  );
}

function protectionIn(body: SyntaxNode): SyntaxNode | null {
  for (const call of body.descendants('call')) {
    if (call.ancestor('function_definition', 'lambda')?.index !== body.ancestor('function_definition', 'lambda')?.index) continue;
    const word = wordOf(call);
    const object = call.child('function')?.child('object')?.text ?? '';
    if (protecting.test(word) || isDecision(call) || (auditing.test(object) && !/^(?:close|flush|get\w*|debug)$/.test(word))) return call;
  }
  return null;
}

/** One candidate after the other is tried, and the right one is used: `try: return decrypt(key) except InvalidToken: continue`. */
function isProbe(attempt: SyntaxNode, body: SyntaxNode): boolean {
  const returns = [...body.descendants('return_statement', 'break_statement')].length > 0;
  return returns && attempt.ancestor('for_statement', 'function_definition') !== null;
}
