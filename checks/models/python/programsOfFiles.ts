/** Where Python runs, loads or unpacks into its own process what lies in a file, and where it compares a file with what it should be. */
import { type Call, python, type SyntaxNode } from '../../../src/engine/check.ts';
import { type Analysis, type Behind, behind, callsIn, conditionsOf } from './flow.ts';
import { textAt } from './rows.ts';

type IrFunction = Analysis['program']['functions'][number];

const loading =
  /^(?:importlib\.util\.spec_from_file_location|importlib\.machinery\.SourceFileLoader|imp\.load_source|runpy\.run_path|pickle\.load|cloudpickle\.load|dill\.load|joblib\.load|torch\.load|ctypes\.CDLL|ctypes\.cdll\.LoadLibrary|builtins\.exec|builtins\.execfile|marshal\.load|zipimport\.zipimporter)$/;
const starting =
  /^(?:subprocess\.(?:run|call|check_call|check_output|Popen)|os\.system|os\.popen|os\.(?:exec|spawn)\w+|asyncio\.create_subprocess_(?:exec|shell))$/;
const runners = /(?:^|\/)(?:(?:ba|z|da|k)?sh|python[\d.]*|perl|ruby|node|sudo|dpkg|rpm|apt|apt-get|dnf|yum|pip3?|installer|msiexec|java)$/;

/** The words of use: paths that a call runs, loads or installs, as written; `chmod +x` counts too. */
export function runBy(analysis: Analysis, call: Call): SyntaxNode[] {
  const node = python.nodeOf(analysis.program.tree, call.at);
  const name = nameBehind(analysis, call, node);
  const { positional, named } = python.argumentsOf(node);
  if (name === 'os.chmod' || (call.word === 'chmod' && /Path\.chmod$/.test(name))) {
    const mode = positional.at(-1)?.text ?? '';
    const makesRunnable = /^0o?[0-7]*[1357][0-7]{0,2}$/.test(mode) || /S_IX|S_IEXEC|0o111|0o1\b/.test(mode);
    const on = name === 'os.chmod' ? positional[0] : node.child('function')?.child('object');
    return makesRunnable && on ? [on] : [];
  }
  if (loading.test(name)) return [...positional, ...named.values()];
  if (!starting.test(name)) return [];
  const [first] = positional;
  const command = first ?? named.get('args');
  if (!command) return [];
  if (/^(?:list|tuple)$/.test(command.type)) {
    const words = command.namedChildren;
    const program = words[0] && python.literalText(words[0]);
    if (program && !runners.test(program)) return [];
    return words.filter((word) => python.literalText(word) === null);
  }
  if (/^os\.(?:exec|spawn)|create_subprocess_exec/.test(name)) return positional.slice(0, 3);
  const text = python.literalText(command);
  return text === null ? [command] : [];
}

/** `run = partial(subprocess.run, check=True)` runs what it was made of. */
function nameBehind(analysis: Analysis, call: Call, node: SyntaxNode): string {
  const name = analysis.program.nameOf(call) ?? '';
  const callee = node.child('function');
  if (name !== 'functools.partial()' || !callee) return name;
  const [binding] = python.reachingBindings(python.readScopes(python.nodeOf(node.tree, 0)), callee.text, callee);
  return binding?.value?.type === 'call' ? (python.argumentsOf(binding.value).positional[0]?.text ?? '') : '';
}

/** Comparing with a checksum, a signature or an owner. */
export const verifying =
  /^_?(?:verify\w*|check_?(?:sum|hash|digest|signature|integrity|sha\w*|md5)\w*|\w*_?(?:sha(?:1|224|256|384|512)|md5|blake2[bs]|checksum|hexdigest|file_digest|digest|compare_digest|hash_file|file_hash|signature|signed|is_trusted|is_valid|integrity|minisign|cosign|gpg|gpgv)(?:_\w+)?)$/i;

export function verifies(analysis: Analysis, call: Call): boolean {
  if (verifying.test(call.word)) return true;
  return (
    /^(?:run|call|check_call|check_output|system)$/.test(call.word) &&
    /--verify\b|gpgv|sha\d+sum|cosign|minisign|shasum|md5sum/.test(textAt(analysis, call.at).slice(0, 500))
  );
}

/** The calls before a place that verify, and decide that it is reached or raise. */
export function verifiedBefore(analysis: Analysis, fn: IrFunction, at: Call): Call[] {
  const found = new Set<Call>();
  for (const condition of conditionsOf(analysis, fn, at)) {
    const from: Behind = behind(analysis, fn, condition.value, condition.at);
    for (const call of from.calls) if (verifies(analysis, call)) found.add(call);
  }
  for (const call of callsIn(fn)) {
    if (call.at < at.at && verifies(analysis, call) && isStatement(python.nodeOf(analysis.program.tree, call.at))) found.add(call);
  }
  return [...found];
}

/** For its exception alone: nothing takes what it gives. */
function isStatement(call: SyntaxNode): boolean {
  return (
    call.parent?.type === 'expression_statement' || (call.parent?.type === 'await' && call.parent.parent?.type === 'expression_statement')
  );
}

/** Whether a call, or what it was given, is about a name. */
export function mentionsName(analysis: Analysis, fn: IrFunction, call: Call, name: string): boolean {
  const word = new RegExp(`(?<![\\w.])${name.replace(/[^\w.]/g, '.')}(?![\\w])`);
  if (word.test(textAt(analysis, call.at))) return true;
  const { program } = analysis;
  const receiver = program.receiverOf(call);
  const values = [...(receiver ? [receiver] : []), ...program.argumentsOf(call)];
  return values.some((value) => [...behind(analysis, fn, value, call).calls].some((one) => word.test(textAt(analysis, one.at))));
}
