/** What a PowerShell file takes from elsewhere: scripts and modules, commands, doubles, and the sources that it looks into. */
import type { Import, TestDouble } from '../../model/outline.ts';
import type { SyntaxNode } from '../parse/syntaxNode.ts';
import { shownText } from './parts.ts';
import { commandName, type Given, givenTo, literalOf, type PowershellFile } from './powershellFile.ts';
import { type Stretch, stretchOf } from './tokenStream.ts';

const mostNames = 10_000;

/** `. "$PSScriptRoot/a.ps1"`, `& ./a.ps1`, `Import-Module ../M.psd1`, `using module ./M.psm1`: the grammar loses paths of bare words. */
const taken =
  /(?:^|[\n;{(=|])[ \t]*(?:[.&][ \t]+|(?:Import-Module|ipmo)\b(?:[ \t]+-(?:Name|Force|Scope|PassThru|DisableNameChecking)\b(?:[ \t]+(?:Global|Local))?)*[ \t]+|using[ \t]+module[ \t]+|(?:pwsh|powershell)(?:\.exe)?\b[^\n|;]{0,200}?-File[ \t]+|(?=\.{1,2}[\\/]))(\(?[ \t]*(?:Join-Path\b|Resolve-Path\b)?[^\n|;{}]{1,300})/gi;

/** The literal end of a path: `../src/Cart.ps1` of `"$PSScriptRoot\..\src\Cart.ps1"`. */
function pathIn(written: string, bare: boolean): string | null {
  if (/\.Replace\(|-i?replace\b/i.test(written)) return null;
  const joined = /Join-Path\b/i.test(written);
  const quoted = [...written.matchAll(/"([^"\n]{1,300})"|'([^'\n]{1,300})'/g)].map(([, double, single]) => double ?? single!);
  const words =
    quoted.length > 0 ? quoted : (written.match(/[^\s'"(),]+/g) ?? []).filter((word) => !/^-|^(?:Join|Resolve)-Path$/i.test(word));
  const candidates = joined ? [words.filter((word) => !/^\$[\w:]+$|^\.$/.test(word)).join('/')] : words.slice(0, 1);
  for (const candidate of candidates) {
    const path = candidate
      .replaceAll('\\', '/')
      .replace(/^\$\{?[\w:]{1,60}\}?\//, '')
      .replace(/^\$\([^()]{0,120}\)\//, '')
      .replace(/\/{2,}/g, '/');
    if (/[$`]/.test(path)) continue;
    if (/\.(?:ps1|psm1|psd1|dll)$/i.test(path) || (bare && /^[\w./-]{1,200}$/.test(path))) return path;
  }
  return null;
}

export function readPowershellImports(file: PowershellFile): Import[] {
  const found: Import[] = [];
  for (const match of file.code.matchAll(taken)) {
    const isModule = /Import-Module|ipmo|using/i.test(match[0].slice(0, 40));
    const from = pathIn(match[1]!, isModule);
    const at = match.index + match[0].length - match[1]!.length;
    if (from !== null) found.push({ from: shownText(from), names: ['*'], line: file.source.lineAt(at) });
  }
  // The habit of Pester: the script of the same name without `.Tests`.
  const own = /([^/]*)\.Tests\.ps1$/i.exec(file.source.path)?.[1];
  const habit = /(?:-i?replace[^\n]{0,20}|\.Replace\(\s*['"])\\?\.Tests/i.exec(file.code);
  if (own !== undefined && habit) found.push({ from: `${own}.ps1`, names: ['*'], line: file.source.lineAt(habit.index) });
  return found.sort((a, b) => a.line - b.line);
}

/** The commands that import and export, which are no rest. */
export function importStretches(file: PowershellFile): Stretch[] {
  const stretches: Stretch[] = [];
  for (const command of file.commands) {
    const invoked = command.namedChildren[0]?.type === 'command_invokation_operator' ? command.namedChildren[0].text : '';
    if (invoked !== '.' && !/^(?:import-module|ipmo|using|export-modulemember)$/.test(commandName(command) ?? '')) continue;
    // Where the grammar stumbles over a list of names, the rest of it lies in the same error.
    const around = command.parent!;
    if (around.isError) stretches.push(stretchOf(around));
    else
      stretches.push(
        around.type === 'pipeline_chain' && around.parent?.type === 'pipeline' && around.namedChildren.length === 1
          ? stretchOf(around.parent)
          : stretchOf(command),
      );
  }
  return stretches;
}

function givenAs(given: readonly Given[], name: string): SyntaxNode | null {
  const named = given.find(({ parameter }) => parameter === name)?.value;
  return named ?? given.find(({ parameter }) => parameter === null)?.value ?? null;
}

export function readPowershellDoubles(file: PowershellFile): TestDouble[] {
  return file.commands.flatMap((command) => {
    if (commandName(command) !== 'mock') return [];
    const target = givenAs(givenTo(command), 'commandname');
    const name = target && literalOf(target);
    return name ? [{ target: shownText(name), line: file.lineOf(command) }] : [];
  });
}

const ownCommand =
  /^(?:describe|context|it|should|mock|inmodulescope|before(?:all|each|discovery)|after(?:all|each)|assert-(?:mockcalled|verifiablemocks?)|set-itresult|set-testinconclusive|invoke-pester|import-module|export-modulemember|using|join-path|split-path|test-path|resolve-path|write-\w+|out-\w+|select-(?:object|string)|where-object|foreach-object|sort-object|group-object|measure-object|compare-object|new-(?:object|item|variable|guid|timespan)|get-(?:content|childitem|item|itemproperty|date|variable|module|command|member|location|random|process|service|help|psdrive)|set-(?:content|item|itemproperty|location|variable|strictmode|alias)|add-(?:content|member|type)|remove-(?:item|variable|module)|clear-\w+|copy-item|move-item|rename-item|convertto-\w+|convertfrom-\w+|push-location|pop-location|start-(?:sleep|process|job)|invoke-(?:expression|command|webrequest|restmethod)|tee-object|format-\w+|[?%]|where|foreach|echo|cd|ls|cat|gc|rm)$/;

export function readPowershellUses(file: PowershellFile): string[] {
  const uses = new Set<string>();
  for (const command of file.commands) {
    const name = commandName(command);
    const written = command.child('command_name')?.text ?? '';
    if (name && !ownCommand.test(name) && /^[\w:.-]{1,120}$/.test(written)) uses.add(written);
  }
  for (const node of file.root.descendants('member_name', 'type_literal')) {
    const name = node.text.slice(0, 120).replace(/^\[|\]$/g, '');
    if (
      /^[\w.]+$/.test(name) &&
      !/^(?:(?:System|Microsoft|Management)\.|string$|int$|bool$|object$|switch$|void$|hashtable$|array$|datetime$|(?:ps[md]?1|dll|exe|json)$|CmdletBinding$|Parameter$)/i.test(
        name,
      )
    )
      uses.add(name.slice(name.lastIndexOf('.') + 1));
  }
  return [...uses].slice(0, mostNames);
}

const sourcePath = /[\w./\\-]{0,200}\.(?:ps1|psm1|sh|bash|py|js|mjs|ts|rb|go|rs|java|cs)\b/i;
const material =
  /(?:^|[/\\_.])(?:fixtures?|test_?data|data|samples?|examples?|snapshots?|expected|resources|assets|templates?|out|output|dist|tmp|temp|generated)(?:[/\\_.]|$)|TestDrive|\$(?:env:)?te?mp|TestRoot|fixture/i;
const reads = /\b(?:Get-Content|gc|cat|Select-String|sls|ReadAllText|ReadAllLines)\b/i;

/** Statements longer than this are no single read. */
const longestStatement = 600;

/** Lines that look into the text of a program: `Get-Content ./deploy.ps1 | Should -Match 'Stop'`. */
export function readPowershellSourceReads(file: PowershellFile): number[] {
  const lines = new Set<number>();
  /** Variables that hold the text of a program, and the line where it was read. */
  const held = new Map<string, number>();
  const statements = [...file.root.descendants('pipeline')].filter(
    ({ parent, start, end }) => parent?.type === 'statement_list' && end - start <= longestStatement,
  );
  for (const node of statements) {
    const text = file.code.slice(node.start, node.end);
    // What stands in a block is a statement of its own.
    if (/^(?:It|Describe|Context|InModuleScope|Mock|(?:Before|After)\w+)\s/i.test(text)) continue;
    const line = file.lineOf(node);
    const isShould = /\|\s*Should\b/i.test(text);
    const target = /^(?:\[[\w.[\]]{1,40}\]\s*)?\$((?:script:|global:)?\w{1,80})\s*=(?!=)/i
      .exec(text)?.[1]
      ?.toLowerCase()
      .replace(/^\w+:/, '');
    const path = reads.test(text) ? (sourcePath.exec(known(file, text).slice(0, 2000))?.[0] ?? null) : null;
    if (path !== null && !material.test(text) && !material.test(path)) {
      if (isShould) lines.add(line);
      else if (target !== undefined) held.set(target, line);
      continue;
    }
    if (target !== undefined) held.delete(target);
    const looked = /^\(*\s*\$(?:script:|global:)?(\w{1,80})\b/.exec(text)?.[1]?.toLowerCase();
    const read = looked === undefined ? undefined : held.get(looked);
    if (isShould && read !== undefined) lines.add(read);
  }
  return [...lines].sort((a, b) => a - b);
}

/** A statement with the paths that its variables hold. */
function known(file: PowershellFile, text: string): string {
  return text.replace(/\$(?:script:|global:)?(\w{1,80})\b(?!\s*=[^=])/g, (whole, name: string) => {
    const [only, ...more] = file.values.get(name.toLowerCase()) ?? [];
    return only && more.length === 0 && only.end - only.start < 200 && !/^(?:PSScriptRoot|here)$/i.test(name)
      ? file.code.slice(only.start, only.end)
      : whole;
  });
}
