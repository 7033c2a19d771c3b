import { type CallModel, library } from '../../../../src/engine/check.ts';

const module: CallModel = { sinks: [{ at: 0, context: 'member', label: 'module' }] };

/** What runs a text as Python code, or picks by name what is loaded or called. */
export const code = library({
  library: 'builtins, importlib, pandas, numexpr: code',
  names: {
    'imp.load_module': 'importlib.import_module',
    'django.utils.module_loading.import_string': 'importlib.import_module',
    'werkzeug.utils.import_string': 'importlib.import_module',
    'pkgutil.resolve_name': 'importlib.import_module',
    'sympy.parsing.sympy_parser.parse_expr': 'sympy.sympify',
    'pandas.DataFrame()': 'pandas.DataFrame',
    ...Object.fromEntries(
      'read_csv read_parquet read_json read_excel read_sql read_sql_query read_table read_pickle read_feather concat merge'
        .split(' ')
        .map((name) => [`pandas.${name}()`, 'pandas.DataFrame']),
    ),
    'importlib.__import__': 'builtins.__import__',
  },
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
    'pandas.DataFrame.eval': { sinks: [{ at: 0, context: 'code', label: 'expression' }] },
    'pandas.DataFrame.query': { sinks: [{ at: 0, context: 'code', label: 'expression' }] },
    '*.eval': { sinks: [{ at: 0, context: 'code', label: 'expression' }] },
    'sympy.sympify': { sinks: [{ at: 0, context: 'code', label: 'expression' }] },
    'timeit.timeit': { sinks: [{ at: 0, context: 'code', label: 'statements' }] },
    'cProfile.run': { sinks: [{ at: 0, context: 'code', label: 'statements' }] },
    '*.runsource': { sinks: [{ at: 0, context: 'code', label: 'statements' }] },
    '*.runcode': { sinks: [{ at: 0, context: 'code', label: 'statements' }] },
    'builtins.__import__': module,
    'importlib.import_module': module,
    'runpy.run_module': module,
    'imp.load_source': { sinks: [{ at: 1, context: 'member', label: 'module' }] },
    'importlib.util.spec_from_file_location': { sinks: [{ at: 1, context: 'member', label: 'module' }] },
    'builtins.getattr': { sinks: [{ at: 1, context: 'member', label: 'attribute' }] },
    'operator.attrgetter': { sinks: [{ at: 0, context: 'member', label: 'attribute' }] },
    'operator.methodcaller': { sinks: [{ at: 0, context: 'member', label: 'attribute' }] },
    'ast.literal_eval': { gives: { from: [0], as: 'same' }, clears: ['code'] },
  },
});
