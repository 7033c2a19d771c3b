/** The outline of a shell script: cases of bats, shellspec, shUnit2 and their like, git's test library, and plain test scripts. */
import type { Assertion, CaseState, Declaration, TestCase } from '../../model/outline.ts';
import { literalOf, readWord } from '../lower/bash/words.ts';
import type { FlatTree } from '../parse/flatTree.ts';
import { SyntaxNode } from '../parse/syntaxNode.ts';
import type { SourceText } from '../sourceText.ts';
import { commandOf, type Demand, demandOfCall, demandOfCondition, demandOfNumbers, isFailure } from './bashConditions.ts';
import { isSourcePath, readNames, readsSource, type ShellNames } from './bashNames.ts';
import { caseMarks, dataMark, groupMarks, mockMark, titleMark } from './bashTestText.ts';
import { isCaseName, isFailingCall, isHook, strengthOfCall, strengthOfSentence } from './bashVocabulary.ts';
import { spoken, tokensOf, wordsOf } from './bashWords.ts';
import { digestOf, type OutlineParts, shownText } from './parts.ts';

/** Statements nest no deeper in code that somebody reads. */
const DEEPEST = 150;
const DEEPEST_FUNCTION = 8;

/** Where a statement stands. */
interface Place {
  readonly into: Assertion[];
  readonly isGuarded: boolean;
  /** Its failing is swallowed: `… || true`. */
  readonly isHushed: boolean;
  /** In a case, whose every command counts. */
  readonly isCase: boolean;
  /** The outcome of an `&&` list is that of what is around it: git's cases, and a last statement. */
  readonly isHeard: boolean;
  readonly titles: readonly string[];
  readonly state: CaseState;
  readonly depth: number;
  readonly functions: number;
}

const caseStates = new Map<string, CaseState>(Object.entries(caseMarks).map(([state, mark]) => [mark, state as CaseState]));
const groupStates = new Map<string, CaseState>(Object.entries(groupMarks).map(([state, mark]) => [mark, state as CaseState]));
const skipping = /^(?:skip|Skip|Pending|Todo|startSkipping|skip_test|bashunit::skip|bashunit::todo|todo)$/;
const idle = /^(?::|true|skip|Skip|Pending|Todo|startSkipping|@title|bashunit::skip|bashunit::todo|todo)$/;
const FOCUS = /^#\s{0,8}bats\s+(?:test|file)_tags\s{0,8}=.{0,200}\bbats:focus\b/;

