/** Content that others could read until its mode was set: what the checks of creations and modes share. */
import { literalOf, modeAfter, type Word, wholeStatement, withheldReads } from '../../../src/engine/bash.ts';
import type { IrFunction, JudgeContext, Pair, Report } from '../../../src/engine/check.ts';
import type { FileEvent } from '../fileEvents.ts';
import { type ShellEvent, type ShellFacts, shellProgram } from './files.ts';
import { eventsOn, isNextRound, placeOfEvent, type ShellAnalysis } from './places.ts';
import { isHarmless } from './secrecy.ts';

export type ShellPair = Pair<FileEvent, ShellFacts>;
export type ShellContext = JudgeContext<FileEvent, ShellFacts>;

/** Whether a mask that keeps these readers out is in force where an act happens, or where its helper is called. */
export function isMasked(analysis: ShellAnalysis, fn: IrFunction, event: ShellEvent, withheld: number): boolean {
  const held = [analysis.modesAt(event), ...(event.at === event.origin ? [] : [analysis.modesAtCall(fn, event.at)])];
  const enough = held.some(
    (modes) => ((withheld & 0o040) === 0 || modes.has('group-closed')) && ((withheld & 0o004) === 0 || modes.has('others-closed')),
  );
  if (enough) return true;
  // A function that nobody calls in this file runs after the file's own first lines.
  const [main] = analysis.program.functions;
  if (event.within === main || analysis.program.callsOf(event.within).length > 0) return false;
  return main!.blocks.some(({ instructions }) =>
    instructions.some((one) => one.op === 'call' && one.word === 'umask' && one.at < event.within.at && closes(analysis, main!, one.at)),
  );
}

function closes(analysis: ShellAnalysis, main: IrFunction, at: number): boolean {
  for (const { instructions } of main.blocks) {
    const after = instructions[instructions.findIndex((one) => one.op === 'call' && one.at === at) + 1];
    if (after?.op === 'call') return analysis.modesAtCall(main, after).has('closed');
  }
  return /\b0?77\b|\b0?27\b/.test(analysis.program.tree.text.slice(analysis.program.tree.start[at], analysis.program.tree.end[at]));
}

/** The mode that an act sets, if it keeps somebody from reading. */
export function modeSet(analysis: ShellAnalysis, event: ShellEvent): number | null {
  const { command, modeWord, modeText } = event.data;
  if (command?.name !== 'chmod') return null;
  const text = modeText ?? (modeWord ? modeGiven(analysis, event, modeWord) : null);
  if (text === null) return null;
  const mode = modeAfter(text);
  return mode !== null && withheldReads(mode) > 0 && !/^[ugoa]*\+/.test(text) ? mode : null;
}

/** `chmod "$2" …` in a helper: of what its callers give, the mode that keeps most out. */
function modeGiven(analysis: ShellAnalysis, event: ShellEvent, word: Word): string | null {
  const program = shellProgram(analysis);
  const key = analysis.keys.keyOf(event.within, program.wordValue(word), event.origin);
  const parameter = /^⟨parameter (\d+)\.(\d+)⟩$/.exec(key ?? '');
  if (!parameter) return key !== null && /^[0-7]{3,4}$/.test(key) ? key : null;
  const index = Number(parameter[2]);
  const calls = event.at === event.origin ? program.callsOf(event.within).map(({ call }) => call) : [event.at];
  const withheld = (text: string): number => withheldReads(modeAfter(text) ?? 0o777);
  return calls.reduce<string | null>((closest, call) => {
    const value = program.argumentsOf(call)[index];
    const text = value?.kind === 'literal' && value.text !== '' ? value.text : null;
    return text !== null && (closest === null || withheld(text) > withheld(closest)) ? text : closest;
  }, null);
}

/** Whether the directory of a file was closed to others before. */
export function liesInClosed(analysis: ShellAnalysis, fn: IrFunction, made: ShellEvent): boolean {
  for (const event of analysis.eventsOf(fn)) {
    if (event.key === '' || event.at.at >= made.at.at || !made.key.startsWith(`${event.key}/`)) continue;
    if (event.event === 'mkdir' && isMasked(analysis, fn, event, 0o044)) return true;
    if (event.event === 'secure' && event.data.directory && isClosedMode(event.data.modeText)) return true;
    const mode = event.event === 'restrict' ? modeSet(analysis, event) : null;
    if (mode !== null && (mode & 0o055) === 0) return true;
  }
  return false;
}

