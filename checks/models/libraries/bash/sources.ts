/** Whose text commands print, and which names of the environment somebody else fills. */
import { type Command, literalOf } from '../../../../src/engine/bash.ts';
import type { SourceKind } from '../../../../src/engine/check.ts';
import { readWords, startOf } from './words.ts';

export interface Source {
  readonly kind: SourceKind;
  readonly says: string;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** What they print is a number, a date, a hash, a name that is made up, or the machine's own. */
export const harmless = words(
  'date wc id whoami nproc uname getconf tty pidof pgrep hostname pwd which type command stat du df tput sha1sum sha256sum sha512sum shasum b2sum md5sum cksum uuidgen expr seq arch getopt sleep true false test [ logname groups cmp uptime free ulimit umask times jobs kill hash openssl',
);

/** Local programs that print names others chose. */
const local = words('lsblk ps who last w lsof netstat ss mount findmnt nmcli iwlist iw bluetoothctl upower lpstat avahi-browse udevadm');

const databases = words('mysql mariadb psql sqlite3 redis-cli mongo mongosh cqlsh clickhouse-client');

/** Addresses of this machine, and of the platform that it runs on. */
const here = /\b(?:localhost|127\.0\.0\.1|\[::1\]|169\.254\.169\.254|metadata\.google\.internal)\b/;

function isDownload(command: Command): boolean {
  const { name, arguments: given } = command;
  const texts = given.map((word) => literalOf(word) ?? word.node.text);
  if (texts.some((text) => here.test(text))) return false;
  switch (name) {
    case 'curl':
      return !texts.some(
        (text, at) =>
          (/^(?:-[a-zA-Z]*[oOI]|--output|--remote-name|--head|--version)$/.test(text) || /^-o.|^--output=/.test(text)) &&
          texts[at + 1] !== '-',
      );
    case 'wget':
      return texts.some(
        (text, at) =>
          /^-\w*O-$|^--output-document=-$/.test(text) ||
          (/^(?:-\w*O|--output-document)$/.test(text) && /^(?:-|\/dev\/stdout)$/.test(texts[at + 1] ?? '')),
      );
    case 'http':
    case 'https':
    case 'fetch':
    case 'lynx':
    case 'nc':
    case 'ncat':
    case 'netcat':
    case 'socat':
    case 'telnet':
    case 'dig':
    case 'nslookup':
    case 'host':
    case 'whois':
    case 'finger':
      return true;
    // A command on another machine; a tunnel prints nothing.
    case 'ssh':
      return !texts.some((text) => /^-\w*[Nf]\w*$/.test(text));
    default:
      return false;
  }
}

/** Fields of a commit that are made of digits and letters alone. */
const plainFormat = /^--(?:pretty|format)=(?:format:|tformat:)?(?:%[hHtTpPct]|%c[tid]|%a[tid]|[^%])*$/;

function ofGit({ arguments: given }: Command): Source | null {
  const { operands } = readWords(given, { valued: 'Cc' }, true);
  const [verb, ...rest] = operands.map((word) => literalOf(word) ?? word.node.text);
  switch (verb) {
    case 'log':
    case 'show':
    case 'shortlog':
      return rest.some((text) => plainFormat.test(text.replace(/["']/g, '')) || /^--(?:name-only|numstat|shortstat)$/.test(text))
        ? null
        : { kind: 'remote', says: 'what authors of commits wrote' };
    case 'branch':
    case 'symbolic-ref':
    case 'for-each-ref':
    case 'ls-remote':
      return { kind: 'file', says: 'a name of a branch' };
    case 'rev-parse':
    case 'name-rev':
      return rest.includes('--abbrev-ref') ? { kind: 'file', says: 'a name of a branch' } : null;
    case 'ls-files':
    case 'ls-tree':
    case 'status':
      return { kind: 'file-name', says: 'a file of the repository' };
    case 'diff':
    case 'diff-tree':
    case 'diff-index':
      return { kind: 'file-name', says: 'a file of the change' };
    default:
      return null;
  }
}

/** Fields that hold no free text. */
const plainFields =
  /^(?:id|number|state|sha|oid|url|databaseId|createdAt|updatedAt|mergedAt|isDraft|conclusion|status|headRefOid|baseRefOid|login|length|,|\.|\[|\]|\s|0)+$/;

function ofGitHub({ arguments: given }: Command): Source | null {
  const texts = given.map((word) => literalOf(word) ?? word.node.text);
  if (
    !/^(?:pr|issue|api|run|release|search|gist)$/.test(texts[0] ?? '') ||
    /^(?:create|comment|edit|close|merge|upload|download)$/.test(texts[1] ?? '')
  )
    return null;
  const told = texts.flatMap((text, at) => (/^(?:-q|--jq|--json)$/.test(text) ? [texts[at + 1] ?? ''] : []));
  if (told.some((text) => plainFields.test(text))) return null;
  return { kind: 'contribution', says: 'what somebody wrote on GitHub' };
}

/** Files of the system that nobody else writes. */
const system =
  /^["']?\/(?:(?:proc|sys|usr|boot|run\/systemd)\/|etc\/(?:os-release|lsb-release|hostname|hosts|passwd|group|machine-id|timezone|\w+[-_](?:version|release))\b)/;

/** Whose text a command prints that reads nothing; null where that is nobody's or not known. */
export function sourceOf(command: Command): Source | null {
  const { name } = command;
  switch (name) {
    case 'read':
    case 'mapfile':
    case 'readarray':
      return { kind: 'input', says: 'what is read' };
    case 'whiptail':
    case 'dialog':
    case 'zenity':
    case 'select':
      return { kind: 'input', says: 'what is typed' };
    case 'ls':
    case 'find':
    case 'fd':
    case 'locate':
    case 'tree':
      return isFixed(command) ? null : { kind: 'file-name', says: 'a file name' };
    case 'git':
      return ofGit(command);
    case 'gh':
      return ofGitHub(command);
    case 'env':
    case 'printenv':
      return null;
  }
  if (command.arguments.some((word) => /^(?:--version|-V)$/.test(literalOf(word) ?? ''))) return null;
  if (databases.has(name)) return { kind: 'stored', says: 'what stands in a database' };
  if (local.has(name)) return { kind: 'file', says: `what ${name} prints` };
  return isDownload(command) ? { kind: 'remote', says: `what ${name} gets` } : null;
}

function isFixed({ arguments: given }: Command): boolean {
  const paths = given.filter((word) => !startOf(word).startsWith('-'));
  return paths.length > 0 && paths.every((word) => system.test(word.node.text));
}

/** What a script keeps for itself, and files it comes with. */
export const OWN_FILE = 'a file of its own';

/** Directories that others write to. */
const shared = /^["']?\/(?:tmp|var\/tmp|dev\/shm|var\/spool|srv|home|mnt|media|incoming|uploads?)\//;

function isOwn(text: string): boolean {
  if (shared.test(text)) return false;
  // What a variable names is seldom a stranger's, unless the caller names it.
  if (text.includes('$')) return !/^["']?\$\{?[1-9@]/.test(text);
  return true;
}

/** The file that a command prints, where it is none of the system's. */
export function fileOf(text: string): Source | null {
  if (system.test(text) || /^["']?\/dev\/(?!std)/.test(text)) return null;
  if (/\/dev\/stdin|^["']?-["']?$/.test(text)) return { kind: 'input', says: 'what is read' };
  return { kind: 'file', says: isOwn(text) ? OWN_FILE : 'a file' };
}

/** Set by systems that build what others contribute. */
const contributed =
  /^(?:GITHUB_HEAD_REF|CI_COMMIT_(?:MESSAGE|TITLE|DESCRIPTION|REF_NAME|BRANCH|TAG_MESSAGE|AUTHOR)|CI_MERGE_REQUEST_(?:TITLE|DESCRIPTION|SOURCE_BRANCH_NAME)|TRAVIS_COMMIT_MESSAGE|TRAVIS_PULL_REQUEST_BRANCH|CIRCLE_BRANCH|BUILDKITE_(?:MESSAGE|BRANCH)|BITBUCKET_BRANCH|CHANGE_(?:TITLE|BRANCH|AUTHOR_DISPLAY_NAME)|DRONE_(?:COMMIT_MESSAGE|SOURCE_BRANCH|PULL_REQUEST_TITLE)|ghprb(?:PullTitle|CommentBody|SourceBranch|PullLongDescription)|SYSTEM_PULLREQUEST_SOURCEBRANCH|BUILD_SOURCEVERSIONMESSAGE)$/;

/** Set by servers that run a script for a request. */
const requested =
  /^(?:QUERY_STRING|REQUEST_URI|PATH_INFO|PATH_TRANSLATED|REMOTE_USER|REMOTE_HOST|HTTP_[A-Z_]+|CONTENT_TYPE|SSH_ORIGINAL_COMMAND)$/;

/** Kept by the shell or the session: whoever sets them can do as he likes anyway. */
const own =
  /^(?:[0-9#?$!_@*-]|HOME|PWD|OLDPWD|USER|LOGNAME|UID|EUID|PPID|RANDOM|SRANDOM|LINENO|SECONDS|EPOCH\w+|HOST(?:NAME|TYPE)|OSTYPE|MACHTYPE|SHELL|PATH|TERM|LANG|LC_\w+|SHLVL|BASH\w*|IFS|PS[1-4]|OPTIND|OPTERR|FUNCNAME|GROUPS|DIRSTACK|PIPESTATUS|COLUMNS|LINES|TMP|TMPDIR|TEMP|XDG_\w+|EDITOR|VISUAL|PAGER|DISPLAY|RUNNER_\w+|GITHUB_(?:WORKSPACE|SHA|RUN_ID|RUN_NUMBER|ACTOR|REPOSITORY|ENV|OUTPUT|PATH|STEP_SUMMARY|EVENT_PATH|EVENT_NAME|SERVER_URL|API_URL|TOKEN|REF|REF_NAME|ACTION_PATH|JOB)|COMP_\w+|COMPREPLY|REPLY|ZSH\w*|KSH\w*)$/;

export function environmentKind(name: string): SourceKind | null {
  if (own.test(name)) return null;
  if (contributed.test(name)) return 'contribution';
  return requested.test(name) ? 'request' : 'environment';
}