/** An answer of a program that has run: what it is compared with may come from anywhere. */
const ANSWER = /^assert_(?:output|success|failure|line|stderr)\b|\$\{?(?:output|lines|stderr|status|result|actual)\b/;
const ownCases = new RegExp(`^(?:${Object.values(caseMarks).join('|')})\\(\\) \\{ ${titleMark} `, 'm');

const statementsOf = (body: SyntaxNode): SyntaxNode[] => body.namedChildren.filter(({ type }) => type !== 'comment');

class BashOutliner {
  readonly cases: TestCase[] = [];
  readonly loose: Assertion[] = [];
  readonly declarations: Declaration[] = [];
  readonly rest: string[] = [];
  readonly sourceReads = new Set<number>();
  private readonly names: ShellNames;
  private readonly source: SourceText;
  /** `set -e` holds where the walk is. */
  private errexit: boolean;
  private isFocused = false;
  /** A framework's form tells its cases from functions, whatever these are called. */
  private readonly hasOwnCases: boolean;
  private readonly isChained: boolean;

  constructor(names: ShellNames, source: SourceText, isChained: boolean) {
    this.names = names;
    this.source = source;
    this.isChained = isChained;
    this.hasOwnCases = ownCases.test(source.text);
    this.errexit = /^#!\S+(?:[ \t]+\S+)?[ \t]+-\w*e/.test(source.text.slice(0, 200));
  }

  read(root: SyntaxNode): void {
    const place: Place = {
      into: this.loose,
      isGuarded: false,
      isHushed: false,
      isCase: false,
      isHeard: false,
      titles: [],
      state: 'run',
      depth: 0,
      functions: 0,
    };
    this.statements(root.namedChildren, place);
    for (const node of root.children) if (!this.isDeclaring(node)) for (const token of tokensOf(node)) this.rest.push(token);
  }

  private isDeclaring(node: SyntaxNode): boolean {
    return (
      node.type === 'function_definition' ||
      node.type === 'comment' ||
      this.names.sourcing.has(node.index) ||
      (node.type === 'declaration_command' && this.isConstant(node))
    );
  }

  private isConstant(node: SyntaxNode): boolean {
    return /^(?:readonly\b|(?:declare|typeset)\s+-\w*r)/.test(node.tree.text.slice(node.start, node.start + 40));
  }

  private statements(nodes: readonly SyntaxNode[], place: Place): void {
    let isOver = false;
    const last = nodes.findLast(({ type }) => type !== 'comment')?.index;
    for (const node of nodes) {
      const isHeard = place.isHeard || (place.isCase && node.index === last);
      this.statement(node, isOver || isHeard !== place.isHeard ? { ...place, isGuarded: place.isGuarded || isOver, isHeard } : place);
      if (node.type === 'command' && /^(?:exit|return)\s+0\s*$/.test(node.tree.text.slice(node.start, Math.min(node.end, node.start + 40))))
        isOver = true;
    }
  }

  private statement(node: SyntaxNode, around: Place): void {
    if (around.depth > DEEPEST) return;
    const place = { ...around, depth: around.depth + 1 };
    switch (node.type) {
      case 'comment':
        if (FOCUS.test(node.text.slice(0, 400))) this.isFocused = true;
        return;
      case 'function_definition':
        this.define(node, place);
        return;
      case 'command':
        this.command(node, place);
        return;
      case 'test_command':
        if (place.isCase || this.errexit) this.add(node, demandOfCondition(node, this.names.functions), place);
        return;
      case 'negated_command': {
        const inner = node.namedChildren[0];
        if (inner) this.negated(node, inner, place);
        return;
      }
      case 'redirected_statement':
        this.redirected(node, place);
        return;
      case 'pipeline': {
        const last = node.namedChildren.at(-1);
        if (last) this.bare(node, last, place);
        return;
      }
      case 'list':
        this.list(node, place);
        return;
      case 'if_statement':
        this.branches(node, place);
        return;
      case 'case_statement':
        for (const item of node.namedChildren)
          if (item.type === 'case_item') this.statements(item.namedChildren, { ...place, isGuarded: true });
        return;
      case 'compound_statement':
        if (node.children[0]?.type === '((') {
          if (place.isCase || this.errexit) this.add(node, demandOfNumbers(node), place);
          return;
        }
        this.statements(node.namedChildren, place);
        return;
      case 'declaration_command':
        if (place.functions === 0 && this.isConstant(node)) this.constants(node);
        return;
      case 'while_statement':
      case 'for_statement':
      case 'c_style_for_statement':
      case 'until_statement':
      case 'do_group':
      case 'subshell':
      case 'ERROR':
        this.statements(
          node.namedChildren.filter(({ field }) => field !== 'condition'),
          { ...place, isHeard: false },
        );
    }
  }

  private add(node: SyntaxNode, demand: Demand | null, place: Place, at = node): void {
    if (!demand) return;
    const line = this.source.lineAt(at.start);
    const { tree } = node;
    place.into.push({
      text: shownText(tree.text.slice(node.start, Math.min(node.end, node.start + 1200))),
      subject: shownText(demand.subject),
      strength: place.isHushed ? 'none' : demand.strength,
      isGuarded: place.isGuarded,
      line,
    });
    if (this.looksIntoSource(node)) this.sourceReads.add(line);
  }

  private looksIntoSource(node: SyntaxNode): boolean {
    if (node.end - node.start > 4000) return false;
    if (node.type === 'command' && readsSource(node, this.names)) return true;
    const isOfAnswer = ANSWER.test(node.text);
    for (const inner of node.descendants('command', 'command_substitution', 'variable_name')) {
      if (
        inner.type === 'command'
          ? readsSource(inner, this.names)
          : inner.type === 'variable_name' && !isOfAnswer && this.names.sourceTexts.has(inner.text)
      )
        return true;
      if (inner.type !== 'command_substitution') continue;
      // `$(<file)`
      const redirect = inner.namedChildren[0];
      const target = redirect?.type === 'file_redirect' ? redirect.child('destination') : null;
      if (target && isSourcePath(readWord(target), this.names.paths, this.names.written)) return true;
    }
    return false;
  }

  private command(node: SyntaxNode, place: Place): void {
    const command = commandOf(node);
    const { name } = command;
    if (name === 'set') {
      const words = command.arguments.map(spoken);
      if (words.some((word, at) => /^-[a-zA-Z]*e/.test(word) || (word === 'errexit' && words[at - 1] === '-o'))) this.errexit = true;
      if (words.some((word, at) => /^\+[a-zA-Z]*e/.test(word) || (word === 'errexit' && words[at - 1] === '+o'))) this.errexit = false;
      return;
    }
    if (name === 'The') {
      const strength = strengthOfSentence(command.arguments.map(spoken));
      const subject = command.arguments.slice(
        0,
        command.arguments.findIndex((word) => literalOf(word) === 'should'),
      );
      this.add(node, strength && { strength, subject: subject.map(spoken).join(' ') }, place);
      return;
    }
    if (name === 'run') {
      const first = literalOf(command.arguments[0]);
      if (first !== null && /^(?:-\d{1,3}|!)$/.test(first)) this.add(node, { strength: 'truthy', subject: '$status' }, place);
      else if (readsSource(node, this.names)) this.sourceReads.add(this.source.lineAt(node.start));
      return;
    }
    this.bare(node, node, place);
  }

  /** A command whose status the script may hear: it counts where it compares, and where somebody listens. */
  private bare(whole: SyntaxNode, node: SyntaxNode, place: Place): void {
    if (node.type !== 'command') {
      if (node.type === 'test_command' || node.type === 'redirected_statement' || node.type === 'negated_command')
        this.statement(node, place);
      else if (whole !== node) this.statement(node, place);
      return;
    }
    const demand = demandOfCall(commandOf(node), this.names.functions);
    const isOwn = /^(?:test|\[|diff|cmp|[efz]?grep|rg)$/.test(commandOf(node).name);
    if (demand && (!isOwn || place.isCase || this.errexit)) this.add(whole, demand, place);
  }

  private negated(whole: SyntaxNode, inner: SyntaxNode, place: Place): void {
    if (place.isCase || this.errexit) this.add(whole, demandOfCondition(inner, this.names.functions, true), place);
  }

  private redirected(node: SyntaxNode, place: Place): void {
    const body = node.child('body');
    if (!body) return;
    // What is found and kept in a file is looked at there.
    const isKept = node.namedChildren.some(
      (child) => child.type === 'file_redirect' && /^1?>/.test(child.text) && !/\/dev\/null|&/.test(child.text),
    );
    if (isKept && /^(?:\S*grep|diff)$/.test(/^\S{1,40}/.exec(body.text.slice(0, 60))?.[0] ?? '')) return;
    this.statement(body, place);
  }

  private list(node: SyntaxNode, place: Place): void {
    const [left, right] = statementsOf(node);
    if (!left || !right) return;
    const joint = node.children.find(({ type }) => type === '&&' || type === '||')?.type;
    if (isFailure(right)) {
      this.add(left, demandOfCondition(left, this.names.functions, joint === '&&'), place);
      return;
    }
    if (joint === '||') {
      const [word] = right.type === 'command' ? wordsOf(right).map(spoken) : [];
      if (word !== undefined && /^(?:true|:|echo|printf)$/.test(word))
        this.statement(left, { ...place, isHushed: true, isGuarded: place.isGuarded });
      else if (word === undefined || !(skipping.test(word) || /^(?:return|exit)$/.test(word)))
        this.statement(right, { ...place, isGuarded: true });
      return;
    }
    // Under `set -e` no command of such a list but the last ends the script.
    const inner = place.isHeard ? place : { ...place, isGuarded: true };
    this.statement(left, inner);
    this.statement(right, inner);
  }

  private branches(node: SyntaxNode, place: Place): void {
    const conditions = node.childrenOf('condition').filter(({ isNamed }) => isNamed);
    const parts = node.namedChildren.filter(({ field, type }) => field !== 'condition' && type !== 'comment');
    const inner = parts.flatMap((part) => (/^(?:else|elif)_clause$/.test(part.type) ? [part, ...part.namedChildren] : [part]));
    if (inner.some((child) => isFailure(child))) {
      const condition = conditions.at(-1);
      const isDenied = parts.some((part) => !/^(?:else|elif)_clause$/.test(part.type) && isFailure(part));
      if (condition) this.add(condition, demandOfCondition(condition, this.names.functions, isDenied), place, node);
    }
    const guarded = { ...place, isGuarded: true };
    this.statements(
      parts.flatMap((part) =>
        /^(?:else|elif)_clause$/.test(part.type)
          ? part.namedChildren.filter(({ type }) => !/^(?:test_command|command)$/.test(type) || part.type === 'else_clause')
          : [part],
      ),
      guarded,
    );
  }

  private constants(node: SyntaxNode): void {
    for (const assignment of node.namedChildren) {
      if (assignment.type !== 'variable_assignment') continue;
      const name = assignment.child('name')?.text ?? '';
      const value = assignment.child('value');
      this.declarations.push({
        name,
        line: this.source.lineAt(assignment.start),
        isPublic: !name.startsWith('_'),
        isStub: false,
        signature: digestOf([name]),
        body: value ? digestOf(tokensOf(value)) : '',
      });
    }
  }

  private define(node: SyntaxNode, place: Place): void {
    const name = node.child('name')?.text ?? '';
    const body = node.child('body');
    if (!body || place.functions > DEEPEST_FUNCTION) return;
    const inner = { ...place, functions: place.functions + 1 };
    const statements = statementsOf(body);
    const [first] = statements;
    const title = first?.type === 'command' && wordsOf(first)[0]?.node.text === titleMark ? first : null;
    const code = title ? statements.slice(1) : statements;
    const titles = title ? [...place.titles, spoken(wordsOf(title)[1])] : place.titles;
    const groupState = groupStates.get(name);
    if (groupState !== undefined) {
      this.statements(code, { ...inner, titles, state: groupState === 'run' ? place.state : groupState });
      return;
    }
    if (name === dataMark || name === mockMark) return;
    const marked = caseStates.get(name);
    const isMarkedByComment = /^\s*\{?[ \t]*#[ \t]*@test\b/.test(node.tree.text.slice(body.start, body.start + 100));
    if (marked !== undefined || isMarkedByComment || this.isCase(name, place)) {
      this.addCase(node, body, code, name, marked ? titles : [...place.titles, name], marked ?? 'run', inner);
      return;
    }
    this.declarations.push({
      name,
      line: this.source.lineAt(node.start),
      isPublic: !name.startsWith('_') && !isHook(name),
      isStub: isStub(code),
      signature: digestOf([name]),
      body: digestOf(code.flatMap(tokensOf)),
    });
    const errexit = this.errexit;
    // What a helper does inside is said by its name where it is called.
    const isSilent = place.isCase || strengthOfCall(name, [], true) !== null || isFailingCall(name);
    this.statements(body.namedChildren, { ...inner, isCase: false, into: isSilent ? [] : place.into });
    this.errexit = errexit;
  }

  private isCase(name: string, place: Place): boolean {
    return place.functions === 0 && !this.hasOwnCases && isCaseName(name) && !this.names.calledWithWords.has(name);
  }

  private addCase(
    node: SyntaxNode,
    body: SyntaxNode,
    code: readonly SyntaxNode[],
    name: string,
    titles: readonly string[],
    own: CaseState,
    place: Place,
  ): void {
    const assertions: Assertion[] = [];
    const isChained = this.isChained || own === 'expected-failure';
    const errexit = this.errexit;
    this.statements(
      body.namedChildren.filter((child) => code.length === 0 || child.index >= code[0]!.index),
      {
        ...place,
        into: assertions,
        isGuarded: false,
        isHushed: false,
        isCase: true,
        isHeard: isChained,
      },
    );
    this.errexit = errexit;
    const isSkipped = name.startsWith('x') || code.some((child) => child.type === 'command' && skipping.test(commandOf(child).name));
    const outer = own === 'run' && place.state !== 'run' ? place.state : own;
    const state = isSkipped ? 'skipped' : this.isFocused && outer === 'run' ? 'focused' : outer;
    this.isFocused = false;
    this.cases.push({
      name: shownText(titles.join(' > ')),
      line: this.source.lineAt(node.start),
      state,
      assertions,
      body: digestOf(code.flatMap(tokensOf)),
      isEmpty: code.every((child) => child.type === 'command' && idle.test(commandOf(child).name)),
    });
  }
}

/** A body that does nothing yet: one constant answer, or the word that there is none. */
function isStub(code: readonly SyntaxNode[]): boolean {
  return code.every((node) => {
    if (node.type === 'redirected_statement') return isStub(statementsOf(node).slice(0, 1));
    if (node.type !== 'command') return false;
    const [name, ...operands] = wordsOf(node).map(spoken);
    if (name === undefined || name === ':' || name === 'true' || name === 'false') return true;
    if (name === 'return' || name === 'exit') return operands.length === 0 || /^\d{1,3}$/.test(operands[0]!);
    return /^(?:echo|printf)$/.test(name) && /not (?:yet )?implemented|todo|unimplemented/i.test(operands.join(' '));
  });
}

/** What a part of a script has from the rest of it. */
export interface BashSurroundings {
  readonly functions: ReadonlySet<string>;
  /** Of git's test library, whose cases chain their commands. */
  readonly isChained: boolean;
}

export const isChained = (text: string): boolean => text.includes('test_done');

export function outlineBash(tree: FlatTree, source: SourceText, around?: BashSurroundings): OutlineParts {
  const root = new SyntaxNode(tree, 0);
  const own = readNames(root, source);
  const names = around ? { ...own, functions: new Set([...own.functions, ...around.functions]) } : own;
  const outliner = new BashOutliner(names, source, around?.isChained ?? isChained(source.text));
  outliner.read(root);
  return {
    cases: outliner.cases,
    loose: outliner.loose,
    declarations: outliner.declarations,
    rest: digestOf(outliner.rest),
    imports: names.imports,
    uses: [...names.uses],
    doubles: names.doubles,
    sourceReads: [...outliner.sourceReads].sort((one, other) => one - other),
    code: digestOf(tokensOf(root)),
  };
}
