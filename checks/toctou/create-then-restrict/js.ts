import type { JudgeContext, OrderRule, Pair, Report } from '../../../src/engine/check.ts';
import { argumentsOf } from '../../../src/engine/javascript.ts';
import type { FileEvent, FileFacts } from '../../models/fileEvents.ts';
import { modeOfValue } from '../../models/javascript/constants.ts';
import { fileFunction, javaScriptFiles } from '../../models/javascript/fileEvents.ts';
import { placeOf } from '../../models/javascript/paths.ts';
import { fileOf } from '../../models/javascript/program.ts';
import { soundsPublic, soundsSecret } from '../../models/secretNames.ts';
import { quoted } from '../../models/weigh.ts';

/** Content that does not look secret: somebody may learn a little. */
const ORDINARY = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:L/I:N/A:N';
const READ_BY_OTHERS = 0o044;

type FilePair = Pair<FileEvent, FileFacts>;
type Context = JudgeContext<FileEvent, FileFacts>;

/** Reports files and directories made with the default mode and closed to others afterwards. */
export const js: OrderRule<FileEvent, FileFacts> = {
  binding: javaScriptFiles,
  judge(pair, context) {
    const { first: made, second: restrict } = pair;
    const { analysis, fn } = context;
    const { mode } = restrict.data;
    if (restrict.data.owner || mode === null || mode === undefined || (mode & 0o004) !== 0) return null;
    const withheld = READ_BY_OTHERS & ~mode;
    // Made with a mode of its own: one that keeps the same readers out, or one that cannot be told.
    const given = made.data.mode;
    if (given === null || (given !== undefined && (given & withheld) === 0)) return null;
    if (isMasked(pair, withheld, context) || liesInClosed(pair, withheld, context)) return null;
    const place = placeOf(analysis, fn, made.within === fn ? made.on : restrict.on, made.within === fn ? made.at : restrict.at);
    return place === 'private' || place === 'device' ? null : reportOf(pair, mode, context);
  },
};

/** A `umask` that keeps the same readers out is in force: where the file is made, or since the module was loaded. */
function isMasked({ first }: FilePair, withheld: number, { analysis }: Context): boolean {
  const modes = analysis.modesAt(first);
  if (((withheld & 0o040) === 0 || modes.has('group')) && ((withheld & 0o004) === 0 || modes.has('others'))) return true;
  const { program } = analysis;
  const [module] = program.functions;
  if (!module || first.within === module || !program.functionsCalling(new Set(['umask'])).includes(module)) return false;
  return module.blocks.some(({ instructions }) =>
    instructions.some((one) => {
      if (one.op !== 'call' || program.nameOf(one) !== 'process.umask') return false;
      const mask = modeOfValue(program, program.argumentsOf(one)[0] ?? null);
      return mask !== null && (mask & withheld) === withheld;
    }),
  );
}

/** In a directory that this function made closed, or closed before. */
function liesInClosed({ first }: FilePair, withheld: number, { analysis, fn }: Context): boolean {
  return analysis.eventsOf(fn).some(({ key, at, event, data: { mode } }) => {
    if (key === '' || !first.key.startsWith(`${key}/`) || at.at >= first.at.at || mode === null || mode === undefined) return false;
    return event === 'mkdir' ? (mode & withheld) === 0 : event === 'restrict' && (mode & 0o005) === 0;
  });
}

function reportOf(pair: FilePair, mode: number, context: Context): Report {
  const { first: made, second: restrict } = pair;
  const { node, source } = context;
  const directory = made.event === 'mkdir';
  const at = node(made.at);
  const path = node(made.at === made.origin ? made.on.at : made.at.at);
  const between = source.text.slice(at.start, Math.min(at.end, at.start + 2000));
  const secret = !soundsPublic(path.text) && [made.key, path.text, between].some(soundsSecret);
  return {
    at,
    confidence: secret ? 'high' : 'medium',
    ...(secret ? {} : { vector: ORDINARY }),
    message: directory
      ? 'The directory is made open to others and closed only afterwards: in between, anybody can enter it and keep a file open.'
      : 'The file is written with the default mode and restricted only afterwards: in between, every user of the machine can open it.',
    remediation: directory
      ? 'Make it closed at once: `mkdirSync(path, { mode: 0o700 })`.'
      : 'Create it with its mode: `writeFileSync(path, data, { mode: 0o600 })`. A file that may exist keeps its old mode: write a new one beside it and rename.',
    trace: [
      { at, text: `${quoted(path)} is made with the default mode` },
      { at: node(restrict.at), text: 'and closed to others only here' },
    ],
    ...fixOf(pair, mode, context),
  };
}

/** The mode at creation, with the later change kept: of a file that is there already, Node leaves the mode as it is. */
function fixOf({ first: made }: FilePair, mode: number, { node, analysis }: Context): Pick<Report, 'fix'> {
  if (made.at !== made.origin || made.data.mode !== undefined) return {};
  const given = argumentsOf(node(made.at));
  const plain = fileFunction(made.at, analysis.program);
  const text = `0o${mode.toString(8)}`;
  const last = given.at(-1);
  if (!last || (plain !== 'writeFile' && plain !== 'mkdir' && plain !== 'createWriteStream')) return {};
  const description = `Creates it with mode ${text} at once. One that is already there keeps its mode until it is changed below.`;
  const fixed = (start: number, end: number, newText: string) => ({ fix: { description, edits: [{ start, end, newText }] } });
  if (given.length === (plain === 'writeFile' ? 2 : 1)) return fixed(last.end, last.end, `, { mode: ${text} }`);
  if (plain === 'mkdir' || given.length !== (plain === 'writeFile' ? 3 : 2)) return {};
  if (last.type === 'string') return fixed(last.start, last.end, `{ encoding: ${last.text}, mode: ${text} }`);
  const object = last.type === 'object' ? fileOf(analysis.program).objectOf(last) : null;
  const member = object?.namedChildren.at(-1);
  return member ? fixed(member.end, member.end, `, mode: ${text}`) : {};
}
