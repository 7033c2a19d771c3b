/** PowerShell in the intermediate representation. */
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { SourceText } from '../../sourceText.ts';
import type { Assign, Call, ClassOf, Decorator, FlowProgram, Import, IrFunction, Program } from '../program.ts';
import type { Value, Variable } from '../values.ts';
import { type CommandArguments, type Parameters, parametersOfFunction, parametersOfShape, readArguments } from './arguments.ts';
import { Body, type FileParts } from './bodies.ts';
import { Declarations } from './declarations.ts';
import { ErrorActions } from './errorAction.ts';
import { importedFiles } from './imports.ts';
import { Nodes } from './nodes.ts';
import { type PowerShellFunction, Survey } from './survey.ts';
import { ExpressionValues } from './values.ts';
import { Variables } from './variables.ts';
import type { PowerShellVocabulary } from './vocabulary.ts';
import { isCmdletName } from './words.ts';

export function lowerPowerShell(root: SyntaxNode, _source: SourceText, vocabulary: PowerShellVocabulary): PowerShellProgram {
  return new PowerShellProgram(root, vocabulary);
}

/** The node of a call, for reports. */
export function nodeOf(root: SyntaxNode, { at }: { readonly at: number }): SyntaxNode {
  return new SyntaxNode(root.tree, at);
}

interface Bound {
  /** By position, holes where nothing is given. */
  readonly positional: readonly (Value | null)[];
  readonly named: ReadonlyMap<string, Value>;
}

const NO_OPTIONS: ReadonlyMap<string, Value> = new Map();

export class PowerShellProgram implements FlowProgram {
  readonly tree: Program['tree'];
  readonly nodes: Nodes;
  private readonly survey: Survey;
  private readonly vocabulary: PowerShellVocabulary;
  private made: (FileParts & { readonly errors: ErrorActions }) | null = null;
  private used: readonly string[] | null = null;
  private readonly arguments = new Map<number, CommandArguments>();
  private readonly bound = new Map<number, Bound>();
  private declared: Declarations | null = null;
  private imported: readonly Import[] | null = null;
  private exported: ReadonlyMap<string, Value> | null = null;

  constructor(root: SyntaxNode, vocabulary: PowerShellVocabulary) {
    this.tree = root.tree;
    this.vocabulary = vocabulary;
    this.nodes = new Nodes(root.tree);
    this.survey = new Survey(this.nodes, vocabulary, (fn) => new Body(this.parts, fn).lower());
  }

  get functions(): readonly PowerShellFunction[] {
    // Their parameters are variables, which are there once all parts are.
    return this.parts.survey.functions;
  }

  private get parts(): FileParts & { readonly errors: ErrorActions } {
    this.made ??= this.make();
    return this.made;
  }

  private make(): FileParts & { readonly errors: ErrorActions } {
    const { nodes, survey } = this;
    const calls = new Map<number, Call>();
    const statuses = new Map<number, readonly Call[]>();
    const before = new Map<number, readonly Call[]>();
    const variables = new Variables(nodes, survey);
    const values = new ExpressionValues(
      nodes,
      survey,
      variables,
      (node) => this.callAt(node),
      (node) => this.statusAt(node),
    );
    const errors = new ErrorActions(nodes, survey, this.vocabulary.stopsFromOutside(nodes.tree.text));
    return {
      nodes,
      survey,
      variables,
      values,
      calls,
      statuses,
      before,
      outputs: new Map(),
      errors,
      piped: (command) => this.pipedInto(command),
      raises: (node, word, fn) => this.raises(node, word, fn),
      setsExitCode: (node, word) =>
        nodes.type(node) === 'command' && (word === '&' || this.isProgram(word) || survey.functionNamed(word) !== null),
      throws: (node, word, raises) =>
        (word === 'write-error' && raises) ||
        (word === 'throwterminatingerror' && nodes.type(node) === 'invokation_expression') ||
        (word === 'exit' && nodes.type(node) === 'invokation_expression' && /^\[(?:System\.)?Environment\]/i.test(nodes.text(node))),
    };
  }

