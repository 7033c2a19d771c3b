import { powershell, type SyntaxContext, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import type { Secret, Spelled } from '../../models/bash/secretFlow.ts';
import { called, capital, logVector, runsInCi, tell } from '../../models/bash/secretReport.ts';
import { powershellSecrets } from '../../models/powershell/secretFlow.ts';

const { argumentsOf, commandName, literalOf } = powershell;

/** What they are given is shown. */
const writers =
  /^(?:write-host|write-verbose|write-debug|write-information|write-warning|write-error|write-progress|write-log\w*|write-eventlog|out-host|write-message|write-logmessage|log|write-psfmessage|write-customlog)$/;
const shown = new Set([
  'object',
  'message',
  'messagedata',
  'inputobject',
  'exception',
  'msg',
  'text',
  'status',
  'activity',
  'value',
  'string',
]);
const logFile = /\.log['"]?$|[\\/]logs?[\\/]|\$\{?(?:script:|global:)?\w*log(?:file|path)?\}?$/i;

function report(context: SyntaxContext, at: SyntaxNode, secret: Secret, how: string): void {
  tell(context, {
    at,
    secret,
    sink: `and ${how}`,
    vector: logVector(context, secret, false),
    message: `${capital(called(secret))} is written to a log or to the terminal, where it stays longer and is read by more people than the secret itself.`,
  });
}

/** `::add-mask::` and its like are meant to hold the secret. */
function isCommand({ text }: Spelled): boolean {
  return /^\s*(?:::(?:add-mask|set-output|set-env|save-state)\b|##vso\[task\.set)/i.test(text);
}

/** At the top of a script, and caught by nobody: what is written as output is seen. */
function isSeenOutput(command: SyntaxNode): boolean {
  const chain = command.parent;
  if (
    chain?.type !== 'pipeline_chain' ||
    !chain.namedChildren.at(-1)?.equals(command) ||
    chain.namedChildren.some(({ type }) => type === 'redirections')
  )
    return false;
  for (let at: SyntaxNode | null = chain.parent, depth = 0; at && depth < 200; at = at.parent, depth++) {
    if (
      /^(?:assignment_expression|parenthesized_expression|sub_expression|function_statement|script_block_expression|argument_list|hash_entry|flow_control_statement|array_expression|expandable_string_literal)$/.test(
        at.type,
      )
    )
      return false;
  }
  return true;
}

/** Reports secrets that a script shows. */
export const ps: SyntaxRules = {
  command(node, context) {
    const name = commandName(node);
    if (name === null) return;
    const secrets = context.shared(powershellSecrets);
    const fn = secrets.functionNamed(name);
    if (
      writers.test(name) ||
      (fn &&
        /\b(?:Write-(?:Host|Verbose|Debug|Information|Warning|Error)|Out-Host|\[Console\]::Write)/i.test(fn.text) &&
        /log|trace|info|warn|debug|message|say|print/i.test(name))
    ) {
      const { positional, named } = argumentsOf(node, (option) => /^(?:nonewline|verbose|debug|force|append)$/.test(option));
      const given = [...positional, ...[...named].filter(([option]) => shown.has(option)).map(([, value]) => value)];
      const own = secrets.spellAll(given, ' ');
      const spelled = own.secret ? own : secrets.spellInput(node);
      if (spelled.secret && !isCommand(spelled) && !/^::add-mask/.test(spelled.text))
        report(context, node, spelled.secret, `\`${node.text.split(/\s/, 1)[0]}\` shows it`);
      return;
    }
    if (/^(?:write-output|echo|write)$/.test(name)) {
      if (!isSeenOutput(node)) return;
      const { positional, named } = argumentsOf(node);
      const spelled = secrets.spellAll([...positional, ...named.values()], ' ');
      if (spelled.secret && !isCommand(spelled)) report(context, node, spelled.secret, 'is the output of the script');
      return;
    }
    if (/^(?:get-childitem|gci|dir|ls|get-item)$/.test(name) && /\benv:(?:\\?\*?)?(?=\s|$|\|)/i.test(node.text)) {
      const next = node.parent?.type === 'pipeline_chain' ? node.parent.namedChildren.at(-1) : null;
      const last = next?.type === 'command' ? (commandName(next) ?? '') : '';
      if (
        last !== '' &&
        !next!.equals(node) &&
        !/^(?:format-\w+|ft|fl|out-string|out-host|sort-object|sort|write-host|convertto-json|tee-object)$/.test(last)
      )
        return;
      if (/\bselect(?:-object)?\s+(?:-expandproperty\s+)?name\b|\.name\b/i.test(node.parent?.text ?? '')) return;
      const [secret] = context.source.start.secrets;
      const isVisible = next?.equals(node) || last === '' ? isSeenOutput(node) : isSeenOutput(next!);
      if (
        !isVisible ||
        (secret === undefined && !runsInCi(context) && !/env:\w*(?:token|secret|password|api_?key)/i.test(context.root.tree.text))
      )
        return;
      report(
        context,
        node,
        {
          name: secret ?? 'the environment',
          from: secret ? 'workflow' : 'name',
          trace: [{ at: node, text: 'the whole environment is read' }],
        },
        'is listed with all values',
      );
      return;
    }
    if (/^(?:out-file|add-content|set-content|tee-object|ac)$/.test(name)) {
      const { positional, named } = argumentsOf(node, (option) => /^(?:append|force|nonewline|passthru|noclobber)$/.test(option));
      const path = named.get('path') ?? named.get('filepath') ?? named.get('literalpath') ?? positional[0];
      if (!path || !logFile.test(literalOf(path) ?? path.text)) return;
      const value = named.get('value') ?? named.get('inputobject') ?? positional[1];
      const secret = (value ? secrets.spell(value).secret : null) ?? secrets.spellInput(node).secret;
      if (secret) report(context, node, secret, 'is written to the log');
    }
  },
  invokation_expression(node, context) {
    const method = powershell.memberOf(node);
    if (
      !/^(?:writeline|write|writeerrorline|writewarningline|writeverboseline|writedebugline|information|warning|error|debug|logmessage)$/.test(
        method,
      )
    )
      return;
    const [object] = node.namedChildren;
    const holder = object?.text.toLowerCase() ?? '';
    if (!/^\[(?:system\.)?(?:console|diagnostics\.(?:debug|trace))\]$|\$host\.ui$|\$log(?:ger)?$|console\]::(?:out|error)$/.test(holder))
      return;
    const list = node.namedChildren.find(({ type }) => type === 'argument_list');
    const { secret } = context.shared(powershellSecrets).spellAll(list?.namedChildren[0]?.namedChildren ?? [], ' ');
    if (secret) report(context, node, secret, `\`${method}\` shows it`);
  },
  flow_control_statement(node, context) {
    if (!/^throw\b/i.test(node.text)) return;
    const { secret } = context.shared(powershellSecrets).spellAll(node.namedChildren, ' ');
    if (secret) report(context, node, secret, 'stands in an error, which is shown and kept');
  },
  /** A text alone is output. */
  expandable_string_literal(node, context) {
    let at = node.parent;
    while (at && /_expression$|^string_literal$/.test(at.type) && at.type !== 'parenthesized_expression') at = at.parent;
    if (
      at?.type !== 'pipeline_chain' ||
      at.namedChildren.length !== 1 ||
      at.parent?.type !== 'pipeline' ||
      at.parent.parent?.type !== 'statement_list'
    )
      return;
    const list = at.parent.parent.parent;
    if (list?.type !== 'program' && !(list?.type === 'script_block_body' && list.parent?.type === 'program')) return;
    const spelled = context.shared(powershellSecrets).spell(node);
    if (spelled.secret && !isCommand(spelled)) report(context, node, spelled.secret, 'is the output of the script');
  },
};
