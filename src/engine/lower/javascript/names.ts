/** The name an expression goes by wherever it was imported or aliased: `child_process.exec`, `fs.promises.stat`, `process.env.HOME`. */
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { Binding, Bindings } from './bindings.ts';
import { argumentsOf, calleeOf, propertyOf, stringValue, unwrapAwait } from './syntax.ts';

/** What compilers put around `require`. */
const interop = new Set([
  '__importStar',
  '__importDefault',
  '_interopRequireDefault',
  '_interopRequireWildcard',
  '_interopDefault',
  '__toESM',
  'tslib.__importStar',
  'tslib.__importDefault',
]);

/** The last name of functions that turn a callback into a promise. */
const promisifiers = /(?:^|\.)(?:promisify|pify)$/;

const maximumSteps = 30;
const maximumDepth = 8;

/** `node:fs/promises` and `fs/promises` are `fs.promises`. */
export function moduleName(specifier: string): string {
  const plain = specifier.startsWith('node:') ? specifier.slice(5) : specifier;
  return plain === 'fs/promises' ? 'fs.promises' : plain;
}

function join(base: string, path: readonly string[]): string {
  return [base, ...path.filter((step) => step !== 'default')].join('.');
}

/** The module a `require('x')` or `import('x')` names. */
function requiredModule(call: SyntaxNode, bindings: Bindings): string | null {
  const callee = calleeOf(call);
  const [argument] = argumentsOf(call);
  if (!callee || argument?.type !== 'string') return null;
  const requires =
    callee.type === 'import' || (callee.type === 'identifier' && callee.text === 'require' && isPlainRequire(callee, bindings));
  return requires ? moduleName(stringValue(argument)) : null;
}

/** The global `require`, or one made by `createRequire`. */
function isPlainRequire(callee: SyntaxNode, bindings: Bindings): boolean {
  const binding = bindings.resolve(callee);
  return binding === null || /createRequire/.test(binding.value?.text.slice(0, 60) ?? '');
}

/** The single value a variable ever has, or null where it is written again. */
export function onlyValue(binding: Binding, bindings: Bindings): SyntaxNode | null {
  if (binding.kind === 'const') return binding.value;
  if (binding.kind !== 'let' && binding.kind !== 'var') return null;
  const writes = bindings.writesTo(binding);
  if (binding.value) return writes.length === 0 ? binding.value : null;
  return writes.length === 1 && !writes[0]!.adds ? writes[0]!.value : null;
}

/**
 * Resolves an expression to a dotted name. Modules go by their name, calls end in `()`, globals by their own name;
 * a parameter or a local function has none. Null where nothing is known.
 */
export function nameOf(node: SyntaxNode, bindings: Bindings, depth = 0): string | null {
  if (depth > maximumDepth) return null;
  let at = unwrapAwait(node);
  let path: readonly string[] = [];
  for (let step = 0; step < maximumSteps; step++) {
    switch (at.type) {
      case 'identifier':
      case 'type_identifier':
      case 'shorthand_property_identifier': {
        const binding = bindings.resolve(at);
        if (!binding) return join(at.text, path);
        if (binding.kind === 'import') return join(moduleName(binding.module!), [...binding.path, ...path]);
        const value = onlyValue(binding, bindings);
        if (!value || binding.path.includes('*')) return null;
        path = [...binding.path, ...path];
        at = unwrapAwait(value);
        break;
      }
      case 'member_expression':
      case 'subscript_expression': {
        const property = propertyOf(at);
        const object = at.child('object');
        if (property === null || !object) return null;
        path = [property, ...path];
        at = unwrapAwait(object);
        break;
      }
      case 'meta_property':
        return join(at.text, path);
      case 'call_expression':
      case 'new_expression': {
        const required = requiredModule(at, bindings);
        if (required !== null) return join(required, path);
        const callee = calleeOf(at);
        if (!callee) return null;
        const same = sameAs(at, callee, bindings, depth);
        if (!same) {
          const name = nameOf(callee, bindings, depth + 1);
          return name === null ? null : join(`${name}()`, path);
        }
        at = unwrapAwait(same);
        break;
      }
      default:
        return null;
    }
  }
  return null;
}

/** `promisify(exec)`, `exec.bind(null)` and `__importStar(require('x'))` still are what stands inside. */
function sameAs(call: SyntaxNode, callee: SyntaxNode, bindings: Bindings, depth: number): SyntaxNode | null {
  if (callee.type === 'member_expression' && propertyOf(callee) === 'bind') return callee.child('object');
  const first = argumentsOf(call)[0] ?? null;
  if (!first || !/interop|__import|__toESM|promisify|pify/i.test(callee.text.slice(-40))) return null;
  if (interop.has(callee.text)) return first;
  const name = nameOf(callee, bindings, depth + 1);
  return name !== null && (interop.has(name) || promisifiers.test(name)) ? first : null;
}
