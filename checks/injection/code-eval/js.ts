import type { SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import {
  argumentsOf,
  type Cleared,
  calleeOf,
  isCleaned,
  isGuarded,
  type JavaScriptFile,
  javaScriptFile,
  Origins,
} from '../../../src/engine/javascript.ts';
import { builtFrom } from '../../models/javascript/built.ts';
import { origins as originModel } from '../../models/javascript/origins.ts';
import { steering } from '../../models/javascript/steering.ts';

/** What runs a text as code, and which of its arguments is that text: a number, or `all` where parameters are code too. */
const runners: Readonly<Record<string, number | 'all'>> = {
  eval: 0,
  'window.eval': 0,
  'global.eval': 0,
  'globalThis.eval': 0,
  'self.eval': 0,
  Function: 'all',
  'global.Function': 'all',
  'globalThis.Function': 'all',
  'window.Function': 'all',
  'vm.runInThisContext': 0,
  'vm.runInNewContext': 0,
  'vm.runInContext': 0,
  'vm.compileFunction': 0,
  'vm.Script': 0,
  'vm.SourceTextModule': 0,
  'vm2.VM().run': 0,
  'vm2.NodeVM().run': 0,
  'safe-eval': 0,
  notevil: 0,
  'require-from-string': 0,
  execScript: 0,
};

/** Timers run a text as code where they are given one; a browser does, and so did old Node programs with a polyfill. */
const timers = new Set(['setTimeout', 'setInterval', 'window.setTimeout', 'window.setInterval', 'globalThis.setTimeout']);

/** Modules are code: whoever picks their name picks what runs. */
const loaders = new Set(['require', 'import']);

const names = new Set([...Object.keys(runners), ...timers, ...loaders].map((name) => name.slice(name.lastIndexOf('.') + 1)));

/** Without one of these, an expression can do no more than compute; without letters and brackets, no more than arithmetic. */
const codeSyntax = ['()[]{};=+`\'"\\<>!&|?:,.\n', 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$[]{}`\'"\\!'];

function clearing(file: JavaScriptFile): Cleared {
  const context = { file, forbidden: codeSyntax };
  return (node) => {
    if (node.type !== 'call_expression') return isGuarded(node, context);
    const callee = calleeOf(node);
    // JSON is a subset of the language's expressions: what was written as JSON is data when it is read as code.
    return callee !== null && (file.nameOf(callee) === 'JSON.stringify' || isCleaned(node, context));
  };
}

/** The expressions a call runs as code, or null. `isLoose`: only a traced value is worth a report. */
function codeOf(call: SyntaxNode, file: JavaScriptFile): { nodes: SyntaxNode[]; isLoose: boolean } | null {
  const callee = calleeOf(call);
  const given = argumentsOf(call);
  // Nearly every call here is `require('…')`, and needs no further look.
  if (!callee || given.length === 0 || (given.length === 1 && given[0]!.type === 'string')) return null;
  const name = callee.type === 'import' ? 'import' : file.nameOf(callee);
  if (name === null) return null;
  if (Object.hasOwn(runners, name)) {
    const which = runners[name]!;
    return { nodes: which === 'all' ? given : given.slice(which, which + 1), isLoose: false };
  }
  if (loaders.has(name)) return { nodes: given.slice(0, 1), isLoose: true };
  if (!timers.has(name)) return null;
  // A timer that is given a function, or something that may be one, runs no text.
  return builtFrom(given.slice(0, 1), file).isBuilt ? { nodes: given.slice(0, 1), isLoose: false } : null;
}

/** Reports text that is run as code and has values in it, or that is traced to somebody outside. */
export const js: SyntaxRules = {
  program(_, context) {
    const file = context.shared(javaScriptFile);
    const calls = file.calls.of(names);
    if (calls.length === 0) return;
    const origins = new Origins(file, originModel);
    const cleared = clearing(file);
    for (const call of calls) {
      const code = codeOf(call, file);
      if (!code) continue;
      const built = code.nodes.map((node) => builtFrom([node], file));
      const values = built.flatMap((text) => text.values);
      const isBuilt = built.some((text) => text.isBuilt && text.values.length > 0);
      if (values.length === 0) continue;
      const origin = origins.ofAll(values, cleared);
      const isFromOutside = origin.kind === 'source' && (!code.isLoose || origin.source === 'request' || origin.source === 'remote');
      if (!isFromOutside && (code.isLoose || !isBuilt)) continue;
      const judged = steering(origin, {
        at: call,
        text: code.isLoose ? 'and picks the module that is loaded here' : 'and is run as code here',
      });
      if (judged) context.report({ at: call, ...judged });
    }
  },
};
