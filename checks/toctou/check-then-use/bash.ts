import {
  dominates,
  lastBefore,
  literalOf,
  outcomeAt,
  type Place,
  placeOf,
  readShell,
  readTestCommand,
  readTests,
  resourceKey,
  type Shell,
  type ShellFile,
  type Tests,
  type Word,
} from '../../../src/engine/bash.ts';
import type { SyntaxContext, SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import { eventsByKey, type KeyedEvent } from '../../models/bash/fileEvents.ts';

/** Where only the owner can swap the file, or only a name is lost. */
const LOW = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:L/A:L';
/** Two runs that both believe to hold the lock. */
const LOCK = 'CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:N/I:H/A:N';

interface Check {
  readonly node: SyntaxNode;
  readonly word: Word;
  readonly operator: string;
  /** What is known of the test where the outcome of the whole condition is known: it holds, it does not, or nothing. */
  holds(outcome: 'passed' | 'failed'): boolean | null;
}

const fileTests = /^-[edfLhwrxOGsSpbcgukN]$/;

function checksOf(tests: Tests): Check[] {
  return tests.all
    .filter((test) => fileTests.test(test.operator))
    .map((test) => ({
      node: tests.node,
      word: test.right,
      operator: test.operator,
      holds: (outcome) => {
        if (outcome === 'passed' ? tests.joined === 'alone' || tests.joined === 'and' : tests.joined === 'alone' || tests.joined === 'or')
          return (outcome === 'passed') !== test.negated;
        return null;
      },
    }));
}

/** A lock that is held over both: `flock`, or a directory that only one can make. */
function lockedAt(file: ShellFile, node: SyntaxNode): boolean {
  for (const name of ['flock', 'lockfile', 'dotlockfile', 'lockfile-create', 'mkdir', 'ln']) {
    for (const call of file.callsBefore(name, node.index)) {
      if ((name === 'mkdir' || name === 'ln') && !/lock/i.test(call.node.text)) continue;
      if (name === 'mkdir' && call.arguments.some((word) => /^-\w*p/.test(word.node.text))) continue;
      if (dominates(call.node, node)) return true;
    }
  }
  return false;
}

/** Whether `>` refuses files that exist: `set -C` is in force. */
function refusesExisting(file: ShellFile, event: KeyedEvent): boolean {
  if (!event.redirect || event.redirect.operator === '>|' || event.redirect.operator.includes('>>')) return false;
  for (const call of file.callsBefore('set', event.node.index)) {
    const text = call.arguments.map((word) => literalOf(word) ?? '').join(' ');
    const matches = /(?:^| )([-+])(?:\w*C\w*|\w*o noclobber)\b/.exec(text);
    if (matches && dominates(call.node, event.node)) return matches[1] === '-';
  }
  return false;
}

type Verdict = { readonly vector?: string | null; readonly text: string; readonly remediation: string } | null;

const CREATE =
  'Create it in one step that fails if it is there: `(set -C; echo data > "$file")`, `mkdir`, or `ln`; or make a temporary file beside it and `mv -n`.';
const DELETE = 'Delete without asking: `rm -f --` is content when nothing is there.';
const OPEN = 'Open it once and work on what is open (`exec 3>>"$file"`), or work in a directory that only you can write.';

/** What a use means after this check, or null where the pair is harmless. */
function judge(check: Check, present: boolean, event: KeyedEvent, place: Place, validated: boolean, constant: boolean): Verdict {
  const link = check.operator === '-L' || check.operator === '-h';
  const guarding = link || /^-[OGwugk]$/.test(check.operator);
  const owned = place === 'system' || place === 'home';
  const vector = owned || (constant && place === 'unknown') ? { vector: LOW } : {};
  switch (event.kind) {
    case 'create':
    case 'write':
    case 'append':
    case 'replace':
    case 'change': {
      const absent = link ? true : !present;
      if (absent) {
        const lock = /lock|\.pid\b|pid_?file/i.test(event.word.node.text + event.key) && !link;
        return {
          ...(lock && !owned ? { vector: LOCK } : vector),
          text: lock ? 'the lock is taken by name' : 'it is written by name',
          remediation: lock ? 'Take the lock in one step: `exec 9>"$lock"; flock -n 9 || exit 1`, or `mkdir "$lock" || exit 1`.' : CREATE,
        };
      }
      if (owned || (validated && !guarding && place !== 'shared')) return null;
      if (event.kind === 'replace' && !guarding && place !== 'shared') return null;
      return { ...(guarding || place === 'shared' ? vector : { vector: LOW }), text: 'it is written by name', remediation: OPEN };
    }
    case 'restrict':
      if (!present && !link) return null;
      if (owned || (validated && !guarding && place !== 'shared')) return null;
      return {
        ...vector,
        text: 'its mode or owner is changed by name',
        remediation: 'Set mode and owner when it is made, or use `chown -h` in a directory that only you can write.',
      };
    case 'remove':
    case 'move':
      if (event.kind === 'move' && !guarding && place !== 'shared') return null;
      if (owned || (!present && !link) || (validated && !guarding && place !== 'shared')) return null;
      // Where nobody else can write, the worst is a message that nothing was there.
      return {
        vector: guarding || place === 'shared' ? LOW : null,
        text: event.kind === 'remove' ? 'it is deleted by name' : 'it is moved by name',
        remediation: DELETE,
      };
    case 'source':
    case 'run':
      if (owned || place !== 'shared') return null;
      return { text: 'it is run by name', remediation: 'Keep what you run in a directory that only you can write.' };
    case 'read':
      if (owned || (place !== 'shared' && !link) || (link && present)) return null;
      return guarding ? { vector: LOW, text: 'it is read by name', remediation: OPEN } : null;
  }
  return null;
}

function look(check: Check, shell: Shell, context: SyntaxContext, reported: Set<number>): void {
  const { file } = shell;
  const key = resourceKey(file, check.word);
  if (!key) return;
  const events = shell.derive(eventsByKey).get(key);
  if (!events) return;
  const place = placeOf(file, check.word);
  if (place === 'private' || place === 'device') return;
  const scope = file.functionOf(check.node)?.from ?? -1;
  const from = lastBefore(events, check.node.index + 1) + 1;
  for (const event of events.slice(from)) {
    file.budget.spend();
    if (event.scope !== scope) continue;
    const outcome = outcomeAt(file, check.node, event.node);
    const present = outcome ? check.holds(outcome) : null;
    if (present === null) continue;
    // Made in one step that fails if something is there: from here on the file is ours.
    if (event.kind === 'secure' || event.kind === 'mkdir' || refusesExisting(file, event)) return;
    const validated = !sharesStatement(check.node, event.node);
    const constant = check.word.parts.every((part) => part.kind === 'literal');
    const verdict = judge(check, present, event, place, validated, constant);
    if (!verdict) continue;
    if (reported.has(event.node.index) || lockedAt(file, check.node)) return;
    reported.add(event.node.index);
    const path = check.word.node.text;
    context.report({
      at: event.node,
      ...(verdict.vector === undefined ? {} : { vector: verdict.vector }),
      confidence: 'medium',
      remediation: verdict.remediation,
      trace: [
        { at: check.node, text: `${path} is checked (\`${check.operator}\`)` },
        { at: event.node, text: `then ${verdict.text}; in between it can have become something else` },
      ],
    });
    return;
  }
}

/** Whether check and use are in one `if`, list or loop; else the check was a validation further up. */
function sharesStatement(check: SyntaxNode, use: SyntaxNode): boolean {
  const around = check.ancestor('if_statement', 'while_statement', 'list');
  if (!around) return false;
  for (let at: SyntaxNode | null = around, climbed = 0; at && climbed < 50; at = at.parent, climbed++) {
    if (at.contains(use))
      return /^(?:if_statement|while_statement|list|elif_clause|redirected_statement|negated_command|pipeline)$/.test(at.type);
    if (!/^(?:if_statement|while_statement|list|elif_clause|redirected_statement|negated_command)$/.test(at.type)) return false;
  }
  return false;
}

function reportedUses(): Set<number> {
  return new Set();
}

/** Reports a test of a file whose outcome decides about a later act on the same name. */
export const bash: SyntaxRules = {
  test_command(node, context) {
    const tests = readTests(node);
    if (!tests.all.some((test) => fileTests.test(test.operator))) return;
    const shell = context.shared(readShell);
    for (const check of checksOf(tests)) look(check, shell, context, shell.derive(reportedUses));
  },
  command(node, context) {
    const name = node.child('name')?.text;
    if (name === 'test') {
      const shell = context.shared(readShell);
      const command = shell.file.commandAt(node);
      if (!command || command.wrappers.length > 0) return;
      for (const check of checksOf(readTestCommand(command))) look(check, shell, context, shell.derive(reportedUses));
    }
  },
};
