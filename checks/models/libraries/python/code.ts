import { library } from '../../../../src/engine/check.ts';

/** What runs a text as Python code, or picks by name what is loaded or called. */
export const code = library({
  library: 'builtins, importlib, pandas, numexpr: code',
  names: { 'importlib.__import__': 'builtins.__import__', 'builtins.execfile': 'builtins.execfile' },
  calls: {
    'builtins.eval': { sinks: [{ at: 0, context: 'code' }] },
    'builtins.exec': { sinks: [{ at: 0, context: 'code', label: 'statements' }] },
    'builtins.compile': {
      sinks: [
        { at: 0, context: 'code', label: 'compiled' },
        { at: 'option source', context: 'code', label: 'compiled' },
      ],
      gives: { from: [], as: 'same' },
    },
    'pandas.eval': { sinks: [{ at: 0, context: 'code' }] },
    'numexpr.evaluate': { sinks: [{ at: 0, context: 'code' }] },
    'ast.literal_eval': { gives: { from: [0], as: 'same' }, clears: ['code'] },
  },
});
