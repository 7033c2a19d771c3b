/** The environment of a JavaScript program: what it reads from it, and where it asks whether it is at work or being worked on. */
import type { SyntaxNode } from '../../../src/engine/check.ts';
import { argumentsOf, type JavaScriptFile, unwrap } from '../../../src/engine/javascript.ts';

const variable = /^(?:process|import\.meta|Bun)\.env\.([A-Za-z_]\w*)$/;

/** The name of the environment variable that an expression is, or null. */
export function readsEnvironment(node: SyntaxNode, file: JavaScriptFile): string | null {
  const at = unwrap(node);
  if (at.type === 'call_expression') {
    const name = file.calledName(at);
    const [key] = name === 'Deno.env.get' ? argumentsOf(at) : [];
    return key ? file.constantOf(key) : null;
  }
  if (!/^(?:member_expression|subscript_expression|identifier)$/.test(at.type)) return null;
  return variable.exec(file.nameOf(at) ?? '')?.[1] ?? null;
}

const development =
  /(?:\b|_)(?:dev|develop|development|tests?|testing|local|localhost|ci|demo|debug|jest|vitest|mocha)(?:\b|_)|is(?:Dev|Test|Local)/i;
const production = /\bprod(?:uction)?\b|isProd|_PROD\b/i;
const developmentPath =
  /(?:^|[/_.-])(?:dev|devel|development|local|tests?|testing|ci|demo|example|sample|quickstart|seeds?|seeders?|mocks?|playground|jest|vitest|playwright|cypress|e2e|storybook)(?:[/_.-]|$)/i;

/** True where a condition that came out as `outcome` says that this is not production. */
export function saysDevelopment(condition: SyntaxNode, outcome: boolean): boolean {
  const text = condition.text.slice(0, 400);
  if (production.test(text)) {
    const isDenied = /!==?|!\s*(?:\w+\.)*is_?prod/i.test(text);
    return isDenied === outcome;
  }
  return development.test(text) && /!==?|(?:^|\W)!\s*is/.test(text) !== outcome;
}

/** In a branch for development, or in a file that is made for it. */
export function isForDevelopment(node: SyntaxNode, path: string): boolean {
  if (developmentPath.test(path)) return true;
  let inside = node;
  for (let at = node.parent; at; inside = at, at = at.parent) {
    if (at.type === 'if_statement' || at.type === 'ternary_expression') {
      const condition = at.child('condition');
      if (condition && !condition.equals(inside) && saysDevelopment(condition, inside.field === 'consequence')) return true;
    } else if (at.type === 'binary_expression' && inside.field === 'right') {
      const left = at.child('left');
      const operator = at.child('operator')?.text;
      if (left && (operator === '&&' || operator === '||') && saysDevelopment(left, operator === '&&')) return true;
    } else if (at.type === 'pair' && /^(?:dev|devel|development|tests?|testing|local)$/i.test(at.child('key')?.text ?? '')) return true;
  }
  return false;
}
