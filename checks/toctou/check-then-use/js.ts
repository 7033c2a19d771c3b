import type { Report, SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import {
  argumentsOf,
  calleeOf,
  callsOf,
  functionAround,
  functionTypes,
  isWrittenBetween,
  type JavaScriptFile,
  javaScriptFile,
  namedFunction,
  propertyOf,
  type Region,
  type Resource,
  regionsOf,
  resourceOf,
  wrapped,
} from '../../../src/engine/javascript.ts';
import {
  type Act,
  actNames,
  actOf,
  type FileAct,
  type FileCall,
  isAtomic,
  questionNames,
  questionOf,
  questions,
} from '../../models/javascript/files.ts';

const raceWrite = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:H/A:H';
/** Whoever wins the race spoils a run; nothing is written where it should not be. */
const raceSpoil = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:L/A:L';

interface Event<T extends FileCall> {
  readonly what: T;
  readonly resource: Resource;
}

/** True where the failure of the act is expected: a `catch` of its own, a callback that gets the error. */
function isFailureHandled(call: SyntaxNode, asked: SyntaxNode): boolean {
  const last = argumentsOf(call).at(-1);
  if (last && functionTypes.has(last.type)) return true;
  for (let at = call.parent, inside = call; at; inside = at, at = at.parent) {
    if (functionTypes.has(at.type)) return false;
    if (at.type === 'member_expression' && propertyOf(at) === 'catch') return true;
    if (at.type === 'try_statement' && inside.field === 'body' && at.child('handler') && !inside.contains(asked)) return true;
  }
  return false;
}

/** What is asked: `access` without a mode asks for no more than existence. */
function kindOf({ call, name }: FileCall): (typeof questions)[string] {
  const mode = argumentsOf(call)[1];
  const isPlain = mode === undefined || functionTypes.has(mode.type) || /\bF_OK$/.test(mode.text);
  return name.startsWith('access') && isPlain ? 'existence' : (questions[name] ?? 'existence');
}

/** How bad it is that the act hits something else than what was asked about; null where it is not worth a word. */
function vectorOf(question: FileCall, use: FileAct, region: Region): string | null {
  const kind = kindOf(question);
  const serious: readonly Act[] = ['create', 'change'];
  if (!serious.includes(use.act)) return raceSpoil;
  // What is there is overwritten either way; only a file that appears in between makes a difference.
  if (kind === 'existence' && region.answer === 'yes') return region.follows ? null : raceSpoil;
  return raceWrite;
}

/** Changes of the act that ask and act at once. */
function fixOf(use: FileAct, region: Region, file: JavaScriptFile): Report['fix'] {
  const { call, name, act } = use;
  const given = argumentsOf(call);
  const list = call.child('arguments');
  const callee = calleeOf(call);
  const end = given.at(-1)?.end;
  if (!list || !callee || end === undefined) return undefined;
  const plain = name.replace(/Sync$/, '');
  if (plain === 'mkdir' && given.length === 1) {
    return {
      description: 'Makes the folder and its parents, and does not mind a folder that is there already.',
      edits: [{ start: end, end, newText: ', { recursive: true }' }],
    };
  }
  if (plain === 'writeFile' && act === 'create' && region.answer === 'no' && given.length === 2) {
    return {
      description: 'Creates the file exclusively: fails with `EEXIST` if something has appeared at this path since the check.',
      edits: [{ start: end, end, newText: `, { flag: 'wx' }` }],
    };
  }
  const property = callee.type === 'member_expression' ? callee.child('property') : null;
  if (plain === 'unlink' && region.answer === 'yes' && given.length === 1 && property && file.calledName(call)?.startsWith('fs.')) {
    return {
      description: 'Deletes the file, and does not mind one that is gone already.',
      edits: [
        { start: property.start, end: property.end, newText: name.replace('unlink', 'rm') },
        { start: end, end, newText: ', { force: true }' },
      ],
    };
  }
  return undefined;
}

/** `exists(p) && read(p) === text`: what is there is looked at, so whether it is there decides nothing afterwards. */
function isContentCompared({ call, path }: FileCall): boolean {
  const both = wrapped(call).parent;
  const right = both?.type === 'binary_expression' && both.child('operator')?.text === '&&' ? both.child('right') : null;
  if (!right || right.contains(call)) return false;
  for (const read of right.descendants('call_expression')) {
    const callee = calleeOf(read);
    const name = callee ? (propertyOf(callee) ?? callee.text) : '';
    if (/^read(?:File|Json|JSON)(?:Sync)?$/.test(name) && argumentsOf(read)[0]?.text === path.text) return true;
  }
  return false;
}

/** True if a lock of a known kind is taken in the function before the question. */
function isLocked(question: SyntaxNode, file: JavaScriptFile): boolean {
  const fn = functionAround(question);
  return file.calls.of(['lock', 'lockSync', 'acquire', 'runExclusive', 'withLock']).some((call) => {
    const around = functionAround(call);
    const sameFunction = fn ? fn.equals(around) : around === null;
    return (sameFunction && call.index < question.index) || call.contains(question);
  });
}

/** Calls of a function of this file that asks for its caller: `const there = async (p) => { try { await access(p); … } }`. */
function askedThrough({ path }: FileCall, file: JavaScriptFile): FileCall[] {
  const parameter = path.type === 'identifier' ? file.bindings.resolve(path)?.parameter : null;
  const name = parameter ? namedFunction(parameter.fn)?.name : undefined;
  if (!parameter || name === undefined || !/exist|^(?:is|has)[A-Z]|present/i.test(name)) return [];
  return callsOf(parameter.fn, file).flatMap((call) => {
    const given = argumentsOf(call)[parameter.index];
    return given ? [{ call, name, path: given }] : [];
  });
}

/** Reports an act on a path under the answer of an earlier question about the same path. */
export const js: SyntaxRules = {
  program(_, context) {
    const file = context.shared(javaScriptFile);
    const asked = file.calls.of(questionNames);
    if (asked.length === 0) return;
    const uses = new Map<string, Event<FileAct>[]>();
    for (const call of file.calls.of(actNames)) {
      const what = actOf(call, file);
      const resource = what ? resourceOf(what.path, file) : null;
      if (!what || !resource) continue;
      const list = uses.get(resource.key);
      if (list) list.push({ what, resource });
      else uses.set(resource.key, [{ what, resource }]);
    }
    if (uses.size === 0) return;
    const reported = new Set<number>();
    const all = asked.flatMap((call) => {
      const question = questionOf(call, file);
      return question ? [question, ...askedThrough(question, file)] : [];
    });
    // The nearest question before an act is the one that matters, so the last one comes first.
    for (const question of all.sort((a, b) => b.call.index - a.call.index)) {
      const { call } = question;
      const resource = resourceOf(question.path, file);
      const candidates = resource ? uses.get(resource.key) : undefined;
      if (!resource || !candidates) continue;
      const style = kindOf(question) === 'existence' && !question.name.startsWith('access') ? 'value' : 'throws';
      const regions = regionsOf({ call, style }, file);
      for (const { what } of candidates) {
        if (reported.has(what.call.index)) continue;
        const region = regions.find(({ from, to }) => what.call.index >= from && what.call.index < to);
        if (!region || isAtomic(what, file)) continue;
        if (region.follows && isContentCompared(question)) continue;
        const start = region.afterLoop ? region.from : call.index;
        if (isWrittenBetween(resource, start, what.call.index, file)) continue;
        if ((what.act === 'remove' || what.act === 'folder' || what.act === 'replace') && isFailureHandled(what.call, call)) continue;
        const vector = vectorOf(question, what, region);
        if (vector === null || isLocked(call, file)) continue;
        reported.add(what.call.index);
        context.report({
          at: what.call,
          vector,
          trace: [
            { at: call, text: `\`${question.name}\` asks about the path` },
            { at: what.call, text: `\`${what.name}\` acts on what stands there by now` },
          ],
          fix: fixOf(what, region, file),
        });
      }
    }
  },
};
