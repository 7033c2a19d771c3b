/** What a `read` reads: the redirection or the pipe that feeds it, where it stands in the same function. */
import { surroundings } from '../../lower/bash/control.ts';
import { readWord, type Word } from '../../lower/bash/words.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';

/** text: words of this file (here-string, here-document); lines: what a file holds or another command prints. */
export type Feed = { readonly kind: 'text'; readonly words: readonly Word[] } | { readonly kind: 'lines'; readonly from: SyntaxNode };

/** The feed of a `read` or `mapfile`, or null where it reads what the script itself is given. */
export function feedOf(reader: SyntaxNode): Feed | null {
  const own = redirectedFrom(reader);
  if (own) return own;
  for (const { role, node, parent } of surroundings(reader)) {
    if (role === 'function') return null;
    if (parent.type === 'pipeline') {
      const before = parent.namedChildren.findLast((child) => child.index < node.index);
      if (before) return { kind: 'lines', from: before };
    }
    if (parent.type === 'redirected_statement') {
      const feed = redirectedFrom(parent);
      if (feed) return feed;
    }
    // `cat <<END | while read …`: the grammar hangs the rest of the pipeline below the here-document.
    if (parent.type === 'heredoc_redirect' && parent.parent) {
      const document = documentOf(parent);
      return parent.parent.child('body')?.child('name')?.text === 'cat' ? document : { kind: 'lines', from: parent.parent };
    }
  }
  return null;
}

function redirectedFrom(statement: SyntaxNode): Feed | null {
  let feed: Feed | null = null;
  for (const redirect of statement.childrenOf('redirect')) {
    if (redirect.type === 'herestring_redirect') {
      const text = redirect.namedChildren[0];
      feed = text ? { kind: 'text', words: [readWord(text)] } : feed;
    } else if (redirect.type === 'heredoc_redirect') feed = documentOf(redirect);
    else if (redirect.children.some(({ type }) => type === '<' || type === '<&')) {
      // The terminal is where somebody types.
      const source = redirect.childrenOf('destination')[0]?.text ?? '';
      if (!/^\/dev\/(?:tty|stdin)$/.test(source)) feed = { kind: 'lines', from: redirect };
    }
  }
  return feed;
}

function documentOf(redirect: SyntaxNode): Feed {
  const body = redirect.namedChildren.find((child) => child.type === 'heredoc_body');
  const expansions = body?.namedChildren.filter((child) => child.type !== 'heredoc_content') ?? [];
  return { kind: 'text', words: expansions.map(readWord) };
}
