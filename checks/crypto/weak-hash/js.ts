import type { SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import { argumentsOf, functionAround, javaScriptFile, namedFunction } from '../../../src/engine/javascript.ts';
import { vectors } from '../../models/vectors.ts';

const weak = /^(?:md[245]|sha-?1|ripemd(?:-?160)?|rsa-(?:md5|sha1))$/i;
const words = new Set(['createHash', 'MD5', 'SHA1', 'md5', 'sha1', 'digest', 'hash', 'SparkMD5']);
/** Functions that are a broken hash themselves. */
const broken =
  /^(?:md5|sha1|js-md5|blueimp-md5|js-sha1|spark-md5\.hash|ts-md5\.Md5\.hashStr|(?:crypto-js|CryptoJS)\.(?:MD5|SHA1)|crypto-js\/(?:md5|sha1))$/;
/** Those that are told which one, and the position of its name. */
const named: Readonly<Record<string, number>> = {
  'crypto.createHash': 0,
  'crypto.hash': 0,
  'crypto.subtle.digest': 0,
  'crypto.webcrypto.subtle.digest': 0,
  'window.crypto.subtle.digest': 0,
};
const secret = /passw|passwd|pwd|secret|token|signature|signed?_|_sign|session|credential|api_?key|\botp|nonce|csrf|hmac|\bpin\b|auth/i;
const plain =
  /etag|cache|check_?sum|fingerprint|dedup|duplicate|avatar|content_?(?:hash|md5|id)|file_?(?:hash|md5|sum|digest|id)|(?:hash|md5|digest|sum)_?(?:of_)?file|git|blob|bucket|shard|partition|colou?r|integrity|md5_?sum|sha1_?sum|revision|version|slug|uuid|anchor|short_?(?:id|name|hash)|unique_?(?:id|name)|object_?(?:id|name)|request_?id|job_?id|build_?id|seed|sec-websocket|chunk|module/i;

function statementOf(node: SyntaxNode): string {
  let at = node;
  while (at.parent && !/statement|declaration|function|program|^pair$|method_definition/.test(at.parent.type)) at = at.parent;
  const whole =
    at.parent && /^(?:expression_statement|return_statement|lexical_declaration|variable_declaration|pair)$/.test(at.parent.type)
      ? at.parent
      : at;
  return whole.text.slice(0, 400);
}

/** Reports hashes that are broken, by what they are made of where that is told. */
export const js: SyntaxRules = {
  program(_, context) {
    if (!/md[245]|sha-?1|ripemd/i.test(context.source.text)) return;
    const file = context.shared(javaScriptFile);
    for (const call of file.calls.of(words)) {
      const name = file.calledName(call);
      if (name === null) continue;
      const at = Object.hasOwn(named, name) ? argumentsOf(call)[named[name]!] : null;
      const isWeak = broken.test(name) || (at != null && weak.test(file.constantOf(at) ?? ''));
      if (!isWeak) continue;
      const fn = functionAround(call);
      const said = `${fn ? (namedFunction(fn)?.name ?? '') : ''} ${statementOf(call)}`;
      const guards = secret.test(said);
      if (!guards && plain.test(said)) continue;
      context.report({
        at: call,
        vector: guards ? vectors.weakCrypto : vectors.weakCryptoSomewhere,
        confidence: 'medium',
        trace: [{ at: call, text: 'a broken hash is made here' }],
      });
    }
  },
};
