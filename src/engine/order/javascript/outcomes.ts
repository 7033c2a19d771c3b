/**
 * Where the outcome of a question decides what runs: the branches of a condition it stands in, what comes after a branch that
 * leaves, the callback or the `catch` that gets the answer. A look along the tree, through variables that hold the answer.
 */
import { leaves } from '../../flow/javascript/guards.ts';
import type { JavaScriptFile } from '../../lower/javascript/javaScriptFile.ts';
import { argumentsOf, calleeOf, functionTypes, parametersOf, propertyOf } from '../../lower/javascript/syntax.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';

/** A stretch of the tree (`from` inclusive, `to` exclusive) that runs only after the answer. */
export interface Region {
  readonly from: number;
  readonly to: number;
  /** The answer with which it runs: `yes` (it is there), `no`, or `any` where both lead here. */
  readonly answer: 'yes' | 'no' | 'any';
  /** The region starts after a loop that asks until the answer fits; what the loop itself writes belongs to the question. */
  readonly afterLoop: boolean;
  /** It merely follows: the other answer left before. */
  readonly follows: boolean;
}

const mostMentions = 40;
const mostLevels = 40;

/** How the answer of a question is given. */
export interface Question {
  readonly call: SyntaxNode;
  /** `value`: true or false. `throws`: by not throwing, or with a value. */
  readonly style: 'value' | 'throws';
}

export function regionsOf(question: Question, file: JavaScriptFile): Region[] {
  const regions: Region[] = [];
  const { call, style } = question;
  const callback = argumentsOf(call).at(-1);
  if (callback && functionTypes.has(callback.type)) {
    callbackRegions(callback, style, file, regions);
    return regions;
  }
  climb(call, true, file, regions, style, 0);
  if (style === 'throws') throwingRegions(call, regions);
  return regions;
}

function add(regions: Region[], node: SyntaxNode | null, answer: Region['answer'], afterLoop = false): void {
  if (node) regions.push({ from: node.index, to: node.tree.next[node.index]!, answer, afterLoop, follows: false });
}

/** `exists(p, (there) => …)`, `stat(p, (error, stats) => …)`. */
function callbackRegions(fn: SyntaxNode, style: Question['style'], file: JavaScriptFile, regions: Region[]): void {
  const patterns = parametersOf(fn);
  patterns.slice(0, 2).forEach((pattern, index) => {
    const name = pattern.child('pattern') ?? pattern;
    if (name.type !== 'identifier') return;
    const isError = style === 'throws' && index === 0;
    if (style === 'value' && index > 0) return;
    mentions(name, !isError, file, regions, 0);
  });
}

/** What follows in the block of a question that throws, and the handler that gets what it throws. */
function throwingRegions(call: SyntaxNode, regions: Region[]): void {
  let inside = call;
  for (let at = call.parent; at; inside = at, at = at.parent) {
    if (functionTypes.has(at.type)) return;
    if (at.type !== 'statement_block') continue;
    const attempt = at.parent;
    if (attempt?.type === 'try_statement' && at.field === 'body') {
      const handler = attempt.child('handler');
      if (handler) {
        // The handler learns that it is not there; the rest of the attempt, that it is.
        add(regions, handler.child('body'), 'no');
        regions.push({ from: at.tree.next[inside.index]!, to: at.tree.next[at.index]!, answer: 'yes', afterLoop: false, follows: true });
      }
      return;
    }
  }
}

function mentions(identifier: SyntaxNode, answer: boolean, file: JavaScriptFile, regions: Region[], depth: number): void {
  const binding = file.bindings.resolve(identifier);
  if (!binding || depth > 2) return;
  for (const mention of file.bindings.mentionsOf(binding).slice(0, mostMentions)) {
    if (mention.index > identifier.index) climb(mention, answer, file, regions, 'value', depth + 1);
  }
}

