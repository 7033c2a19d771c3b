/** What a Python file takes from elsewhere: modules and scripts, names, and what it puts doubles in the place of. */
import type { Import, TestDouble } from '../../model/outline.ts';
import { literalText } from '../lower/python/strings.ts';
import type { SyntaxNode } from '../parse/syntaxNode.ts';
import { shownText } from './parts.ts';
import { callArguments, constantText, dottedName, lastName, type PythonFile, resolvedName } from './pythonFile.ts';

/** More names than any file has by hand. */
const mostNames = 10_000;

const scriptPath = /^[\w./@+-]{1,200}\.(?:py|sh|bash|ps1|js|mjs|cjs|rb|pl)$/;
const starters =
  /^(?:subprocess\.(?:run|call|check_call|check_output|Popen|getoutput|getstatusoutput)|os\.(?:system|popen|exec\w+|spawn\w+)|asyncio\.create_subprocess_(?:exec|shell)|pexpect\.\w+|runpy\.run_path|(?:script_runner|testdir|pytester|shell|sh)\.\w+)$/;

/** The last literal parts of a path: `bin/tool.py` of `ROOT / 'bin' / 'tool.py'` and of `os.path.join(root, 'bin', 'tool.py')`. */
export function pathEnd(node: SyntaxNode): { readonly path: string; readonly base: SyntaxNode | null } | null {
  const parts: string[] = [];
  let at: SyntaxNode | null = node;
  for (let steps = 0; at && steps < 40; steps++) {
    const text = literalText(at);
    if (text !== null) {
      parts.unshift(text);
      return { path: parts.join('/'), base: null };
    }
    if (at.type === 'parenthesized_expression') at = at.namedChildren[0] ?? null;
    else if (at.type === 'binary_operator' && at.child('operator')?.text === '/') {
      const right = literalText(at.child('right'));
      if (right === null) return null;
      parts.unshift(right);
      at = at.child('left');
    } else if (at.type === 'call' && /^(?:join|joinpath|Path|PurePath|str|abspath|resolve|fspath)$/.test(lastName(at.child('function')))) {
      const callee: SyntaxNode | null = at.child('function');
      const given: SyntaxNode[] = [...callArguments(at).positional];
      while (given.length > 1 && literalText(given.at(-1)!) !== null) parts.unshift(literalText(given.pop()!)!);
      if (lastName(callee) === 'joinpath') {
        if (given.length === 1 && literalText(given[0]!) !== null) parts.unshift(literalText(given.pop()!)!);
        at = given.length === 0 ? (callee?.child('object') ?? null) : null;
      } else if (lastName(callee) === 'resolve') at = callee?.child('object') ?? null;
      else at = given.length === 1 ? given[0]! : null;
    } else return parts.length === 0 ? null : { path: parts.join('/'), base: at };
  }
  return null;
}

/** Modules that are imported by name while it runs, scripts that it starts. */
export function readLateImports(file: PythonFile): Import[] {
  const found: Import[] = [];
  let starts = false;
  for (const call of file.root.descendants('call')) {
    const name = resolvedName(file, call.child('function')) ?? '';
    if (starters.test(name)) starts = true;
    const { positional } = callArguments(call);
    const [first, second] = positional;
    const line = file.lineOf(call);
    if (/^(?:importlib\.import_module|__import__|runpy\.run_module|pytest\.importorskip|importlib\.reload)$/.test(name)) {
      const from = constantText(file, first ?? null);
      if (from !== null) found.push({ from: shownText(from), names: ['*'], line });
    } else if (/(?:^|\.)spec_from_file_location$|(?:^|\.)SourceFileLoader$/.test(name) && second) {
      const path = pathEnd(second)?.path ?? (second.type === 'identifier' ? pathOfValue(file, second) : null);
      if (path) found.push({ from: shownText(path), names: ['*'], line });
    } else if (starters.test(name)) {
      const words = first?.type === 'list' || first?.type === 'tuple' ? first.namedChildren : positional;
      words.forEach((word, index) => {
        if (literalText(word) === '-m' && words[index + 1]) {
          const from = constantText(file, words[index + 1]!);
          if (from !== null) found.push({ from: shownText(from), names: [], line });
        }
      });
    }
  }
  if (!starts) return found;
  // A script's path is mostly put into a variable first, so every literal that is one counts.
  const seen = new Set<number>();
  for (const node of file.root.descendants('binary_operator', 'call', 'string')) {
    if (seen.has(node.index) || seen.size > mostNames) continue;
    const end = node.type === 'string' ? { path: literalText(node) ?? '' } : pathEnd(node);
    if (!end) continue;
    for (const inner of node.descendants('string', 'binary_operator', 'call')) seen.add(inner.index);
    const paths = scriptPath.test(end.path)
      ? [end.path]
      : /\s/.test(end.path) && end.path.length < 400
        ? end.path.split(/\s+/).filter((word) => scriptPath.test(word) && word.includes('/'))
        : [];
    for (const from of paths) found.push({ from: shownText(from), names: [], line: file.lineOf(node) });
  }
  return found;
}

