import {
  type Command,
  fateOf,
  leaves,
  literalOf,
  readShell,
  readTestCommand,
  readTests,
  type ShellFile,
  type ShellFunction,
  surroundings,
  type Test,
  wholeStatement,
} from '../../../src/engine/bash.ts';
import type { SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import { isIdle, laterCommands, subjectsOf } from '../../models/bash/later.ts';
import { presenceOf } from '../../models/bash/presence.ts';
import { computesDigest, verifiedBy } from '../../models/bash/verifications.ts';
import { soundsSecret } from '../../models/secretNames.ts';
import { vectors } from '../../models/vectors.ts';

/** A test after which a protection is left out. */
interface Gate {
  readonly test: SyntaxNode;
  /** The variables whose absence switches the protection off. */
  readonly names: readonly string[];
  /** The statement that holds test and protection; what follows it runs in both cases. */
  readonly statement: SyntaxNode;
  readonly file: boolean;
}

function firstOf(list: SyntaxNode): SyntaxNode {
  let at = list;
  for (let depth = 0; at.type === 'list' && depth < 200; depth++) at = at.namedChildren[0] ?? at;
  return at;
}

/** Whether an `if` has a way on for "not there" that does not end the script. */
function otherwiseLeaves(file: ShellFile, statement: SyntaxNode): boolean {
  return statement.namedChildren.some(
    (child) => /^(?:elif|else)_clause$/.test(child.type) && (leaves(file, child) || /\b(?:exit|die|return [1-9])\b/.test(child.text)),
  );
}

function gateOfIf(file: ShellFile, statement: SyntaxNode, node: SyntaxNode): Gate | null {
  const [condition, ...more] = statement.childrenOf('condition').filter((child) => child.isNamed);
  if (!condition || more.length > 0) return null;
  const presence = presenceOf(file, condition);
  if (!presence) return null;
  const inElse = node.type === 'else_clause';
  if (presence.present === inElse) return null;
  if (
    inElse
      ? leaves(file, statement.namedChildren.find((child) => child.index > condition.index && child.index < node.index) ?? null)
      : otherwiseLeaves(file, statement)
  )
    return null;
  return { test: condition, names: presence.names, file: presence.file, statement };
}

/** The gates around a protection, innermost first. */
function gateAround(file: ShellFile, protection: SyntaxNode): Gate | null {
  for (const { role, node, parent } of surroundings(protection)) {
    if (role === 'function') return null;
    if (role === 'right-and' || role === 'right-or') {
      const presence = presenceOf(file, firstOf(parent));
      if (!presence || presence.present !== (role === 'right-and') || presence.at.index >= node.index) continue;
      const outer = parent.parent;
      // `[ -n "$x" ] && verify || exit`: the absence ends it too.
      if (role === 'right-and' && outer?.type === 'list' && outer.namedChildren[0]?.equals(parent)) return null;
      // The last word of a function: its caller hears of the absence.
      if (role === 'right-and' && outer?.parent?.type === 'function_definition' && outer.namedChildren.at(-1)?.equals(parent)) return null;
      return { test: presence.at, names: presence.names, file: presence.file, statement: wholeStatement(parent) };
    }
    if (role === 'branch' && parent.type === 'if_statement') {
      const gate = gateOfIf(file, parent, node);
      if (gate) return gate;
    }
  }
  return null;
}

/** `[ -n "$key" ] || return 0` above a protection in its function. */
function earlyReturn(file: ShellFile, protection: SyntaxNode): Gate | null {
  const inside = file.functionOf(protection);
  if (!inside) return null;
  const first = earlyReturns(file, inside)[0];
  return first && first.at.index < protection.index && !first.at.contains(protection) ? first.gate : null;
}

interface EarlyReturn {
  readonly at: SyntaxNode;
  readonly gate: Gate;
}

/** The statements of a function that return "yes" where something is missing. */
function earlyReturns(file: ShellFile, inside: ShellFunction): readonly EarlyReturn[] {
  return file.once(earlyReturns, String(inside.from), [], () =>
    (inside.node.child('body')?.namedChildren ?? []).flatMap((statement) => {
      const gate = returningEarly(file, inside, statement);
      return gate ? [{ at: statement, gate }] : [];
    }),
  );
}

function returningEarly(file: ShellFile, inside: ShellFunction, statement: SyntaxNode): Gate | null {
  if (statement.type !== 'list' && statement.type !== 'if_statement') return null;
  const leaving = [...statement.descendants('command')].map((one) => file.commandAt(one)).find((one) => one?.name === 'return');
  if (!leaving) return null;
  const plain = leaving.arguments.length === 0;
  const zero = literalOf(leaving.arguments[0]) === '0';
  const isList = statement.type === 'list';
  const condition = isList ? firstOf(statement) : statement.childrenOf('condition')[0];
  const presence = condition ? presenceOf(file, condition) : null;
  if (!presence) return null;
  const or = isList && statement.children.some((child) => child.type === '||');
  const returns = isList ? presence.present === or && (zero || (plain && !or)) : !presence.present && (zero || plain);
  const alone = isList || !statement.namedChildren.some((child) => /^el/.test(child.type));
  return returns && alone ? { test: presence.at, names: presence.names, file: presence.file, statement: inside.node } : null;
}

/** Whether the absence ends the script elsewhere: `: "${KEY:?}"`, `[ -n "$KEY" ] || exit 1`, or the value is a constant of the file. */
function isEnsured(file: ShellFile, gate: Gate): boolean {
  return gate.names.some((name) => {
    if ((file.constantOf(name) ?? '') !== '' || requiredNames(file).has(name)) return true;
    return tests(file).some(({ node, all }) => {
      file.budget.spend();
      if (node.index === gate.test.index || gate.test.contains(node) || gate.statement.contains(node)) return false;
      if (!all.some((test) => namesOf(test).includes(name) && /^(?:-[znfesr]|)$/.test(test.operator))) return false;
      return file.once(surroundingLeaves, String(node.index), false, () => surroundingLeaves(file, node));
    });
  });
}

/** The variables that must be set: `${NAME:?}`. */
function requiredNames(file: ShellFile): ReadonlySet<string> {
  return file.once(requiredNames, '', new Set<string>(), () => {
    const names = new Set<string>();
    for (const node of file.root.descendants('expansion')) {
      const name = node.namedChildren[0];
      if (name?.type === 'variable_name' && node.children.some((child) => child.type === ':?')) names.add(name.text);
    }
    return names;
  });
}

function tests(file: ShellFile): readonly { readonly node: SyntaxNode; readonly all: readonly Test[] }[] {
  return file.once(tests, '', [], () => [
    ...[...file.root.descendants('test_command')].map(readTests),
    ...file.callsOf('test').map(readTestCommand),
  ]);
}

function namesOf(test: Test): readonly string[] {
  return test.right.parts.flatMap((part) => (part.kind === 'variable' ? [part.name] : []));
}

/** Whether the statement of a test leaves the script with a failure. */
function surroundingLeaves(file: ShellFile, test: SyntaxNode): boolean {
  for (const { role, node, parent } of surroundings(test)) {
    if (role === 'left-and' || role === 'left-or') {
      const right = parent.namedChildren.find((child) => child.index > node.index) ?? null;
      if (right && leaves(file, right) && !/\b(?:exit|return)\s+0\b|\breturn\s*$/.test(right.text)) return true;
    } else if (role === 'condition') return leaves(file, parent) && !/\b(?:exit|return)\s+0\b/.test(parent.text);
    else if (role !== 'negated' && role !== 'plain') return false;
  }
  return false;
}

/** Verifications that always run, by the function they stand in and the things they name. */
function ungated(file: ShellFile): ReadonlyMap<string, readonly SyntaxNode[]> {
  return file.once(ungated, '', new Map<string, SyntaxNode[]>(), () => {
    const found = new Map<string, SyntaxNode[]>();
    for (const command of file.commands) {
      if (verifiedBy(command) === null || gateAround(file, command.node)) continue;
      for (const subject of subjectsOf(wholeStatement(command.node))) {
        const key = `${file.functionOf(command.node)?.from} ${subject}`;
        const all = found.get(key);
        if (all) all.push(command.node);
        else found.set(key, [command.node]);
      }
    }
    return found;
  });
}

/** Another protection of the same thing in the same scope that is not behind this gate. */
function isProtectedElsewhere(file: ShellFile, gate: Gate, protection: SyntaxNode): boolean {
  const scope = file.functionOf(gate.test)?.from;
  return [...subjectsOf(wholeStatement(protection))].some((subject) =>
    (ungated(file).get(`${scope} ${subject}`) ?? []).some((other) => {
      file.budget.spend();
      return !gate.statement.contains(other);
    }),
  );
}

function protects(file: ShellFile, command: Command): string | null {
  if (file.functionNamed(command.name)) return null;
  return verifiedBy(command) ?? (computesDigest(command) && isCompared(command.node) ? 'the signature' : null);
}

/** A digest that is compared: in a test, or into a variable that the next statements test. */
function isCompared(node: SyntaxNode): boolean {
  for (const { parent } of surroundings(node)) {
    if (parent.type === 'test_command') return true;
    if (parent.type !== 'variable_assignment') continue;
    const name = parent.child('name')?.text ?? '';
    let looked = 0;
    for (
      let next = (parent.parent?.type === 'declaration_command' ? parent.parent : parent).nextSibling;
      next && looked < 6;
      next = next.nextSibling
    ) {
      if (!next.isNamed) continue;
      looked++;
      for (const test of next.type === 'test_command' ? [next] : next.descendants('test_command'))
        if (test.text.includes(`$${name}`) || test.text.includes(`{${name}}`)) return true;
    }
    return false;
  }
  return false;
}

const telling = /sig|sum|digest|hash|sha|md5|key|secret|token|verif|check|pub|cert|trust|sign/i;

/** Something that follows and is worth protecting; for a function that answers "yes" without looking, who asks it. */
function goesOn(file: ShellFile, gate: Gate): SyntaxNode | null {
  if (gate.statement.type === 'function_definition') {
    const name = gate.statement.child('name')?.text ?? '';
    return file.callsOf(name)[0]?.node ?? null;
  }
  for (const later of laterCommands(file, gate.statement)) {
    if (!isIdle(later) && !/^(?:rm|unlink|rmdir)$/.test(later.name)) return later.node;
  }
  return null;
}

function quoted(test: SyntaxNode): string {
  const text = test.text.replace(/\s+/g, ' ').replaceAll('`', "'");
  return test.type === 'variable_assignment' ? 'the value' : `\`${text.length > 60 ? `${text.slice(0, 57)}…` : text}\``;
}

/** The secret that a test compares with another value: `[ "$given" = "$TOKEN" ]`. */
function comparedSecret(node: SyntaxNode): string | null {
  const { all } = readTests(node);
  const [test] = all;
  if (all.length !== 1 || !test?.left || !/^(?:==?|!=)$/.test(test.operator)) return null;
  const names = [test.left, test.right].map(({ parts: [only, ...more] }) =>
    only?.kind === 'variable' && more.length === 0 ? only.name : null,
  );
  const [one, other] = names;
  if (!one || !other || one === other) return null;
  // What a request gives has such a name as well; the one that is kept here stands in the gate.
  return [other, one].find((name) => soundsSecret(name) && !/^HTTP_/.test(name)) ?? null;
}

/** Whether a comparison decides whether the script goes on. */
function refuses(file: ShellFile, gate: Gate, node: SyntaxNode): boolean {
  return [...wholeStatement(gate.statement).descendants('command')].some((one) => one.index > node.index && leaves(file, one));
}

/** Reports verifications that are skipped where their value is missing. */
export const bash: SyntaxRules = {
  command(node, context) {
    const { file } = context.shared(readShell);
    const command = file.commandAt(node);
    const what = command ? protects(file, command) : null;
    if (!command || what === null) return;
    const gate = gateAround(file, node) ?? earlyReturn(file, node);
    if (!gate || gate.names.length === 0) return;
    // A digest of a file that may not be there tells whether it changed, seldom more.
    if (verifiedBy(command) === null && gate.file) return;
    const subjects = subjectsOf(wholeStatement(node));
    const related = gate.names.filter(
      (name) => subjects.has(`$${name}`) || subjects.has(name) || name === command.name || telling.test(name),
    );
    if (related.length === 0 || isEnsured(file, gate) || isProtectedElsewhere(file, gate, node)) return;
    // A failure that nobody hears of is told elsewhere.
    if (verifiedBy(command) && fateOf(file, node).kind !== 'seen') return;
    const next = goesOn(file, gate);
    if (!next) return;
    context.report({
      at: node,
      confidence: 'medium',
      vector: vectors.supply,
      message: `${what.replace(/^t/, 'T')} is verified only if ${quoted(gate.test)}; otherwise the script goes on unprotected.`,
      remediation: 'Stop where the value is missing, instead of leaving the verification out.',
      trace: [
        { at: gate.test, text: `if not ${quoted(gate.test)}, the verification is skipped` },
        { at: node, text: `${what} is verified only here` },
        { at: next, text: 'this runs in both cases' },
      ],
    });
  },
  test_command(node, context) {
    const secret = comparedSecret(node);
    if (secret === null) return;
    const { file } = context.shared(readShell);
    const gate = gateAround(file, node);
    if (!gate?.names.includes(secret) || !refuses(file, gate, node) || isEnsured(file, gate)) return;
    const next = goesOn(file, gate);
    if (!next) return;
    context.report({
      at: node,
      confidence: 'medium',
      message: `\`${secret}\` is compared only where it is set; otherwise everybody is let through.`,
      remediation: 'Refuse where the value is missing, instead of leaving the comparison out.',
      trace: [
        { at: gate.test, text: `where \`${secret}\` is missing, the comparison is skipped` },
        { at: next, text: 'this runs in both cases' },
      ],
    });
  },
};
