import { type Command, literalOf, literalStart, readShell, type ShellFile, type Word } from '../../../src/engine/bash.ts';
import type { SyntaxContext, SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import { type Fate, fateOf } from '../../models/bash/outputFate.ts';
import { isLogFile, type Secret, type ShellSecrets, type Spelled, shellSecrets } from '../../models/bash/secretFlow.ts';
import { namesShellSecret } from '../../models/bash/secretNames.ts';
import { called, capital, isWorkflow, logVector, runsInCi, tell } from '../../models/bash/secretReport.ts';
import { wordsOf } from '../../models/bash/secretStores.ts';

/** Functions of a script's library, by the names they have everywhere. */
const LOGS =
  /^(?:log|log_?(?:info|warn|warning|error|debug|msg|message|verbose|it)|info|warn|warning|error|err|debug|notice|fatal|die|fail|msg|print_(?:info|error|warning|msg)|e(?:info|warn|error|cho_\w+))$/i;

/** As `fateOf`, and for a function all of whose calls are taken elsewhere. */
function isShown(node: SyntaxNode, file: ShellFile, depth = 0): Fate | null {
  const fate = fateOf(node, file);
  if (fate.kind === 'shown') return fate;
  if (fate.kind === 'file') return isLogFile(node, file) ? fate : null;
  if (fate.kind !== 'given' || fate.by?.type !== 'function_definition') return null;
  const name = fate.by.child('name')?.text ?? '';
  const calls = file.callsOf(name);
  if (calls.length === 0 || depth > 4) return fate;
  return calls.slice(0, 20).some((call) => call.node.equals(node) || isShown(call.node, file, depth + 1) !== null) ? fate : null;
}

/** `echo "$result"` is how a function gives its result, and `export …` is meant for eval. */
function isResult(command: Command, file: ShellFile): boolean {
  const words = command.arguments;
  if (
    words.some((word) =>
      /^(?:export |::(?:add-mask|set-output|set-env|save-state)\b|set-secret|##vso\[task\.setvariable)/i.test(literalStart(word)),
    )
  )
    return true;
  const shown = words.filter((word) => literalOf(word) === null);
  const others = words.filter((word) => literalOf(word) !== null && !/^(?:-[neE]+|--|%s(?:\\n)?)$/.test(literalOf(word)!));
  const alone = shown.length === 1 && others.length === 0 && shown[0]!.parts.length === 1;
  return alone && file.functionOf(command.node) !== null;
}

/** The runner was told to hide the variable before. */
function isMasked(word: Word, command: Command, file: ShellFile): boolean {
  const names = word.parts.flatMap((part) => (part.kind === 'variable' ? [part.name] : []));
  const masked = file.once(isMasked, '', NO_MASKS, () =>
    [...file.callsOf('echo'), ...file.callsOf('printf')].filter((call) =>
      /^::add-mask::/.test(literalStart(call.arguments.at(-1) ?? call.arguments[0] ?? word)),
    ),
  );
  return masked.some(
    (call) =>
      call.node.index < command.node.index &&
      call.arguments.some((one) => one.parts.some((part) => part.kind === 'variable' && names.includes(part.name))),
  );
}

const NO_MASKS: readonly Command[] = [];

function report(context: SyntaxContext, at: SyntaxNode, secret: Secret, changedBy: string, how = 'written out here'): void {
  const isMade = changedBy !== '';
  // What a workflow's step prints in another form is told by actions/secrets-exposure.
  if (isMade && isWorkflow(context) && secret.from === 'workflow') return;
  const form = isMade ? ` in another form (\`${changedBy}\`), which no mask of the runner knows,` : '';
  tell(context, {
    at,
    secret,
    sink: `and is ${how}${isMade ? `, changed by \`${changedBy}\`` : ''}`,
    vector: logVector(context, secret, isMade),
    message: `${capital(called(secret))} is written${form} to a log or to the terminal, where it stays longer and is read by more people than the secret itself.`,
  });
}

function wordWithSecret(words: readonly Word[], secrets: ShellSecrets): { readonly word: Word; readonly spelled: Spelled } | null {
  for (const word of words) {
    const spelled = secrets.spell(word);
    if (spelled.secret) return { word, spelled };
  }
  return null;
}

/** `$1` of a function is told where it is called with a secret. */
function isParameter(word: Word, file: ShellFile, node: SyntaxNode): boolean {
  return file.functionOf(node) !== null && word.parts.some((part) => part.kind === 'variable' && /^[1-9@*]$/.test(part.name));
}

function tellPrinted(command: Command, context: SyntaxContext, secrets: ShellSecrets): void {
  const { file } = secrets;
  const { name, node } = command;
  if (name === 'printf') {
    const format = literalOf(command.arguments[0]) ?? '';
    if (format === '-v' || (/%-?\.[0-8]s/.test(format) && !/%s|%b/.test(format))) return;
  }
  const found = wordWithSecret(command.arguments, secrets);
  if (!found || isResult(command, file)) return;
  const { secret } = found.spelled;
  if (secret!.trace.some(({ text }) => text.startsWith('and is given to'))) return;
  const fate = name === 'logger' ? fateOf(node, file) : isShown(node, file);
  if (!fate) return;
  if (isMasked(found.word, command, file)) return;
  const part = found.word.parts.find((one) => one.kind !== 'literal') ?? found.word.parts[0]!;
  report(context, part.node, secret!, fate.changedBy);
}

/** A function that prints what it is given, called with a secret. */
function tellGiven(command: Command, context: SyntaxContext, secrets: ShellSecrets): void {
  const { file } = secrets;
  const fn = file.functionNamed(command.name);
  if (!fn && !LOGS.test(command.name)) return;
  const found = wordWithSecret(command.arguments, secrets);
  if (!found || isParameter(found.word, file, command.node)) return;
  const spelled = fn ? secrets.reveals(fn, command.arguments) : found.spelled;
  if (!spelled?.secret || !isShown(command.node, file)) return;
  report(context, found.word.node, spelled.secret, '', `printed by \`${command.name}\``);
}

/** `cat <<EOF` and `cat <<< "$x"`, and stores whose output nobody catches. */
function tellWritten(command: Command, context: SyntaxContext, secrets: ShellSecrets): void {
  const { file } = secrets;
  const body = command.name === 'cat' || command.name === 'tee' ? secrets.fedTo(command.node) : null;
  if (body?.secret) {
    const fate = isShown(command.node, file);
    if (fate) report(context, command.node, body.secret, fate.changedBy);
    return;
  }
  if (file.functionNamed(command.name) || (!runsInCi(context) && command.name !== 'printenv')) return;
  const { secret } = secrets.writtenBy(command);
  const fate = secret && isShown(command.node, file);
  // To print a secret is what a function or a last line is for, elsewhere than in a build.
  if (!fate || fate.kind === 'given' || file.functionOf(command.node)) return;
  if (/^(?:npm|vault|az|op|kubectl|oc|jq|yq|curl|wget)$/.test(command.name) && !isWorkflow(context)) return;
  report(context, command.node, secret, fate.changedBy);
}

/** `curl -v` shows the headers that it sends. */
function tellVerbose(command: Command, context: SyntaxContext, secrets: ShellSecrets): void {
  const words = wordsOf(command);
  const isVerbose =
    command.name === 'curl'
      ? /(?:^|\s)(?:-[a-zA-Z]*v[a-zA-Z]*|--verbose|--trace(?:-ascii)?(?:\s|=)-)(?:\s|$)/.test(words)
      : /(?:^|\s)(?:-d|--debug)(?:\s|$)/.test(words);
  if (!isVerbose || !/(?:^|\s)(?:-H|--header|--oauth2-bearer)/.test(words)) return;
  const { secret } = secrets.spellAll(command.arguments);
  if (!secret) return;
  const discarded = /2>\s*\/dev\/null|&>\s*\/dev\/null/.test(command.node.parent?.text.slice(0, 2000) ?? '');
  if (discarded) return;
  report(context, command.node, secret, '', 'sent in a header, and the option shows all headers');
}

/** The whole environment, where a secret is known to be in it. */
function tellEnvironment(command: Command, context: SyntaxContext, secrets: ShellSecrets): void {
  const { file } = secrets;
  const [first] = command.arguments;
  const words = wordsOf(command);
  const isDump =
    command.name === 'set' || command.name === 'printenv' || command.name === 'env' || command.name === 'export'
      ? first === undefined || (command.name === 'export' && words === '-p')
      : (command.name === 'declare' || command.name === 'typeset') && /^-\w*[px]\w*$/.test(words);
  if (!isDump) return;
  const name = environmentSecret(context, file);
  if (name === null) return;
  const fate = isShown(command.node, file);
  if (!fate || isFiltered(command.node, name)) return;
  const secret: Secret = {
    name,
    from: file.start.secrets.has(name) ? 'workflow' : 'environment',
    trace: [{ at: command.node, text: `\`${name}\` is in the environment` }],
  };
  tell(context, {
    at: command.node,
    secret,
    sink: 'and the whole environment is written out',
    vector: logVector(context, secret, false),
    confidence: file.start.secrets.has(name) ? 'high' : 'medium',
    message: `This writes the whole environment to a log or to the terminal, \`${name}\` with it.`,
    remediation: 'Print the variables that are needed, by name (`printenv PATH LANG`), or leave it out.',
  });
}

/** `env | grep '^npm_'`, `env | cut -d= -f1`: not all of it, or only names. */
function isFiltered(node: SyntaxNode, name: string): boolean {
  const pipeline = node.parent?.type === 'pipeline' ? node.parent : node.parent?.parent?.type === 'pipeline' ? node.parent.parent : null;
  if (!pipeline) return false;
  const rest = pipeline.text.slice(0, 600);
  const wanted = /\bgrep\s+(?:-\w+\s+)*['"]?\^?(\w+)/.exec(rest);
  if (/\bcut\s+-d\s*=?\s*['"]?=|-F\s*=?['"]?=|\bgrep\s+-\w*v|sed\b|compgen/.test(rest)) return true;
  return wanted !== null && !name.toLowerCase().includes(wanted[1]!.toLowerCase());
}

function environmentSecret(context: SyntaxContext, file: ShellFile): string | null {
  const [given] = file.start.secrets;
  if (given !== undefined) return given;
  if (!runsInCi(context)) return null;
  return file.once(environmentSecret, '', null as string | null, () => {
    for (const node of context.root.descendants('simple_expansion', 'expansion')) {
      const name = /^\$\{?([A-Z][A-Z0-9_]+)/.exec(node.text)?.[1];
      if (name && namesShellSecret(name) && file.definitionsOf(name).length === 0) return name;
    }
    return null;
  });
}

/** Reports secrets that a script writes to its output. */
export const bash: SyntaxRules = {
  command(node, context) {
    const { file } = context.shared(readShell);
    const command = file.commandAt(node);
    if (!command || command.name === '') return;
    const secrets = context.shared(shellSecrets);
    switch (command.name) {
      case 'echo':
      case 'printf':
      case 'logger':
      case 'wall':
        return tellPrinted(command, context, secrets);
      case 'env':
      case 'set':
      case 'export':
        return tellEnvironment(command, context, secrets);
      case 'printenv':
        if (command.arguments.length === 0) return tellEnvironment(command, context, secrets);
        return tellWritten(command, context, secrets);
      case 'curl':
      case 'wget':
        tellVerbose(command, context, secrets);
    }
    if (command.arguments.length > 0 && (file.functionNamed(command.name) || LOGS.test(command.name)))
      return tellGiven(command, context, secrets);
    tellWritten(command, context, secrets);
  },
  declaration_command(node, context) {
    // `export -p`, `declare -p NAME`: no commands to the grammar.
    const { file } = context.shared(readShell);
    const words = node.text.slice(0, 300).split(/\s+/);
    if (!/^-\w*p/.test(words[1] ?? '')) return;
    const named = words.slice(2).find((word) => namesShellSecret(word));
    const name = words.length > 2 ? named : environmentSecret(context, file);
    if (!name || !isShown(node, file) || isFiltered(node, name)) return;
    const secret: Secret = { name, from: 'environment', trace: [{ at: node, text: `\`${name}\` is among the variables` }] };
    tell(context, {
      at: node,
      secret,
      sink: 'and is written out with its value',
      vector: logVector(context, secret, false),
      confidence: 'medium',
      message: `This writes variables with their values to a log or to the terminal, \`${name}\` with them.`,
    });
  },
};
