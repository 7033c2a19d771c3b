/** Lowers statements: how control goes from one to the next. */
import type { Value } from '../values.ts';
import type { Parts } from './assignments.ts';
import { ExpressionLowering } from './expressions.ts';

export class FunctionLowering extends ExpressionLowering {
  protected readonly table: Readonly<Record<string, (node: number) => void>>;
  /** Of the statement that comes next: the label in front of it. */
  private label = '';

  constructor(parts: Parts) {
    super(parts);
    this.table = { ...this.expressions, ...this.statements };
  }

  protected body(fn: number): void {
    const body = this.nodes.child(fn, 'body');
    if (body < 0) return;
    if (this.nodes.type(body) === 'statement_block') this.inOrder(body);
    else {
      this.expression(body);
      this.return(body);
    }
  }

  private return(value: number): void {
    const frame = this.frames.at(-1);
    if (!frame) {
      // Who reads the field gets what its getter returns.
      if (value >= 0 && this.getter !== '') this.builder.assign(value, this.parts.variables.self(value), value, { field: this.getter });
      this.builder.return(value);
      return;
    }
    if (value >= 0 && frame.to >= 0) this.builder.give(value, frame.to, value);
    this.builder.leaveLoop('break', frame.label);
  }

  private takeLabel(): string {
    const { label } = this;
    this.label = '';
    return label;
  }

  private readonly nothing = (): void => {};

  private readonly statements: Readonly<Record<string, (node: number) => void>> = {
    function_declaration: this.nothing,
    generator_function_declaration: this.nothing,
    function_expression: this.nothing,
    generator_function: this.nothing,
    arrow_function: this.nothing,
    method_definition: this.nothing,
    import_statement: this.nothing,
    interface_declaration: this.nothing,
    type_alias_declaration: this.nothing,
    type_annotation: this.nothing,
    ambient_declaration: this.nothing,
    comment: this.nothing,
    expression_statement: (node) => {
      if (this.nodes.hasWork(node)) this.inOrder(node);
    },
    variable_declarator: (node) => {
      const value = this.nodes.child(node, 'value');
      if (value < 0) return;
      this.expression(value);
      this.assignTo(this.nodes.child(node, 'name'), value, null);
    },
    class_declaration: (node) => this.class(node),
    abstract_class_declaration: (node) => this.class(node),
    public_field_definition: (node) => this.classField(node),
    field_definition: (node) => this.classField(node),
    if_statement: (node) => {
      const { nodes, builder } = this;
      const alternative = nodes.child(node, 'alternative');
      const [then, after] = [builder.newBlock(), builder.newBlock()];
      const otherwise = alternative < 0 ? after : builder.newBlock();
      this.condition(nodes.child(node, 'condition'), then, otherwise);
      builder.continueAt(then);
      this.visit(nodes.child(node, 'consequence'));
      builder.jump(after);
      if (alternative >= 0) {
        builder.continueAt(otherwise);
        this.visit(alternative);
        builder.jump(after);
      }
      builder.continueAt(after);
    },
    while_statement: (node) => {
      const { nodes, builder } = this;
      const label = this.takeLabel();
      const [head, body, after] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
      builder.goTo(head);
      this.condition(nodes.child(node, 'condition'), body, after);
      builder.continueAt(body);
      builder.within(label, after, head, () => this.visit(nodes.child(node, 'body')));
      builder.jump(head);
      builder.continueAt(after);
    },
    do_statement: (node) => {
      const { nodes, builder } = this;
      const label = this.takeLabel();
      const [body, test, after] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
      builder.goTo(body);
      builder.within(label, after, test, () => this.visit(nodes.child(node, 'body')));
      builder.goTo(test);
      this.condition(nodes.child(node, 'condition'), body, after);
      builder.continueAt(after);
    },
    for_statement: (node) => {
      const { nodes, builder } = this;
      const label = this.takeLabel();
      this.visit(nodes.child(node, 'initializer'));
      const condition = nodes.child(node, 'condition');
      const [head, body, step, after] = [builder.newBlock(), builder.newBlock(), builder.newBlock(), builder.newBlock()];
      builder.goTo(head);
      // In this grammar the condition is a statement of its own, or `;`.
      const test = condition >= 0 && nodes.type(condition) === 'expression_statement' ? nodes.firstChild(condition) : condition;
      if (test < 0 || nodes.type(test) === ';' || nodes.type(test) === 'empty_statement') builder.jump(body);
      else this.condition(test, body, after);
      builder.continueAt(body);
      builder.within(label, after, step, () => this.visit(nodes.child(node, 'body')));
      builder.goTo(step);
      this.expression(nodes.child(node, 'increment'));
      builder.jump(head);
      builder.continueAt(after);
    },
    for_in_statement: (node) => {
      const { nodes, builder } = this;
      const label = this.takeLabel();
      const list = nodes.child(node, 'right');
      this.expression(list);
      const [head, body, after] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
      builder.goTo(head);
      if (nodes.hasToken(node, 'await')) builder.suspend(node);
      builder.choose([body, after]);
      builder.continueAt(body);
      const isKey = nodes.text(nodes.child(node, 'operator')) === 'in';
      const value = this.parts.values.of(list);
      const each: Value = isKey
        ? { kind: 'operation', operator: 'for in', operands: [value], at: node }
        : { kind: 'element', of: value, at: node };
      this.assignTo(nodes.child(node, 'left'), -1, each);
      builder.within(label, after, head, () => this.visit(nodes.child(node, 'body')));
      builder.jump(head);
      builder.continueAt(after);
    },
    switch_statement: (node) => this.choice(node),
    labeled_statement: (node) => {
      const { nodes, builder } = this;
      const label = nodes.text(nodes.child(node, 'label'));
      const body = nodes.child(node, 'body');
      if (body < 0) return;
      if (/^(?:for|while|do)_/.test(nodes.type(body)) || nodes.type(body) === 'for_in_statement') {
        this.label = label;
        return this.visit(body);
      }
      const after = builder.newBlock();
      builder.within(label, after, -1, () => this.visit(body));
      builder.goTo(after);
    },
    break_statement: (node) => this.builder.leaveLoop('break', this.nodes.text(this.nodes.child(node, 'label'))),
    continue_statement: (node) => this.builder.leaveLoop('continue', this.nodes.text(this.nodes.child(node, 'label'))),
    return_statement: (node) => {
      const value = this.nodes.firstChild(node);
      this.expression(value);
      this.return(value);
    },
    throw_statement: (node) => {
      this.inOrder(node);
      this.builder.throw();
    },
    try_statement: (node) => {
      const { nodes, builder } = this;
      const handler = nodes.child(node, 'handler');
      const finalizer = nodes.child(node, 'finalizer');
      builder.attempt(
        () => this.visit(nodes.child(node, 'body')),
        handler < 0
          ? null
          : () => {
              const caught = nodes.child(handler, 'parameter');
              if (caught >= 0) this.assignTo(caught, -1, { kind: 'unknown', at: caught });
              this.visit(nodes.child(handler, 'body'));
            },
        finalizer < 0 ? null : () => this.visit(nodes.child(finalizer, 'body')),
      );
    },
  };

