/** What becomes of downloaded files: verified, run, installed, unpacked. */
import {
  type Command,
  literalOf,
  modeAfter,
  operandsOf,
  readWord,
  resourceKey,
  type Shell,
  type ShellFile,
  type Word,
} from '../../../src/engine/bash.ts';
import type { SyntaxNode } from '../../../src/engine/check.ts';
import { type Download, downloadsOf } from '../../models/bash/downloads.ts';
import { laterCommands } from '../../models/bash/later.ts';
import { verifiedBy } from '../../models/bash/verifications.ts';
import { verifies } from '../../models/bash/verifying.ts';

export interface UnverifiedUse {
  readonly download: Download;
  readonly use: SyntaxNode;
  readonly verb: string;
  /** A checksum from the same place is all it was compared with; null where nothing was. */
  readonly proof: SyntaxNode | null;
}

const interpreters = /^(?:ba|da|k|z|a)?sh$|^(?:source|\.|python[\d.]*|perl|ruby|node|php|pwsh|Rscript|java|deno|bun)$/;
const programs = /(?:^|\/)s?bin(?:\/|$)|\/(?:plugins|modules|lib\/systemd|cron\.\w+|init\.d|profile\.d|libexec)(?:\/|$)/;
const systemDirectory = /^\/(?:usr|opt|bin|sbin|lib\w*|etc|srv)?(?:\/|$)/;

/** Programs that install the files they are given. */
const installers: Readonly<Record<string, RegExp>> = {
  dpkg: /^(?:-\w*i|--install|--unpack)$/,
  rpm: /^-\w*[iUF]\w*$|^--(?:install|upgrade)$/,
  apt: /^install$/,
  'apt-get': /^install$/,
  gdebi: /./,
  dnf: /^(?:install|localinstall)$/,
  yum: /^(?:install|localinstall)$/,
  zypper: /^(?:in|install)$/,
  apk: /^add$/,
  pacman: /^-\w*U/,
  snap: /^install$/,
  flatpak: /^install$/,
  pip: /^install$/,
  pip3: /^install$/,
  npm: /^(?:i|install)$/,
  gem: /^install$/,
  installer: /^-pkg$/,
  insmod: /./,
  kubectl: /^(?:apply|create|replace)$/,
  docker: /^(?:load|import)$/,
  podman: /^(?:load|import)$/,
  'apt-key': /^add$/,
  fwupdmgr: /^install$/,
};

class Tracker {
  readonly keys: Set<string>;
  private readonly file: ShellFile;
  /** An archive was unpacked, and what came out waits for a use; the directory where it is known. */
  private unpacked = false;
  private readonly directories = new Set<string>();

  constructor(file: ShellFile, download: Download) {
    this.file = file;
    this.keys = new Set([download.key]);
  }

  is(word: Word | null | undefined): boolean {
    const key = word ? resourceKey(this.file, word) : null;
    if (key === null) return false;
    return this.keys.has(key) || (!key.includes('/') && this.keys.has(`./${key}`));
  }

  any(command: Command): boolean {
    return command.arguments.some((word) => this.is(word) || this.isPart(word));
  }

  /** `if=file`, `@file`, `--file=path`. */
  private isPart(word: Word): boolean {
    const first = word.parts[0];
    const cut = first?.kind === 'literal' ? /^(?:-*[\w-]+=|@)/.exec(first.text)?.[0].length : 0;
    if (!cut || first?.kind !== 'literal') return false;
    return this.is({
      node: word.node,
      parts: [{ ...first, text: first.text.slice(cut) }, ...word.parts.slice(1)].filter(
        (part) => part.kind !== 'literal' || part.text !== '',
      ),
    });
  }

