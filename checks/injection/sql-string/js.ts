import type { SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import {
  argumentsOf,
  type Cleared,
  calleeOf,
  isCleaned,
  isGuarded,
  type JavaScriptFile,
  javaScriptFile,
  type Origin,
  Origins,
  propertyOf,
  type TextPart,
  unwrap,
  worse,
} from '../../../src/engine/javascript.ts';
import {
  conditionMethods,
  escapingName,
  objectName,
  pieceMethods,
  rawMethods,
  sqlSyntax,
  statementMethods,
  statementOptions,
} from '../../models/javascript/databases.ts';
import { origins as originModel } from '../../models/javascript/origins.ts';
import { steering } from '../../models/javascript/steering.ts';

const vectors = {
  network: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N',
  library: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:N',
  /** Nobody is seen to steer it. */
  unseen: 'CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:N',
  local: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:N',
} as const;

/** Two words of the language where they belong: one alone is English. */
const statement =
  /^(?:\(? ?select\b[\s\S]*\b(?:from|where|limit|order\s+by)\b|select\s+[\w.*]+\s*\(|insert\s+(?:\w+\s+){0,2}into\b|replace\s+into\b|update\s+[\s\S]*\bset\b|delete\s+from\b|with\s+(?:recursive\s+)?[\w"`]+\s*(?:\([^)]{0,200}\)\s*)?as\b|merge\s+into\b|(?:create|alter|drop|truncate)\s+(?:or\s+replace\s+|temp(?:orary)?\s+|unique\s+)?(?:table|database|index|user|role|view|schema|function|trigger|sequence|type|extension)\b|grant\s+[\s\S]*\bto\b|revoke\s+[\s\S]*\bfrom\b|call\s+\w+\s*\(|exec(?:ute)?\s+\w+|pragma\s+\w+|explain\s+(?:analyze\s+)?select\b)/i;

/** A file without any of this holds no statement, and is not looked at. */
const anySql =
  /\bselect\s|\binsert\s+into\b|\breplace\s+into\b|\bupdate\s+\S{1,80}\s+set\b|\bupdate\s*$|\bdelete\s+from\b|\b(?:create|alter|drop|truncate)\s+(?:table|database|index|view|user|role|schema|or|unique)|\bpragma\s|\bcall\s|\bexec(?:ute)?\s|\bgrant\s|\bmerge\s|Raw(?:Unsafe)?\(|\.(?:and|or)?(?:where|having)\(/im;

const condition = /(?:^|[\s(.])[\w."`\])]+\s*(?:=|<>|!=|<=?|>=?|\bi?like\b|\bin\b|\bbetween\b)\s*\(?\s*['"%]{0,3}$/i;

/** What stands before a value where the language expects a value, quoted or not. */
const beforeValue =
  /(?:(?:=|<>|!=|<|>|~\*?|\|\||\b(?:i?like|rlike|regexp|between|and|in\s*\(|any\s*\(|values\s*\(|limit|offset|then|else))\s*\(?\s*['"%(]{0,3}|,\s*['"%]{0,2}|'[^']*)$/i;
const beforeName =
  /\b(?:from|into|update|table|join|by|index|schema|database|view|column|on|as|set|only|exists|user|role|desc|describe|using|to)\s+(?:if\s+(?:not\s+)?exists\s+)?["`[]?(?:[\w"`]+["`]?\.["`]?)?$/i;

type Place = 'value' | 'name' | 'other';

function placeOf(before: string): Place {
  const tail = before.slice(-120);
  if (beforeName.test(tail)) return 'name';
  return beforeValue.test(tail) ? 'value' : 'other';
}

/** Enough of a text to know a statement by, so that a long one costs no more. */
function beginning(text: string): string {
  return text.slice(0, 4000).replace(/\s+/g, ' ').trim();
}

/** The text a call hands to a database, or null. */
function textOf(call: SyntaxNode, file: JavaScriptFile): { node: SyntaxNode; isStatement: boolean; isRaw: boolean } | null {
  const callee = calleeOf(call);
  if (!callee || callee.type === 'import') return null;
  const method = callee.type === 'identifier' ? callee.text : callee.type === 'member_expression' ? propertyOf(callee) : null;
  const [first] = argumentsOf(call);
  if (method === null || !first) return null;
  const object = file.objectOf(first);
  const option = object ? statementOptions.map((key) => file.option(first, key)).find((value) => value !== null) : undefined;
  if (object && !option) return null;
  const node = option ?? first;
  const isRaw = pieceMethods.has(method) || rawMethods.has(method);
  if (pieceMethods.has(method) || conditionMethods.has(method))
    return callee.type === 'member_expression' ? { node, isStatement: false, isRaw } : null;
  return { node, isStatement: true, isRaw };
}

function clearing(file: JavaScriptFile): Cleared {
  const context = { file, forbidden: [sqlSyntax] };
  return (node) => {
    if (node.type !== 'call_expression') return isGuarded(node, context);
    const callee = calleeOf(node);
    if (!callee) return false;
    const [first] = argumentsOf(node);
    if (/\.map$/.test(callee.text.slice(-10)) && first && escapingName.test(first.text.slice(-60))) return true;
    return escapingName.test(callee.text.slice(-60)) || isCleaned(node, context);
  };
}

interface Value {
  readonly node: SyntaxNode;
  readonly place: Place;
}

function readText(parts: readonly TextPart[]): { text: string; values: Value[] } {
  let text = '';
  const values: Value[] = [];
  for (const part of parts) {
    if (part.kind === 'text') text += part.text;
    else {
      values.push({ node: part.node, place: placeOf(text) });
      text += '?';
    }
  }
  return { text, values };
}

/** Names of things of the database are the program's own unless somebody is seen to pick them. */
function matters(origin: Origin, { node, place }: Value): boolean {
  if (origin.kind === 'constant') return false;
  if (origin.kind === 'source') return origin.source !== 'environment' || place === 'value';
  const name = node.type === 'member_expression' ? (propertyOf(node) ?? '') : node.text;
  return place === 'value' && !objectName.test(name);
}

function vectorFor(origin: Origin): string {
  if (origin.kind === 'parameter') return vectors.library;
  if (origin.kind !== 'source') return vectors.unseen;
  return origin.source === 'request' ? vectors.network : origin.source === 'remote' ? vectors.library : vectors.local;
}

/** Reports a statement with values in its text. */
export const js: SyntaxRules = {
  program(_, context) {
    if (!anySql.test(context.source.text)) return;
    const file = context.shared(javaScriptFile);
    const calls = file.calls.of([...statementMethods, ...pieceMethods, ...conditionMethods]);
    if (calls.length === 0) return;
    const origins = new Origins(file, originModel);
    const cleared = clearing(file);
    for (const call of calls) {
      const found = textOf(call, file);
      if (!found || mayNotBeText(found.node)) continue;
      const { text, values } = readText(file.writtenPartsOf(found.node));
      // A value that stands alone may be anything; a method that takes nothing but SQL makes it SQL.
      const isAlone = text === '?' && values.length === 1;
      if (values.length === 0 || (isAlone && !found.isRaw)) continue;
      const isSql =
        isAlone ||
        (found.isStatement
          ? statement.test(beginning(text))
          : values.some(({ place }) => place === 'value') && condition.test(text.slice(0, text.indexOf('?')).slice(-200)));
      if (!isSql) continue;
      let worst: Origin = { kind: 'constant' };
      for (const value of values) {
        const origin = origins.of(value.node, cleared);
        if (matters(origin, value)) worst = worse(worst, origin);
      }
      const judged = steering(worst, { at: call, text: 'and the database parses the finished text here' });
      if (judged) context.report({ at: call, ...judged, vector: vectorFor(worst) });
    }
  },
};

/** Functions, numbers and lists are no statement. */
function mayNotBeText(node: SyntaxNode): boolean {
  return /function|^number$|^array$|^regex$|^(?:true|false|null)$/.test(unwrap(node).type);
}