  /** The call that a node stands for; the function it stands in is lowered for it. */
  callAt(node: number): Call | null {
    const { calls } = this.parts;
    const known = calls.get(node);
    if (known) return known;
    return this.survey.ownerOf(node).blocks.length === 0 ? null : (calls.get(node) ?? null);
  }

  private statusAt(node: number): readonly Call[] {
    const { statuses } = this.parts;
    const known = statuses.get(node);
    if (known) return known;
    return this.survey.ownerOf(node).blocks.length === 0 ? [] : (statuses.get(node) ?? []);
  }

  /** The function that a node stands in. */
  functionAt(node: number): PowerShellFunction {
    return this.survey.ownerOf(node);
  }

  /** A program of its own, as opposed to a cmdlet or a function: its failure is only a number. */
  isProgram(word: string): boolean {
    return word !== '&' && word !== '.' && !this.survey.functionNamed(word) && !this.vocabulary.shapeOf(word) && !isCmdletName(word);
  }

  private raises(node: number, word: string, fn: PowerShellFunction): boolean {
    const { errors } = this.parts;
    if (this.nodes.type(node) === 'redirection') return errors.stopsAt(node, fn);
    if (this.nodes.type(node) !== 'command') return true;
    if (this.survey.functionNamed(word) || word === '&' || word === '.') return true;
    if (this.isProgram(word)) return errors.programsRaise && errors.stopsAt(node, fn);
    return this.stops(node, word, fn);
  }

  private stops(node: number, word: string, fn: PowerShellFunction): boolean {
    const { errors } = this.parts;
    const own = this.errorActionOf(node);
    if (own !== null) return own === 'stop';
    return errors.stopsByDefault(this.vocabulary.shapeOf(word)?.name ?? word) || errors.stopsAt(node, fn);
  }

