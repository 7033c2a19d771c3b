/** Commands that protect something, and what becomes of their failures. */
import {
  type Command,
  endsOnError,
  type Fate,
  fateOf,
  fateThrough,
  lastBefore,
  literalOf,
  placeOf,
  resourceKey,
  type Shell,
  type ShellFile,
} from '../../../src/engine/bash.ts';
import type { SyntaxNode } from '../../../src/engine/check.ts';
import { eventsByKey } from './fileEvents.ts';
import { narrows } from './fileModes.ts';
import { verifiedBy } from './verifications.ts';
import { carriedBy, innerCommand } from './wrappers.ts';

interface Protection {
  readonly what: string;
  /** When a call of the program is such a protection. */
  applies?(command: Command, file: ShellFile): boolean;
  /** Best effort in scripts that do not care about failures; worth a word where `set -e` shows that somebody does. */
  readonly underErrexit?: boolean;
}

/** A protection whose failure nobody sees. */
export interface Unwatched {
  readonly command: Command;
  readonly what: string;
  readonly fate: Fate;
  /** `set -e` is on, and has no effect here. */
  readonly defeated: boolean;
  /** A later statement that works on the same file. */
  readonly later: SyntaxNode | null;
}

function words(command: Command): readonly string[] {
  return command.arguments.map((word) => literalOf(word) ?? word.node.text.replace(/"/g, ''));
}

function has(command: Command, pattern: RegExp): boolean {
  return words(command).some((word) => pattern.test(word));
}

/** What each program protects, and when a call of it is such a protection. */
const protections: Readonly<Record<string, Protection>> = {
  chmod: { what: 'the mode', applies: (command, file) => narrows(file, command) },
  chown: { what: 'the owner' },
  chgrp: { what: 'the group' },
  install: { what: 'the file with its mode', applies: isClosedInstall },
  setfacl: { what: 'the access list' },
  setcap: { what: 'the capabilities' },
  chattr: { what: 'the attributes', applies: (command) => has(command, /^\+\w*[ia]/) },
  restorecon: { what: 'the security label', applies: (command) => !isOptional(command) },
  setenforce: { what: 'enforcement', applies: (command) => has(command, /^(?:1|Enforcing)$/i) },
  passwd: { what: 'the account', applies: (command) => has(command, /^(?:-[ldex]|--lock|--delete|--expire)$/) },
  chpasswd: { what: 'the password' },
  usermod: { what: 'the account', applies: (command) => has(command, /^(?:-[Lse]|--lock|--shell|--expiredate)$/) },
  visudo: { what: 'the rules of sudo' },
  iptables: { what: 'the firewall rule', applies: isRule },
  ip6tables: { what: 'the firewall rule', applies: isRule },
  'iptables-restore': { what: 'the firewall rules' },
  nft: { what: 'the firewall rule', applies: (command) => !has(command, /^(?:list|delete|flush|monitor)$/) },
  ufw: { what: 'the firewall rule', applies: (command) => has(command, /^(?:enable|deny|reject|limit|default)$/) },
  'firewall-cmd': { what: 'the firewall rule', applies: (command) => has(command, /^--(?:add|set|reload|remove)/) },
  sysctl: {
    what: 'the kernel setting',
    applies: (command) =>
      has(
        command,
        /^(?:-p|--system|--load.*)$|rp_filter|syncookies|redirects|source_route|randomize_va|kptr|dmesg_restrict|ptrace|unprivileged|protected_|suid_dumpable/,
      ),
  },
  cryptsetup: {
    what: 'the encryption',
    applies: (command) => has(command, /^(?:luks(?:Open|Format|Erase|KillSlot|RemoveKey|AddKey)|open|erase|reencrypt)$/),
  },
  mount: { what: 'the restricted mount', applies: (command) => isRestrictedMount(command) },
  useradd: { what: 'the account', underErrexit: true },
  adduser: { what: 'the account', underErrexit: true },
  groupadd: { what: 'the group', underErrexit: true },
  userdel: { what: 'the account', underErrexit: true },
  systemctl: { what: 'the protection', applies: startsProtection },
  auditctl: { what: 'the audit rule', applies: (command) => has(command, /^-[aAwe]$/) },
  setsebool: { what: 'the policy' },
  'aa-enforce': { what: 'the profile' },
  'ip6tables-restore': { what: 'the firewall rules' },
  'update-ca-certificates': { what: 'the trusted certificates' },
  gpg: { what: 'the key', applies: (command) => has(command, /^--import$/) },
};

/** Kernel file systems are mounted with such options out of habit. */
function isRestrictedMount(command: Command): boolean {
  if (has(command, /^(?:proc|sysfs|devpts|devtmpfs|tmpfs|iso9660|squashfs|debugfs|securityfs|cgroup2?)$/)) return false;
  return has(command, /(?:^|,)(?:nosuid|noexec|nodev)(?:,|$)/) || has(command, /^(?=.*\bremount\b).*\bro\b/);
}

function isRule(command: Command): boolean {
  return has(command, /^(?:-[AIPR]|--append|--insert|--policy|--replace)$/) && has(command, /^(?:DROP|REJECT)$/);
}

/** `[ -x /sbin/restorecon ] && restorecon …`: labels where there are labels. */
function isOptional(command: Command): boolean {
  const { parent } = command.node;
  const condition = parent?.type === 'list' ? parent : parent?.type === 'if_statement' ? parent.child('condition') : null;
  return condition !== null && /\s-x\s|\b(?:command -v|type|which|selinuxenabled)\b/.test(condition.text.slice(0, 200));
}

/** `install -m 600 -o root …`: makes the file and closes it in one step. */
function isClosedInstall(command: Command): boolean {
  // A directory that is missing stops what goes into it.
  if (has(command, /^(?:-\w*d\w*|--directory)$/)) return false;
  const mode = /\s-\w*m\s*0?([0-7]{3,4})\b|--mode=0?([0-7]{3,4})\b/.exec(command.node.text);
  const bits = mode ? Number.parseInt(mode[1] ?? mode[2]!, 8) : 0o777;
  return (bits & 0o077) === 0 || has(command, /^(?:-\w*[og]|--(?:owner|group).*)$/);
}

function startsProtection(command: Command): boolean {
  return (
    has(command, /^(?:start|enable|restart|reload)$/) &&
    has(command, /^(?:firewalld|ufw|nftables|iptables|fail2ban|apparmor|auditd|crowdsec)(?:\.service)?$/)
  );
}

/** Handlers of EXIT and functions made for tidying up: best effort is what they are for. */
export function tidiesUp(file: ShellFile, node: SyntaxNode): boolean {
  const inside = file.functionOf(node);
  if (!inside) return false;
  if (/clean|tidy|restore|rollback|uninstall|purge|teardown|undo/i.test(inside.name)) return true;
  return file
    .callsOf('trap')
    .slice(0, 32)
    .some((call) => new RegExp(`\\b${inside.name.replace(/[^\w]/g, '.')}\\b`).test(call.arguments[0]?.node.text ?? ''));
}

const MAX_LATER = 32;

/** A later statement that works on the same file, for the trace. */
function laterUse(shell: Shell, command: Command): SyntaxNode | null {
  const { file } = shell;
  const keys = new Set(command.arguments.map((word) => resourceKey(file, word)));
  const scope = file.functionOf(command.node)?.from ?? -1;
  const next = [...keys].flatMap((key) => {
    const events = (key && shell.derive(eventsByKey).get(key)) || [];
    const from = lastBefore(events, command.node.index + 1) + 1;
    return events.slice(from, from + MAX_LATER).find((event) => event.scope === scope && event.kind !== 'remove')?.node ?? [];
  });
  return next.sort((a, b) => a.index - b.index)[0] ?? null;
}

/** The mode of a file that `mktemp` made is closed already; an owner is another matter. */
function isClosedAlready(file: ShellFile, command: Command): boolean {
  return command.name === 'chmod' && command.arguments.some((word) => placeOf(file, word) === 'private');
}

/** What a command protects, or null where it is no protection. */
export function protectionOf(file: ShellFile, command: Command): Protection | null {
  // A function of that name does what it likes.
  if (file.functionNamed(command.name)) return null;
  const verified = verifiedBy(command);
  if (verified !== null) return { what: verified };
  const protection = Object.hasOwn(protections, command.name) ? protections[command.name]! : null;
  return protection && (!protection.applies || protection.applies(command, file)) ? protection : null;
}

/** The protections of a file whose failure nobody sees, by the node of the command. */
export function unwatchedProtections(shell: Shell): ReadonlyMap<number, Unwatched> {
  const { file } = shell;
  const found = new Map<number, Unwatched>();
  for (const outer of file.commands) {
    const inner = innerCommand(file, outer);
    const command = carriedBy(inner?.command ?? outer);
    const protection = protectionOf(file, command);
    if (!protection || tidiesUp(file, outer.node)) continue;
    const fate = inner ? fateThrough(file, outer.node, inner.runs) : fateOf(file, outer.node);
    if (fate.kind === 'seen' || (fate.kind === 'waived' && command.name !== 'chmod') || isClosedAlready(file, command)) continue;
    const strict = endsOnError(file, outer.node);
    if (protection.underErrexit && !strict) continue;
    const later = laterUse(shell, command);
    if (command.name === 'install' && !later) continue;
    found.set(outer.node.index, { command, what: protection.what, fate, defeated: strict && fate.kind === 'dropped', later });
  }
  return found;
}
