/** What comes over the network in a JavaScript program: an answer, its body, a stream of it. */
import type { SyntaxNode } from '../../../src/engine/check.ts';
import { argumentsOf, calleeOf, functionTypes, type JavaScriptFile, propertyOf, unwrapAwait } from '../../../src/engine/javascript.ts';

const requests =
  /^(?:fetch|node-fetch|cross-fetch|undici\.(?:fetch|request|stream)|axios(?:\.(?:get|request|post))?|axios\.create\(\)\.get|got(?:\.(?:get|stream))?|needle|superagent\.get|https?\.(?:get|request)|follow-redirects\.https?\.get|request(?:\.get)?|ky(?:\.get)?|ofetch|download|make-fetch-happen|phin)$/;
/** Functions that only put what they are given into another form. */
const forming = /^(?:Buffer\.from|(?:stream\.)?Readable\.(?:fromWeb|from)|Uint8Array|TextDecoder\(\)\.decode|String)$/;
const reading = /^(?:arrayBuffer|text|buffer|blob|bytes|body|data|rawBody|content|pipe|on|then|catch|stream|toString)$/;
const mostSteps = 10;

/** Whether a value is, or is made of, what another machine answered. */
export function isRemote(node: SyntaxNode, file: JavaScriptFile, depth = 0): boolean {
  if (depth > mostSteps) return false;
  const at = unwrapAwait(node);
  const on = (next: SyntaxNode | null | undefined) => next !== null && next !== undefined && isRemote(next, file, depth + 1);
  switch (at.type) {
    case 'identifier': {
      const binding = file.bindings.resolve(at);
      if (!binding) return false;
      if (binding.parameter) return isAnswer(binding.parameter.fn, binding.parameter.index, file);
      return binding.kind === 'const' || binding.kind === 'let' || binding.kind === 'var'
        ? on(binding.value) || (binding.value === null && file.bindings.writesTo(binding).some(({ value }) => on(value)))
        : false;
    }
    case 'member_expression':
      return reading.test(propertyOf(at) ?? '') && on(at.child('object'));
    case 'call_expression':
    case 'new_expression': {
      const name = file.calledName(at) ?? '';
      if (requests.test(name)) return true;
      // The grammar of plain JavaScript takes `await (…)` for a call.
      if (forming.test(name) || name === 'await') return on(argumentsOf(at)[0]);
      const callee = calleeOf(at);
      return callee?.type === 'member_expression' && on(callee);
    }
    default:
      return false;
  }
}

/** `https.get(url, (answer) => …)`, `fetch(url).then((answer) => …)`. */
function isAnswer(fn: SyntaxNode, index: number, file: JavaScriptFile): boolean {
  const call = fn.parent?.type === 'arguments' ? fn.parent.parent : null;
  if (index !== 0 || call?.type !== 'call_expression') return false;
  if (requests.test(file.calledName(call) ?? '')) return true;
  const callee = calleeOf(call);
  return callee?.type === 'member_expression' && propertyOf(callee) === 'then' && isRemote(callee.child('object')!, file, 4);
}

/** Whether a call that writes a file, or opens a stream into one, gets its content over the network. */
export function writesRemote(call: SyntaxNode, file: JavaScriptFile): boolean {
  const [, content] = argumentsOf(call);
  if (!/createWriteStream$/.test(calleeOf(call)?.text ?? ''))
    return content !== undefined && !functionTypes.has(content.type) && isRemote(content, file);
  const { parent } = call;
  if (parent?.type === 'arguments') return feeds(parent.parent, file);
  const name = parent?.type === 'variable_declarator' ? parent.child('name') : null;
  const binding = name?.type === 'identifier' ? file.bindings.resolve(name) : null;
  return (
    binding !== null &&
    file.bindings.mentionsOf(binding).some((mention) => mention.parent?.type === 'arguments' && feeds(mention.parent.parent, file))
  );
}

/** `answer.pipe(file)`, `pipeline(answer.body, file)`. */
function feeds(call: SyntaxNode | null, file: JavaScriptFile): boolean {
  const callee = call ? calleeOf(call) : null;
  if (!call || !callee) return false;
  const object = callee.type === 'member_expression' ? callee.child('object') : null;
  if (object && /^(?:pipe|pipeTo)$/.test(propertyOf(callee) ?? '')) return isRemote(object, file);
  const [first] = argumentsOf(call);
  return /(?:^|\.)(?:pipeline|finished|pump)$/.test(callee.text) && first !== undefined && isRemote(first, file);
}