function pathOfValue(file: PythonFile, name: SyntaxNode): string | null {
  const value = file.values.get(name.text);
  return value ? (pathEnd(value)?.path ?? null) : null;
}

const patchers = /(?:^|\.)patch$/;

/** The target of one call or decorator that puts a double in the place of something; none for any other. */
function doublesOf(file: PythonFile, call: SyntaxNode): string[] {
  const callee = call.child('function');
  const written = dottedName(callee) ?? '';
  const last = lastName(callee);
  if (!/^(?:patch|object|multiple|dict|setattr|delattr|setitem|stub|replace)$/.test(last)) return [];
  const { positional, named } = callArguments(call);
  const target = positional[0] ?? named('target');
  const text = constantText(file, target);
  if (patchers.test(written)) return text === null ? [] : [text];
  if (/(?:^|\.)patch\.dict$/.test(written))
    return text === null ? (resolvedName(file, target) ? [resolvedName(file, target)!] : []) : [text];
  const isPatch = /(?:^|\.)patch\.(?:object|multiple)$/.test(written);
  const isMonkey = /(?:^|_)(?:monkeypatch|mp|patcher|m)\.(?:setattr|delattr)$/i.test(written);
  if (!isPatch && !isMonkey) return [];
  const owner = text ?? resolvedName(file, target);
  if (owner === null) return [];
  if (last === 'multiple') {
    const given = call.child('arguments')?.namedChildren.filter(({ type }) => type === 'keyword_argument') ?? [];
    return given.map((one) => `${owner}.${one.child('name')?.text ?? ''}`);
  }
  const member = constantText(file, positional[1] ?? named(isMonkey ? 'name' : 'attribute'));
  // `monkeypatch.setattr('a.b', value)` names all of it at once.
  if (isMonkey && text !== null) return [text];
  return member === null ? [] : [`${owner}.${member}`];
}

/** `shop.total = Mock()` and `sys.modules['shop'] = Mock()`, where `shop` is imported. */
function assignedDouble(file: PythonFile, node: SyntaxNode): string | null {
  const left = node.child('left');
  if (left?.type === 'subscript' && left.child('value')?.text === 'sys.modules') return literalText(left.child('subscript'));
  if (left?.type !== 'attribute') return null;
  const name = dottedName(left);
  const right = node.child('right');
  const isDouble =
    right?.type === 'lambda' ||
    (right?.type === 'call' && /^(?:Async|Magic|NonCallable)?Mock$|^create_autospec$/.test(lastName(right.child('function'))));
  return isDouble && name !== null && file.aliases.has(name.split('.', 1)[0]!) ? resolvedName(file, left) : null;
}

export function readDoubles(file: PythonFile): TestDouble[] {
  const doubles: TestDouble[] = [];
  for (const node of file.root.descendants('call', 'assignment')) {
    const assigned = node.type === 'assignment' ? assignedDouble(file, node) : null;
    const targets = node.type === 'call' ? doublesOf(file, node) : assigned === null ? [] : [assigned];
    for (const target of targets) doubles.push({ target: shownText(target), line: file.lineOf(node) });
  }
  return doubles;
}

