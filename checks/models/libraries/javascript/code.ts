/** What runs a text as code of the program, loads modules by name, or makes regular expressions. */
import { library } from '../../../../src/engine/check.ts';

type Data = Parameters<typeof library>[0];
type Model = NonNullable<Data['calls']>[string];

const first: Model = { sinks: [{ at: 0, context: 'code' }] };
const timer: Model = { sinks: [{ at: 0, context: 'code', label: 'timer' }] };
const module: Model = { sinks: [{ at: 0, context: 'member', label: 'module' }] };
const pattern: Model = { sinks: [{ at: 0, context: 'regex' }] };

function all(names: readonly string[], model: Model): Record<string, Model> {
  return Object.fromEntries(names.map((name) => [name, model]));
}

export const code = library({
  library: 'eval, vm',
  names: {
    ...Object.fromEntries(
      ['window', 'global', 'globalThis', 'self'].flatMap((root) =>
        ['eval', 'Function', 'setTimeout', 'setInterval', 'RegExp', 'execScript'].map((name) => [`${root}.${name}`, name]),
      ),
    ),
    'node:vm': 'vm',
    'timers.setTimeout': 'setTimeout',
    'timers.setInterval': 'setInterval',
  },
  calls: {
    eval: { sinks: [{ at: 0, context: 'code', label: 'eval' }] },
    Function: { sinks: [{ at: 'all', context: 'code' }] },
    ...all(
      [
        'vm.runInThisContext',
        'vm.runInNewContext',
        'vm.runInContext',
        'vm.compileFunction',
        'vm.Script',
        'vm.SourceTextModule',
        'vm2.VM().run',
        'vm2.NodeVM().run',
        'vm2.VMScript',
        'isolated-vm.Isolate().compileScript',
        'safe-eval',
        'notevil',
        'static-eval',
        'require-from-string',
        'execScript',
      ],
      first,
    ),
    ...all(['setTimeout', 'setInterval'], timer),
    ...all(['require', 'module.require', 'import-fresh', 'require-uncached'], module),
    '*.import': module,
    RegExp: pattern,
    // Text that a page runs; functions are given there too.
    ...Object.fromEntries(
      [
        'evaluate',
        'evaluateHandle',
        'evaluateOnNewDocument',
        '$eval',
        '$$eval',
        'executeJavaScript',
        'executeScript',
        'executeAsyncScript',
        'addInitScript',
      ].map((word) => [`*.${word}`, { sinks: [{ at: 0, context: 'code' as const, label: 'page' }] }]),
    ),
    // A text becomes a pattern there.
    '*.match': { sinks: [{ at: 0, context: 'regex', label: 'text' }] },
    '*.search': { sinks: [{ at: 0, context: 'regex', label: 'text' }] },
    '*.matchAll': { sinks: [{ at: 0, context: 'regex', label: 'text' }] },
  },
});
