import type { SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import { calleeOf, functionTypes, javaScriptFile, namedFunction, propertyOf, stringValue } from '../../../src/engine/javascript.ts';
import { mustNotBeGuessed } from '../../models/secretUses.ts';
import { vectors } from '../../models/vectors.ts';

const ends =
  /^(?:expression_statement|lexical_declaration|variable_declaration|statement_block|program|if_statement|for_statement|while_statement)$/;

/** The name of the place that a value goes to, from the inside out; null where it goes nowhere that must not be guessed. */
function placeOf(call: SyntaxNode): SyntaxNode | null {
  let inner = call;
  for (let at = call.parent; at; inner = at, at = at.parent) {
    if (at.type === 'variable_declarator' && at.child('value')?.equals(inner)) {
      const name = at.child('name');
      return name && mustNotBeGuessed(name.text) ? at : functionOf(at);
    }
    if (/^(?:augmented_)?assignment_expression$/.test(at.type) && at.child('right')?.equals(inner)) {
      const left = at.child('left');
      const name = left ? (propertyOf(left) ?? left.text) : '';
      return mustNotBeGuessed(name) ? at : functionOf(at);
    }
    if (at.type === 'pair' && at.child('value')?.equals(inner)) {
      if (mustNotBeGuessed(at.child('key')?.text.replace(/['"]/g, '') ?? '')) return at;
      continue;
    }
    if (at.type === 'arguments' && at.parent?.type === 'call_expression') {
      const callee = calleeOf(at.parent);
      const word = callee ? (propertyOf(callee) ?? callee.text) : '';
      const [first] = at.namedChildren;
      // `res.cookie('session', …)`, `setItem('token', …)`.
      if (
        /^(?:cookie|setCookie|set|setItem|put)$/.test(word) &&
        first?.type === 'string' &&
        !first.equals(inner) &&
        mustNotBeGuessed(stringValue(first))
      )
        return at.parent;
      continue;
    }
    if (functionTypes.has(at.type)) {
      const isGiven = at.type === 'arrow_function' && at.child('body')?.equals(inner);
      const name = isGiven ? namedFunction(at)?.name : undefined;
      if (name && mustNotBeGuessed(name)) return at;
      // A callback hands it on: `Array.from({ length: 8 }, () => …).join('')`.
      if (at.parent?.type === 'arguments' && isGiven) continue;
      return null;
    }
    if (at.type === 'return_statement') return functionOf(at);
    if (ends.test(at.type)) return null;
  }
  return null;
}

/** The function around, where its name says that what it makes must not be guessed. */
function functionOf(node: SyntaxNode): SyntaxNode | null {
  for (let at = node.parent; at; at = at.parent) {
    if (!functionTypes.has(at.type)) continue;
    const name = namedFunction(at)?.name ?? '';
    return /^(?:generate|create|make|new|random|gen|build|get|next)/i.test(name) && mustNotBeGuessed(name) ? node : null;
  }
  return null;
}

/** Reports numbers of `Math.random` in what nobody must be able to guess. */
export const js: SyntaxRules = {
  program(_, context) {
    if (!/Math\s*\.\s*random/.test(context.source.text)) return;
    const file = context.shared(javaScriptFile);
    const told = new Set<number>();
    for (const call of file.calls.of(new Set(['random']))) {
      if (file.calledName(call) !== 'Math.random') continue;
      const place = placeOf(call);
      if (!place || told.has(place.index)) continue;
      told.add(place.index);
      context.report({
        at: call,
        vector: vectors.weakCrypto,
        confidence: 'medium',
        trace: [
          { at: call, text: 'a number that can be predicted' },
          { at: place, text: 'and must not be guessed here' },
        ],
      });
    }
  },
};
