import type { SyntaxContext, SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import { argumentsOf, calleeOf, type JavaScriptFile, javaScriptFile, propertyOf, stringValue } from '../../../src/engine/javascript.ts';
import { vectors } from '../../models/vectors.ts';

const sensitive = /sess|sid\b|token|auth|jwt|remember|login|user|account|credential|secret|passw|api_?key|identity|sso/i;
const harmless =
  /theme|lang|locale|i18n|consent|cookie_?(?:notice|banner|bar)|tz|time_?zone|colou?r|dark|font|layout|sidebar|currency|country|csrf|xsrf|banner|sort|view|per_?page|page_?size|tab\b|flash|seen|dismiss|visited|analytics|_ga|utm/i;
const answer = /^(?:res|response|reply|rep)$|\b(?:res|response|reply)\.(?:status|type)\(/;

/** Flags that a written object leaves out or turns off; null where the object is not seen whole. */
function missing(options: SyntaxNode | undefined, file: JavaScriptFile): readonly string[] | null {
  if (!options) return ['secure', 'httpOnly'];
  const object = file.objectOf(options);
  if (!object || object.namedChildren.some((child) => child.type === 'spread_element')) return null;
  return ['secure', 'httpOnly'].filter((flag) => {
    if (object.namedChildren.some((child) => child.type === 'shorthand_property_identifier' && child.text === flag)) return false;
    return /^(?:false|undefined|null|)$/.test(file.option(object, flag)?.text ?? '');
  });
}

function judgeCookie(call: SyntaxNode, file: JavaScriptFile, context: SyntaxContext): void {
  const [key, value, options] = argumentsOf(call);
  if (!key || !value) return;
  const name = key.type === 'string' ? stringValue(key) : (file.constantOf(key) ?? key.text);
  // A token against forged requests is read by the page's own script, which sends it back.
  const flags = missing(options, file)?.filter((flag) => flag !== 'httpOnly' || !/csrf|xsrf/i.test(name));
  if (!flags || flags.length === 0 || /^(?:''|""|null|undefined)$/.test(value.text)) return;
  if (options && /\b(?:maxAge|expires)\s*:\s*(?:0|-\d+|new Date\(0\))/.test(options.text.slice(0, 400))) return;
  const isSensitive = sensitive.test(name);
  if (!isSensitive && harmless.test(name)) return;
  context.report({
    at: call,
    vector: isSensitive ? vectors.cookie : vectors.plainCookie,
    confidence: 'medium',
    trace: [{ at: call, text: `${flags.map((flag) => `\`${flag}\``).join(' and ')} ${flags.length > 1 ? 'are' : 'is'} not set` }],
  });
}

const stores = new Set([
  'express-session',
  'cookie-session',
  'koa-session',
  '@fastify/session',
  '@fastify/cookie',
  'session',
  'client-sessions',
  'iron-session',
]);

/** Reports cookies that scripts can read or that travel without encryption. */
export const js: SyntaxRules = {
  program(_, context) {
    if (!/cookie/i.test(context.source.text)) return;
    const file = context.shared(javaScriptFile);
    for (const call of file.calls.of(new Set(['cookie', 'setCookie']))) {
      const callee = calleeOf(call);
      const on = callee?.child('object')?.text ?? '';
      if (callee && propertyOf(callee) && answer.test(on)) judgeCookie(call, file, context);
    }
    for (const call of file.calls.of(new Set(['session', 'expressSession', 'cookieSession', 'default', 'register', 'use']))) {
      const name = file.calledName(call);
      const given = argumentsOf(call);
      const [options] = name !== null && stores.has(name) ? given : [];
      const cookie = options && (file.option(options, 'cookie') ?? (name === 'cookie-session' ? options : null));
      const object = cookie && file.objectOf(cookie);
      if (!object) continue;
      for (const flag of ['secure', 'httpOnly']) {
        const set = file.option(object, flag);
        if (set?.text !== 'false') continue;
        context.report({
          at: set,
          vector: vectors.cookie,
          confidence: 'medium',
          trace: [{ at: set, text: `\`${flag}\` is turned off for the cookie of every session` }],
        });
      }
    }
  },
};