  private class(node: number): void {
    const name = this.nodes.child(node, 'name');
    if (name >= 0) this.builder.assign(node, this.parts.variables.named(name), node);
    this.inOrder(node);
  }

  /** A field that a class declares is a field of its `this`. */
  private classField(node: number): void {
    const { nodes, builder } = this;
    const value = nodes.child(node, 'value');
    const own = nodes.child(node, 'name');
    const name = own < 0 ? nodes.child(node, 'property') : own;
    if (value < 0 || name < 0) return;
    this.expression(value);
    const holder = nodes.hasToken(node, 'static') ? nodes.child(this.parts.variables.ownerOfThis(node), 'name') : -1;
    const variable = holder < 0 ? this.parts.variables.self(node) : this.parts.variables.named(holder);
    builder.assign(node, variable, value, { field: nodes.text(name) });
  }

  /** The constant that a case stands for. */
  private literal(test: number): readonly string[] | null {
    const text = test < 0 ? null : this.parts.constantOf(test);
    return text === null ? null : [text];
  }

  private choice(node: number): void {
    const { nodes, builder } = this;
    this.expression(nodes.child(node, 'value'));
    const body = nodes.child(node, 'body');
    const cases = body < 0 ? [] : nodes.children(body);
    for (const one of cases) if (nodes.type(one) === 'switch_case') this.expression(nodes.child(one, 'value'));
    const after = builder.newBlock();
    const starts = cases.map(() => builder.newBlock());
    const hasDefault = cases.some((one) => nodes.type(one) === 'switch_default');
    const literals = cases.map((one) => this.literal(nodes.child(one, 'value')));
    const of = { on: nodes.unwrap(nodes.child(node, 'value')), cases: hasDefault ? literals : [...literals, null] };
    builder.choose(hasDefault ? starts : [...starts, after], of.on < 0 ? null : of);
    builder.within('', after, -1, () => {
      cases.forEach((one, index) => {
        builder.continueAt(starts[index]!);
        const test = nodes.child(one, 'value');
        for (const statement of nodes.children(one)) if (statement !== test) this.visit(statement);
        builder.jump(starts[index + 1] ?? after);
      });
    });
    builder.continueAt(after);
  }
}
