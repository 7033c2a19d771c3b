/** The grammars, and the two cores that run them: native where it loads, WebAssembly where it does not. */
import { createRequire } from 'node:module';
import type { Language } from '../../model/analysis.ts';
import { FlatTree, GrammarNames, type NodeTypeInfo, type TreeCursor } from './flatTree.ts';
import { grammarText } from './grammarText.ts';

/** Languages that a tree-sitter grammar parses; the others are documents. */
export type ParsedLanguage = Exclude<Language, 'yaml' | 'dockerfile'>;

export const parsedLanguages: readonly ParsedLanguage[] = ['bash', 'typescript', 'tsx', 'javascript', 'python', 'powershell'];

export interface Core {
  readonly kind: 'native' | 'wasm';
  /** Parses to a flat tree, or to null if it took longer than the deadline (milliseconds). */
  parse(language: ParsedLanguage, text: string, deadline: number): FlatTree | null;
}

const wasmFiles: Record<ParsedLanguage, { readonly wasm: string; readonly nodeTypes: string }> = {
  bash: { wasm: 'tree-sitter-bash/tree-sitter-bash.wasm', nodeTypes: 'tree-sitter-bash/src/node-types.json' },
  typescript: {
    wasm: 'tree-sitter-typescript/tree-sitter-typescript.wasm',
    nodeTypes: 'tree-sitter-typescript/typescript/src/node-types.json',
  },
  tsx: { wasm: 'tree-sitter-typescript/tree-sitter-tsx.wasm', nodeTypes: 'tree-sitter-typescript/tsx/src/node-types.json' },
  javascript: { wasm: 'tree-sitter-javascript/tree-sitter-javascript.wasm', nodeTypes: 'tree-sitter-javascript/src/node-types.json' },
  python: { wasm: 'tree-sitter-python/tree-sitter-python.wasm', nodeTypes: 'tree-sitter-python/src/node-types.json' },
  powershell: { wasm: 'tree-sitter-powershell/tree-sitter-powershell.wasm', nodeTypes: 'tree-sitter-powershell/src/node-types.json' },
};

/** Offsets count UTF-16 code units in both cores; chunks keep the native core from copying the rest of the text each time. */
const CHUNK = 1 << 15;

async function loadNative(): Promise<Core> {
  const { default: Parser } = await import('tree-sitter');
  // The binding makes a class for every node type of a grammar (40 ms for TypeScript) unless it finds them made. Trees are
  // read through cursors alone, which need none but the root's: one class does for all.
  const nodeSubclasses = new Proxy([], { get: () => (Parser as unknown as { SyntaxNode: unknown }).SyntaxNode });
  const [bash, typescript, javascript, python, powershell] = await Promise.all([
    import('tree-sitter-bash'),
    import('tree-sitter-typescript'),
    import('tree-sitter-javascript'),
    import('tree-sitter-python'),
    import('tree-sitter-powershell'),
  ]);
  const grammars = {
    bash: bash.default,
    typescript: typescript.default.typescript,
    tsx: typescript.default.tsx,
    javascript: javascript.default,
    python: python.default,
    powershell: powershell.default,
  };
  const ready = new Map<ParsedLanguage, { parser: InstanceType<typeof Parser>; names: GrammarNames }>();
  return {
    kind: 'native',
    parse(language, text, deadline) {
      let entry = ready.get(language);
      if (!entry) {
        const parser = new Parser();
        const grammar = grammars[language] as Parameters<typeof parser.setLanguage>[0] & {
          readonly nodeTypeInfo?: readonly NodeTypeInfo[];
        };
        Object.assign(grammar as object, { nodeSubclasses });
        parser.setLanguage(grammar);
        entry = { parser, names: new GrammarNames(grammar.nodeTypeInfo ?? []) };
        ready.set(language, entry);
      }
      entry.parser.setTimeoutMicros(deadline * 1000);
      const source = grammarText(language, text);
      const tree = entry.parser.parse((offset) => source.slice(offset, offset + CHUNK));
      if (!tree) {
        // Without a reset the next parse would resume this one.
        entry.parser.reset();
        return null;
      }
      return FlatTree.from(tree.walk() as TreeCursor, text, entry.names, tree.rootNode.descendantCount);
    },
  };
}

async function loadWasm(): Promise<Core> {
  const { Parser, Language: WasmLanguage } = await import('web-tree-sitter');
  await Parser.init();
  const require = createRequire(import.meta.url);
  const ready = new Map<ParsedLanguage, { parser: InstanceType<typeof Parser>; names: GrammarNames }>();
  for (const language of parsedLanguages) {
    const parser = new Parser();
    const { wasm, nodeTypes } = wasmFiles[language];
    parser.setLanguage(await WasmLanguage.load(require.resolve(wasm)));
    ready.set(language, { parser, names: new GrammarNames(require(nodeTypes) as NodeTypeInfo[]) });
  }
  return {
    kind: 'wasm',
    parse(language, text, deadline) {
      const { parser, names } = ready.get(language)!;
      const until = performance.now() + deadline;
      const source = grammarText(language, text);
      const tree = parser.parse((offset) => source.slice(offset, offset + CHUNK), null, {
        // True cancels; the declared type (void) is behind the implementation.
        progressCallback: () => performance.now() > until,
      });
      if (!tree) {
        parser.reset();
        return null;
      }
      const cursor = tree.walk();
      try {
        return FlatTree.from(cursor as TreeCursor, text, names, tree.rootNode.descendantCount);
      } finally {
        cursor.delete();
        tree.delete();
      }
    },
  };
}

/**
 * Loads the native core, or the WebAssembly one where the native cannot be loaded (no prebuild for the platform and no
 * compiler at install time). Both give the same flat trees. `onFallback` hears why, once.
 */
export async function loadCore(prefer: 'native' | 'wasm' = 'native', onFallback: (reason: string) => void = () => {}): Promise<Core> {
  if (prefer === 'wasm') return loadWasm();
  try {
    return await loadNative();
  } catch (error) {
    onFallback(error instanceof Error ? error.message.split('\n', 1)[0]! : String(error));
    return loadWasm();
  }
}
