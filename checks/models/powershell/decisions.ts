/** Commands and methods that decide about security, and what is made of their failure. */
import type { Call, IrFunction, powershell, SyntaxNode } from '../../../src/engine/check.ts';
import { protectedBy } from './protections.ts';

type Program = powershell.PowerShellProgram;

const subjects =
  '(?:signature|token|jwt|permission|access|authori[sz]ation|auth|certificate|cert|checksum|hash|license|credential|session|revo(?:ked|cation)|grant|consent|mfa|otp|password|hmac|identity|integrity)';
const asking = new RegExp(
  `^(?:test|confirm|assert|check|verify|validate|approve|(?:get|invoke)-?(?=\\w{0,20}(?:revo|permission|authori|grant|consent)))-?\\w{0,40}?${subjects}`,
  'i',
);
const acting =
  /^(?:revoke|protect|unprotect|block|lock|deny|assert|verify|validate|approve|authorize|authenticate|audit|encrypt|decrypt)-?\w*|-\w*audit\w*$|^(?:set-acl|disable-(?:local|ad)\w+)$/i;
const methods =
  /^(?:verify\w*|validate\w*|checksignature|checkaccess|authenticate\w*|authorize\w*|demand|decrypt\w*|setaccesscontrol|setunixfilemode|isrevoked|isinrole|revoke\w*|lock(?:out)?|fixedtimeequals)$/i;
const addresses =
  /\/(?:[\w.-]*\/)*[\w-]*(?:revoke|revoked|revocation|authorize|authz|authorise|introspect|verify|decide|audit|permission|logout)\b/i;

/** What a call protects or decides, or null: by its name, or by the address it is sent to. */
export function decidedBy(call: Call, program: Program): string | null {
  const known = protectedBy(call, program);
  if (known !== null) return known;
  const isCommand = program.tree.names.types[program.tree.type[call.at]!] === 'command';
  if (isCommand && (asking.test(call.word) || acting.test(call.word)) && !/^get-(?:content|hash|credential)$|^get-acl$/.test(call.word))
    return `\`${program.nameOf(call) ?? call.word}\``;
  if (!isCommand && methods.test(call.word)) return `\`${call.word}\``;
  if (call.word === 'invoke-restmethod' || call.word === 'invoke-webrequest') {
    const uri = program.optionOf(call, 'uri');
    const text = uri ? literalIn(uri, program) : '';
    if (addresses.test(text)) return 'the answer of the service';
  }
  return null;
}

/** The constant parts of an address, through `[uri]::new(base, '/path')` and a method. */
function literalIn(value: ReturnType<Program['valueOf']>, program: Program, depth = 0): string {
  if (depth > 3) return '';
  switch (value.kind) {
    case 'literal':
      return value.text;
    case 'concat':
      return value.parts.map((part) => literalIn(part.value, program, depth + 1)).join('');
    case 'result':
      return program
        .argumentsOf(value.call)
        .map((one) => literalIn(one, program, depth + 1))
        .join('');
    default:
      return '';
  }
}

/** The calls of a function that stand in a node. */
export function callsIn(node: SyntaxNode, fn: IrFunction): Call[] {
  const end = node.tree.next[node.index]!;
  const found = new Map<number, Call>();
  for (const { instructions } of fn.blocks)
    for (const one of instructions) if (one.op === 'call' && one.at > node.index && one.at < end) found.set(one.at, one);
  return [...found.values()].sort((a, b) => a.at - b.at);
}

const talking =
  /^(?:write-\w+|out-null|out-host|out-string|get-date|start-sleep|trace-\w+|add-content|log|logger|echo|format-\w+)$|log(?:message|entry|line)?$|^(?:write|add|new|send|out)-?\w*(?:log|message|warning|audit|event|status|trace|telemetry)\w*$/i;

/** A command that only tells: after it the script goes on. */
export function onlyTalks(word: string): boolean {
  return talking.test(word);
}

/** The statements of a block. */
export function statementsOf(block: SyntaxNode): readonly SyntaxNode[] {
  return block.namedChildren
    .flatMap((child) => (child.type === 'statement_list' ? child.namedChildren : [child]))
    .filter(({ type }) => type !== 'comment' && type !== 'empty_statement');
}

/** Nothing happens: no statement, or nothing but `$null`, `continue` and `$_ | Out-Null`. */
export function isEmpty(block: SyntaxNode): boolean {
  return statementsOf(block).every((statement) =>
    /^(?:\$null|continue|\$_?\s*\|\s*Out-Null|\[void\]\s*\$_|Out-Null|\$Error\.Clear\(\))$/i.test(statement.text.trim()),
  );
}

export function leaves(block: SyntaxNode): boolean {
  for (const flow of block.descendants('flow_control_statement')) if (/^(?:throw|return|exit|break|continue)/i.test(flow.text)) return true;
  return /\.ThrowTerminatingError\s*\(|\[(?:System\.)?Environment\]::Exit\b|Write-Error\b[^\n]{0,200}-(?:ErrorAction|EA)\s+Stop/i.test(
    block.text.slice(0, 5000),
  );
}

/** Exceptions that say no more than that something is not there. */
export const absence =
  /(?:ItemNotFound|FileNotFound|DirectoryNotFound|PathNotFound|DriveNotFound|CommandNotFound|ADIdentityNotFound|UserNotFound|MemberNotFound|NoProcessFound|OperationCanceled|TaskCanceled|PipelineStopped)\w*/i;
