/** Where the key of `o[key]` comes from: names that somebody else chose, one after the other. */
import type { SyntaxNode } from '../../../src/engine/check.ts';
import { argumentsOf, type Binding, calleeOf, type JavaScriptFile, propertyOf, unwrapAwait } from '../../../src/engine/javascript.ts';

export interface Key {
  /** What is enumerated or taken apart; null where the key is a plain parameter. */
  readonly of: SyntaxNode | null;
  /** Somebody outside of the program chose it. */
  readonly isOutside: boolean;
}

const MAX_DEPTH = 8;
const requests =
  /\b(?:req|request|ctx|context|event|c)\??\.(?:body|query|params|headers|cookies|queryStringParameters|request\.(?:body|query)|req\.)/;
const eachWord = /^(?:forEach|map|every|some|filter|find|flatMap|each)$/;
const foldWord = /^(?:reduce|reduceRight)$/;
const sameList = /^(?:slice|filter|map|reverse|concat|splice|flat|sort)$/;
const sameText = /^(?:toString|trim|toLowerCase|toUpperCase|valueOf|replace|replaceAll)$/;
const listName =
  /^_?(?:keys?|paths?|parts?|segments?|props?|properties|chunks|tokens|pieces|names|fields|steps|\w+(?:Keys|Path|Parts|Segments|Props|Names))$|^(?:path|key|prop|split)[A-Z]\w*$/;
const listCall = /(?:^|\.)(?:\w*(?:Path|Keys|Segments|Parts)|path|keys|split\w*|castPath|toPath)$/;

export class Keys {
  private readonly file: JavaScriptFile;

  constructor(file: JavaScriptFile) {
    this.file = file;
  }

  /** Null for constants, numbers and what the program itself made up. */
  keyOf(node: SyntaxNode, depth = 0): Key | null {
    if (depth > MAX_DEPTH) return null;
    const at = unwrapAwait(node);
    switch (at.type) {
      case 'identifier':
        return this.ofIdentifier(at, depth);
      case 'subscript_expression': {
        const object = at.child('object');
        const index = at.child('index');
        return object && index && index.type !== 'string' ? (this.listOf(object, depth + 1) ?? this.outside(at)) : this.outside(at);
      }
      case 'member_expression':
        return this.outside(at);
      case 'call_expression':
        return this.ofCall(at, depth);
      case 'assignment_expression': {
        const right = at.child('right');
        return right && this.keyOf(right, depth + 1);
      }
      case 'ternary_expression':
        return this.either([at.child('consequence'), at.child('alternative')], depth);
      case 'binary_expression': {
        const operator = at.child('operator')?.text;
        return operator === '||' || operator === '??' ? this.either([at.child('left'), at.child('right')], depth) : null;
      }
      default:
        return null;
    }
  }

  private either(nodes: readonly (SyntaxNode | null)[], depth: number): Key | null {
    for (const node of nodes) {
      const key = node && this.keyOf(node, depth + 1);
      if (key) return key;
    }
    return null;
  }

  private outside(node: SyntaxNode): Key | null {
    return this.isOutside(node) ? { of: node, isOutside: true } : null;
  }

  /** A request stands in it, or in what it was taken from. */
  isOutside(node: SyntaxNode, depth = 0): boolean {
    if (depth > 4) return false;
    const at = unwrapAwait(node);
    if (at.type === 'identifier') {
      const binding = this.file.bindings.resolve(at);
      if (!binding?.value || binding.kind === 'function' || binding.kind === 'class') return false;
      return this.isOutside(binding.value, depth + 1);
    }
    const text = at.text.slice(0, 200);
    if (requests.test(`${text}.`) || requests.test(text)) return true;
    if (at.type === 'member_expression' || at.type === 'subscript_expression') {
      const object = at.child('object');
      return object !== null && this.isOutside(object, depth + 1);
    }
    if (at.type === 'call_expression') {
      const callee = calleeOf(at);
      const object = callee?.type === 'member_expression' ? callee.child('object') : null;
      return [...(object ? [object] : []), ...argumentsOf(at).slice(0, 3)].some((one) => this.isOutside(one, depth + 1));
    }
    return false;
  }

