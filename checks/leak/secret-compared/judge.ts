/** Which comparisons tell about a secret by the time they take. */
import { constantOf, type FlowBinding, type FlowRule, type Hit, type Known, type SyntaxNode } from '../../../src/engine/check.ts';
import { type Shown, shownBy, shownIn } from '../../models/flow/exposing.ts';
import { namesSecret, wordsOf } from '../../models/secretValues.ts';
import { vectors } from '../../models/vectors.ts';

const proofs = new Set(['signature', 'sig', 'hmac', 'otp', 'totp', 'mac']);
/** What a key was needed for. */
const computed = /createHmac|(?:^|\.)hmac\.(?:new|digest)\b|\bHMAC\b/;
/** One typed twice, or what a value was before: no guess of anybody. */
const twin =
  /confirm|repeat|again|retype|second|csrf|verif(?:y|ication)?_?pass|old|prev|current|new|last|next|initial|default|existing|cached|stored_?state|original|updated|changed|orig|saved|same/i;
/** Names that tell which of two is the guess. */
const guess =
  /provided|received|given|supplied|presented|actual|expected|computed|calculated|generated|request|header|incoming|input|submitted|client|user|candidate|guess|valid|theirs|remote|digest|hmac/i;
const asked =
  /\b_?req(?:uest)?\b|\bctx\.(?:request|query|headers?|params|get)\b|\.(?:query|body|headers?|params|cookies|args|form|GET|POST|META)\b|getHeader|get_json|get_argument|\bself\.headers\b|searchParams|event\.(?:headers|body)/;

/** The name that an operand goes by: its last word. */
function nameOf(text: string): string {
  const plain = text
    .replace(/\([^()]*\)|\?|!|\s+/g, '')
    .replace(/\.(?:toString|trim|strip|lower|encode|decode|hexdigest|digest|toLowerCase)$/g, '');
  return /([\w$-]+)['"\]]*$/.exec(plain)?.[1] ?? '';
}

function isProof(name: string): boolean {
  // A method of signing by its name.
  if (/^[A-Z\d_]+$/.test(name) && /HMAC_?(?:SHA|MD)|_METHOD$|_ALG/.test(name)) return false;
  return proofs.has(wordsOf(name).at(-1) ?? '') || /hmac/i.test(name);
}

interface Side {
  readonly name: string;
  readonly text: string;
  readonly known: Known;
  readonly shown: Shown | null;
  readonly isComputed: boolean;
  readonly isAsked: boolean;
}

function sideOf(node: SyntaxNode, known: Known, hit: Hit): Side {
  const text = node.text.slice(0, 200);
  const [shown = null] = shownIn({ ...hit, known }, shownBy);
  const isAsked =
    asked.test(text) || [...known.facts.values()].some(({ source }) => /^secret-holder .*(?:headers|cookies|META|req)/.test(source));
  return { name: nameOf(text), text, known, shown, isComputed: computed.test(known.name ?? '') || computed.test(text), isAsked };
}

/** A value that is no guess and no secret: written out, nothing, a number, a kind. */
function isPlain({ known, text }: Side): boolean {
  if (known.type !== null && known.type !== 'text') return true;
  if (constantOf(known) !== null) return true;
  return /^(?:None|null|undefined|void 0|True|False|true|false|''|""|[A-Z][\w.]*[a-z]\w*\.[A-Z]\w*|-?\d+)$|\.(?:length|type|kind|size|name)$|^typeof\b|\blen\(/.test(
    text.trim(),
  );
}

function isSecret(side: Side): boolean {
  return side.shown !== null || side.isComputed || isProof(side.name) || namesSecret(side.name);
}

/** `password` and `password2`, `self._token` and `token`, two settings of one thing. */
function isPair(a: Side, b: Side): boolean {
  if (a.isAsked || b.isAsked || a.isComputed || b.isComputed) return false;
  const [one, other] = [a, b].map(({ name }) => name.replace(/^_+|_*\d+$/g, '').toLowerCase());
  if (one !== '' && one === other) return true;
  const holders = [a, b].map(({ text }) => text.slice(0, Math.max(0, text.lastIndexOf('.'))));
  return holders[0] !== '' && holders[0] !== 'self' && holders[0] === holders[1];
}

/** What is compared there, or null where it tells nothing. */
function secretOf(a: Side, b: Side): Side | null {
  if (isPlain(a) || isPlain(b) || (!isSecret(a) && !isSecret(b))) return null;
  if (twin.test(a.name) || twin.test(b.name) || (twin.test(a.text) && twin.test(b.text))) return null;
  // Both are kept by one thing, or asked for twice.
  if (isPair(a, b)) return null;
  // Something is asked whether it is this very thing.
  if (a.name === b.name && a.name !== '' && !a.isAsked && !b.isAsked) return null;
  const sure = [a, b].find(({ shown, isComputed }) => isComputed || shown?.isSure);
  const [secret, other] = isSecret(a) && (!isSecret(b) || sure !== b) ? [a, b] : [b, a];
  if (a.isAsked !== b.isAsked && isSecret(a.isAsked ? b : a)) return a.isAsked ? b : a;
  if (other.isAsked || (secret.isAsked && isSecret(other))) return secret;
  if (sure) return sure.isAsked && !isSecret(sure === a ? b : a) ? null : sure;
  // A signature and what it was expected to be.
  if (isProof(secret.name) && guess.test(other.name)) return secret;
  return isSecret(a) && isSecret(b) && (guess.test(a.name) || guess.test(b.name)) ? secret : null;
}

export function comparing(binding: FlowBinding, operandsOf: (node: SyntaxNode) => readonly (SyntaxNode | null | undefined)[]): FlowRule {
  return {
    binding,
    contexts: ['to comparison'],
    judge(hit, judge) {
      const node = judge.node(hit.at);
      const [left, right] = operandsOf(node);
      const [a, b] = hit.given;
      // In a page nobody else can measure it.
      if (!left || !right || !a || !b || /\.[jt]sx$/.test(judge.context.path)) return null;
      const secret = secretOf(sideOf(left, a, hit), sideOf(right, b, hit));
      if (!secret) return null;
      const name = (secret.shown?.name ?? secret.name).replaceAll('`', "'").slice(0, 80);
      return {
        at: node,
        vector: vectors.timing,
        confidence: 'medium',
        message: `\`${name}\` is compared letter by letter: how long it takes tells how much of a guess was right.`,
        trace: [
          { at: secret.text === left.text.slice(0, 200) ? left : right, text: `\`${name}\` is for nobody to guess` },
          { at: node, text: 'and is compared up to the first letter that differs' },
        ],
      };
    },
  };
}
