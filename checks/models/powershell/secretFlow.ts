/** What is known of PowerShell's values as secrets: where they come from, and what is left of them. */
import { factOf, powershell, type SourceText, type SyntaxNode } from '../../../src/engine/check.ts';
import { OTHER, SECRET, type Secret, type Spelled } from '../bash/secretFlow.ts';
import { namesShellSecret } from '../bash/secretNames.ts';
import { isSecretFile } from '../bash/secretStores.ts';
import { secretReferences } from '../workflow/secretReferences.ts';

const { literalOf, unwrap, commandName, argumentsOf, variableName, operandsOf } = powershell;

const NOTHING: Spelled = { text: OTHER, secret: null };
const MAX_DEPTH = 14;
const MAX_TEXT = 4000;
const FEW = 8;

/** Types that show nothing of what they hold. */
const sealed = /\b(?:securestring|pscredential|switch|bool|int|int32|datetime|guid)\b/i;
/** They give what is sealed, or a count. */
const sealing = /^(?:convertto-securestring|get-credential|measure-object|get-filehash|test-path|get-date|get-random|new-guid|get-member)$/;
/** Commands that give out a secret in plain text, by their words. */
const giving =
  /^(?:get-secret\b.*-asplaintext|get-azkeyvaultsecret\b.*-asplaintext|convertfrom-securestring\b.*-asplaintext|get-azaccesstoken\b|get-vaultsecret\b|get-ssmparametervalue\b.*-withdecryption|get-secsecretvalue\b|vault\s+(?:kv get|read)\b|gh\s+auth token\b|az\s+(?:keyvault secret show|account get-access-token)\b|aws\s+(?:secretsmanager get-secret-value|ecr get-login-password|ssm get-parameter)\b|gcloud\s+(?:auth print-\w+-token|secrets versions access)\b|op\s+read\b|pass\s+show\b|kubectl\s+get secrets?\b)/i;
const passing =
  /^(?:convertto-json|convertto-csv|convertto-xml|out-string|format-list|format-table|select-object|sort-object|where-object|foreach-object|write-output|echo|tee-object|get-unique|convertfrom-json)$/;
const keyOfSecret = /^(?:authorization|proxy-authorization|x-api-key|api-key|x-auth-token|private-token|cookie)$/i;
const fieldOfSecret =
  /^(?:access_token|accesstoken|refresh_token|id_token|client_secret|clientsecret|secretaccesskey|sessiontoken|secretstring|secretvaluetext)$/i;

export function powershellFile(root: SyntaxNode): powershell.PowerShellFile {
  return factOf(root.tree, powershellFile, () => new powershell.PowerShellFile(root));
}

export class PowerShellSecrets {
  readonly file: powershell.PowerShellFile;
  private readonly source: SourceText;
  private readonly functions: ReadonlyMap<string, SyntaxNode>;
  private readonly known = new Map<string, Spelled>();
  private depth = 0;

  constructor(root: SyntaxNode, source: SourceText) {
    this.file = powershellFile(root);
    this.source = source;
    const functions = new Map<string, SyntaxNode>();
    for (const node of root.descendants('function_statement')) {
      const name = node.namedChildren.find(({ type }) => type === 'function_name')?.text.toLowerCase();
      if (name !== undefined && !functions.has(name)) functions.set(name, node);
    }
    this.functions = functions;
  }

  functionNamed(name: string): SyntaxNode | null {
    return this.functions.get(name.toLowerCase()) ?? null;
  }

  /** A value as text, its secrets marked. */
  spell(outer: SyntaxNode): Spelled {
    const constant = literalOf(outer);
    if (constant !== null) return { text: constant, secret: null };
    const node = unwrap(outer);
    if (this.depth >= MAX_DEPTH) return NOTHING;
    this.depth++;
    this.file.budget.spend();
    try {
      return this.visit(node);
    } finally {
      this.depth--;
    }
  }

  spellAll(nodes: readonly SyntaxNode[], between = ''): Spelled {
    let secret: Secret | null = null;
    const texts: string[] = [];
    for (const node of nodes.slice(0, 40)) {
      const spelled = this.spell(node);
      texts.push(spelled.text);
      secret ??= spelled.secret;
    }
    return { text: texts.join(between).slice(0, MAX_TEXT), secret };
  }

