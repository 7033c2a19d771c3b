import type { Report, SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import {
  argumentsOf,
  functionAround,
  isWrittenBetween,
  type JavaScriptFile,
  javaScriptFile,
  type Resource,
  resourceOf,
} from '../../../src/engine/javascript.ts';
import { isNarrow, modeOf, withheldReads } from '../../models/javascript/fileModes.ts';
import { actNames, actOf, type FileAct, isAtomic } from '../../models/javascript/files.ts';
import { soundsPublic, soundsSecret } from '../../models/secretNames.ts';

/** Content that does not look secret: somebody may learn a little. */
const ordinary = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:L/I:N/A:N';

interface Made {
  readonly act: FileAct;
  readonly resource: Resource;
}

/** True if the creation says with which mode, so that nothing is open in between. */
function hasMode({ call, name }: FileAct, file: JavaScriptFile): boolean {
  const given = argumentsOf(call);
  if (given.slice(1).some((argument) => file.option(argument, 'mode') !== null)) return true;
  const plain = name.replace(/Sync$/, '');
  const last = plain === 'open' ? given[2] : plain === 'mkdir' ? given[1] : undefined;
  return last !== undefined && modeOf(last, file) !== null;
}

/** Nothing can be read from a file that was made empty. */
function isEmpty({ call, name }: FileAct, file: JavaScriptFile): boolean {
  const content = argumentsOf(call)[1];
  return name.startsWith('writeFile') && content !== undefined && file.constantOf(content) === '';
}

/** Packages and functions whose directory only its owner can enter. */
const privatePlace = /mkdtemp|\btmp\.(?:dir|file)|tempy|temporaryDirectory|temporaryFile/;

/** True for a path below a directory that was made for this run, and closed. */
function isPrivate(path: SyntaxNode, file: JavaScriptFile): boolean {
  const seen = [path];
  for (let at = 0; at < seen.length && at < 12; at++) {
    const node = seen[at]!;
    if (privatePlace.test(node.text.slice(0, 400))) return true;
    for (const identifier of node.type === 'identifier' ? [node] : node.descendants('identifier')) {
      const binding = file.bindings.resolve(identifier);
      if (binding?.value && !binding.parameter) seen.push(binding.value);
    }
  }
  return false;
}

/** A umask that keeps the same readers out was set before, in this function or for the whole file. */
function isMasked(made: SyntaxNode, withheld: number, file: JavaScriptFile): boolean {
  const around = functionAround(made);
  return file.calls.named('umask').some((call) => {
    if (call.index > made.index || file.calledName(call) !== 'process.umask') return false;
    const mask = modeOf(argumentsOf(call)[0], file);
    const inside = functionAround(call);
    return mask !== null && (mask & withheld) === withheld && (inside === null || inside.equals(around));
  });
}

/** True if the second call runs after the first one in the same function, its callbacks included. */
function follows(first: SyntaxNode, second: SyntaxNode): boolean {
  const around = functionAround(first);
  return (
    second.index > first.index && (around === null ? functionAround(second) === null || first.contains(second) : around.contains(second))
  );
}

function fixOf({ call, name }: FileAct, mode: number, file: JavaScriptFile): Report['fix'] {
  const given = argumentsOf(call);
  const plain = name.replace(/Sync$/, '');
  const text = `0o${mode.toString(8)}`;
  const last = given.at(-1);
  if (!last || (plain !== 'writeFile' && plain !== 'mkdir' && plain !== 'createWriteStream')) return undefined;
  const description = `Creates it with mode ${text} at once. A file that is already there keeps its mode until it is changed below.`;
  if (given.length === (plain === 'writeFile' ? 2 : 1)) {
    return { description, edits: [{ start: last.end, end: last.end, newText: `, { mode: ${text} }` }] };
  }
  if (plain === 'mkdir' || given.length !== (plain === 'writeFile' ? 3 : 2)) return undefined;
  if (last.type === 'string')
    return { description, edits: [{ start: last.start, end: last.end, newText: `{ encoding: ${last.text}, mode: ${text} }` }] };
  const object = last.type === 'object' ? file.objectOf(last) : null;
  const member = object?.namedChildren.at(-1);
  return member ? { description, edits: [{ start: member.end, end: member.end, newText: `, mode: ${text}` }] } : undefined;
}

/** Reports content written to a file, or a directory made, before its mode keeps others out. */
export const js: SyntaxRules = {
  program(_, context) {
    const file = context.shared(javaScriptFile);
    const changes = file.calls.of(['chmod', 'chmodSync', 'lchmod', 'lchmodSync']);
    if (changes.length === 0) return;
    const made: Made[] = [];
    for (const call of file.calls.of(actNames)) {
      const act = actOf(call, file);
      if (!act || (act.act !== 'create' && act.act !== 'folder') || /^(?:sym)?link|^truncate/.test(act.name)) continue;
      const resource = resourceOf(act.path, file);
      if (resource) made.push({ act, resource });
    }
    const reported = new Set<number>();
    for (const change of changes) {
      const [path, modeNode] = argumentsOf(change);
      const mode = modeOf(modeNode, file);
      const act = actOf(change, file);
      const target = act && path && isNarrow(mode) ? resourceOf(path, file) : null;
      if (!target || !path || mode === null) continue;
      const found = made.find(
        ({ act: creation, resource }) =>
          resource.key === target.key &&
          !reported.has(creation.call.index) &&
          follows(creation.call, change) &&
          !isWrittenBetween(resource, creation.call.index, change.index, file),
      );
      if (!found) continue;
      const creation = found.act;
      const isOpenForReading =
        creation.name.startsWith('open') && isAtomic(creation, file) && !/x/.test(argumentsOf(creation.call)[1]?.text ?? '');
      if (isOpenForReading || hasMode(creation, file) || isEmpty(creation, file) || isPrivate(path, file)) continue;
      if (isMasked(creation.call, withheldReads(mode), file)) continue;
      reported.add(creation.call.index);
      const between = context.source.text.slice(creation.call.start, Math.min(creation.call.end, creation.call.start + 2000));
      const isSecret = !soundsPublic(path.text) && (soundsSecret(target.key) || soundsSecret(path.text) || soundsSecret(between));
      const isFolder = creation.act === 'folder';
      context.report({
        at: creation.call,
        confidence: isSecret ? 'high' : 'medium',
        ...(isSecret ? {} : { vector: ordinary }),
        message: isFolder
          ? 'The directory is made open to others and closed only afterwards: in between, anybody can enter it and keep a file open.'
          : 'The file is written with the default mode and restricted only afterwards: in between, every user of the machine can open it.',
        remediation: isFolder
          ? 'Make it closed at once: `mkdirSync(path, { mode: 0o700 })`.'
          : 'Create it with its mode: `writeFileSync(path, data, { mode: 0o600 })`. A file that may exist keeps its old mode: write a new one beside it and rename.',
        trace: [
          { at: creation.call, text: 'it is made with the default mode' },
          { at: change, text: 'and closed to others only here' },
        ],
        fix: fixOf(creation, mode, file),
      });
    }
  },
};
