/** Which values a declared TypeScript type leaves no room for syntax in: numbers, truth values, enums and words one can list. */

import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { JavaScriptFile } from './javaScriptFile.ts';
import { unwrap } from './syntax.ts';

const plain: ReadonlySet<string> = new Set(['number', 'boolean', 'bigint', 'null', 'undefined', 'void', 'never']);

/** Types whose elements are of the type they are given. */
const lists: ReadonlySet<string> = new Set(['Array', 'ReadonlyArray', 'Set', 'ReadonlySet']);
/** Types that have the properties of the type they are given. */
const sameShape: ReadonlySet<string> = new Set(['Readonly', 'Partial', 'Required', 'NonNullable', 'Promise']);

const mostSteps = 60;

interface Asked {
  readonly node: SyntaxNode;
  readonly path: readonly string[];
}

export class Types {
  private readonly file: JavaScriptFile;
  private declared: ReadonlyMap<string, SyntaxNode> | null = null;

  constructor(file: JavaScriptFile) {
    this.file = file;
  }

  /** True if what `path` reads from a value of this type can hold no syntax. `*` is some element. */
  leaveNoRoom(annotation: SyntaxNode, path: readonly string[]): boolean {
    const work: Asked[] = [{ node: annotation, path }];
    for (let step = 0; step < mostSteps; step++) {
      const asked = work.pop();
      if (!asked) return true;
      const inner = this.within(asked);
      if (!inner) return false;
      work.push(...inner);
    }
    return false;
  }

  /** The types that all have to be harmless for this one to be so; null where it is not. */
  private within({ node, path }: Asked): readonly Asked[] | null {
    const [first, ...rest] = path;
    const parts = node.namedChildren.filter((child) => child.type !== 'comment');
    switch (node.type) {
      case 'predefined_type':
        return plain.has(node.text) ? [] : null;
      case 'literal_type':
      case 'undefined':
      case 'null':
        return [];
      case 'type_annotation':
      case 'parenthesized_type':
      case 'readonly_type':
        return parts.map((part) => ({ node: part, path }));
      case 'union_type':
        return parts.map((part) => ({ node: part, path }));
      case 'array_type':
      case 'tuple_type':
        return first === undefined || first === '*' || /^\d+$/.test(first) ? parts.map((part) => ({ node: part, path: rest })) : null;
      case 'generic_type':
        return this.generic(node, path);
      case 'type_identifier':
        return this.named(node, path);
      case 'object_type':
      case 'interface_body': {
        const property = parts.find((part) => part.type === 'property_signature' && part.child('name')?.text === first);
        const type = property?.child('type');
        return type ? [{ node: type, path: rest }] : null;
      }
      case 'index_type_query':
      case 'lookup_type':
        return path.length === 0 && this.isListed(node.text) ? [] : null;
      default:
        return null;
    }
  }

  private generic(node: SyntaxNode, path: readonly string[]): readonly Asked[] | null {
    const name = node.child('name')?.text ?? '';
    const given = node.child('type_arguments')?.namedChildren ?? [];
    const [first, ...rest] = path;
    if (lists.has(name) && given[0]) return first === undefined || first === '*' ? [{ node: given[0], path: rest }] : null;
    if (sameShape.has(name) && given[0]) return [{ node: given[0], path }];
    return name === 'Record' && given[1] && first !== undefined ? [{ node: given[1], path: rest }] : null;
  }

  private named(node: SyntaxNode, path: readonly string[]): readonly Asked[] | null {
    this.declared ??= declaredTypes(this.file.root);
    const declaration = this.declared.get(node.text);
    if (!declaration) return null;
    if (declaration.type === 'enum_declaration') return [];
    const inner = declaration.child(declaration.type === 'interface_declaration' ? 'body' : 'value');
    return inner ? [{ node: inner, path }] : null;
  }

  /** `keyof typeof table` and `(typeof list)[number]` of a table or a list written out in the file. */
  private isListed(text: string): boolean {
    const found = /^(?:keyof\s+typeof\s+([\w$]+)|\(?typeof\s+([\w$]+)\)?\[number\])$/.exec(text.slice(0, 200));
    const [, table, list] = found ?? [];
    const value = this.valueOf(table ?? list);
    if (!value) return false;
    if (table !== undefined) return value.type === 'object' && !value.namedChildren.some((child) => child.type === 'spread_element');
    return value.type === 'array' && value.namedChildren.every((child) => child.type === 'comment' || this.file.constantOf(child) !== null);
  }

  private valueOf(name: string | undefined): SyntaxNode | null {
    if (name === undefined) return null;
    for (const declarator of this.file.root.descendants('variable_declarator')) {
      const value = declarator.child('name')?.text === name ? declarator.child('value') : null;
      if (value) return unwrap(value);
    }
    return null;
  }
}

function declaredTypes(root: SyntaxNode): ReadonlyMap<string, SyntaxNode> {
  const types = new Map<string, SyntaxNode>();
  for (const declaration of root.descendants('type_alias_declaration', 'interface_declaration', 'enum_declaration')) {
    const name = declaration.child('name')?.text;
    if (name !== undefined && declaration.child('type_parameters') === null) types.set(name, declaration);
  }
  return types;
}
