import { type Command, fateOf, readShell, type Shell, wholeStatement } from '../../../src/engine/bash.ts';
import type { Report, SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import { laterCommands } from '../../models/bash/later.ts';
import { type Product, productsOf } from '../../models/bash/producers.ts';
import { tidiesUp } from '../../models/bash/protections.ts';
import { verifies } from '../../models/bash/verifying.ts';
import { vectors } from '../../models/vectors.ts';
import { unverifiedDownloads } from '../unverified-download/uses.ts';
import { looksAt, pruned, type Use, useOf } from './uses.ts';

/** The first use of a product, or null where something looks at it before. */
function firstUse(shell: Shell, product: Product, left: SyntaxNode | null): Use | null {
  const { file } = shell;
  const { key } = product;
  if (key === null) return { at: product.node, kind: 'sent on', grave: true };
  let kept: Use | null = null;
  const pipeline = product.node.ancestor('pipeline');
  for (const command of laterCommands(file, product.node)) {
    // Parts of the same pipeline, and what an `exit` of its subshell passes over.
    if (pipeline?.contains(command.node) || left?.contains(command.node)) continue;
    if (looksAt(shell, key, product.node, command.node) || (product.isDownload && verifies(file, command))) return kept;
    const use = useOf(shell, key, command) ?? pruned(shell, product, command);
    if (use === 'looked at') return kept;
    if (use?.grave) return use;
    kept ??= use;
  }
  return kept;
}

function fixFor({ command, path }: Product): Report['fix'] {
  const whole = wholeStatement(command.node);
  if (!whole.equals(command.node) && whole.type !== 'redirected_statement') return undefined;
  const { text } = whole.tree;
  const lineStart = text.lastIndexOf('\n', whole.start - 1) + 1;
  const indent = text.slice(lineStart, whole.start);
  if (
    indent.trim() !== '' ||
    text
      .slice(whole.end, whole.end + 80)
      .split('\n', 1)[0]!
      .trim() !== '' ||
    /[`'\n]/.test(path)
  )
    return undefined;
  const name = /^[\w.-]+$/.test(command.name) ? command.name : 'it';
  return {
    description: `Stops the script if ${name} fails or leaves nothing.`,
    edits: [
      {
        start: whole.end,
        end: whole.end,
        newText: ` || { echo "${name} failed" >&2; exit 1; }\n${indent}[ -s ${path} ] || { echo "${name} made nothing" >&2; exit 1; }`,
      },
    ],
  };
}

interface Found {
  readonly product: Product;
  readonly use: Use;
  readonly because: { readonly node: SyntaxNode; readonly text: string } | null;
  readonly errorPage: boolean;
}

function uncheckedProducts(shell: Shell): ReadonlyMap<number, Found> {
  const { file } = shell;
  const found = new Map<number, Found>();
  const products = productsOf(shell);
  if (products.length === 0) return found;
  const reported = new Set(shell.derive(unverifiedDownloads).map(({ download }) => download.command.node.index));
  for (const product of products) {
    const { node } = product.command;
    if (found.has(node.index) || reported.has(node.index) || tidiesUp(file, node)) continue;
    const fate = fateOf(file, node);
    const errorPage = fate.kind === 'seen' && product.takesErrors;
    if (fate.kind === 'seen' && !errorPage) continue;
    const ending = fate.because && file.commandAt(fate.because.node)?.name === 'exit' ? fate.because.node : null;
    const use = firstUse(shell, product, ending?.ancestor('subshell') ?? null);
    if (!use || (errorPage && !use.trusts)) continue;
    if (product.key === null && fate.because === null) continue;
    found.set(node.index, { product, use, because: fate.because, errorPage });
  }
  return found;
}

function messageOf({ product: { command, path }, use, errorPage }: Found): string {
  const quoted = `\`${path.replace(/\s+/g, ' ').slice(0, 60).replaceAll('`', "'")}\``;
  if (errorPage)
    return `Without \`-f\` \`curl\` takes the error page of the server for success, and ${quoted} is ${use.kind} all the same.`;
  if (use.kind === 'sent on') return `If \`${command.name}\` fails, what it made so far is sent on as if it were whole.`;
  return `Nobody looks at whether \`${command.name}\` worked before ${quoted} is ${use.kind}.`;
}

/** Reports products that are used though nobody looked at whether they were made. */
export const bash: SyntaxRules = {
  command(node, context) {
    const shell = context.shared(readShell);
    const one = shell.derive(uncheckedProducts).get(node.index);
    if (!one) return;
    const { product, use, because, errorPage } = one;
    const flag = errorPage ? insertFlag(product.command) : undefined;
    const fix = flag ?? (because ? undefined : fixFor(product));
    context.report({
      at: node,
      confidence: 'medium',
      vector: use.grave ? vectors.failSecure : null,
      message: messageOf(one),
      ...(errorPage && { remediation: 'Let it fail there: `curl -f …`, and look at the status.' }),
      trace: [
        { at: node, text: errorPage ? 'an error page ends up in the file' : 'a failure leaves nothing, or a part' },
        ...(because ? [{ at: because.node, text: because.text }] : []),
        { at: use.at, text: `here it is ${use.kind}` },
      ],
      ...(fix ? { fix } : {}),
    });
  },
};

function insertFlag(command: Command): Report['fix'] {
  const name = command.nameWord?.node;
  if (!name || command.name !== 'curl') return undefined;
  return {
    description: 'Makes curl fail where the server answers with an error.',
    edits: [{ start: name.end, end: name.end, newText: ' -f' }],
  };
}
