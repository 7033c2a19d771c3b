/** What the programs of a pipeline leave of a secret that they are fed. */
import { type Command, literalOf } from '../../../src/engine/bash.ts';

/** `hides`: nothing readable is left; `shows`: all or most of it comes out again; `takes`: the program keeps it for itself. */
export type Left = 'hides' | 'shows' | 'takes';

/** At most this many characters of a secret may be shown to tell it apart. */
export const FEW = 8;

const sums = /^(?:md5sum|sha\d*sum|shasum|b2sum|cksum|wc|sum)$/;
const passing =
  /^(?:cat|tac|tee|sort|uniq|head|tail|grep|egrep|fgrep|sed|gsed|awk|gawk|mawk|tr|cut|rev|fold|nl|column|paste|base64|base32|xxd|od|hexdump|jq|yq|xargs|expand|strings|iconv|ts|fmt|less|more|pr|uniq|envsubst|sponge)$/;

/** Programs that write what they are fed to a log. */
export const loggers = /^(?:logger|systemd-cat|wall|ts|cronolog|multilog|svlogd|rotatelogs)$/;

/** `cut -c1-4`, `head -c 4`: how many characters come out, null where all do. */
function count(command: Command, words: string): number | null {
  if (command.name === 'cut') {
    const range = /-(?:c|b)\s*(?:(\d+)?-)?(\d+)(?:\s|$)/.exec(words);
    return range ? Number(range[2]) - Number(range[1] ?? 1) + 1 : null;
  }
  const bytes = /(?:-c\s*|--bytes=)(\d+)(?:\s|$)/.exec(words);
  return bytes ? Number(bytes[1]) : null;
}

/** A replacement that leaves marks where the letters were. */
function masks(words: string): boolean {
  const edit = /\bs(.)(.{0,200}?)\1(.{0,200}?)\1/.exec(words);
  if (!edit) return false;
  const [, , from = '', to = ''] = edit;
  const replaces = /^(?:\.|\[[^\]]+\]|\^?\.[*+]\$?|\S)$/.test(from) || /\.[*+]|\.\\\{|\{4,|\[\^?[^\]]+\][*+]|\\S[*+]/.test(from);
  return replaces && (to === '' || /[*xX#•.-]{2,}|^[*xX#]$|redact|mask|hidden|removed|secret/i.test(to));
}

/** What is left of a secret on the input of a command. */
export function leftBy(command: Command): Left {
  const { name } = command;
  const words = command.arguments
    .slice(0, 24)
    .map((word) => literalOf(word) ?? '$')
    .join(' ');
  if (sums.test(name) || /^openssl$/.test(name)) return /\benc\b|base64/.test(words) ? 'shows' : 'hides';
  if (!passing.test(name)) return 'takes';
  const few = name === 'cut' || name === 'head' || name === 'tail' ? count(command, words) : null;
  if (few !== null) return few <= FEW ? 'hides' : 'shows';
  // A field of a line is the secret only behind its name.
  if (name === 'cut') return /-d[ '"]*[=]/.test(words) ? 'shows' : /-f/.test(words) ? 'hides' : 'shows';
  switch (name) {
    case 'grep':
    case 'egrep':
    case 'fgrep':
      return /(?:^|\s)-\w*[qclL]|--(?:quiet|silent|count)/.test(words) ? 'hides' : 'shows';
    case 'sed':
    case 'gsed':
      return masks(words) ? 'hides' : 'shows';
    case 'awk':
    case 'gawk':
    case 'mawk':
      return /length|substr\([^,]*,\s*\d+\s*,\s*[0-8]\)|gsub\(\s*\/(?:\.|\[[^\]]+\])\/|\*{3}/.test(words) ? 'hides' : 'shows';
    case 'tr':
      return /(?:^|\s)(?:-c?d\S*|-dc|--delete)\s+'?\[?:(?:alnum|print|graph):/.test(words) || /\s[*xX#]$/.test(words) ? 'hides' : 'shows';
    case 'jq':
    case 'yq':
      return /\blength\b|\bkeys\b|\.expires|\.token_type|-e\s|\bhas\(/.test(words) && !/access_token|password/.test(words)
        ? 'hides'
        : 'shows';
    case 'xargs': {
      const program = command.arguments.map((word) => literalOf(word) ?? '').find((word) => /^[a-z]/.test(word));
      return program === undefined || /^(?:echo|printf)$/.test(program) ? 'shows' : 'takes';
    }
  }
  return 'shows';
}
