import { constantOf, constantsOf, type FlowJudge, type FlowRule, type Hit, type SyntaxNode } from '../../../src/engine/check.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';

const weak = /^(?:md[245]|sha-?1?|ripemd(?:-?160)?)$/i;
const secret = /passw|passwd|pwd|secret|token|signature|signed?_|_sign|session|credential|api_?key|\botp|nonce|csrf|hmac|\bpin\b|auth/i;
const plain =
  /etag|cache|check_?sum|fingerprint|dedup|duplicate|avatar|content_?(?:hash|md5|id)|file_?(?:hash|md5|sum|digest|id)|(?:hash|md5|digest|sum)_?(?:of_)?file|git|blob|bucket|shard|partition|colou?r|integrity|md5_?sum|sha1_?sum|revision|version|slug|uuid|anchor|short_?(?:id|name|hash)|unique_?(?:id|name)|object_?(?:id|name)|request_?id|job_?id|build_?id|seed/i;

/** The statement a node stands in, as its reader sees it. */
function statementOf(node: SyntaxNode): string {
  let at: SyntaxNode | null = node;
  while (at?.parent && !/statement|definition|module|^block$/.test(at.parent.type)) at = at.parent;
  const whole = at?.parent && /(?:simple|expression|return)_statement$/.test(at.parent.type) ? at.parent : at;
  return (whole?.text ?? '').slice(0, 400);
}

function isWeak(hit: Hit): boolean {
  if (hit.sink.label === 'hash') return true;
  return hit.sink.label === 'hash name' && (constantsOf(hit.known) ?? []).some((name) => weak.test(name));
}

function isDeclaredHarmless({ options }: Hit): boolean {
  const used = options.get('usedforsecurity');
  return used !== undefined && constantOf(used) === 'False';
}

function judge(hit: Hit, { node }: FlowJudge) {
  if (!isWeak(hit) || isDeclaredHarmless(hit)) return null;
  const at = node(hit.at);
  const words = `${hit.fn.name} ${statementOf(at)}`;
  const guards = secret.test(words);
  if (!guards && plain.test(words)) return null;
  return {
    at,
    vector: guards ? vectors.weakCrypto : vectors.weakCryptoSomewhere,
    confidence: 'medium' as const,
    trace: [{ at, text: 'a broken hash is made here' }],
  };
}

export const py: FlowRule = { binding: python, contexts: ['setting'], judge };