export function isClosedMode(text: string | null): boolean {
  const mode = text === null ? null : modeAfter(text, true);
  return mode !== null && (mode & 0o055) === 0;
}

export interface Exposure {
  /** The first content that others could read. */
  readonly made: ShellEvent;
  readonly restrict: ShellEvent;
}

/** What a pair of a creation and a change of mode exposes in between, or null. */
export function exposureOf(pair: ShellPair, { analysis, fn }: ShellContext): Exposure | null {
  const { second: restrict } = pair;
  const mode = modeSet(analysis, restrict);
  if (mode === null || isNextRound(pair) || (pair.first.data.each && restrict.data.each)) return null;
  const withheld = withheldReads(mode);
  const place = placeOfEvent(analysis, restrict);
  if (place === 'private' || place === 'device') return null;
  const between = eventsOn(analysis, fn, pair.key).filter(({ at }) => at.at >= pair.first.at.at && at.at <= restrict.at.at);
  for (const event of between) {
    if (event.event !== 'write' && event.event !== 'append' && event.event !== 'create') continue;
    // Made under a mask it stays closed for what is appended later.
    if (isMasked(analysis, fn, event, withheld)) return null;
    if (event.event === 'create' || isHarmless(analysis, event) || copiesPrivate(analysis, event)) continue;
    return liesInClosed(analysis, fn, event) ? null : { made: event, restrict };
  }
  return null;
}

/** A copy of what `mktemp` made has its mode. */
function copiesPrivate(analysis: ShellAnalysis, { data, within, origin }: ShellEvent): boolean {
  if (data.command?.name !== 'cp') return false;
  return analysis
    .eventsOf(within)
    .some((event) => event.origin === origin && event.event === 'read' && placeOfEvent(analysis, event) === 'private');
}

/** `install -m 600 /dev/null f` on the line above, where the statement starts its line and replaces the file anyway. */
export function installFix({ made, restrict }: Exposure): Report['fix'] {
  const { redirect, word, command } = made.data;
  const chmod = restrict.data.command;
  const statement = wholeStatement(made.data.node);
  const { text } = statement.tree;
  const lineStart = text.lastIndexOf('\n', statement.start - 1) + 1;
  const indent = text.slice(lineStart, statement.start);
  const mode = literalOf(chmod?.arguments[0]);
  if (!redirect || made.event !== 'write' || !word || !/^\s*$/.test(indent) || !mode || !/^[0-7]{3,4}$/.test(mode)) return undefined;
  if (chmod!.wrappers.length > 0 || (command?.wrappers.length ?? 0) > 0 || made.at !== made.origin) return undefined;
  return {
    description: `Makes the file with mode ${mode} before anything is written to it.`,
    edits: [{ start: statement.start, end: statement.start, newText: `install -m ${mode} /dev/null ${word.node.text}\n${indent}` }],
  };
}

/** Content below a directory, or among the files of a glob, that one later chmod closes: their keys differ, so no table meets them. */
export function exposedBelow(analysis: ShellAnalysis, fn: IrFunction): readonly Exposure[] {
  const events = analysis.eventsOf(fn);
  const found: Exposure[] = [];
  for (const restrict of events) {
    if (restrict.event !== 'restrict') continue;
    const mode = modeSet(analysis, restrict);
    const glob = /^(.*)\/[^/]*\*[^/]*$/.exec(restrict.key);
    const fresh = events.some((event) => event.event === 'mkdir' && event.key === restrict.key && event.at.at < restrict.at.at);
    const below = glob ? glob[1]! : restrict.data.recursive || (fresh && mode !== null && (mode & 0o055) === 0) ? restrict.key : null;
    if (mode === null || !below || ['private', 'device'].includes(placeOfEvent(analysis, restrict))) continue;
    const withheld = withheldReads(mode);
    const made = events.find(
      (event) =>
        (event.event === 'write' || event.event === 'append') &&
        event.at.at < restrict.at.at &&
        event.key.startsWith(`${below}/`) &&
        !isMasked(analysis, fn, event, withheld) &&
        !isHarmless(analysis, event) &&
        !liesInClosed(analysis, fn, event) &&
        !eventsOn(analysis, fn, event.key).some(
          (own) => own.at.at < event.at.at && (own.event === 'secure' || (own.event === 'restrict' && modeSet(analysis, own) !== null)),
        ),
    );
    if (made) found.push({ made, restrict });
  }
  return found;
}