  private visit(node: SyntaxNode): Spelled {
    switch (node.type) {
      case 'expandable_string_literal':
      case 'expandable_here_string_literal':
        return this.expandable(node);
      case 'variable':
        return this.variable(node);
      case 'sub_expression':
      case 'array_expression':
      case 'statement_list':
      case 'array_literal_expression':
      case 'parenthesized_expression':
      case 'pipeline':
        return this.spellAll(node.namedChildren, ' ');
      case 'hash_literal_expression':
        return this.spellAll(
          [...node.descendants('hash_entry')].flatMap((entry) => entry.namedChildren.slice(1)),
          ' ',
        );
      case 'pipeline_chain':
        return this.pipeline(node);
      case 'command':
        return this.command(node);
      case 'invokation_expression':
        return this.invocation(node);
      case 'member_access':
        return this.member(node);
      case 'element_access':
        return this.element(node);
      case 'cast_expression':
        return sealed.test(node.namedChildren[0]?.text ?? '') ? NOTHING : this.spellAll(node.namedChildren.slice(1));
      case 'if_statement':
        return this.spellAll(node.namedChildren.slice(1));
      case 'statement_block':
      case 'else_clause':
        return this.spellAll(node.namedChildren);
      case 'generic_token':
        return this.spellAll([...node.descendants('variable')]);
    }
    return this.operation(node);
  }

  private expandable(node: SyntaxNode): Spelled {
    const edge = node.type === 'expandable_here_string_literal' ? 2 : 1;
    let text = '';
    let secret: Secret | null = null;
    let from = node.start + edge;
    for (const part of node.namedChildren) {
      text += node.tree.text.slice(from, part.start);
      const spelled = this.spell(part);
      text += spelled.text;
      secret ??= spelled.secret;
      from = part.end;
    }
    return { text: `${text}${node.tree.text.slice(from, node.end - edge)}`.slice(0, MAX_TEXT), secret };
  }

  private variable(node: SyntaxNode): Spelled {
    const name = variableName(node);
    return name === null ? NOTHING : this.named(name, node.text.replace(/^[$@]\{?|\}$/g, ''), node);
  }

  /** A variable by name, as seen from a place. */
  named(name: string, written: string, at: SyntaxNode): Spelled {
    const key = `${name} ${at.index}`;
    const known = this.known.get(key);
    if (known) return known;
    this.known.set(key, NOTHING);
    const found = this.lookUp(name, written, at);
    this.known.set(key, found);
    return found;
  }

  private lookUp(name: string, written: string, at: SyntaxNode): Spelled {
    if (/^_\d+_*$/.test(name)) {
      const [reference] = secretReferences(this.source.told(`\${${name}}`));
      return reference === undefined ? NOTHING : secretOf(reference, 'workflow', at, `\`${reference}\` is put in here`);
    }
    if (name.startsWith('env:')) {
      const bare = written.slice('env:'.length);
      if (this.source.start.secrets.has(bare))
        return secretOf(bare, 'workflow', at, `\`${bare}\` is filled with a secret of the repository`);
      return namesShellSecret(bare) ? secretOf(written, 'environment', at, `\`$${written}\` holds a secret, by its name`) : NOTHING;
    }
    const bindings = this.file.reaching(name, at);
    let isConstant = bindings.length > 0;
    for (const { value, attributes, kind, at: place } of bindings.slice(0, 8)) {
      if (sealed.test(attributes)) return NOTHING;
      if (value && this.isSealed(value)) return NOTHING;
      const spelled = value ? this.spell(value) : NOTHING;
      if (spelled.secret) {
        const step = { at: place, text: `it goes into \`$${written}\`` };
        return { ...spelled, secret: { ...spelled.secret, trace: [...spelled.secret.trace, step].slice(-6) } };
      }
      if (kind === 'parameter' || value === null || spelled.text.includes(OTHER)) isConstant = false;
      if (bindings.length === 1 && isConstant) return spelled;
    }
    if (isConstant || !this.isNamed(name, written, bindings)) return NOTHING;
    return secretOf(`$${written}`, 'name', at, `\`$${written}\` holds a secret, by its name`);
  }

