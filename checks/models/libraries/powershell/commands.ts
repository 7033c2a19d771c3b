/** Calls that must be read to be understood: programs with their words, cmdlets with their parameters, objects by the type they are made of. */
import type { Call, Context, FlowProgram, FoundSink, Value } from '../../../../src/engine/check.ts';

const sinkAt = (context: Context, label: string, value: Value | null | undefined): FoundSink[] =>
  value ? [{ sink: { at: 'call', context, label }, value }] : [];

const literal = (value: Value | null | undefined): string | null => (value?.kind === 'literal' ? value.text : null);

/** The last part of a program's path, without its ending, in lower case. */
export function programName(text: string): string {
  return (/[^/\\]*$/.exec(text)?.[0] ?? '').replace(/\.(?:exe|cmd|bat|com)$/i, '').toLowerCase();
}

const shells = new Set(['cmd', 'powershell', 'pwsh', 'bash', 'sh', 'zsh', 'wsl', 'ssh', 'plink', 'mshta', 'wscript']);

/** The words of a shell that it parses as a program, or nothing where it runs a file. */
function programWords(name: string, words: readonly Value[]): readonly Value[] {
  const option = (pattern: RegExp) => words.findIndex((word) => pattern.test(literal(word) ?? ''));
  switch (name) {
    case 'cmd': {
      const at = option(/^\/[ckr]/i);
      return at < 0 ? [] : words.slice(at + 1);
    }
    case 'powershell':
    case 'pwsh': {
      if (option(/^[-/]f(?:i(?:l(?:e)?)?)?$/i) >= 0) return [];
      const at = option(/^[-/]c(?:o(?:m(?:m(?:a(?:n(?:d)?)?)?)?)?)?$/i);
      return at < 0 ? [] : words.slice(at + 1);
    }
    case 'ssh':
    case 'plink':
      // The first operand is the machine.
      return words.filter((word) => !/^-/.test(literal(word) ?? '')).slice(1);
    case 'wsl': {
      const at = option(/^(?:bash|sh|zsh)$/);
      return at < 0 ? [] : programWords('bash', words.slice(at + 1));
    }
    case 'mshta':
      return words.slice(0, 1);
    case 'wscript':
      return [];
    default: {
      const at = option(/^-\w*c$/);
      return at < 0 ? [] : words.slice(at + 1, at + 2);
    }
  }
}

/** The shell gets its words as one text. */
function nestedShell(name: string, words: readonly Value[]): FoundSink[] {
  const program = programWords(name, words);
  const [first] = program;
  if (!first || program.length === 1) return sinkAt('shell', name, first);
  const blank: Value = { kind: 'literal', text: ' ', at: first.at };
  const parts = program.flatMap((value, index) => [
    ...(index > 0 ? [{ value: blank, quoting: 'none' as const }] : []),
    { value, quoting: 'none' as const },
  ]);
  return sinkAt('shell', name, { kind: 'concat', parts, at: first.at });
}

function itemsOf(value: Value | null): readonly Value[] {
  return value === null ? [] : value.kind === 'list' ? value.items : [value];
}

function startProcess(call: Call, program: FlowProgram): FoundSink[] {
  const [first, second] = program.argumentsOf(call);
  const file = program.optionOf(call, 'filepath') ?? first ?? null;
  const list = program.optionOf(call, 'argumentlist') ?? second ?? null;
  const name = programName(literal(file) ?? '');
  const found = sinkAt('command', 'start', file);
  if (shells.has(name)) {
    const words = itemsOf(list);
    const [only] = words;
    // `-ArgumentList "/c $x"`: one text with everything in it.
    if (words.length === 1 && only?.kind === 'concat') return [...found, ...sinkAt('shell', name, only)];
    const nested = nestedShell(name, words);
    if (nested.length > 0) return [...found, ...nested];
  }
  return [...found, ...itemsOf(list).flatMap((value) => sinkAt('argument', 'start-process', value))];
}

const sqlType = /(?:^|\.)(?:Sql|OleDb|Odbc|Oracle|MySql|Npgsql|SQLite|SqlCe)(?:Command|DataAdapter)$/i;
const ldapType = /(?:^|\.)DirectorySearcher$/i;
const wqlType = /(?:^|\.)(?:ManagementObjectSearcher|ObjectQuery|SelectQuery|WqlObjectQuery)$/i;

function made(type: string, values: readonly (Value | undefined)[]): FoundSink[] {
  const [first, second] = values;
  if (sqlType.test(type)) return sinkAt('sql', 'command', first);
  if (ldapType.test(type)) return [...sinkAt('ldap', 'searcher', first), ...sinkAt('ldap', 'searcher', second)];
  if (wqlType.test(type)) return sinkAt('ldap', 'wql', values.length > 1 ? second : first);
  return [];
}

/** `New-Object T $a, $b`, and `New-Object T($a, $b)`, whose parentheses stand beside the type. */
function newObject(call: Call, program: FlowProgram): FoundSink[] {
  const [first, second] = program.argumentsOf(call);
  if (first && first.kind !== 'literal') {
    const { tree } = program;
    const written = /^\S+\s+(?:-TypeName\s+)?['"]?([\w.]{1,200})['"]?\s*\(/i.exec(
      tree.text.slice(tree.start[call.at]!, tree.start[call.at]! + 300),
    );
    return written ? made(written[1]!, program.argumentsOf({ ...call, at: first.at })) : [];
  }
  const type = literal(program.optionOf(call, 'typename') ?? first);
  return type === null ? [] : made(type, itemsOf(program.optionOf(call, 'argumentlist') ?? second ?? null));
}