/** Follows the answer upwards, to what it decides. */
function climb(start: SyntaxNode, answer: boolean, file: JavaScriptFile, regions: Region[], style: Question['style'], depth: number): void {
  let inside = start;
  let yes = answer;
  for (let level = 0; level < mostLevels; level++) {
    const at = inside.parent;
    if (!at) return;
    switch (at.type) {
      case 'parenthesized_expression':
      case 'await_expression':
      case 'non_null_expression':
      case 'as_expression':
        break;
      case 'unary_expression':
        if (at.child('operator')?.text !== '!') return;
        yes = !yes;
        break;
      case 'member_expression': {
        if (inside.field !== 'object') return;
        const method = propertyOf(at);
        if (method === 'then' || method === 'catch') {
          promiseRegions(at, method, yes, file, regions, style);
          // `stat(p).catch(() => null)` and `access(p).then(() => true, () => false)` are answers too.
        }
        break;
      }
      case 'call_expression':
        // `stats.isFile()` goes on; an argument of another call is somebody else's question.
        if (inside.field !== 'function') return;
        break;
      case 'binary_expression': {
        const operator = at.child('operator')?.text ?? '';
        const right = at.child('right');
        if (operator === '&&' || operator === '||') {
          if (inside.field === 'left') add(regions, right, (operator === '&&') === yes ? 'yes' : 'no');
        } else if (/^[!=]==?$/.test(operator)) {
          const other = inside.field === 'left' ? right : at.child('left');
          const negative = other?.text === 'false' || other?.text === 'null' || other?.text === 'undefined';
          if (operator.startsWith('!') !== negative) yes = !yes;
        }
        break;
      }
      case 'ternary_expression':
        if (inside.field !== 'condition') return;
        add(regions, at.child('consequence'), yes ? 'yes' : 'no');
        add(regions, at.child('alternative'), yes ? 'no' : 'yes');
        return;
      case 'if_statement':
        if (inside.field === 'condition') conditional(at, yes, regions);
        return;
      case 'while_statement':
      case 'do_statement':
      case 'for_statement':
        if (inside.field !== 'condition') return;
        if (at.type !== 'do_statement') add(regions, at.child('body'), yes ? 'yes' : 'no');
        rest(at, yes ? 'no' : 'yes', regions, true);
        return;
      case 'variable_declarator': {
        const name = at.child('name');
        if (name?.type === 'identifier') mentions(name, yes, file, regions, depth);
        return;
      }
      case 'assignment_expression': {
        const left = at.child('left');
        if (left?.type === 'identifier') mentions(left, yes, file, regions, depth);
        return;
      }
      default:
        return;
    }
    inside = at;
  }
}

function conditional(statement: SyntaxNode, yes: boolean, regions: Region[]): void {
  const consequence = statement.child('consequence');
  const alternative = statement.child('alternative');
  add(regions, consequence, yes ? 'yes' : 'no');
  add(regions, alternative, yes ? 'no' : 'yes');
  if (consequence && leaves(consequence)) rest(statement, yes ? 'no' : 'yes', regions, false);
  else if (alternative && leaves(alternative)) rest(statement, yes ? 'yes' : 'no', regions, false);
}

/** What follows a statement in its block. */
function rest(statement: SyntaxNode, answer: Region['answer'], regions: Region[], afterLoop: boolean): void {
  const block = statement.parent;
  if (!block) return;
  const { next } = statement.tree;
  const from = next[statement.index]!;
  const to = next[block.index]!;
  if (from < to) regions.push({ from, to, answer, afterLoop, follows: true });
}

/** `pathExists(p).then((there) => …)`, `access(p).then(() => …, () => …)`, `stat(p).catch(() => …)`. */
function promiseRegions(
  member: SyntaxNode,
  method: 'then' | 'catch',
  yes: boolean,
  file: JavaScriptFile,
  regions: Region[],
  style: Question['style'],
): void {
  const call = member.parent;
  if (call?.type !== 'call_expression' || !calleeOf(call)?.equals(member)) return;
  const [first, second] = argumentsOf(call);
  const fulfilled = method === 'then' ? first : undefined;
  const rejected = method === 'then' ? second : first;
  if (fulfilled && functionTypes.has(fulfilled.type)) {
    const [pattern] = parametersOf(fulfilled);
    const name = pattern ? (pattern.child('pattern') ?? pattern) : null;
    if (style === 'throws') add(regions, fulfilled.child('body'), 'yes');
    else if (name?.type === 'identifier') mentions(name, yes, file, regions, 0);
  }
  if (style === 'throws' && rejected && functionTypes.has(rejected.type)) add(regions, rejected.child('body'), 'no');
  // `.then(…).catch(…)`
  const outer = call.parent;
  if (method === 'then' && style === 'throws' && outer?.type === 'member_expression' && propertyOf(outer) === 'catch') {
    promiseRegions(outer, 'catch', yes, file, regions, style);
  }
}