  private ofIdentifier(at: SyntaxNode, depth: number): Key | null {
    const binding = this.file.bindings.resolve(at);
    if (!binding || /:\s*(?:number|boolean|symbol)\b/.test(binding.parameter?.pattern.text.slice(0, 80) ?? '')) return null;
    if (binding.kind === 'element') return this.ofLoop(binding, depth);
    if (binding.parameter)
      return this.written(binding, depth) ?? this.ofParameter(binding, binding.parameter.fn, binding.parameter.index, depth);
    if (binding.kind === 'function' || binding.kind === 'class' || binding.kind === 'enum') return null;
    const { value } = binding;
    if (value) {
      if (binding.path.length === 0) {
        const key = this.keyOf(value, depth + 1);
        if (key) return key;
      } else if (binding.path.every((step) => step === '*' || /^\d+$/.test(step))) {
        const key = this.listOf(value, depth + 1);
        if (key) return key;
      } else if (this.isOutside(value)) return { of: value, isOutside: true };
    }
    return this.written(binding, depth);
  }

  private written(binding: Binding, depth: number): Key | null {
    for (const write of this.file.bindings.writesTo(binding)) {
      const loop = write.value ? null : this.loopOf(write.identifier);
      const key = loop ? this.ofLoopOver(loop, write.identifier, depth) : write.value && this.keyOf(write.value, depth + 1);
      if (key) return key;
    }
    return null;
  }

  /** The loop that sets an identifier. */
  private loopOf(identifier: SyntaxNode): SyntaxNode | null {
    const loop = identifier.ancestor('for_in_statement');
    const left = loop?.child('left');
    return left?.contains(identifier) || left?.equals(identifier) ? loop! : null;
  }

  private ofLoop(binding: Binding, depth: number): Key | null {
    const loop = this.loopOf(binding.identifier);
    return loop && this.ofLoopOver(loop, binding.identifier, depth);
  }

  private ofLoopOver(loop: SyntaxNode, identifier: SyntaxNode, depth: number): Key | null {
    const right = loop.child('right');
    if (!right) return null;
    if (loop.child('operator')?.text === 'in') return this.enumerated(right);
    return isFirstOf(identifier, loop.child('left')) ? this.listOf(right, depth + 1) : null;
  }

  /** The keys of what somebody hands in. */
  private enumerated(of: SyntaxNode): Key | null {
    return this.isGiven(of) ? { of, isOutside: this.isOutside(of) } : null;
  }

  private ofParameter(binding: Binding, fn: SyntaxNode, index: number, depth: number): Key | null {
    const call = fn.parent?.type === 'arguments' ? fn.parent.parent : null;
    const callee = call?.type === 'call_expression' ? calleeOf(call) : null;
    const word = callee && propertyOf(callee);
    const receiver = callee?.child('object');
    if (call && word && receiver) {
      const given = argumentsOf(call);
      // `_.each(object, (value, key) => …)`, `$.each(object, (key, value) => …)`.
      if (/^(?:_|lodash|angular|\$|jQuery|R|utils?)$/i.test(receiver.text) && given.length >= 2 && given[1]!.equals(fn)) {
        const at = /^(?:\$|jQuery)$/.test(receiver.text) ? 0 : 1;
        return index === at ? this.enumerated(given[0]!) : null;
      }
      if (eachWord.test(word))
        return index === 0 && isFirstOf(binding.identifier, binding.parameter!.pattern) ? this.listOf(receiver, depth + 1) : null;
      if (foldWord.test(word)) return index === 1 ? this.listOf(receiver, depth + 1) : null;
    }
    return { of: null, isOutside: false };
  }

  private ofCall(at: SyntaxNode, depth: number): Key | null {
    const callee = calleeOf(at);
    if (!callee) return null;
    const object = callee.type === 'member_expression' ? callee.child('object') : null;
    const word = propertyOf(callee) ?? callee.text;
    if (object && /^(?:shift|pop|at)$/.test(word)) return this.listOf(object, depth + 1);
    if (object && sameText.test(word)) return this.keyOf(object, depth + 1);
    const [first] = argumentsOf(at);
    if (/^(?:String|decodeURIComponent|trim|unescape|getKey|toKey)$/.test(word) && first) return this.keyOf(first, depth + 1);
    return this.outside(at);
  }