const ownNames = new Set(
  (
    'self cls super print len range str int float bool list dict set tuple frozenset bytes bytearray object type isinstance issubclass hasattr getattr setattr ' +
    'delattr callable repr sorted reversed enumerate zip map filter any all sum min max abs round open iter next id hash vars dir property staticmethod ' +
    'classmethod format input divmod pow ord chr hex bin oct slice complex memoryview globals locals compile eval exec __import__ __name__ __file__ __doc__ __class__ ' +
    'Exception BaseException ValueError TypeError KeyError IndexError AttributeError RuntimeError NotImplementedError NotImplemented StopIteration OSError IOError ' +
    'ImportError ModuleNotFoundError AssertionError ZeroDivisionError OverflowError LookupError NameError UnicodeError UnicodeDecodeError UnicodeEncodeError ' +
    'FileNotFoundError FileExistsError PermissionError TimeoutError ConnectionError KeyboardInterrupt SystemExit Warning DeprecationWarning UserWarning RuntimeWarning ' +
    'pytest unittest mock Mock MagicMock AsyncMock patch monkeypatch mocker capsys caplog tmp_path tmpdir request fixture mark parametrize skip skipif skipIf skipUnless ' +
    'xfail expectedFailure raises warns approx importorskip hypothesis given strategies TestCase main sys os'
  ).split(' '),
);
const frameworkName =
  /^(?:assert(?:_|[A-Z])\w*|setUp\w*|tearDown\w*|addCleanup|subTest|skipTest|fail|return_value|side_effect|setattr|setenv|delenv)$/;

/** Names that are called or read; what the file only gives a value itself is not among them. */
export function readUses(file: PythonFile): string[] {
  const uses = new Set<string>();
  const own = new Set<string>();
  const { aliases } = file;
  for (const node of file.root.descendants('identifier')) {
    const parent = node.parent!;
    const { field } = node;
    const { text } = node;
    if (field === 'attribute' && parent.type === 'attribute') {
      const isSet = /assignment$/.test(parent.parent!.type) && parent.field === 'left';
      if (!isSet) uses.add(text);
    } else if (isBinding(node, parent)) own.add(text);
    else if (parent.type !== 'dotted_name' && !(parent.type === 'keyword_argument' && field === 'name')) uses.add(original(aliases, text));
  }
  for (const call of file.root.descendants('call')) {
    const [, name] = lastName(call.child('function')) === 'getattr' ? callArguments(call).positional : [];
    const text = literalText(name ?? null);
    if (text !== null && /^\w{1,100}$/.test(text)) uses.add(text);
  }
  const attributes = new Set<string>();
  for (const node of file.root.descendants('attribute')) attributes.add(lastName(node));
  return [...uses]
    .filter((name) => !ownNames.has(name) && !frameworkName.test(name) && !(own.has(name) && !aliases.has(name) && !attributes.has(name)))
    .slice(0, mostNames);
}

/** `total` of `from shop import total as t`. */
function original(aliases: ReadonlyMap<string, string>, name: string): string {
  const full = aliases.get(name);
  return full === undefined ? name : full.slice(full.lastIndexOf('.') + 1) || name;
}

const binders =
  /^(?:parameters|lambda_parameters|pattern_list|tuple_pattern|list_pattern|list_splat_pattern|dictionary_splat_pattern|typed_parameter|as_pattern_target|global_statement|nonlocal_statement)$/;

function isBinding(node: SyntaxNode, parent: SyntaxNode): boolean {
  if (binders.test(parent.type)) return true;
  if (parent.type === 'assignment' || parent.type === 'for_statement' || parent.type === 'for_in_clause') return node.field === 'left';
  return (
    /^(?:default_parameter|typed_default_parameter|named_expression|function_definition|class_definition)$/.test(parent.type) &&
    node.field === 'name'
  );
}
