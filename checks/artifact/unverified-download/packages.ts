/** Packages that are installed from an address instead of a registry. */
import { type Command, literalOf, literalStart, type ShellFile } from '../../../src/engine/bash.ts';
import type { SyntaxNode } from '../../../src/engine/check.ts';

interface Unpinned {
  readonly at: SyntaxNode;
  readonly what: string;
  readonly remedy: string;
}

const commit = /[@#][0-9a-f]{40}\b|\/[0-9a-f]{40}\b/i;
const TO_COMMIT = 'Pin it to a commit (40 digits), not to a branch or a tag.';

function python(file: ShellFile, command: Command): Unpinned | null {
  const words = command.arguments.map((word) => ({ word, text: file.fold(word) ?? literalOf(word) ?? literalStart(word) }));
  if (
    !words.some(({ text }) => text === 'install' || text === 'download') ||
    words.some(({ text }) => /^--(?:require-hashes|hash)/.test(text))
  )
    return null;
  for (const { word, text } of words) {
    // `name @ git+https://…` is one word or three.
    const address = text.replace(/^[\w.[\]-]+\s*@\s*/, '');
    // What an expansion adds may be the commit.
    const open = literalOf(word) === null && file.fold(word) === null && /@\$|#\$/.test(word.node.text);
    if (/^git\+/.test(address) && !commit.test(address) && !open) return { at: word.node, what: 'The package from git', remedy: TO_COMMIT };
    if (
      /^https?:\/\/.*\.(?:whl|zip|tar\.\w+|tgz)|^https?:\/\/[^\s]*\/(?:archive|zipball|tarball)\//.test(address) &&
      !/#sha\d+=/.test(address) &&
      !commit.test(address) &&
      !isIndex(command, word.node)
    )
      return {
        at: word.node,
        what: 'The package from this address',
        remedy: 'Give its checksum: `…#sha256=…`, or take it from an index with `--require-hashes`.',
      };
  }
  return null;
}

function isIndex(command: Command, node: SyntaxNode): boolean {
  const at = command.arguments.findIndex((word) => word.node.equals(node));
  return /^(?:-i|--index-url|--extra-index-url|-f|--find-links|--proxy|--cert)$/.test(literalOf(command.arguments[at - 1]) ?? '');
}

function javascript(file: ShellFile, command: Command): Unpinned | null {
  const words = command.arguments.map((word) => ({ word, text: file.fold(word) ?? literalOf(word) ?? literalStart(word) }));
  if (!/^(?:i|install|add|in)$/.test(words.find(({ text }) => !text.startsWith('-') && text !== 'global')?.text ?? '')) return null;
  for (const { word, text } of words.slice(1)) {
    const address = text.replace(/^@?[\w./-]+@(?=git|http|github)/, '');
    const open = literalOf(word) === null && file.fold(word) === null && /#\$|#"?\$/.test(word.node.text);
    if (/^(?:git\+|git:|git@|github:|gitlab:|bitbucket:)|^https?:\/\/.*\.git\b/.test(address) && !commit.test(address) && !open)
      return { at: word.node, what: 'The package from git', remedy: TO_COMMIT };
    if (/^https?:\/\/.*(?:\.tgz|\.tar\.gz|\/(?:archive|tarball)\/.*)(?:[?#]|$)/.test(address) && !commit.test(address))
      return {
        at: word.node,
        what: 'The package from this address',
        remedy: 'Take it from the registry with a lock file, which holds its checksum.',
      };
  }
  return null;
}

/** `"$venv/bin/pip"`: the directory varies, the program does not. */
function programIn({ nameWord }: Command): string {
  const last = nameWord?.parts.at(-1);
  return last?.kind === 'literal' ? (/\/([\w.-]+)$/.exec(last.text)?.[1] ?? '') : '';
}

/** A package that is installed from an address that can change, or null. */
export function unpinnedPackage(file: ShellFile, command: Command): Unpinned | null {
  const name = command.name || programIn(command);
  if (/^pip[\d.]*$|^pipx$|^uv$/.test(name)) return python(file, command);
  if (/^python[\d.]*$/.test(name) && literalOf(command.arguments[0]) === '-m' && literalOf(command.arguments[1]) === 'pip')
    return python(file, command);
  if (/^(?:npm|pnpm|yarn|bun)$/.test(name)) return javascript(file, command);
  if (name === 'cargo') {
    const words = command.arguments.map((word) => literalOf(word) ?? '');
    const at = words.indexOf('--git');
    if (words[0] === 'install' && at > 0 && !words.includes('--rev'))
      return { at: command.arguments[at]!.node, what: 'The package from git', remedy: 'Pin it to a commit: `--rev <commit>`.' };
  }
  return null;
}
