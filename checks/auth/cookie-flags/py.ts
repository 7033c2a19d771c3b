import { constantOf, type FlowRule, type Hit, type Known, type Report, type SyntaxNode } from '../../../src/engine/check.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';

const sensitive = /sess|sid\b|token|auth|jwt|remember|login|user|account|credential|secret|passw|api_?key|identity|sso/i;
const harmless =
  /theme|lang|locale|i18n|consent|cookie_?(?:notice|banner|bar)|tz|time_?zone|colou?r|dark|font|layout|sidebar|currency|country|csrf|xsrf|banner|sort|view|per_?page|page_?size|tab\b|flash|seen|dismiss|visited|analytics|_ga|utm/i;

/** False where a flag is off or missing; what is not known counts as set. */
function isSet(known: Known | undefined): boolean {
  return known !== undefined && !/^(?:False|0|None)$/.test(constantOf(known) ?? '');
}

function missing({ options, given }: Hit): readonly string[] {
  // Flask: key, value, max_age, expires, path, domain, secure, httponly.
  const secure = options.get('secure') ?? given[6];
  const httponly = options.get('httponly') ?? options.get('httpOnly') ?? given[7];
  return [...(isSet(secure) ? [] : ['secure']), ...(isSet(httponly) ? [] : ['httponly'])];
}

/** An empty or outdated cookie takes the old one away. */
function isTakenAway({ options, given }: Hit): boolean {
  const value = options.get('value') ?? given[1];
  const age = options.get('max_age') ?? given[2];
  return (value !== undefined && constantOf(value) === '') || (age !== undefined && /^-?0|^-\d/.test(constantOf(age) ?? ''));
}

/** `Set-Cookie` written by hand: its flags stand in the text. */
function inHeader(hit: Hit, at: SyntaxNode): Report | null {
  const header = hit.call ? hit.given[0] && constantOf(hit.given[0]) : hit.name;
  if (header?.toLowerCase() !== 'set-cookie' || !hit.known.texts) return null;
  const text = hit.known.texts[0]!.map((piece) => ('text' in piece ? piece.text : '')).join('');
  const name = /^\s*([^=;\s]+)=/.exec(text)?.[1];
  if (name === undefined || /max-age=0|expires=thu, 01.jan.1970/i.test(text) || (harmless.test(name) && !sensitive.test(name))) return null;
  const flags = ['secure', 'httponly'].filter((flag) => !new RegExp(`;\\s*${flag}\\b`, 'i').test(text));
  if (flags.length === 0) return null;
  return { at, vector: vectorOf(name), confidence: 'medium', trace: [{ at, text: told(flags) }] };
}

function vectorOf(name: string): string {
  return sensitive.test(name) ? vectors.cookie : vectors.plainCookie;
}

function told(flags: readonly string[]): string {
  return `${flags.map((flag) => `\`${flag}\``).join(' and ')} ${flags.length > 1 ? 'are' : 'is'} not set`;
}

export const py: FlowRule = {
  binding: python,
  contexts: ['setting'],
  judge(hit, { node }) {
    const { label } = hit.sink;
    const at = node(hit.at);
    if (label === 'cookie setting') {
      if (constantOf(hit.known) !== 'False') return null;
      return { at, vector: vectors.cookie, confidence: 'medium', trace: [{ at, text: 'the flag is turned off for all of them' }] };
    }
    if (label === 'cookie header') return inHeader(hit, at);
    if (label !== 'cookie') return null;
    const flags = missing(hit);
    if (flags.length === 0 || isTakenAway(hit)) return null;
    const key = hit.options.get('key') ?? hit.options.get('name') ?? hit.given[0];
    const name = (key && constantOf(key)) ?? '';
    const isSensitive = sensitive.test(name) || hit.call?.word !== 'set_cookie';
    if (!isSensitive && harmless.test(name)) return null;
    return {
      at,
      vector: isSensitive ? vectors.cookie : vectors.plainCookie,
      confidence: 'medium',
      trace: [{ at, text: told(flags) }],
    };
  },
};
