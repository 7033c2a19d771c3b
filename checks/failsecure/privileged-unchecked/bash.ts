import {
  type Command,
  type Fate,
  fateOf,
  lastBefore,
  literalOf,
  placeOf,
  readShell,
  resourceKey,
  type Shell,
  type ShellFile,
  wholeStatement,
} from '../../../src/engine/bash.ts';
import type { Report, SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import { eventsByKey } from '../../models/bash/fileEvents.ts';
import { narrows } from '../../models/bash/fileModes.ts';
import { vectors } from '../../models/vectors.ts';

/** Waived with a reason in a comment: somebody thought about it. */
const WAIVED = 'CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:L/A:N';

function words(command: Command): readonly string[] {
  return command.arguments.map((word) => literalOf(word) ?? '');
}

function has(command: Command, pattern: RegExp): boolean {
  return words(command).some((word) => pattern.test(word));
}

/** What each program protects, and when a call of it is such a protection. */
const protections: Readonly<Record<string, { readonly what: string; applies?(command: Command, file: ShellFile): boolean }>> = {
  chmod: { what: 'the mode', applies: (command, file) => narrows(file, command) },
  chown: { what: 'the owner' },
  chgrp: { what: 'the group' },
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
    applies: (command) => has(command, /^(?:luks(?:Format|Erase|KillSlot|RemoveKey|AddKey)|erase|reencrypt)$/),
  },
  mount: { what: 'the restricted mount', applies: (command) => isRestrictedMount(command) },
  'update-ca-certificates': { what: 'the trusted certificates' },
  gpg: { what: 'the signature', applies: (command) => has(command, /^--(?:verify|import)$/) },
  gpgv: { what: 'the signature' },
  sha256sum: { what: 'the checksum', applies: isVerification },
  sha512sum: { what: 'the checksum', applies: isVerification },
  sha1sum: { what: 'the checksum', applies: isVerification },
  md5sum: { what: 'the checksum', applies: isVerification },
  shasum: { what: 'the checksum', applies: isVerification },
  cosign: { what: 'the signature', applies: (command) => has(command, /^verify/) },
  minisign: { what: 'the signature', applies: (command) => has(command, /^-\w*V/) },
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
  return parent?.type === 'list' && /\s-x\s|\b(?:command -v|type|which|selinuxenabled)\b/.test(parent.text.slice(0, 200));
}

function isVerification(command: Command): boolean {
  return has(command, /^(?:-\w*c|--check)$/);
}

/** Handlers of EXIT and functions made for tidying up: best effort is what they are for. */
function tidiesUp(file: ShellFile, node: SyntaxNode): boolean {
  const inside = file.functionOf(node);
  if (!inside) return false;
  if (/clean|tidy|restore|rollback|uninstall|purge|teardown|undo/i.test(inside.name)) return true;
  return file
    .callsOf('trap')
    .slice(0, 32)
    .some((call) => new RegExp(`\\b${inside.name.replace(/[^\w]/g, '.')}\\b`).test(call.arguments[0]?.node.text ?? ''));
}

/** A comment on the line or above it that gives a reason. */
function explained(node: SyntaxNode): boolean {
  const { text } = node.tree;
  const lineEnd = text.indexOf('\n', node.end);
  if (/#\s*\S+\s+\S+/.test(text.slice(node.end, lineEnd < 0 ? undefined : lineEnd))) return true;
  const lineStart = text.lastIndexOf('\n', node.start - 1) + 1;
  const above = text.slice(text.lastIndexOf('\n', lineStart - 2) + 1, Math.max(0, lineStart - 1));
  return /^\s*#\s*(?!expect:|ok:)\S+\s+\S+/.test(above);
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

/** Appends a check, where the command is a statement of its own that ends its line. */
function fixFor(command: Command): Report['fix'] {
  const whole = wholeStatement(command.node);
  if (!whole.equals(command.node) && whole.type !== 'redirected_statement') return undefined;
  if (
    whole.tree.text
      .slice(whole.end, whole.end + 80)
      .split('\n', 1)[0]!
      .trim() !== ''
  )
    return undefined;
  return {
    description: `Stops the script with a message if ${command.name} fails.`,
    edits: [{ start: whole.end, end: whole.end, newText: ` || { echo "${command.name} failed" >&2; exit 1; }` }],
  };
}

function reportDropped(shell: Shell, command: Command, what: string, fate: Fate, report: (report: Report) => void): void {
  const later = laterUse(shell, command);
  const fix = fate.kind === 'dropped' && !fate.because ? fixFor(command) : undefined;
  report({
    at: command.node,
    confidence: later ? 'high' : 'medium',
    vector: fate.kind === 'waived' && explained(wholeStatement(command.node)) ? WAIVED : vectors.failSecure,
    message: `If \`${command.name}\` fails, the script goes on as if ${what} were in place.`,
    remediation: `Look at the result and stop: \`${command.name} … || { echo "${command.name} failed" >&2; exit 1; }\`, or \`set -e\` where it has effect.`,
    trace: [
      { at: command.node, text: `${what} is set here; nothing looks at whether that worked` },
      ...(fate.because ? [{ at: fate.because.node, text: fate.because.text }] : []),
      ...(later ? [{ at: later, text: 'this runs also after the failure' }] : []),
    ],
    ...(fix ? { fix } : {}),
  });
}

/** Reports a protecting command whose failure nobody sees. */
export const bash: SyntaxRules = {
  command(node, context) {
    const shell = context.shared(readShell);
    const { file } = shell;
    const command = file.commandAt(node);
    const protection = command && Object.hasOwn(protections, command.name) ? protections[command.name] : null;
    // A function of that name does what it likes.
    if (!command || !protection || file.functionNamed(command.name)) return;
    if (protection.applies && !protection.applies(command, file)) return;
    const fate = fateOf(file, node);
    if (fate.kind === 'seen' || tidiesUp(file, node)) return;
    if (fate.kind === 'waived' && command.name !== 'chmod') return;
    // What mktemp made is closed already.
    if (command.name === 'chmod' && command.arguments.some((word) => placeOf(file, word) === 'private')) return;
    reportDropped(shell, command, protection.what, fate, context.report);
  },
};
