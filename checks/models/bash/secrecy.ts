/** Whether what a command writes to a file is a secret, and how that is known. */
import { literalOf, wholeStatement } from '../../../src/engine/bash.ts';
import type { SyntaxNode } from '../../../src/engine/check.ts';
import { soundsPublic, soundsSecret } from '../secretNames.ts';
import { nodeOf, type ShellEvent, shellProgram } from './files.ts';
import type { ShellAnalysis } from './places.ts';

/** Programs that give out or make secrets. */
const stores =
  /^(?:vault|pass|op|age|sops|wg|pwgen|mysqldump|pg_dump|pg_dumpall|htpasswd|ansible-vault|bw|secret-tool|gopass|lpass|chamber|keytool)$/;

/** Those that do both: with these words they give out secrets. */
const giving: Readonly<Record<string, RegExp>> = {
  gpg: /--(?:decrypt|export-secret)|\s-d\b/,
  gpg2: /--(?:decrypt|export-secret)|\s-d\b/,
  openssl: /\b(?:rand|enc\s[^|;]*-d|pkcs12|pkcs8|rsautl|pkey|genpkey|genrsa|rsa|ec)\b/,
  kubectl: /\bsecrets?\b/,
  oc: /\bsecrets?\b/,
  aws: /\b(?:secretsmanager|get-parameters?|create-access-key|get-login-password|sts)\b/,
  gcloud: /\b(?:secrets|print-access-token|keys)\b/,
  az: /\bkeyvault\b/,
  docker: /\bsecret\b/,
  systemd: /\bcreds\b/,
};

function givesSecret(name: string, text: string): boolean {
  return stores.test(name) || (Object.hasOwn(giving, name) && giving[name]!.test(text));
}

const told = /\b(?:password|passwd|secret\w*|token|api_?key)["']?\s*[=:]\s*["']?[$\w]|PRIVATE KEY/i;

/** What a statement writes, or says where it comes from: the command with its pipeline and here-document. */
function writes(event: ShellEvent): readonly SyntaxNode[] {
  const own = wholeStatement(event.data.node);
  return event.at === event.origin ? [own] : [own, wholeStatement(nodeOf(event))];
}

/** Whether the value written is a secret by what it comes from: a variable of such a name, a store of secrets, key material. */
export function isProvenSecret(analysis: ShellAnalysis, event: ShellEvent): boolean {
  const { file } = shellProgram(analysis);
  const target = event.data.word?.node;
  for (const node of writes(event).flatMap((statement) => [
    ...statement.descendants('variable_name', 'command', 'heredoc_body', 'raw_string'),
  ])) {
    if (target?.contains(node)) continue;
    if (node.type === 'variable_name') {
      if (soundsSecret(node.text) && !/(?:file|path|dir|name|_?id|url|addr|host|port|user)$/i.test(node.text)) return true;
      if (comesFromStore(analysis, node)) return true;
    } else if (node.type === 'command') {
      if (givesSecret(file.commandAt(node)?.name ?? '', node.text.slice(0, 400))) return true;
    } else if (node.type === 'heredoc_body' ? told.test(node.text) : /PRIVATE KEY/.test(node.text)) return true;
  }
  return false;
}

/** `x=$(vault read …)`: the variable holds what a store gave. */
function comesFromStore(analysis: ShellAnalysis, name: SyntaxNode): boolean {
  const { file } = shellProgram(analysis);
  return file
    .definitionsOf(name.text)
    .slice(0, 8)
    .some(({ values }) =>
      values.some(
        (value) =>
          value.type !== 'word' &&
          [...value.descendants('command')].some((node) => givesSecret(file.commandAt(node)?.name ?? '', node.text.slice(0, 400))),
      ),
    );
}

/** Whether the name of the file tells of a secret. */
export function isNamedSecret(event: ShellEvent): boolean {
  const text = event.data.word?.node.text ?? '';
  if (soundsPublic(text)) return false;
  return soundsSecret(text) || soundsSecret(event.key.replace(/[@#][\d|]+/g, ' '));
}

export function looksSecret(analysis: ShellAnalysis, event: ShellEvent): boolean {
  const text = event.data.word?.node.text ?? '';
  return !soundsPublic(text) && (isNamedSecret(event) || isProvenSecret(analysis, event));
}

function hasExpansion(statement: SyntaxNode): boolean {
  for (const node of statement.descendants('heredoc_redirect'))
    return !node.descendants('simple_expansion', 'expansion', 'command_substitution').next().done;
  return true;
}

/** Constant text that is no secret: nothing is learned by reading it early. */
export function isHarmless(analysis: ShellAnalysis, event: ShellEvent): boolean {
  const { command } = event.data;
  if (!command || looksSecret(analysis, event)) return false;
  if (command.name === 'echo' || command.name === 'printf') return command.arguments.every((word) => literalOf(word) !== null);
  return command.name === 'cat' && command.arguments.length === 0 && !hasExpansion(wholeStatement(event.data.node));
}
