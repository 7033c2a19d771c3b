/** Where the output of a command goes: to the terminal or log, into a variable, a file, another program. */
import { type Command, type FileRedirect, literalOf, readRedirect, type ShellFile, type Word } from '../../../src/engine/bash.ts';
import type { SyntaxNode } from '../../../src/engine/check.ts';
import { leftBy, loggers } from './secretFilters.ts';

export interface Fate {
  /** `shown`: at the terminal or in the log; `given`: the output of the function or substitution around it; `gone`: nowhere it can be read. */
  readonly kind: 'shown' | 'given' | 'file' | 'gone';
  readonly redirect: FileRedirect | null;
  /** The files of `tee`. */
  readonly files: readonly Word[];
  /** The function or substitution whose output it is. */
  readonly by: SyntaxNode | null;
  /** The program that writes it in another form, or ''. */
  readonly changedBy: string;
  /** Readable further on, in the reader that keeps logs. */
  readonly isLogged: boolean;
}

const TERMINAL = /^\/dev\/(?:stdout|stderr|tty|fd\/[12]|console|pts\/\d+)$/;
const NOWHERE = /^\/dev\/(?:null|fd\/[3-9])$/;
const changing = /^(?:base64|base32|xxd|od|hexdump|rev|tr|sed|gsed|awk|gawk|fold|cut|jq|yq|head|tail|tac|strings)$/;
const MAX_CLIMB = 200;

/** The commands of a later stage that read its input; null for one that is more than a command. */
function stageCommand(stage: SyntaxNode, file: ShellFile): Command | null {
  if (stage.type === 'command') return file.commandAt(stage);
  const body = stage.type === 'redirected_statement' ? stage.child('body') : null;
  return body?.type === 'command' ? file.commandAt(body) : null;
}

/** Files that a redirection hangs on a statement. */
function redirectOf(statement: SyntaxNode): FileRedirect | 'shown' | null {
  let found: FileRedirect | 'shown' | null = null;
  for (const child of statement.namedChildren) {
    if (child.type !== 'file_redirect') continue;
    const descriptor = child.child('descriptor')?.text ?? '';
    if (descriptor !== '' && descriptor !== '1' && !child.text.startsWith('&>')) continue;
    const read = readRedirect(child);
    if (read === null) found ??= />\s*&\s*[12]\b/.test(child.text) ? 'shown' : null;
    else if (read.operator.includes('>')) found = TERMINAL.test(literalOf(read.target) ?? '') ? 'shown' : read;
  }
  return found;
}

export function fateOf(node: SyntaxNode, file: ShellFile): Fate {
  const files: Word[] = [];
  let changedBy = '';
  const end = (kind: Fate['kind'], rest: Partial<Fate> = {}): Fate => ({
    kind,
    redirect: null,
    files,
    by: null,
    changedBy,
    isLogged: false,
    ...rest,
  });
  let inner = node;
  let at = node.parent;
  // The grammar hangs redirections of the only command below it as well.
  for (let climbed = 0; at && climbed < MAX_CLIMB; climbed++) {
    switch (at.type) {
      case 'command_substitution':
        return end('given', { by: at });
      case 'process_substitution':
        return end('gone');
      case 'function_definition':
        return end('given', { by: at });
      case 'pipeline': {
        const stages = at.namedChildren;
        const from = stages.findIndex((stage) => stage.equals(inner));
        for (const stage of stages.slice(from + 1)) {
          const command = stageCommand(stage, file);
          if (!command) return end('gone');
          if (loggers.test(command.name)) return end('shown', { isLogged: true });
          const left = leftBy(command);
          if (left !== 'shows') return end('gone');
          if (changing.test(command.name)) changedBy ||= command.name;
          if (command.name === 'tee') files.push(...command.arguments.filter((word) => !/^-/.test(literalOf(word) ?? '')));
          if (stage.type === 'redirected_statement') {
            const redirect = redirectOf(stage);
            if (redirect !== null && redirect !== 'shown') return toFile(redirect);
          }
        }
        break;
      }
      case 'redirected_statement': {
        const redirect = redirectOf(at);
        // On a list or pipeline it belongs to the last command.
        const isLast = at.child('body')?.equals(inner) && !isEarlier(node, inner);
        if (redirect === 'shown' && isLast) return end('shown');
        if (redirect !== null && redirect !== 'shown' && isLast) return toFile(redirect);
        break;
      }
    }
    inner = at;
    at = at.parent;
  }
  return end('shown');

  function toFile(redirect: FileRedirect): Fate {
    const target = literalOf(redirect.target) ?? '';
    if (NOWHERE.test(target)) return end(files.length > 0 ? 'file' : 'gone');
    return end('file', { redirect });
  }
}

/** Whether a command stands in a list before the part that a redirection on the whole belongs to. */
function isEarlier(node: SyntaxNode, body: SyntaxNode): boolean {
  return body.type === 'list' && !body.namedChildren.at(-1)?.contains(node);
}
