import { powershell, type SyntaxContext, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import { library, powershellFile } from '../../models/powershell/library.ts';
import { vectors } from '../../models/vectors.ts';
import { culpritsOf, isBuilt, type Steered, traceOf } from '../../models/weigh.ts';

/** Reports text that is parsed as PowerShell and holds what somebody else steers. */
export const ps: SyntaxRules = {
  program(_, context) {
    const file = powershellFile(context);
    for (const command of file.commands) {
      const code = codeOf(file, command);
      if (code) judge(file, command, code, context);
    }
    for (const call of file.invocations) {
      const code = scriptOf(call);
      if (code) judge(file, call, code, context);
    }
  },
};

const isSink = /^(?:iex|(?:microsoft\.powershell\.utility\\)?invoke-expression)$/;

/** What `Invoke-Expression` is given, by any of its names: its argument, or what is piped into it. */
function codeOf(file: powershell.PowerShellFile, command: SyntaxNode): SyntaxNode | null {
  const name = powershell.commandName(command);
  if (name === null || !isSink.test(file.aliases.get(name) ?? name)) return null;
  const args = powershell.argumentsOf(command, (parameter) => /^(?:verbose|debug|whatif|confirm)$/.test(parameter));
  for (const [parameter, value] of args.named) if ('command'.startsWith(parameter)) return value;
  const [first] = args.positional;
  if (first === undefined) return powershell.pipedInto(command);
  return powershell.splatted(file, first)?.get('command') ?? first;
}

/** `$ExecutionContext.InvokeCommand.InvokeScript(text)`. */
function scriptOf(call: SyntaxNode): SyntaxNode | null {
  if (powershell.memberOf(call) !== 'invokescript' || !/\.InvokeCommand\s*\.\s*InvokeScript\s*\(/i.test(call.text.slice(0, 200)))
    return null;
  return call.namedChildren.find((child) => child.type === 'argument_list')?.namedChildren[0]?.namedChildren[0] ?? null;
}

const vectorOf: Readonly<Record<Steered, string>> = {
  request: vectors.remoteCode,
  remote: vectors.supply,
  argument: vectors.localCode,
  input: vectors.localCode,
  environment: vectors.localCode,
  caller: vectors.localCode,
  unknown: vectors.localCode,
};

function judge(file: powershell.PowerShellFile, at: SyntaxNode, code: SyntaxNode, context: SyntaxContext): void {
  const pieces = powershell.composePowerShell(file, library, code);
  const [worst] = culpritsOf(pieces);
  if (!worst) return;
  // The output of another program (a prompt, a completion script) is code by its purpose.
  if ((worst.by === 'unknown' || worst.by === 'environment') && !isBuilt(pieces)) return;
  const remote = worst.by === 'remote';
  context.report({
    at,
    confidence: remote || worst.by === 'argument' || worst.by === 'input' ? 'high' : 'medium',
    vector: vectorOf[worst.by],
    ...(remote
      ? {
          message: 'What the other machine sends is run as code, whatever it is that day: nothing is checked in between.',
          remediation: 'Download to a file, compare its hash or signature with a known one, read it, then run the file.',
        }
      : {}),
    trace: traceOf(worst, at, 'and PowerShell parses it as code'),
  });
}
