import type { SyntaxContext, SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import {
  argumentsOf,
  calleeOf,
  functionTypes,
  type JavaScriptFile,
  javaScriptFile,
  parametersOf,
  propertyOf,
  stringValue,
  unwrap,
} from '../../../src/engine/javascript.ts';

const windows = /^(?:window|self|globalThis|top|parent|\w*[wW]indow)$/;
/** A look at where it came from that compares the whole of it, or hands it to somebody who does. */
const looks = /\borigin\b|\.source\b|\bisTrusted(?:Origin)?\b|\bsource\b/;
/** Comparisons that other origins pass, too. */
const halfLook = /origin\s*\??\.\s*(?:includes|indexOf|startsWith|search|match|endsWith)\s*\(|\.test\(\s*\w+\.origin/;

function handlerOf(node: SyntaxNode | undefined, file: JavaScriptFile): SyntaxNode | null {
  if (!node) return null;
  const at = unwrap(node);
  if (functionTypes.has(at.type)) return at;
  if (at.type !== 'identifier') return null;
  const value = file.bindings.resolve(at)?.value;
  return value && functionTypes.has(unwrap(value).type) ? unwrap(value) : null;
}

/** A comparison of the origin that only looks at a part of it which others can have as well. */
function passesOthers(text: string): boolean {
  if (!halfLook.test(text)) return false;
  if (/origin\s*[!=]==?|[!=]==?\s*\w*\.?origin\b/.test(text)) return false;
  // A list that holds the origin is a good look; a text that holds a part is not.
  if (/(?:\w+|\])\.(?:includes|has|indexOf)\(\s*\w*\.?origin/.test(text)) return false;
  const ending = /origin\s*\??\.\s*endsWith\(\s*['"`]([^'"`]*)/.exec(text);
  if (ending) return !/^\.|^https?:\/\//.test(ending[1]!);
  const beginning = /origin\s*\??\.\s*startsWith\(\s*['"`]([^'"`]*)/.exec(text);
  if (beginning) return !/^https?:\/\/[^/]+\/$|^(?:chrome|moz)-extension:/.test(beginning[1]!);
  const pattern = /\/(\^?)[^\n/]*?(\$?)\/[a-z]*\.test\(\s*\w+\.origin/.exec(text);
  return pattern ? !(pattern[1] === '^' && pattern[2] === '$') : true;
}

function judge(handler: SyntaxNode, at: SyntaxNode, context: SyntaxContext): void {
  const [parameter] = parametersOf(handler);
  const body = handler.child('body');
  if (!parameter || !body) return;
  const text = body.text.slice(0, 8_000);
  const pattern = parameter.text.slice(0, 200);
  const isTaken = /\bdata\b/.test(pattern) || /\.data\b|\bdata\s*[,}]/.test(text);
  if (!isTaken) return;
  const isSeen = looks.test(text) || /\borigin\b|\bsource\b/.test(pattern);
  if (isSeen && !passesOthers(text)) return;
  context.report({
    at,
    confidence: 'medium',
    trace: [
      { at, text: 'messages of any window are listened to' },
      { at: body, text: isSeen ? 'and only a part of the origin is compared' : 'and the data is used without a look at the origin' },
    ],
  });
}

/** Reports handlers of messages that take the data of anybody. */
export const js: SyntaxRules = {
  program(root, context) {
    const { text } = context.source;
    if (
      !/['"`]message['"`]|\bonmessage\b/.test(text) ||
      /\bimportScripts\b|DedicatedWorkerGlobalScope|worker_threads|self\.postMessage/.test(text)
    )
      return;
    const file = context.shared(javaScriptFile);
    for (const call of file.calls.of(new Set(['addEventListener', 'on']))) {
      const callee = calleeOf(call);
      const [event, handler] = argumentsOf(call);
      if (!callee || event?.type !== 'string' || stringValue(event) !== 'message') continue;
      const on = callee.type === 'member_expression' ? callee.child('object')?.text : '';
      const isWindow =
        on === ''
          ? propertyOf(callee) !== 'on' && callee.text === 'addEventListener'
          : /^\$\(window\)$/.test(on ?? '') || (propertyOf(callee) !== 'on' && windows.test(on ?? ''));
      const fn = isWindow ? handlerOf(handler, file) : null;
      if (fn) judge(fn, call, context);
    }
    for (const assignment of root.descendants('assignment_expression')) {
      const left = assignment.child('left');
      if (left?.type !== 'member_expression' || propertyOf(left) !== 'onmessage' || !windows.test(left.child('object')?.text ?? ''))
        continue;
      const fn = handlerOf(assignment.child('right') ?? undefined, file);
      if (fn) judge(fn, assignment, context);
    }
  },
};
