import {
  type Call,
  type IrFunction,
  powershell,
  type Report,
  type SyntaxContext,
  type SyntaxNode,
  type SyntaxRules,
} from '../../../src/engine/check.ts';
import { lowerOnce } from '../../models/powershell/program.ts';
import { protectedBy, protectingWords } from '../../models/powershell/protections.ts';
import { isTestOrCleanup } from '../../models/powershell/surroundings.ts';
import { quoted } from '../../models/weigh.ts';

type Program = powershell.PowerShellProgram;

/** Answers that are asked for with the failure in mind: a variable that gets the error or the result, and is looked at later. */
function isLookedAt(call: Call, at: SyntaxNode, program: Program): boolean {
  const kept: string[] = [];
  const error = program.optionOf(call, 'errorvariable');
  if (error?.kind === 'literal') kept.push(error.text.replace(/^\+/, ''));
  const { parent } = at;
  const chain = parent?.type === 'pipeline_chain' ? parent.parent : parent;
  const assignment = chain?.type === 'pipeline' ? chain.parent : null;
  if (assignment?.type === 'assignment_expression') {
    const name = /^\s*(?:\[[\w.]+\]\s*)?\$(\w+)\s*=/.exec(assignment.text.slice(0, 200))?.[1];
    if (name && !/^null$/i.test(name)) kept.push(name);
  }
  const { text } = at.tree;
  return kept.some((name) =>
    new RegExp(`(?:\\bif|-not|!|switch)\\s*\\(?[^\\n{]{0,80}\\$${name.replace(/\W/g, '')}\\b`, 'i').test(
      text.slice(at.end, at.end + 20_000),
    ),
  );
}

/** It is the condition itself, or an operand of one. */
function isCondition(at: SyntaxNode): boolean {
  for (let node: SyntaxNode | null = at.parent; node; node = node.parent) {
    if (/^(?:statement_list|statement_block|command|script_block)$/.test(node.type)) return false;
    if (/^(?:if_statement|elseif_clause|while_condition)$/.test(node.type)) return true;
  }
  return false;
}

/** Output that goes nowhere, or errors that are told to be silent. */
function silencing(call: Call, program: Program): string | null {
  const action = program.errorActionOf(call.at);
  return action === 'silentlycontinue' || action === 'ignore' || action === '0' ? action : null;
}

function isInTry(at: SyntaxNode): boolean {
  for (
    let node = at.parent, child = at;
    node && !/^(?:function_statement|class_method_definition)$/.test(node.type);
    child = node, node = node.parent
  )
    if (node.type === 'try_statement')
      return child.type === 'statement_block' && node.namedChildren.some((part) => part.type === 'catch_clauses');
  return false;
}

/** Whether anything runs after it that goes on as if it had worked. */
function somethingFollows(call: Call, fn: IrFunction): Call | null {
  for (const { instructions } of fn.blocks)
    for (const one of instructions)
      if (one.op === 'call' && one.at > call.at && one.word !== 'out-null' && !/^write-/.test(one.word)) return one;
  return null;
}

function fixOf(call: Call, at: SyntaxNode, isProgram: boolean, isSilenced: boolean): Report['fix'] {
  if (isSilenced) return undefined;
  if (!isProgram)
    return {
      description: `Makes a failure of \`${call.word}\` end what stands here.`,
      edits: [{ start: at.end, end: at.end, newText: ' -ErrorAction Stop' }],
    };
  const { text } = at.tree;
  const lineStart = text.lastIndexOf('\n', at.start - 1) + 1;
  const lineEnd = text.indexOf('\n', at.end);
  const rest = text.slice(at.end, lineEnd < 0 ? undefined : lineEnd);
  // Only where the command is its line, with its output thrown away at most.
  if (!/^[ \t]*(?:\$null = )?$/.test(text.slice(lineStart, at.start)) || !/^[ \t]*(?:\| Out-Null)?[ \t]*\r?$/i.test(rest)) return undefined;
  const end = at.end + rest.trimEnd().length;
  return {
    description: `Ends with an error if ${call.word} fails.`,
    edits: [{ start: end, end, newText: `; if ($LASTEXITCODE -ne 0) { throw "${call.word} failed: $LASTEXITCODE" }` }],
  };
}

function judge(call: Call, fn: IrFunction, program: Program, context: SyntaxContext): void {
  if (call.raises) return;
  const what = protectedBy(call, program);
  if (what === null || program.targetOf(call)) return;
  const at = powershell.nodeOf(context.root, call);
  if (program.isStatusRead(call) || isCondition(at) || isLookedAt(call, at, program) || isTestOrCleanup(at)) return;
  const isProgram = program.isProgram(call.word);
  const silent = silencing(call, program);
  const isCaught = isInTry(at);
  const later = somethingFollows(call, fn);
  const name = at.child('command_name')?.text ?? call.word;
  const fix = fixOf(call, at, isProgram, silent !== null);
  context.report({
    at,
    confidence: later || isCaught || silent ? 'high' : 'medium',
    message: isCaught
      ? `If this fails, the \`catch\` never hears of it: ${isProgram ? 'a program of its own throws nothing' : 'without `-ErrorAction Stop` a cmdlet only writes its error'}, and the script goes on as if ${what} were in place.`
      : `If this fails, the script goes on as if ${what} were in place.`,
    remediation: isProgram
      ? 'Look at the exit code and stop: `if ($LASTEXITCODE -ne 0) { throw … }`. `$ErrorActionPreference` says nothing about programs.'
      : "Let the failure stop the script: `-ErrorAction Stop`, or `$ErrorActionPreference = 'Stop'` at its start.",
    trace: [
      {
        at,
        text: silent
          ? `${quoted(at.child('command_name') ?? at)} is told to keep silent about its failure`
          : `\`${name}\` sets ${what}; nothing looks at whether that worked`,
      },
      ...(later ? [{ at: powershell.nodeOf(context.root, later), text: 'this runs also after the failure' }] : []),
    ],
    ...(fix ? { fix } : {}),
  });
}

/** Reports a protecting command whose failure nobody sees. */
export const ps: SyntaxRules = {
  program(root, context) {
    const program = lowerOnce(root, context.source);
    for (const fn of program.functionsCalling(protectingWords)) {
      const seen = new Set<number>();
      for (const { instructions } of fn.blocks) {
        for (const one of instructions) {
          if (one.op !== 'call' || !protectingWords.has(one.word) || seen.has(one.at)) continue;
          seen.add(one.at);
          judge(one, fn, program, context);
        }
      }
    }
  },
};