  /** The command's own `-ErrorAction` in lower case; null where it has none. */
  errorActionOf(node: number): string | null {
    const { named, splats } = this.argumentsAt(node);
    const given = named.find(({ name }) => name === 'erroraction');
    if (given)
      return given.value
        ? this.tree.text
            .slice(given.value.start, given.value.end)
            .replace(/^["']|["']$/g, '')
            .toLowerCase()
        : null;
    for (const splat of splats) {
      const value = this.splatted(splat).get('erroraction') ?? this.splatted(splat).get('ea');
      if (value?.kind === 'literal') return value.text.toLowerCase();
    }
    return null;
  }

  /** Whether something is decided by the status of a command: here, in a function that is called next, or by who calls this one. */
  isStatusRead(call: Call, depth = 0): boolean {
    const { statuses, before, survey } = this.parts;
    const fn = this.functionAt(call.at);
    if (fn.blocks.length === 0 || depth > 4) return false;
    for (const [node, calls] of statuses) if (calls.includes(call) && this.decides(node)) return true;
    for (const [node, calls] of before) {
      const target = calls.includes(call) ? survey.functionNamed(survey.wordOf(node)) : null;
      if (target && this.readsStatus(target, true)) return true;
    }
    for (let at = this.nodes.parent(call.at); at > fn.at; at = this.nodes.parent(at)) {
      // A block that is given to a function which looks at what became of it.
      const target = this.nodes.type(at) === 'command' ? survey.functionNamed(survey.wordOf(at)) : null;
      if (target && this.readsStatus(target, false)) return true;
    }
    return fn.kind !== 'script' && this.isLastProgram(call, fn) && this.callsOf(fn).some((one) => this.isStatusRead(one.call, depth + 1));
  }

  private isLastProgram(call: Call, fn: PowerShellFunction): boolean {
    return !fn.blocks.some(({ instructions }) =>
      instructions.some(
        (one) => one.op === 'call' && one.at > call.at && this.nodes.type(one.at) === 'command' && this.isProgram(one.word),
      ),
    );
  }

  /** Whether a function decides something by a status; `isOuter`: by one that was there before it began. */
  private readsStatus(fn: PowerShellFunction, isOuter: boolean): boolean {
    if (fn.blocks.length === 0) return false;
    for (const [node, calls] of this.parts.statuses)
      if ((!isOuter || calls.length === 0) && this.survey.ownerOf(node) === fn && this.decides(node)) return true;
    return false;
  }

  /** Where a status is read for a decision, and not only shown. */
  private decides(node: number): boolean {
    const { nodes } = this;
    for (let at = nodes.parent(node); at > 0; at = nodes.parent(at)) {
      switch (nodes.type(at)) {
        case 'command':
        case 'argument_list':
          return false;
        case 'if_statement':
        case 'elseif_clause':
        case 'while_condition':
        case 'switch_condition':
        case 'assignment_expression':
        case 'flow_control_statement':
        case 'script_block_body':
        case 'pipeline_chain_tail':
          return true;
        case 'statement_list':
          return /^(?:script_block_body|named_block)$/.test(nodes.type(nodes.parent(at)));
      }
    }
    return nodes.text(node) === '&&' || nodes.text(node) === '||';
  }

  private parametersFor(word: string, block: PowerShellFunction | null = null): Parameters | null {
    const target = this.survey.functionNamed(word) ?? block;
    if (target) return parametersOfFunction(this.nodes, target);
    const shape = this.vocabulary.shapeOf(word);
    return shape ? parametersOfShape(shape) : null;
  }

  private argumentsAt(command: number): CommandArguments {
    let known = this.arguments.get(command);
    if (!known) {
      const word = this.survey.wordOf(command);
      known = readArguments(this.nodes, command, this.parametersFor(word, this.blockCalled(command, word)), this.isProgram(word));
      this.arguments.set(command, known);
    }
    return known;
  }

  /** What a splatted variable holds: the entries of its hash, and those set later. */
  private splatted(node: number): ReadonlyMap<string, Value> {
    const { variables, values } = this.parts;
    const found = new Map<string, Value>();
    const value = values.valueOf(node);
    if (value.kind !== 'variable') return found;
    let hashes = 0;
    for (const place of variables.placesOf(value.variable)) {
      const whole = variables.plainValue(place);
      const assigned = whole < 0 ? -1 : whole;
      const record = assigned < 0 ? null : values.valueOf(assigned);
      if (record?.kind === 'record') {
        hashes++;
        for (const [name, entry] of record.entries) found.set(name, entry);
      } else if (this.nodes.type(place) === 'assignment_expression') {
        const field = values.valueOf(variables.uncast(this.nodes.named(place)[0]!));
        const given = this.nodes.field(place, 'value');
        if (field.kind === 'field' && given >= 0) found.set(field.name, values.valueOf(given));
      }
    }
    return hashes <= 1 ? found : new Map();
  }

  valueOf(node: number): Value {
    return this.parts.values.valueOf(node);
  }

  nameOf(call: Call): string | null {
    const { nodes, vocabulary } = this;
    switch (nodes.type(call.at)) {
      case 'redirection':
        return nodes.text(nodes.child(call.at, 'file_redirection_operator')).includes('>>') ? '>>' : '>';
      case 'command':
        if (call.word === '&' || call.word === '.') return call.word;
        return this.survey.functionNamed(call.word)?.name ?? vocabulary.shapeOf(call.word)?.name ?? call.word;
      default:
        return this.methodName(call);
    }
  }

  private methodName(call: Call): string | null {
    const object = this.objectOf(call);
    if (object < 0) return null;
    const { nodes } = this;
    const type = nodes.type(object) === 'type_literal' ? nodes.text(object) : this.typeNameOf(object);
    return type === null ? null : this.canonical(type.replace(/^\[|\]$/g, ''), call.word);
  }

  private canonical(type: string, method: string): string {
    const name = `${type}.${method}`.toLowerCase();
    const known = this.vocabulary.methodNamed(name) ?? this.vocabulary.methodNamed(`system.${name}`);
    if (known !== null) return known;
    for (const namespace of this.namespaces) {
      const within = this.vocabulary.methodNamed(`${namespace}.${name}`);
      if (within !== null) return within;
    }
    return `${type}.${method}`;
  }

  /** `using namespace System.IO`, in lower case. */
  private get namespaces(): readonly string[] {
    this.used ??= [...this.tree.text.matchAll(/^[ \t]{0,20}using[ \t]{1,20}namespace[ \t]{1,20}([\w.]{1,200})/gim)].map(([, name]) =>
      name!.toLowerCase(),
    );
    return this.used;
  }

  private objectOf(call: Call): number {
    const { nodes } = this;
    const member = nodes.type(call.at) === 'argument_list' ? this.survey.memberBefore(call.at) : call.at;
    const object = member < 0 ? undefined : nodes.named(member)[0];
    return object === undefined ? -1 : nodes.peel(object);
  }

  /** The type of an object that is made here: `New-Object Net.WebClient`, `[Net.WebClient]::new()`, `[IO.FileInfo]$x`. */
  private typeNameOf(node: number, depth = 0): string | null {
    const { nodes, survey } = this;
    if (depth > 4) return null;
    const at = nodes.peel(node);
    switch (nodes.type(at)) {
      case 'variable': {
        const value = this.parts.values.valueOf(at);
        const only = value.kind === 'variable' ? this.parts.variables.onlyValueOf(value.variable) : -1;
        return only < 0 ? null : this.typeNameOf(only, depth + 1);
      }
      case 'command': {
        if (survey.wordOf(at) !== 'new-object') return null;
        const call = this.callAt(at);
        const type = call ? (this.optionOf(call, 'TypeName') ?? this.argumentsOf(call)[0]) : null;
        return type?.kind === 'literal' ? type.text : null;
      }
      case 'cast_expression':
        return nodes.text(nodes.named(at)[0]!);
      case 'invokation_expression': {
        const object = nodes.named(at)[0];
        return object !== undefined && survey.memberName(at) === 'new' && nodes.type(nodes.peel(object)) === 'type_literal'
          ? nodes.text(nodes.peel(object))
          : null;
      }
      default:
        return null;
    }
  }

  receiverOf(call: Call): Value | null {
    const type = this.nodes.type(call.at);
    if (type === 'command' || type === 'redirection') return null;
    const object = this.objectOf(call);
    return object < 0 || this.nodes.type(object) === 'type_literal' ? null : this.valueOf(object);
  }

  private boundOf(call: Call): Bound {
    let known = this.bound.get(call.at);
    if (!known) {
      known = this.bind(call);
      this.bound.set(call.at, known);
    }
    return known;
  }

  private bind({ at, word }: Call): Bound {
    const { values } = this.parts;
    const given = this.argumentsAt(at);
    const named = new Map<string, Value>();
    for (const { name, value } of given.named)
      named.set(name, value ? values.argument(value) : { kind: 'literal', text: '$true', type: 'boolean', at });
    for (const splat of given.splats) for (const [name, value] of this.splatted(splat)) if (!named.has(name)) named.set(name, value);
    const rest = given.positional.map((element) => values.argument(element));
    const parameters = this.parametersFor(word, this.blockCalled(at, word));
    if (!parameters) {
      const path = word === '&' || word === '.' ? [this.invoked(at)] : [];
      return {
        positional: [...path, ...rest, ...[...named.values()].filter((value) => value.kind !== 'literal' || value.text !== '$true')],
        named,
      };
    }
    const positional: (Value | null)[] = [];
    for (const name of parameters.names.slice(0, parameters.positional)) {
      const value = named.get(name) ?? (parameters.isSwitch(name) ? null : (rest.shift() ?? null));
      positional.push(value);
      if (value) named.set(name, value);
    }
    const input = this.pipedInto(at);
    if (input && this.takesInput(word)) {
      const free = positional.findIndex((value, index) => value === null && !parameters.isSwitch(parameters.names[index]!));
      if (free >= 0) positional[free] = input;
    }
    return { positional: [...positional, ...rest], named };
  }

  private takesInput(word: string): boolean {
    const target = this.survey.functionNamed(word);
    return target !== null && /ValueFromPipeline/i.test(this.nodes.text(target.at).slice(0, 2000));
  }

  /** What `&` and `.` run. */
  private invoked(command: number): Value {
    const { nodes } = this;
    const name = nodes.field(command, 'command_name');
    if (name < 0) return { kind: 'unknown', at: command };
    // `& $answer.program` runs what the member names.
    const members = /^\$(\w+)((?:\.[A-Za-z_]\w*)+)$/.exec(nodes.text(name).slice(0, 400));
    const object = members && !/\.(?:ps1|psm1|exe|bat|cmd|com|py|sh)$/i.test(members[2]!) ? nodes.named(nodes.peel(name))[0] : undefined;
    if (members && object !== undefined && nodes.type(object) === 'variable')
      return members[2]!
        .slice(1)
        .split('.')
        .reduce<Value>((of, member) => ({ kind: 'field', of, name: member.toLowerCase(), at: name }), this.valueOf(object));
    if (nodes.type(name) === 'command_name' || nodes.type(nodes.peel(name)) === 'path_command_name')
      return this.parts.values.argument({
        node: name,
        start: this.tree.start[name]!,
        end: this.tree.end[name]!,
        isExpression: false,
        list: -1,
      });
    return this.valueOf(name);
  }

  /** What is piped into a command. */
  private pipedInto(command: number): Value | null {
    const { nodes } = this;
    const chain = nodes.parent(command);
    if (chain < 0 || nodes.type(chain) !== 'pipeline_chain') return null;
    const stages = nodes.named(chain);
    const position = stages.indexOf(command);
    return position > 0 ? this.valueOf(stages[position - 1]!) : null;
  }

  argumentsOf(call: Call): readonly Value[] {
    const { nodes } = this;
    const type = nodes.type(call.at);
    if (type === 'redirection') return this.redirected(call);
    if (type !== 'command') return this.methodArguments(call.at);
    const { positional } = this.boundOf(call);
    let end = positional.length;
    while (end > 0 && positional[end - 1] === null) end--;
    return positional.slice(0, end).map((value) => value ?? { kind: 'unknown', at: call.at });
  }

  private methodArguments(node: number): readonly Value[] {
    const { nodes } = this;
    const list = nodes.type(node) === 'argument_list' ? node : nodes.child(node, 'argument_list');
    const expressions = list < 0 ? -1 : nodes.child(list, 'argument_expression_list');
    if (expressions < 0) return [];
    return nodes.named(expressions).map((argument) => this.valueOf(argument));
  }

  /** The file, and what is written into it. */
  private redirected({ at }: Call): readonly Value[] {
    const { nodes, tree } = this;
    const file = nodes.child(at, 'redirected_file_name');
    const named = nodes.named(file).filter((child) => nodes.type(child) !== 'command_argument_sep');
    const [first] = named;
    if (first === undefined) return [];
    const isExpression = named.length === 1 && nodes.type(first) !== 'generic_token' && !nodes.hasError(first);
    const target = this.parts.values.argument({
      node: first,
      start: tree.start[first]!,
      end: tree.end[named.at(-1)!]!,
      isExpression,
      list: -1,
    });
    const around = nodes.around(at, -1, 'command', 'pipeline_chain');
    if (around < 0) return [target];
    return [
      target,
      nodes.type(around) === 'command' ? (this.pipedInto(around) ?? this.valueOf(around)) : this.valueOf(nodes.named(around)[0]!),
    ];
  }

  /** By the parameter's whole name; `|` is what is piped in. */
  optionOf(call: Call, name: string): Value | null {
    const type = this.nodes.type(call.at);
    if (type === 'redirection') return null;
    if (name === '|') return this.pipedInto(call.at);
    if (type !== 'command') return null;
    return this.boundOf(call).named.get(name.toLowerCase()) ?? null;
  }

  targetOf(call: Call): IrFunction | null {
    const { nodes, survey } = this;
    if (nodes.type(call.at) === 'command') {
      return survey.functionNamed(call.word) ?? this.blockCalled(call.at, call.word);
    }
    if (nodes.type(call.at) === 'redirection') return null;
    if (call.word === 'invoke') {
      const receiver = this.receiverOf(call);
      return receiver ? this.blockBehind(receiver) : null;
    }
    const made = call.word === 'new' ? this.constructorOf(call) : null;
    if (made) return made;
    const found = survey.methodsNamed(call.word);
    const object = found.length === 0 ? -1 : this.objectOf(call);
    if (object < 0) return null;
    const isThis = /^\$this$/i.test(nodes.text(object));
    const type = isThis
      ? survey.ownerOf(call.at).className
      : (nodes.type(object) === 'type_literal' ? nodes.text(object) : (this.typeNameOf(object) ?? '')).replace(/^\[|\]$/g, '');
    return found.find(({ className }) => className.toLowerCase() === type.toLowerCase()) ?? null;
  }

  /** `[Job]::new($x)` runs the method that has the name of its class. */
  private constructorOf(call: Call): PowerShellFunction | null {
    const { nodes, survey } = this;
    const object = this.objectOf(call);
    if (object < 0 || nodes.type(object) !== 'type_literal') return null;
    const type = nodes.text(object).slice(1, -1).toLowerCase();
    return survey.methodsNamed(type).find(({ className }) => className.toLowerCase() === type) ?? null;
  }

  /** The script block of the file that `&` or `.` runs, or null. */
  private blockCalled(command: number, word: string): PowerShellFunction | null {
    if (word !== '&' && word !== '.') return null;
    const name = this.nodes.field(command, 'command_name');
    return name < 0 ? null : this.blockBehind(this.valueOf(name));
  }

  private blockBehind(value: Value): PowerShellFunction | null {
    if (value.kind === 'function') return this.functions[value.body.index]!;
    if (value.kind !== 'variable') return null;
    const only = this.parts.variables.onlyValueOf(value.variable);
    const block = only < 0 ? null : this.valueOf(only);
    return block?.kind === 'function' ? this.functions[block.body.index]! : null;
  }

  /** What is piped into it. */
  inputOf(call: Call): Value | null {
    return this.nodes.type(call.at) === 'command' ? this.pipedInto(call.at) : null;
  }

  /** What `&` and `.` run, and the method that is called. */
  calleeOf(call: Call): Value | null {
    const { nodes } = this;
    switch (nodes.type(call.at)) {
      case 'redirection':
        return null;
      case 'command':
        return call.word === '&' || call.word === '.' ? this.invoked(call.at) : null;
    }
    const receiver = this.receiverOf(call);
    return receiver && { kind: 'field', of: receiver, name: call.word, at: call.at };
  }

  /** By the parameters' whole names, in lower case; a switch is `$true`. */
  optionsOf(call: Call): ReadonlyMap<string, Value> {
    return this.nodes.type(call.at) === 'command' ? this.boundOf(call).named : NO_OPTIONS;
  }

  /** `[Environment]::UserName`, `$args`: what no assignment of the file gives a value. */
  nameAt(node: number): string | null {
    const { nodes, parts } = this;
    const at = nodes.peel(node);
    if (nodes.type(at) === 'member_access') {
      const [object] = nodes.named(at);
      const type = object === undefined ? -1 : nodes.peel(object);
      if (type < 0 || nodes.type(type) !== 'type_literal') return null;
      return `${nodes.text(type).slice(1, -1)}.${nodes.text(nodes.child(at, 'member_name'))}`;
    }
    if (nodes.type(at) !== 'variable') return null;
    const value = parts.values.valueOf(at);
    if (value.kind !== 'variable' || value.variable.parameter >= 0) return null;
    return parts.variables.placesOf(value.variable).length === 0 ? `$${value.variable.name}` : null;
  }

  typeOf(variable: Variable): string | null {
    return this.declarations.typeOf(variable);
  }

  decoratorsOf(fn: IrFunction): readonly Decorator[] {
    return this.declarations.decoratorsOf(this.functions[fn.index]!);
  }

  /** Every attribute of a parameter: `[ValidateSet('a', 'b')]`. */
  attributesOf(variable: Variable): readonly Decorator[] {
    return this.declarations.attributesOf(variable);
  }

  markOf(variable: Variable): Decorator | null {
    return this.attributesOf(variable)[0] ?? null;
  }

  classOf(fn: IrFunction): ClassOf | null {
    return this.declarations.classOf(this.functions[fn.index]!);
  }

  /** What stands on its own in a function is what it gives, next to what it returns. */
  printersOf(fn: IrFunction): readonly Call[] {
    return fn.blocks.length === 0 ? [] : (this.parts.outputs.get(this.functions[fn.index]!) ?? []);
  }

  get imports(): readonly Import[] {
    this.imported ??= importedFiles(this.nodes, this.survey);
    return this.imported;
  }

  get exports(): ReadonlyMap<string, Value> {
    if (!this.exported) {
      const exported = new Map<string, Value>();
      for (const [name, variable] of this.parts.variables.scripts())
        if (this.parts.variables.placesOf(variable).length > 0) exported.set(name, { kind: 'variable', variable, at: 0 });
      for (const body of this.functions) if (body.kind === 'function') exported.set(body.name, { kind: 'function', body, at: body.at });
      this.exported = exported;
    }
    return this.exported;
  }

  private get declarations(): Declarations {
    this.declared ??= new Declarations(this.nodes, this.parts.variables, (node) => this.valueOf(node));
    return this.declared;
  }

  functionsCalling(words: ReadonlySet<string>): readonly IrFunction[] {
    const found = new Set<PowerShellFunction>();
    for (const word of words) for (const node of this.survey.callsWith(word)) found.add(this.survey.ownerOf(node));
    return [...found].sort((a, b) => a.index - b.index);
  }

  callersOf(target: IrFunction): readonly IrFunction[] {
    return this.nodesCalling(target).map((node) => this.survey.ownerOf(node));
  }

  /** The nodes that call something of this function's name. */
  private nodesCalling(target: IrFunction): readonly number[] {
    const fn = this.functions[target.index]!;
    const words =
      fn.kind === 'function'
        ? [fn.name.toLowerCase()]
        : fn.kind === 'method'
          ? fn.name.toLowerCase() === `${fn.className}.${fn.className}`.toLowerCase()
            ? ['new']
            : [fn.name.slice(fn.className.length + 1).toLowerCase()]
          : fn.kind === 'block'
            ? ['&', '.', 'invoke']
            : [];
    return words.flatMap((word) => [...this.survey.callsWith(word)]);
  }

  callsOf(target: IrFunction): readonly { readonly caller: IrFunction; readonly call: Call }[] {
    const found: { caller: IrFunction; call: Call }[] = [];
    for (const node of this.nodesCalling(target)) {
      const call = this.callAt(node);
      if (call && this.targetOf(call) === target) found.push({ caller: this.survey.ownerOf(node), call });
    }
    return found;
  }

  definitionsOf(variable: Variable): readonly { readonly within: IrFunction; readonly assign: Assign }[] {
    const found: { within: IrFunction; assign: Assign }[] = [];
    const setters = this.parts.variables.settersOf(variable);
    const script = this.functions[0]!;
    const all = variable.parameter >= 0 && variable.owner === null && !setters.includes(script) ? [script, ...setters] : setters;
    for (const within of all)
      for (const block of within.blocks)
        for (const one of block.instructions) if (one.op === 'assign' && one.variable === variable) found.push({ within, assign: one });
    return found;
  }
}