  /** A list of names: the keys of an object, the parts of a path. */
  listOf(node: SyntaxNode, depth = 0): Key | null {
    if (depth > MAX_DEPTH) return null;
    const at = unwrapAwait(node);
    switch (at.type) {
      case 'call_expression':
        return this.listOfCall(at, depth);
      case 'ternary_expression': {
        const [a, b] = [at.child('consequence'), at.child('alternative')];
        return (a && this.listOf(a, depth + 1)) ?? (b && this.listOf(b, depth + 1));
      }
      case 'array': {
        const [first] = at.namedChildren;
        return first?.type === 'spread_element' && first.namedChildren[0] ? this.listOf(first.namedChildren[0], depth + 1) : null;
      }
      case 'member_expression':
        return listName.test(propertyOf(at) ?? '') && this.isGiven(at) ? { of: at, isOutside: this.isOutside(at) } : null;
      case 'identifier': {
        const binding = this.file.bindings.resolve(at);
        if (!binding || /\bnumber\[\]|Array<number>|Uint\d+Array/.test(binding.parameter?.pattern.text.slice(0, 80) ?? '')) return null;
        if (binding.parameter || binding.kind === 'element') {
          return listName.test(binding.name) ? { of: at, isOutside: this.isOutside(at) } : null;
        }
        const values = [binding.value, ...this.file.bindings.writesTo(binding).map((write) => write.value)];
        for (const value of values) {
          if (!value) continue;
          if (binding.path.length > 0 && listName.test(binding.name) && this.isGiven(value))
            return { of: value, isOutside: this.isOutside(value) };
          const list = binding.path.length === 0 || binding.path.at(-1) === '*' ? this.listOf(value, depth + 1) : null;
          if (list) return list;
        }
        return null;
      }
      default:
        return null;
    }
  }

  private listOfCall(at: SyntaxNode, depth: number): Key | null {
    const callee = calleeOf(at);
    if (!callee) return null;
    const object = callee.type === 'member_expression' ? callee.child('object') : null;
    const word = propertyOf(callee) ?? callee.text;
    const [first] = argumentsOf(at);
    if (/^(?:Object|Reflect)$/.test(object?.text ?? '')) {
      const isKeys = /^(?:keys|getOwnPropertyNames|ownKeys|entries)$/.test(word);
      return isKeys && first ? this.enumerated(first) : null;
    }
    if (object && (word === 'split' || word === 'match')) return this.enumerated(object);
    // What a callback looks up is not the name any more.
    if (word === 'map' && first && /[\])}]\s*\[/.test(first.text.slice(0, 400))) return null;
    if (object && sameList.test(word)) return this.listOf(object, depth + 1) ?? (first ? this.listOf(first, depth + 1) : null);
    if (word === 'from' && object?.text === 'Array' && first) return this.listOf(first, depth + 1);
    return first && listCall.test(callee.text.slice(-40)) ? this.enumerated(first) : null;
  }

  /** True where a caller hands in what it is or is taken from. */
  isGiven(node: SyntaxNode, depth = 0): boolean {
    if (depth > MAX_DEPTH) return false;
    const at = unwrapAwait(node);
    const inner = (name: string) => {
      const child = at.child(name);
      return child !== null && this.isGiven(child, depth + 1);
    };
    switch (at.type) {
      case 'identifier': {
        if (at.text === 'arguments') return true;
        const binding = this.file.bindings.resolve(at);
        if (!binding || binding.kind === 'import' || binding.kind === 'function' || binding.kind === 'class') return false;
        if (binding.parameter) return true;
        if (binding.value && this.isGiven(binding.value, depth + 1)) return true;
        return this.file.bindings.writesTo(binding).some(({ value }) => value !== null && this.isGiven(value, depth + 2));
      }
      case 'member_expression':
      case 'subscript_expression':
        return inner('object');
      case 'call_expression': {
        const callee = calleeOf(at);
        if (callee?.type === 'member_expression' && callee.child('object') && this.isGiven(callee.child('object')!, depth + 1)) return true;
        return argumentsOf(at).some((argument) => this.isGiven(argument, depth + 1));
      }
      case 'ternary_expression':
        return inner('consequence') || inner('alternative');
      case 'binary_expression':
        return inner('left') || inner('right');
      case 'assignment_expression':
        return inner('right');
      default:
        return false;
    }
  }
}

/** The first of a pattern in brackets, or a plain name. */
function isFirstOf(identifier: SyntaxNode, pattern: SyntaxNode | null): boolean {
  const list = identifier.parent?.type === 'array_pattern' ? identifier.parent : null;
  if (!list || !pattern || !(pattern.contains(list) || pattern.equals(list))) return true;
  return list.namedChildren[0]?.equals(identifier) ?? false;
}
