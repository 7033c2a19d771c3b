/** Commands that take rights away or protect, and when a call of them is such a protection. */
import { modeAfter } from '../../../src/engine/bash.ts';
import type { Call, Program } from '../../../src/engine/check.ts';
import { isSet, textOf, wordsOf } from './program.ts';

export interface Protection {
  readonly what: string;
  readonly applies?: (call: Call, program: Program) => boolean;
}

const isTrue = (text: string): boolean => /^(?:\$?true|1|enabled?)$/.test(text);

function hasWord(pattern: RegExp): (call: Call, program: Program) => boolean {
  return (call, program) => wordsOf(program, call).some((word) => pattern.test(word));
}

function hasWords(...patterns: readonly RegExp[]): (call: Call, program: Program) => boolean {
  return (call, program) => {
    const words = wordsOf(program, call);
    return patterns.every((pattern) => words.some((word) => pattern.test(word)));
  };
}

const blocks = (call: Call, program: Program): boolean => textOf(program, call, 'action') === 'block';

export const protections: Readonly<Record<string, Protection>> = {
  'set-acl': { what: 'the access list' },
  'new-localuser': { what: 'the account' },
  'set-localuser': { what: 'the account' },
  'disable-localuser': { what: 'the account' },
  'remove-localuser': { what: 'the account' },
  'add-localgroupmember': { what: 'the membership' },
  'remove-localgroupmember': { what: 'the membership' },
  'disable-adaccount': { what: 'the account' },
  'remove-adgroupmember': { what: 'the membership' },
  'set-adaccountpassword': { what: 'the password' },
  'new-netfirewallrule': { what: 'the firewall rule', applies: blocks },
  'set-netfirewallrule': {
    what: 'the firewall rule',
    applies: (call, program) =>
      blocks(call, program) || ['remoteaddress', 'localport', 'profile'].some((name) => isSet(program, call, name)),
  },
  'disable-netfirewallrule': { what: 'the firewall rule' },
  'remove-netfirewallrule': { what: 'the firewall rule', applies: (call, program) => !textOf(program, call, 'erroraction') },
  'set-netfirewallprofile': {
    what: 'the firewall',
    applies: (call, program) =>
      isTrue(textOf(program, call, 'enabled')) ||
      ['defaultinboundaction', 'defaultoutboundaction'].some((name) => textOf(program, call, name) === 'block'),
  },
  'set-service': {
    what: 'the service',
    applies: (call, program) =>
      textOf(program, call, 'startuptype') === 'disabled' ||
      isSet(program, call, 'securitydescriptorsddl') ||
      isSet(program, call, 'credential'),
  },
  'set-executionpolicy': {
    what: 'the execution policy',
    applies: (call, program) =>
      /^(?:allsigned|restricted|remotesigned)$/.test(textOf(program, call, 'executionpolicy')) &&
      textOf(program, call, 'scope') !== 'process',
  },
  'enable-bitlocker': { what: 'the encryption' },
  'set-mppreference': {
    what: 'the protection against malware',
    applies: (call, program) =>
      textOf(program, call, 'disablerealtimemonitoring') === '$false' ||
      ['puaprotection', 'enablecontrolledfolderaccess', 'attacksurfacereductionrules_ids'].some((name) => isSet(program, call, name)),
  },
  'disable-windowsoptionalfeature': { what: 'the removal of the feature' },
  'uninstall-windowsfeature': { what: 'the removal of the feature' },
  'set-smbserverconfiguration': { what: 'the setting of the file server' },
  'revoke-smbshareaccess': { what: 'the access to the share' },
  'block-smbshareaccess': { what: 'the access to the share' },
  'remove-smbshare': { what: 'the removal of the share' },
  icacls: {
    what: 'the access list',
    applies: hasWord(/^\/(?:inheritance:[rd]|deny|remove(?::[gd])?|setowner|setintegritylevel|reset|grant:r)$/i),
  },
  takeown: { what: 'the owner' },
  cacls: { what: 'the access list', applies: hasWord(/^\/[rdp]$/i) },
  chmod: {
    what: 'the mode',
    applies: (call, program) =>
      wordsOf(program, call).some((word) => {
        const mode = /^(?:0?[0-7]{3,4}|[ugoa]*[-+=][rwxXst]*(?:,[ugoa]*[-+=][rwxXst]*)*)$/.test(word) ? modeAfter(word) : null;
        return mode !== null && !word.includes('+') && (mode & 0o007) === 0;
      }),
  },
  chown: { what: 'the owner' },
  chgrp: { what: 'the group' },
  setfacl: { what: 'the access list' },
  netsh: {
    what: 'the firewall rule',
    applies: (call, program) =>
      hasWords(/^(?:advfirewall|firewall)$/i, /^(?:set|add)$/i)(call, program) &&
      hasWord(/^(?:action=block|on|state|blockinbound\b.*|firewallpolicy)$/i)(call, program) &&
      !hasWord(/^off$/i)(call, program),
  },
  sc: { what: 'the service', applies: hasWord(/^(?:sdset|config|failure|privs|sidtype)$/i) },
  bcdedit: { what: 'the boot setting', applies: hasWord(/^[/-](?:set|deletevalue)$/i) },
  cipher: { what: 'the encryption', applies: hasWord(/^\/[we](?::|$)/i) },
  certutil: { what: 'the trusted certificates', applies: hasWord(/^-(?:addstore|delstore|verify|importpfx|setreg)$/i) },
  auditpol: { what: 'the audit policy', applies: hasWord(/^\/(?:set|restore)$/i) },
  secedit: { what: 'the security policy', applies: hasWord(/^\/(?:configure|import)$/i) },
  'manage-bde': { what: 'the encryption', applies: hasWord(/^-(?:on|protectors|lock)$/i) },
  net: {
    what: 'the account',
    applies: (call, program) =>
      hasWord(/^\/(?:active:no|delete|passwordreq:yes|expires:)/i)(call, program) && hasWord(/^(?:user|localgroup|share)$/i)(call, program),
  },
  gpg: { what: 'the signature', applies: hasWord(/^--verify$/) },
  cosign: { what: 'the signature', applies: hasWord(/^verify/) },
  signtool: { what: 'the signature', applies: hasWord(/^verify$/i) },
  iptables: { what: 'the firewall rule', applies: hasWord(/^(?:DROP|REJECT)$/) },
  ufw: { what: 'the firewall rule', applies: hasWord(/^(?:enable|deny|reject|limit|default)$/) },
};

/** What a call protects, or null. */
export function protectedBy(call: Call, program: Program): string | null {
  const protection = Object.hasOwn(protections, call.word) ? protections[call.word]! : null;
  return protection && (protection.applies?.(call, program) ?? true) ? protection.what : null;
}

export const protectingWords: ReadonlySet<string> = new Set(Object.keys(protections));