  /** What a command does with the file, in a word for the message; null for nothing that runs it. */
  verb(command: Command): string | null {
    const { name, nameWord } = command;
    if (this.is(nameWord)) return 'run';
    if (interpreters.test(name)) return this.runs(command) ? 'run' : null;
    if (name === 'chmod') return this.makesExecutable(command) ? 'made executable' : null;
    if (name === 'install' || name === 'cp' || name === 'mv' || name === 'ln') return this.placed(command);
    if (Object.hasOwn(installers, name))
      return this.any(command) && command.arguments.some((word) => installers[name]!.test(literalOf(word) ?? '')) ? 'installed' : null;
    if (name === 'tar' || name === 'unzip' || name === 'bsdtar') return this.unpacks(command);
    if (name === 'dd')
      return this.any(command) && command.arguments.some((word) => /^of=\/dev\//.test(word.node.text)) ? 'written to a device' : null;
    return this.unpacked ? this.usesUnpacked(command) : null;
  }

  private runs(command: Command): boolean {
    const jar = command.name === 'java';
    const at = command.arguments.findIndex((word) => !(literalOf(word) ?? '').startsWith('-'));
    if (at >= 0 && (jar ? command.arguments.some((word) => this.is(word)) : this.is(command.arguments[at]))) return true;
    const whole = command.node.parent?.type === 'redirected_statement' ? command.node.parent : command.node;
    return whole.children.some(
      (child) => child.type === 'file_redirect' && child.children.some((one) => one.type === '<') && this.is(readDestination(child)),
    );
  }

  private makesExecutable(command: Command): boolean {
    const mode = literalOf(command.arguments.find((word) => !/^-[A-Za-z]+$/.test(literalOf(word) ?? '')));
    const after = mode === null ? null : modeAfter(mode);
    return after !== null && (after & 0o111) !== 0 && command.arguments.slice(1).some((word) => this.is(word));
  }

  /** Copied or moved: followed to its new name, and reported where programs lie. */
  private placed(command: Command): string | null {
    const { operands } = operandsOf(command, command.name === 'install' ? 'mogtS' : 'tS');
    const target = operands.at(-1);
    const sources = operands.slice(0, -1);
    if (!target || !sources.some((word) => this.is(word))) return this.unpacked ? this.usesUnpacked(command) : null;
    const key = resourceKey(this.file, target);
    if (key !== null) {
      this.keys.add(key);
      for (const known of [...this.keys]) this.keys.add(`${key}/${known.slice(known.lastIndexOf('/') + 1)}`);
    }
    const mode = command.name === 'install' ? /-\w*m[= ]?0?([0-7]{3,4})\b/.exec(command.node.text)?.[1] : undefined;
    if (mode !== undefined && (Number.parseInt(mode, 8) & 0o111) === 0) return null;
    return mode !== undefined || programs.test(key ?? target.node.text) ? 'installed' : null;
  }

  private unpacks(command: Command): string | null {
    const first = literalOf(command.arguments[0]) ?? '';
    const extracts =
      command.name === 'unzip' ||
      /^-?[a-zA-Z]*x/.test(first) ||
      command.arguments.some((word) => /^(?:-x\w*|--extract|--get|-\w*x\w*)$/.test(literalOf(word) ?? ''));
    if (!extracts || !this.any(command)) return null;
    const at = command.arguments.findIndex((word) => /^(?:-C|--directory|-d)$/.test(literalOf(word) ?? ''));
    const target = at < 0 ? undefined : command.arguments[at + 1];
    const directory = target ? (resourceKey(this.file, target) ?? target.node.text) : '';
    if (systemDirectory.test(directory)) return 'unpacked among the programs of the system';
    this.unpacked = true;
    if (directory !== '') this.directories.add(directory);
    return null;
  }

  /** Something of what was unpacked is built, run or installed. */
  private usesUnpacked(command: Command): string | null {
    const { name, nameWord } = command;
    const first = nameWord?.node.text ?? '';
    if (this.cameOut(nameWord) || /^\.{1,2}\/|\/(?:configure|install(?:\.sh)?|bootstrap\.sh|setup\.sh)"?$/.test(first))
      return 'unpacked and run';
    if (interpreters.test(name)) return command.arguments.slice(0, 2).some((word) => this.cameOut(word)) ? 'unpacked and run' : null;
    if (/^(?:make|cmake|ninja|meson)$/.test(name)) return 'unpacked and built';
    const installs = name === 'install' || name === 'cp' || name === 'mv';
    const target = installs ? command.arguments.slice(1).some((word) => programs.test(word.node.text.replace(/"/g, ''))) : false;
    return target ? 'unpacked and installed' : null;
  }

  private cameOut(word: Word | null | undefined): boolean {
    const key = word ? resourceKey(this.file, word) : null;
    return key !== null && [...this.directories].some((directory) => key.startsWith(`${directory}/`));
  }
}

function readDestination(redirect: SyntaxNode): Word | null {
  const target = redirect.childrenOf('destination')[0];
  return target ? readWord(target) : null;
}

/** Whether the function that downloads also verifies. */
function verifiesAfter(file: ShellFile, download: SyntaxNode): boolean {
  const inside = file.functionOf(download);
  for (const command of laterCommands(file, download)) {
    if (!inside || command.node.index >= inside.to || command.node.index < inside.from) return false;
    if (verifies(file, command)) return true;
  }
  return false;
}

function hostOf(url: string): string {
  return /^(?:\w+:\/\/[^/]+|\$\{?\w+\}?)/.exec(url)?.[0] ?? '';
}

/** The list of checksums comes from where the file comes from, and nothing else vouches for it. */
function proofFromSameHost(file: ShellFile, downloads: readonly Download[], download: Download, verification: Command): SyntaxNode | null {
  if (!/sum$|^shasum$/.test(verification.name)) return null;
  const host = hostOf(download.url);
  if (host === '') return null;
  for (const word of verification.arguments) {
    const key = resourceKey(file, word);
    const list = key === null ? undefined : downloads.find((one) => one.key === key && one.node.index !== download.node.index);
    if (list && hostOf(list.url) === host) return list.node;
  }
  return null;
}

/** Follows each download to its first use; those that are verified on the way are left out. */
export function unverifiedDownloads(shell: Shell): readonly UnverifiedUse[] {
  const { file } = shell;
  const downloads = downloadsOf(shell);
  const found: UnverifiedUse[] = [];
  const used = new Set<number>();
  for (const download of downloads) {
    if (/\/[0-9a-f]{40}\//i.test(download.url)) continue;
    const inner = download.command.node;
    if (!inner.equals(download.node) && verifiesAfter(file, inner)) continue;
    const tracker = new Tracker(file, download);
    let proof: SyntaxNode | null = null;
    for (const command of laterCommands(file, download.node)) {
      if (verifies(file, command)) {
        proof = proofFromSameHost(file, downloads, download, command);
        if (!proof || file.commands.some((other) => verifiedBy(other) === 'the signature')) break;
        continue;
      }
      const verb = tracker.verb(command);
      if (verb === null) continue;
      if (!used.has(command.node.index)) found.push({ download, use: command.node, verb, proof });
      used.add(command.node.index);
      break;
    }
  }
  return found;
}

/** `curl … | tar -xz -C /usr/local`. */
export function unpackedFromPipe(file: ShellFile, pipeline: SyntaxNode): { readonly download: Command; readonly unpacks: Command } | null {
  const stages = pipeline.namedChildren.map((stage) => (stage.type === 'command' ? file.commandAt(stage) : null));
  const [download] = stages;
  const unpacks = stages.at(-1);
  if (!download || !unpacks || unpacks.name !== 'tar' || (download.name !== 'curl' && download.name !== 'wget')) return null;
  const words = unpacks.arguments.map((word) => file.fold(word) ?? literalOf(word) ?? '');
  const at = words.findIndex((word) => word === '-C' || word === '--directory');
  const directory = at < 0 ? '' : (words[at + 1] ?? '');
  const extracts = words.some((word, index) => /^-\w*x|^--extract$/.test(word) || (index === 0 && /^\w*x/.test(word)));
  if (!extracts || !systemDirectory.test(directory) || stages.some((stage) => stage && verifies(file, stage))) return null;
  return { download, unpacks };
}