const queryCommands =
  /^(?:invoke-sqlcmd2?|invoke-dbaquery|invoke-sqlitequery|invoke-mysqlquery|invoke-sqlquery|invoke-dbasqlquery|invoke-oraclequery|invoke-pgquery)$/;
const directoryCommands = /^(?:get|search)-(?:ad\w+|qad\w+|mguser|mggroup|azureaduser|azureadgroup)$/;
const instanceCommands =
  /^(?:get-ciminstance|get-wmiobject|gwmi|gcim|invoke-cimmethod|remove-ciminstance|remove-wmiobject|register-wmievent|register-cimindicationevent)$/;
const formatters = /(?:BinaryFormatter|LosFormatter|ObjectStateFormatter|NetDataContractSerializer|SoapFormatter)/i;

function command(call: Call, name: string, program: FlowProgram): FoundSink[] {
  const given = (option: string, at?: number): Value | null =>
    program.optionOf(call, option) ?? (at === undefined ? null : (program.argumentsOf(call)[at] ?? null));
  const piped = program.inputOf(call);
  if (queryCommands.test(name)) return [...sinkAt('sql', 'query', given('query', 0))];
  if (directoryCommands.test(name))
    return [...sinkAt('ldap', 'filter', given('filter')), ...sinkAt('ldap', 'ldap-filter', given('ldapfilter'))];
  if (instanceCommands.test(name)) return [...sinkAt('ldap', 'wql', given('filter')), ...sinkAt('ldap', 'wql', given('query'))];
  switch (name) {
    case 'invoke-expression':
      return sinkAt('code', 'expression', given('command', 0) ?? piped);
    case 'start-process':
      return startProcess(call, program);
    case 'new-object':
      return newObject(call, program);
    case 'add-type':
      return [...sinkAt('code', 'add-type', given('typedefinition', 0)), ...sinkAt('code', 'add-type', given('memberdefinition'))];
    case 'import-module':
      return sinkAt('command', 'module', given('name', 0));
    case 'import-clixml':
      return sinkAt('deserialize', 'clixml', given('path', 0));
    case '&':
    case '.': {
      const [invoked, ...words] = program.argumentsOf(call);
      const shell = programName(literal(invoked) ?? '');
      if (shells.has(shell)) return nestedShell(shell, words);
      return sinkAt('command', name === '.' ? 'source' : 'call', invoked);
    }
  }
  const shell = programName(name);
  return shells.has(shell) ? nestedShell(shell, program.argumentsOf(call)) : [];
}

/** A method, by its word and what it is called on. */
function method(call: Call, program: FlowProgram): FoundSink[] {
  const name = program.nameOf(call) ?? '';
  const [first] = program.argumentsOf(call);
  switch (call.word) {
    case 'create':
      return /^(?:management\.automation\.|system\.management\.automation\.)?scriptblock\.create$/i.test(name)
        ? sinkAt('code', 'scriptblock', first)
        : [];
    case 'newscriptblock':
      return sinkAt('code', 'scriptblock', first);
    case 'invokescript':
    case 'addscript':
    case 'expandstring':
      return sinkAt('code', 'block', first);
    case 'load':
    case 'loadfrom':
    case 'loadfile':
    case 'unsafeloadfrom':
      return /assembly\.\w+$/i.test(name) ? sinkAt('code', 'assembly', first) : [];
    case 'new':
      return made(name.slice(0, -'.new'.length), program.argumentsOf(call));
    case 'deserialize':
      return formatters.test(name) || /psserializer\.deserialize$/i.test(name) ? sinkAt('deserialize', 'formatter', first) : [];
    case 'start': {
      // Alone it may be a `ProcessStartInfo`, which keeps its arguments apart.
      const second = program.argumentsOf(call)[1];
      return second && /(?:^|\.)process\.start$/i.test(name)
        ? [...sinkAt('command', 'start', first), ...sinkAt('argument', 'start-process', second)]
        : [];
    }
    default:
      return [];
  }
}

export function findSinks(call: Call, program: FlowProgram): readonly FoundSink[] {
  return program.receiverOf(call) !== null || /[.]/.test(program.nameOf(call) ?? '')
    ? [...method(call, program), ...command(call, (program.nameOf(call) ?? '').toLowerCase(), program)]
    : [...command(call, (program.nameOf(call) ?? call.word).toLowerCase(), program), ...method(call, program)];
}

/** Last words of calls with sinks, in lower case. */
export const sinkWords = [
  ...shells,
  ...[...shells].map((name) => `${name}.exe`),
  ...'invoke-expression start-process new-object add-type import-module import-clixml & . create newscriptblock invokescript addscript expandstring load loadfrom loadfile unsafeloadfrom new deserialize start'.split(
    ' ',
  ),
  ...'invoke-sqlcmd invoke-sqlcmd2 invoke-dbaquery invoke-sqlitequery invoke-mysqlquery invoke-sqlquery invoke-dbasqlquery invoke-oraclequery invoke-pgquery'.split(
    ' ',
  ),
  ...'get-aduser get-adgroup get-adcomputer get-adobject get-adgroupmember get-adorganizationalunit search-adaccount get-qaduser get-mguser get-mggroup get-azureaduser get-azureadgroup'.split(
    ' ',
  ),
  ...'get-ciminstance get-wmiobject gwmi gcim invoke-cimmethod remove-ciminstance remove-wmiobject register-wmievent register-cimindicationevent'.split(
    ' ',
  ),
  ...'set-content add-content out-file remove-item move-item new-item copy-item expand-archive get-content import-csv get-item writealltext writealllines writeallbytes appendalltext delete openwrite open readalltext readalllines readallbytes openread opentext'.split(
    ' ',
  ),
];
