/** Where a path of a PowerShell script lies, and whether its name can be foreseen. */
import type { IrFunction, OrderAnalysis, Value } from '../../../src/engine/check.ts';
import { type Place, placeOfText } from '../fileEvents.ts';
import { names } from './program.ts';

interface Position {
  readonly block: number;
  readonly index: number;
}

export interface PathPiece {
  readonly kind:
    | 'text'
    | 'environment'
    /** Nobody can tell it before: a random name, a new GUID, a file made by the system. */
    | 'random'
    /** Others can tell it, or try them all: a process id, the date. */
    | 'foreseen'
    /** Who calls decides. */
    | 'parameter'
    | 'unknown';
  readonly text: string;
}

type Analysis = Pick<OrderAnalysis<string, unknown>, 'program' | 'keys'>;

const MAX_PIECES = 60;
const MAX_STEPS = 400;

const random =
  /^(?:Get-Random|New-TemporaryFile|New-Guid|System\.Guid\.NewGuid|System\.IO\.Path\.(?:GetRandomFileName|GetTempFileName)|System\.IO\.Directory\.CreateTempSubdirectory)$/i;
const passing = /^(?:trim|trimend|trimstart|tolower|toupper|tostring|replace|substring|padleft|split|tolowerinvariant|touniversaltime)$/;

/** The pieces of a path in order, through variables, joins and functions of the file. */
export function pathPieces(analysis: Analysis, fn: IrFunction, value: Value, at: Position): PathPiece[] {
  return new PathReader(analysis).read(fn, value, at, new Map(), 0);
}

type Arguments = ReadonlyMap<number, { readonly fn: IrFunction; readonly value: Value; readonly at: Position }>;

const piece = (kind: PathPiece['kind'], text = ''): PathPiece[] => [{ kind, text }];

class PathReader {
  private readonly analysis: Analysis;
  private steps = 0;

  constructor(analysis: Analysis) {
    this.analysis = analysis;
  }

  read(fn: IrFunction, value: Value, at: Position, given: Arguments, depth: number): PathPiece[] {
    if (depth > 20 || ++this.steps > MAX_STEPS) return piece('unknown');
    const inner = (one: Value) => this.read(fn, one, at, given, depth + 1);
    switch (value.kind) {
      case 'literal':
        return piece('text', value.text);
      case 'environment':
        return piece('environment', value.name);
      case 'concat':
        return value.parts.slice(0, MAX_PIECES).flatMap((part) => inner(part.value));
      case 'variable':
        return this.variable(fn, value, at, given, depth);
      case 'choice': {
        const [first] = value.among;
        return first ? inner(first) : piece('unknown');
      }
      case 'field':
        return this.field(value, inner);
      case 'element':
        return inner(value.of).some(({ kind }) => kind === 'random') ? piece('random') : piece('unknown');
      case 'result':
        return this.result(fn, value, given, depth);
      case 'list':
        return value.items.length === 1 ? inner(value.items[0]!) : piece('unknown');
      default:
        return piece('unknown');
    }
  }

  private field(value: Value & { readonly kind: 'field' }, inner: (one: Value) => PathPiece[]): PathPiece[] {
    const of = inner(value.of);
    if (/^(?:name|guid|basename|ticks|id|pid|dayofyear|year|month|day)$/.test(value.name)) {
      const [only] = of;
      if (only && of.length === 1 && (only.kind === 'random' || only.kind === 'foreseen')) return of;
    }
    return of.some(({ kind }) => kind === 'random') ? piece('random') : piece('unknown');
  }

  private variable(
    fn: IrFunction,
    { variable }: Value & { readonly kind: 'variable' },
    at: Position,
    given: Arguments,
    depth: number,
  ): PathPiece[] {
    const { program, keys } = this.analysis;
    if (variable.name === 'pid') return piece('foreseen', 'PID');
    if (variable.name === 'home') return piece('environment', 'HOME');
    if (variable.name === 'psscriptroot' || variable.name === 'pscommandpath') return piece('environment', 'PSSCRIPTROOT');
    const reaching = keys.definitionsIn(fn).reaching(variable, '', at);
    const definitions = reaching.filter((one) => one !== 'entry');
    const [only] = definitions;
    if (only && (definitions.length === 1 || reaching.length === definitions.length)) {
      const assigned = only.given ?? (only.value >= 0 ? program.valueOf(only.value) : null);
      if (assigned && definitions.length === 1) return this.read(fn, assigned, only, given, depth + 1);
      return piece('unknown');
    }
    if (variable.parameter >= 0 && variable.owner === fn) {
      const argument = given.get(variable.parameter);
      return argument ? this.read(argument.fn, argument.value, argument.at, new Map(), depth + 1) : piece('parameter', variable.name);
    }
    if (variable.parameter >= 0) return piece('parameter', variable.name);
    const [elsewhere, more] = program.definitionsOf(variable);
    if (!elsewhere || more || elsewhere.assign.field !== '') return piece('unknown');
    const { assign, within } = elsewhere;
    const assigned = assign.given ?? (assign.value >= 0 ? program.valueOf(assign.value) : null);
    return assigned ? this.read(within, assigned, assign, new Map(), depth + 1) : piece('unknown');
  }

