import type { OrderRule, Report, SyntaxNode } from '../../../src/engine/check.ts';
import { nodeOf, type ShellEvent, type ShellFacts, shellFiles, shellProgram } from '../../models/bash/files.ts';
import { isNextRound, isRootScript, placeOfEvent } from '../../models/bash/places.ts';
import type { FileEvent, Place } from '../../models/fileEvents.ts';
import { namesLock } from '../../models/lockNames.ts';
import { vectors } from '../../models/vectors.ts';

/** Where only the owner can swap the file, or only a name is lost. */
const LOW = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:L/A:L';

type Verdict = { readonly vector?: string | null; readonly text: string; readonly remediation: string } | null;

const CREATE =
  'Create it in one step that fails if it is there: `(set -C; echo data > "$file")`, `mkdir`, or `ln`; or make a temporary file beside it and `mv -n`.';
const DELETE = 'Delete without asking: `rm -f --` is content when nothing is there.';
const OPEN = 'Open it once and work on what is open (`exec 3>>"$file"`), or work in a directory that only you can write.';

/** What a use means after this check, or null where the pair is harmless. */
function judgeUse(check: ShellEvent, present: boolean, event: ShellEvent, place: Place): Verdict {
  const operator = check.data.test ?? check.data.verb;
  const link = operator === '-L' || operator === '-h' || operator === 'readlink';
  const guarding = link || /^-[OGwugk]$/.test(operator);
  const owned = place === 'system' || place === 'home';
  const constant = !event.key.includes('⟨');
  const validated = !sharesStatement(check.data.node, nodeOf(event));
  const vector = owned || (constant && place === 'unknown') ? { vector: LOW } : {};
  switch (event.event) {
    case 'create':
    case 'write':
    case 'append':
    case 'replace':
    case 'change':
      // A rename follows nothing; where others put their files, it takes one of theirs.
      if (event.event === 'replace' && event.data.verb === 'mv' && (present || place !== 'shared')) return null;
      // A directory there was refused, which says nothing of a file.
      if (!present && operator === '-d') return null;
      if (link || !present) return { ...vector, text: 'it is written by name', remediation: CREATE };
      if (owned || (validated && !guarding && place !== 'shared')) return null;
      if (event.event === 'replace' && !guarding && place !== 'shared') return null;
      return { ...(guarding || place === 'shared' ? vector : { vector: LOW }), text: 'it is written by name', remediation: OPEN };
    case 'restrict':
    case 'own':
      if (!present && !link) return null;
      if (owned || (validated && !guarding && place !== 'shared')) return null;
      return {
        ...vector,
        text: 'its mode or owner is changed by name',
        remediation: 'Set mode and owner when it is made, or use `chown -h` in a directory that only you can write.',
      };
    case 'remove':
    case 'move':
      if (event.event === 'move' && !guarding && place !== 'shared') return null;
      if (owned || (!present && !link) || (validated && !guarding && place !== 'shared')) return null;
      // Where nobody else can write, the worst is a message that nothing was there.
      return {
        vector: guarding || place === 'shared' ? LOW : null,
        text: event.event === 'remove' ? 'it is deleted by name' : 'it is moved by name',
        remediation: DELETE,
      };
    case 'execute':
      if (owned || place !== 'shared') return null;
      return { text: 'it is run by name', remediation: 'Keep what you run in a directory that only you can write.' };
    case 'read':
      if (owned || (place !== 'shared' && !link) || (link && present)) return null;
      return guarding ? { vector: LOW, text: 'it is read by name', remediation: OPEN } : null;
    default:
      return null;
  }
}

const joining = /^(?:if_statement|while_statement|list|elif_clause|redirected_statement|negated_command|pipeline)$/;

/** Whether check and use are in one `if`, list or loop; else the check was a validation further up. */
function sharesStatement(check: SyntaxNode, use: SyntaxNode): boolean {
  for (let at = check.ancestor('if_statement', 'while_statement', 'list'), climbed = 0; at && climbed < 50; at = at.parent, climbed++) {
    if (!joining.test(at.type)) return false;
    if (at.contains(use)) return true;
    if (at.type === 'pipeline') return false;
  }
  return false;
}

/** Where a name leads was asked, but what is acted on is the name again, not the answer. */
function resolvedReport(check: ShellEvent, event: ShellEvent): Report | null {
  const path = check.data.word?.node.text ?? '';
  if (!/^(?:realpath|readlink)$/.test(check.data.verb) || event.data.word?.node.text !== path) return null;
  const harmful =
    event.event === 'remove' ? event.data.recursive : /^(?:write|append|change|restrict|own|execute|replace)$/.test(event.event);
  const asked = check.data.node.ancestor('variable_assignment')?.child('name')?.text;
  if (!harmful || !asked || !isTested(check.data.node, asked)) return null;
  return {
    at: nodeOf(event),
    confidence: 'medium',
    remediation: `Act on what was looked at: \`"$${asked}"\`, in a directory that only you can write.`,
    trace: [
      { at: nodeOf(check), text: `where ${path} leads is asked, and looked at` },
      { at: nodeOf(event), text: 'but the name itself is used: by now it can lead elsewhere' },
    ],
  };
}

/** Whether a variable decides a `case` or a test. */
function isTested(node: SyntaxNode, name: string): boolean {
  const used = new RegExp(`^(?:case\\s+"?|\\[\\[?[^\\n]*)\\$\\{?${name}\\b`, 'm');
  const { text } = node.tree;
  return used.test(text.slice(node.end).replace(/^[\t ]*(?:if|while|until|elif)?[\t ]*/gm, ''));
}

/** Reports an act on a file that the answer of a test of the same name led to. */
export const bash: OrderRule<FileEvent, ShellFacts> = {
  binding: shellFiles,
  judge(pair, { analysis, source }) {
    const event = pair.second;
    const check = pair.previous.event === 'check' ? pair.previous : pair.first;
    if (pair.kind !== 'present' && pair.kind !== 'absent')
      return pair.kind === 'unbranched' && !source.start.alone ? resolvedReport(check, event) : null;
    if (check.event !== 'check' || check.data.asks === undefined || source.start.alone || isNextRound(pair)) return null;
    const place = placeOfEvent(analysis, event);
    if (place === 'private' || place === 'device') return null;
    const present = pair.kind === 'present';
    // A lock that is looked for before it is taken is `toctou/lock-nonatomic`.
    if ((!present || event.event === 'remove') && namesLock(event.data.word?.node.text ?? '', event.key)) return null;
    const modes = analysis.modesAt(event);
    if (modes.has('locked') || analysis.modesAt(check).has('locked')) return null;
    if (modes.has('noclobber') && (event.data.redirect?.operator === '>' || event.data.redirect?.operator === '&>')) return null;
    const verdict = judgeUse(check, present, event, place);
    if (!verdict) return null;
    const root = place === 'shared' && verdict.vector === undefined && isRootScript(shellProgram(analysis));
    const path = check.data.word?.node.text ?? '';
    return {
      at: nodeOf(event),
      ...(root ? { vector: vectors.raceRoot } : verdict.vector === undefined ? {} : { vector: verdict.vector }),
      confidence: 'medium',
      remediation: verdict.remediation,
      trace: [
        { at: nodeOf(check), text: `${path} is checked (\`${check.data.verb}\`)` },
        { at: nodeOf(event), text: `then ${verdict.text}; in between it can have become something else` },
      ],
    };
  },
};
