/** Functions, filters, classes and enumerations of a PowerShell file. */
import type { Declaration } from '../../model/outline.ts';
import type { SyntaxNode } from '../parse/syntaxNode.ts';
import { digestOf, shownText } from './parts.ts';
import { constantOf, type PowershellFile, statementsIn, unwrap } from './powershellFile.ts';
import { type Stretch, stretchOf } from './tokenStream.ts';

export interface PowershellDefinitions {
  readonly declarations: readonly Declaration[];
  readonly stretches: readonly Stretch[];
}

const unfinished = /not[\s_-]{0,3}(?:yet[\s_-]{0,3})?implemented|\bto[\s_-]?do\b/i;

/**
 * The names that `Export-ModuleMember` gives away, as patterns; null where the file has none, or a computed one. The grammar does not
 * read a list of bare words, so this is read from the text.
 */
function exportedNames(code: string): RegExp | null {
  const patterns: string[] = [];
  let isGiven = false;
  for (const { index } of code.matchAll(/(?<![\w$-])Export-ModuleMember\b/gi)) {
    isGiven = true;
    const after = code.slice(index + 19, index + 20_000);
    const first = /^(?:[^\n`]|`\r?\n|(?<=,[ \t\r]{0,20})\n)*/.exec(after)![0];
    const line = /\([^)]*$/.test(first) ? after.slice(0, after.indexOf(')') + 1) : first;
    const given = /-F(?:u|un|unc|unct|uncti|unctio|unction)\b:?\s*(.*)/is.exec(line)?.[1] ?? (/^\s*-/.test(line) ? '' : line);
    const names = given.split(/\s-[A-Za-z]/, 1)[0]!;
    if (/[$]/.test(names)) return null;
    for (const [name] of names.matchAll(/[\w*?-]+/g)) patterns.push(patternOf(name));
  }
  return isGiven ? new RegExp(`^(?:${patterns.slice(0, 2000).join('|')})$`, 'i') : null;
}

/** More than two wildcards are as good as one, and cost more. */
function patternOf(name: string): string {
  return name.split('*').length > 3 ? '.*' : name.replaceAll('*', '.*').replaceAll('?', '.');
}

/** Nothing, "not implemented", or one constant. */
function isStub(block: SyntaxNode | null): boolean {
  const statements = block ? statementsIn(block) : [];
  const [only, ...more] = statements;
  if (!only) return true;
  if (more.length > 0) return false;
  const words = only.text.slice(0, 300);
  if (only.type === 'flow_control_statement') {
    if (/^throw\b/i.test(words)) return unfinished.test(words.replace(/NotImplemented/i, 'not implemented'));
    return /^return\b/i.test(words) && only.namedChildren.every((value) => isConstant(value));
  }
  return isConstant(only) || (/^Write-Error\b/i.test(words) && unfinished.test(words));
}

function isConstant(value: SyntaxNode): boolean {
  if (constantOf(value) !== null) return true;
  return /^@[({]\s*[)}]$/.test(unwrap(value).text.slice(0, 40));
}

export function readPowershellDefinitions(file: PowershellFile): PowershellDefinitions {
  const { root, tokens } = file;
  const exported = exportedNames(file.code);
  const declarations: Declaration[] = [];
  const stretches: Stretch[] = [];
  let end = 0;
  const add = (name: string, node: SyntaxNode, rest: Omit<Declaration, 'name' | 'line'>): void => {
    declarations.push({ name: shownText(name), line: file.lineOf(node), ...rest });
  };

  for (const node of root.descendants('function_statement', 'class_statement', 'enum_statement')) {
    // What stands in a function belongs to it.
    if (node.index < end) continue;
    end = node.tree.next[node.index]!;
    stretches.push(stretchOf(node));
    if (node.type === 'function_statement') {
      const name = (node.namedChildren.find(({ type }) => type === 'function_name')?.text ?? '').replace(
        /^(?:global|script|local|private):/i,
        '',
      );
      const block = node.namedChildren.find(({ type }) => type === 'script_block') ?? null;
      const parameters = [
        ...node.namedChildren.filter(({ type }) => type === 'function_parameter_declaration'),
        ...(block?.namedChildren.filter(({ type }) => type === 'param_block') ?? []),
      ];
      add(name, node, {
        isPublic: exported === null || exported.test(name.slice(0, 200)),
        isStub: isStub(block),
        signature: digestOf([name.toLowerCase(), ...parameters.flatMap((one) => tokens.wordsOf(stretchOf(one)))]),
        body: block
          ? digestOf(tokens.wordsOf(stretchOf(block), parameters.filter(({ type }) => type === 'param_block').map(stretchOf)))
          : '',
      });
      continue;
    }
    const name = node.namedChildren.find(({ type }) => type === 'simple_name')?.text ?? '';
    const methods = node.namedChildren.filter(({ type }) => type === 'class_method_definition');
    add(name, node, {
      isPublic: true,
      isStub: true,
      signature: digestOf([name.toLowerCase()]),
      body: digestOf(tokens.wordsOf(stretchOf(node), methods.map(stretchOf))),
    });
    for (const method of methods) {
      const own = method.namedChildren.find(({ type }) => type === 'simple_name')?.text ?? '';
      const block = method.namedChildren.find(({ type }) => type === 'script_block') ?? null;
      add(`${name}.${own}`, method, {
        isPublic: !method.namedChildren.some(({ type, text }) => type === 'class_attribute' && /^hidden$/i.test(text)),
        isStub: isStub(block),
        signature: digestOf(tokens.wordsOf(stretchOf(method), block ? [stretchOf(block)] : [])),
        body: block ? digestOf(tokens.wordsOf(stretchOf(block))) : '',
      });
    }
  }
  return { declarations, stretches };
}