  private result(fn: IrFunction, { call }: Value & { readonly kind: 'result' }, given: Arguments, depth: number): PathPiece[] {
    const { program } = this.analysis;
    const name = program.nameOf(call) ?? '';
    const values = program.argumentsOf(call);
    const inner = (one: Value) => this.read(fn, one, call, given, depth + 1);
    if (random.test(name)) return piece('random');
    if (name === 'System.IO.Path.GetTempPath') return piece('environment', 'TEMP');
    if (name === 'Get-Date' || /^(?:\[?system\.)?datetime/i.test(name)) return piece('foreseen', 'date');
    if (names.joins.has(name))
      return values.flatMap((one, position) => (position > 0 ? [{ kind: 'text', text: '/' } as const, ...inner(one)] : inner(one)));
    if (names.same.has(name) || name === 'Write-Output' || name === 'New-Item') {
      const path = values[0] ?? program.optionOf(call, '|');
      return path ? inner(path) : piece('unknown');
    }
    if (name === 'System.Environment.GetEnvironmentVariable' && values[0]?.kind === 'literal')
      return piece('environment', values[0].text.toUpperCase());
    if (name === 'System.Environment.GetFolderPath' && values[0]?.kind === 'literal')
      return piece('environment', /common/i.test(values[0].text) ? 'PROGRAMDATA' : 'USERPROFILE');
    const receiver = program.receiverOf(call);
    if (receiver && passing.test(call.word)) return inner(receiver);
    const target = program.targetOf(call);
    if (target && target !== fn) return this.returned(fn, target, values, call, depth);
    return piece('unknown');
  }

  /** What a function of the file gives back, where it gives back one thing. */
  private returned(fn: IrFunction, target: IrFunction, values: readonly Value[], at: Position, depth: number): PathPiece[] {
    const given = new Map(values.map((value, position) => [position, { fn, value, at }] as const));
    let found: PathPiece[] | null = null;
    for (const { next, index, instructions } of target.blocks) {
      if (next.kind !== 'return' || next.value < 0) continue;
      if (found) return piece('unknown');
      found = this.read(target, this.analysis.program.valueOf(next.value), { block: index, index: instructions.length }, given, depth + 1);
    }
    return found ?? piece('unknown');
  }
}

const homes = /^(?:HOME|USERPROFILE|APPDATA|LOCALAPPDATA|HOMEPATH|RUNNER_TEMP|AGENT_TEMPDIRECTORY|PSSCRIPTROOT|XDG_\w+)$/;
const systems = /^(?:WINDIR|SYSTEMROOT|PROGRAMFILES|PROGRAMFILES\(X86\)|PROGRAMW6432|SYSTEMDRIVE|COMMONPROGRAMFILES)$/;

/** Of a path made of these pieces. `temp` is the user's own on a desktop, and everybody's for a service. */
export function placeOfPieces(pieces: readonly PathPiece[]): Place | 'temp' {
  const [first] = pieces;
  if (!first) return 'unknown';
  if (pieces.some(({ kind }) => kind === 'random')) return 'private';
  if (first.kind === 'environment') {
    if (/^(?:TEMP|TMP|TMPDIR)$/.test(first.text)) return 'temp';
    if (/^(?:PROGRAMDATA|ALLUSERSPROFILE|PUBLIC)$/.test(first.text)) return 'shared';
    if (systems.test(first.text)) return /^\/(?:temp|tmp)\b/i.test(pieces[1]?.text ?? '') ? 'shared' : 'system';
    return homes.test(first.text) ? 'home' : 'unknown';
  }
  if (first.kind !== 'text') return 'unknown';
  const text = first.text.toLowerCase();
  if (/^[a-z]:\/(?:temp|tmp|windows\/temp|programdata|users\/public)(?:\/|$)/.test(text)) return 'shared';
  if (/^[a-z]:\/(?:windows|program files)/.test(text)) return 'system';
  if (/^[a-z]:\/users\//.test(text)) return 'home';
  return placeOfText(first.text);
}

/** Things that look like paths and are none: the registry, certificates, the environment. */
export function isProviderPath(pieces: readonly PathPiece[]): boolean {
  const [first] = pieces;
  return (
    first?.kind === 'text' &&
    /^(?:hk(?:lm|cu|cr|u|cc|ey_\w+):?(?:\/|$)|(?:microsoft\.powershell\.core\/)?registry::|(?:cert|env|function|variable|alias|iis|wsman|sqlserver|ad|psdrive):)/i.test(
      first.text,
    )
  );
}