  private isNamed(name: string, written: string, bindings: readonly powershell.Variable[]): boolean {
    // Where the shell is.
    if (name === 'pwd' && bindings.length === 0) return false;
    if (/(?:credentials?|creds?|secure\w*|authorization|bearer|jwt)$/i.test(name) || /secure/i.test(name)) return false;
    if (namesShellSecret(written)) return true;
    // Parameters of scripts and functions that are called so are no words of a parser.
    return name === 'token' && bindings.some(({ kind, attributes }) => kind === 'parameter' && !/\[(?!string)/i.test(attributes));
  }

  private isSealed(value: SyntaxNode): boolean {
    const inner = unwrap(value);
    if (inner.type !== 'command') return false;
    const name = commandName(inner) ?? '';
    if (sealing.test(name)) return true;
    return name === 'read-host' && /-assecurestring/i.test(inner.text)
      ? true
      : name === 'convertfrom-securestring' && !/-asplaintext/i.test(inner.text);
  }

  private pipeline(node: SyntaxNode): Spelled {
    const elements = node.namedChildren.filter(({ type }) => type !== 'redirections');
    for (let at = elements.length - 1; at >= 0; at--) {
      const element = unwrap(elements[at]!);
      const name = element.type === 'command' ? (commandName(element) ?? '') : null;
      if (at > 0 && name !== null && passing.test(name)) continue;
      if (at > 0) return NOTHING;
      return this.spell(element);
    }
    return NOTHING;
  }

  /** What is piped into a command, through those that give on what they get. */
  spellInput(command: SyntaxNode): Spelled {
    const chain = command.parent;
    if (chain?.type !== 'pipeline_chain') return NOTHING;
    const elements = chain.namedChildren;
    for (let at = elements.findIndex((element) => element.equals(command)) - 1; at >= 0; at--) {
      const element = unwrap(elements[at]!);
      const isPassing = element.type === 'command' && passing.test(commandName(element) ?? '');
      if (at === 0 || !isPassing) return this.spell(element);
    }
    return NOTHING;
  }

  private command(node: SyntaxNode): Spelled {
    const name = commandName(node);
    if (name === null) return NOTHING;
    if (sealing.test(name)) return NOTHING;
    const said = `${name} ${node.text.slice(node.text.indexOf(' ') + 1)}`.slice(0, 600);
    if (giving.test(said))
      return secretOf(`\`${node.text.split(/\s/, 1)[0]}\``, 'store', node, `the secret comes from \`${node.text.split(/\s/, 1)[0]}\``);
    const { positional, named } = argumentsOf(node);
    if (name === 'read-host')
      return /-maskinput/i.test(node.text) ? secretOf('what was typed', 'input', node, 'read without an echo: a password') : NOTHING;
    if (/^(?:get-content|gc|cat|type)$/.test(name)) {
      const path = named.get('path') ?? named.get('literalpath') ?? positional[0];
      const text = path ? this.spell(path).text.replaceAll('\\', '/') : '';
      return text !== '' && isSecretFile(text) ? secretOf('a file', 'store', node, 'the file of a secret') : NOTHING;
    }
    if (name === 'get-item' && /env:/i.test(node.text)) {
      const variable = /env:\\?(\w+)/i.exec(node.text)?.[1] ?? '';
      return namesShellSecret(variable) ? secretOf(`env:${variable}`, 'environment', node, `\`${variable}\` is read`) : NOTHING;
    }
    if (passing.test(name)) return this.spellAll([...positional, ...named.values()], ' ');
    const fn = this.functionNamed(name);
    return fn ? this.given(fn, [...positional, ...named.values()]) : NOTHING;
  }

  /** What a function of the file gives: one of its arguments as it is, or a secret of its own. */
  private given(fn: SyntaxNode, words: readonly SyntaxNode[]): Spelled {
    const secret = this.spellAll(words).secret;
    for (const statement of [...fn.descendants('flow_control_statement', 'pipeline')].slice(0, 60)) {
      const isReturn = statement.type === 'flow_control_statement' && /^return\b/i.test(statement.text);
      const isBare =
        statement.type === 'pipeline' &&
        statement.parent?.type === 'statement_list' &&
        statement.parent.parent?.type === 'script_block_body';
      if (!isReturn && !isBare) continue;
      const value = isReturn ? statement.namedChildren[0] : statement;
      if (!value || value.namedChildren[0]?.type === 'assignment_expression') continue;
      const spelled = this.spell(value);
      if (spelled.secret && spelled.secret.from !== 'name') return spelled;
      if (secret && this.showsParameter(value, fn)) return { text: SECRET, secret };
    }
    return NOTHING;
  }

  /** Whether an expression shows a parameter of its function whole. */
  private showsParameter(value: SyntaxNode, fn: SyntaxNode): boolean {
    const inner = unwrap(value);
    if (inner.type !== 'variable' && inner.type !== 'expandable_string_literal') return false;
    const parameters = new Set([...fn.descendants('script_parameter')].map((one) => one.text.toLowerCase().match(/\$\w+/)?.[0] ?? ''));
    const names = inner.type === 'variable' ? [inner] : inner.namedChildren.filter(({ type }) => type === 'variable');
    return names.some((name) => parameters.has(name.text.toLowerCase()));
  }

  private invocation(node: SyntaxNode): Spelled {
    const method = powershell.memberOf(node);
    const [object] = node.namedChildren;
    const list = argumentsIn(node.namedChildren.find(({ type }) => type === 'argument_list'));
    return this.called(node, method, object, list);
  }

  private called(node: SyntaxNode, method: string, object: SyntaxNode | undefined, list: readonly SyntaxNode[]): Spelled {
    if (!object) return NOTHING;
    if (object.type === 'type_literal') {
      if (method === 'getenvironmentvariable') {
        const name = list[0] ? (literalOf(list[0]) ?? '') : '';
        return namesShellSecret(name) ? secretOf(name, 'environment', node, `\`${name}\` is read from the environment`) : NOTHING;
      }
      if (/^ptrtostring/.test(method)) return secretOf('a sealed string', 'store', node, 'a sealed string is opened here');
      if (/^(?:tobase64string|format|join|concat|getbytes|escapedatastring|urlencode|serialize|tohexstring)$/.test(method))
        return this.spellAll(list, ' ');
      return NOTHING;
    }
    if (method === 'substring' || method === 'remove') {
      const [first, second] = list.map((one) => Number(literalOf(one) ?? Number.NaN));
      const left = method === 'remove' ? first : second;
      return left !== undefined && left <= FEW ? NOTHING : this.spell(object);
    }
    if (method === 'replace') return /[*#x]{2,}|redact/i.test(list[1] ? (literalOf(list[1]) ?? '') : '') ? NOTHING : this.spell(object);
    if (/^(?:tostring|trim|trimstart|trimend|tolower|toupper|padleft|padright|insert|split|normalize|tochararray)$/.test(method))
      return this.spell(object);
    // `[Text.Encoding]::UTF8.GetBytes($x)`
    return method === 'getbytes' ? this.spellAll(list) : NOTHING;
  }

  private member(node: SyntaxNode): Spelled {
    const member = powershell.memberOf(node);
    const object = node.namedChildren[0];
    const next = node.nextSibling;
    // As an argument of a command a call stands as its member and a list beside it.
    if (next?.type === 'argument_list' && node.parent) return this.called(node, member, object, argumentsIn(next));
    const outer = node.parent?.nextSibling;
    if (outer?.type === 'argument_list' && outer.start === node.end) return this.called(node, member, object, argumentsIn(outer));
    if (member === 'length' || member === 'count' || !object) return NOTHING;
    const inner = unwrap(object);
    if (member === 'password' && /getnetworkcredential|networkcredential/i.test(inner.text.slice(0, 400)))
      return secretOf('a password', 'store', node, 'a credential is opened here');
    if (fieldOfSecret.test(member)) return secretOf(node.text.slice(0, 60), 'store', node, `\`${member}\` holds a secret`);
    if (inner.type === 'variable' || inner.type === 'member_access' || inner.type === 'element_access') {
      const holder = inner.text.replace(/^\$/, '');
      if (/credentials?$|cred$/i.test(holder) && member === 'password') return NOTHING;
      const written = node.text.slice(node.text.lastIndexOf('.') + 1);
      if (
        namesShellSecret(written) &&
        !/(?:credentials?|authorization|bearer|jwt)$/i.test(written) &&
        !/messages?|strings?|labels?|types?$/i.test(holder)
      )
        return secretOf(node.text.slice(0, 60), 'name', node, `\`${written}\` holds a secret, by its name`);
    }
    const whole = this.spell(object);
    // A part of what a store gave: its value, not its name.
    return whole.secret && /^(?:token|value|secretvalue|secret|password|text|value__|content)$/.test(member) ? whole : NOTHING;
  }

  private element(node: SyntaxNode): Spelled {
    const key = node.namedChildren[1] ? (literalOf(node.namedChildren[1]) ?? '') : '';
    const holder = node.namedChildren[0]?.text ?? '';
    if (/headers?$/i.test(holder) && keyOfSecret.test(key))
      return secretOf(`the header ${key}`, 'store', node, 'a header that carries a secret');
    if (namesShellSecret(key) && !/^(?:authorization|bearer|jwt)$/i.test(key))
      return secretOf(node.text.slice(0, 60), 'name', node, 'holds a secret, by its name');
    return NOTHING;
  }

  private operation(node: SyntaxNode): Spelled {
    const parts = node.namedChildren;
    const sign = node.children.find((child) => !child.isNamed)?.text;
    const operator = parts.find((part) => /_operator$/.test(part.type))?.text.toLowerCase();
    if (/^additive/.test(node.type) && (sign === '+' || sign === '?')) return this.spellAll(operandsOf(node, sign));
    if (operator === '-f' || /^-[ic]?(?:join|split)$/.test(operator ?? ''))
      return this.spellAll(
        parts.filter((part) => !/_operator$/.test(part.type)),
        ' ',
      );
    if (/^-[ic]?replace$/.test(operator ?? '')) {
      const rest = node.text.slice(parts[0]!.end - node.start);
      return /['"][^'"]{0,40}(?:\*|#|x){1,}[^'"]{0,20}['"]\s*$|redact|mask/i.test(rest) || /,\s*(?:''|"")\s*$/.test(rest)
        ? NOTHING
        : this.spell(parts[0]!);
    }
    if (operator !== undefined || /^(?:logical|bitwise|multiplicative|range)/.test(node.type)) return NOTHING;
    return parts.length > 0 && /expression|argument/.test(node.type) ? this.spellAll(parts, ' ') : NOTHING;
  }

  /** The words of a native program, which the grammar does not always tell apart: by the text of its line. */
  spellWords(command: SyntaxNode): { readonly words: readonly string[]; readonly secret: Secret | null } {
    const { text } = command.tree;
    const newline = text.indexOf('\n', command.start);
    let line = text.slice(command.start, Math.min(newline < 0 ? text.length : newline, command.start + 2000));
    // Continued by a backtick.
    for (let end = command.start + line.length, rounds = 0; line.trimEnd().endsWith('`') && rounds < 12; rounds++) {
      const next = text.indexOf('\n', end + 1);
      const stop = next < 0 ? text.length : next;
      line = `${line.trimEnd().slice(0, -1)} ${text.slice(end + 1, stop)}`;
      end = stop;
    }
    let secret: Secret | null = null;
    const words = (line.match(/(?:"(?:[^"`]|`.)*"|'[^']*'|[^\s"'|;]|(?<=\S)\$\()+|[|;]/g) ?? []).slice(0, 60);
    const end = words.findIndex((word) => word === '|' || word === ';');
    return {
      words: words.slice(0, end < 0 ? undefined : end).map((word) => {
        if (/^'.*'$/.test(word)) return word.slice(1, -1);
        return word
          .replace(/["`]/g, '')
          .replace(/\$\(?\$?\{?(env:\w+|\w+)\}?((?:\.\w+(?:\(\))?)*)\)?/gi, (_, name: string, members: string) => {
            const spelled = members !== '' && !/password$/i.test(members) ? NOTHING : this.named(name.toLowerCase(), name, command);
            secret ??= spelled.secret;
            return spelled.text;
          });
      }),
      secret,
    };
  }
}

function argumentsIn(list: SyntaxNode | null | undefined): SyntaxNode[] {
  return list?.namedChildren[0]?.namedChildren ?? [];
}

function secretOf(name: string, from: Secret['from'], at: SyntaxNode, text: string): Spelled {
  return { text: SECRET, secret: { name, from, trace: [{ at, text }] } };
}

export function powershellSecrets(root: SyntaxNode, source: SourceText): PowerShellSecrets {
  return factOf(root.tree, powershellSecrets, () => new PowerShellSecrets(root, source));
}
