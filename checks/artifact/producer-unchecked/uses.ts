/** What becomes of a product: looked at, or signed, shipped, installed, run, parsed. */
import {
  type Command,
  fateOf,
  literalOf,
  readTestCommand,
  readTests,
  readWord,
  resourceKey,
  type Shell,
  type ShellFile,
  type Word,
} from '../../../src/engine/bash.ts';
import type { SyntaxNode } from '../../../src/engine/check.ts';
import type { Product } from '../../models/bash/producers.ts';

export interface Use {
  readonly at: SyntaxNode;
  /** How the message says it: `signed`. */
  readonly kind: string;
  /** Others rely on it from here on. */
  readonly grave: boolean;
  /** Whatever stands in it is believed. */
  readonly trusts?: boolean;
}

function has(command: Command, pattern: RegExp): boolean {
  return command.arguments.some((word) => pattern.test(literalOf(word) ?? ''));
}

/** `if=file`, `@file`, `--file=path`, `/dev/fd`: the file within a word. */
function inner(word: Word): Word {
  const [first, ...rest] = word.parts;
  const length = first?.kind === 'literal' ? (/^(?:-*[\w-]+=|@|\w+=@)/.exec(first.text)?.[0].length ?? 0) : 0;
  if (length === 0 || first?.kind !== 'literal') return word;
  return {
    node: word.node,
    parts: [{ ...first, text: first.text.slice(length) }, ...rest].filter((part) => part.kind !== 'literal' || part.text !== ''),
  };
}

function inputOf(command: Command): Word | null {
  const whole = command.node.parent?.type === 'redirected_statement' ? command.node.parent : command.node;
  for (const redirect of whole.children) {
    if (redirect.type !== 'file_redirect' || redirect.children.find((child) => !child.isNamed)?.type !== '<') continue;
    const target = redirect.childrenOf('destination')[0];
    if (target) return readWord(target);
  }
  return null;
}

function names(file: ShellFile, command: Command, key: string): boolean {
  const input = inputOf(command);
  return [...command.arguments, ...(input ? [input] : [])].some((word) => resourceKey(file, inner(word)) === key);
}

const signers = /^(?:gpg2?|cosign|minisign|signify|rpmsign|debsign|jarsigner|apksigner)$/;
const shippers =
  /^(?:scp|rsync|sftp|aws|gsutil|gcloud|az|rclone|s3cmd|mc|mail|mutt|ftp|lftp|gh|restic|borg|docker|podman|skopeo|ssh|tftp|sshpass)$/;
const installers = /^(?:install|cp|mv|ln|chmod|chown|chgrp|setfacl|virsh|virt-install|kexec|grub-install|flashrom|dd)$|^qemu-system/;
const runners = /^(?:ba|da|k|z)?sh$|^(?:source|\.|python[\d.]*|perl|ruby|node|php|make)$/;
const parsers =
  /^(?:jq|yq|psql|mysql|mariadb|sqlite3|nft|ipset|iptables-restore|ip6tables-restore|xmllint|tar|unzip|cpio|gunzip|zcat|patch|bsdtar|sysctl|crontab|dpkg|rpm|apt-key|ldapadd|ldapmodify|kubectl|helm|mksquashfs|genisoimage)$/;
/** Calls that read a product only to say whether it is good. */
const tests: Readonly<Record<string, RegExp>> = {
  gzip: /^(?:-\w*t\w*|--test|-l)$/,
  xz: /^(?:-\w*t\w*|--test)$/,
  zstd: /^(?:-\w*t\w*|--test)$/,
  bzip2: /^(?:-\w*t\w*|--test)$/,
  unzip: /^-\w*t\w*$/,
  zip: /^-\w*T\w*$/,
  tar: /^(?:-?[a-su-wyzA-Z]*t\w*|--list)$/,
  'qemu-img': /^(?:check|info)$/,
  pg_restore: /^(?:-l|--list)$/,
  isoinfo: /./,
  unsquashfs: /^-(?:l|s)$/,
  file: /./,
  cmp: /./,
  openssl: /^-noout$/,
  visudo: /^-\w*c/,
  nginx: /^-t$/,
  sshd: /^-t$/,
};

function isTest(command: Command): boolean {
  return Object.hasOwn(tests, command.name) && has(command, tests[command.name]!);
}

/** `find "$dir" … -delete` in the directory of a copy: the older ones go, whatever the new one is worth. */
export function pruned({ file }: Shell, { start }: Product, command: Command): Use | null {
  const [where] = command.arguments;
  if (command.name !== 'find' || !where || !/\s-delete\b|-exec(?:dir)?\s+rm\b/.test(command.node.text)) return null;
  const directory = resourceKey(file, where);
  return directory !== null && `${start}/`.startsWith(`${directory}/`)
    ? { at: command.node, kind: 'left as the only one, and the older ones deleted', grave: true }
    : null;
}

/** What a command does with a product; null where it does not name it or only talks of it. */
export function useOf({ file }: Shell, key: string, command: Command): Use | 'looked at' | null {
  const at = command.node;
  const { name, nameWord } = command;
  if (nameWord && resourceKey(file, nameWord) === key) return { at, kind: 'run', grave: true, trusts: true };
  if (!names(file, command, key)) return null;
  if (isTest(command) && fateOf(file, at).kind === 'seen') return 'looked at';
  if (/^(?:rm|unlink|shred|rmdir|echo|printf|log\w*|ls|du|true|touch|:)$/.test(name)) return null;
  if (signers.test(name)) return { at, kind: has(command, /sign|^-\w*[sb]/) ? 'signed' : 'encrypted', grave: true };
  if (name === 'openssl') return { at, kind: 'processed further', grave: true };
  if (name === 'curl') return { at, kind: 'shipped', grave: true };
  if (shippers.test(name)) return { at, kind: 'shipped', grave: true, trusts: name === 'docker' || name === 'podman' };
  if (installers.test(name))
    return { at, kind: 'put in its place', grave: true, trusts: name === 'install' || name === 'cp' || name === 'mv' };
  if (runners.test(name)) return { at, kind: 'run', grave: true, trusts: true };
  if (parsers.test(name)) return { at, kind: 'read in', grave: true, trusts: true };
  if (/^(?:cat|head|tail|wc|stat|sha\d+sum|md5sum|sed|grep|awk|sort|cut)$/.test(name)) return { at, kind: 'read', grave: false };
  // Another program that would say if it were no good.
  return fateOf(file, at).kind === 'seen' && !file.functionNamed(name) ? 'looked at' : { at, kind: 'used', grave: false };
}

/** Tests for files, by the key of the file. */
function fileTests(shell: Shell): ReadonlyMap<string, readonly number[]> {
  const { file } = shell;
  const found = new Map<string, number[]>();
  for (const tests of [...[...file.root.descendants('test_command')].map(readTests), ...file.callsOf('test').map(readTestCommand)]) {
    for (const { operator, right } of tests.all) {
      const key = /^-[sfer]$/.test(operator) ? resourceKey(file, right) : null;
      if (key === null) continue;
      const all = found.get(key);
      if (all) all.push(tests.node.index);
      else found.set(key, [tests.node.index]);
    }
  }
  return found;
}

/** Whether a test asks for the product between its making and a command. */
export function looksAt(shell: Shell, key: string, made: SyntaxNode, until: SyntaxNode): boolean {
  const later = until.index > made.index;
  return (shell.derive(fileTests).get(key) ?? []).some((at) => at > made.index && (!later || at < until.index));
}
