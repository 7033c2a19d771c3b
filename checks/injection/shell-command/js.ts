/** What reaches a shell as its text in JavaScript programs. */
import { constantOf, type FlowRule, type Hit, type Known } from '../../../src/engine/check.ts';
import { commandWords } from '../../models/flow/commandWords.ts';
import { type Hole, holesIn, holesOf, isBuilt, putIn, reportOf, worstOf } from '../../models/flow/weighHit.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

const shells = /(?:^|[/\\])(?:(?:ba|z|da|k|a)?sh|busybox)(?:\.exe)?$/;
const shellOption = /^-[a-z]*c$/;
const others: readonly { readonly program: RegExp; readonly option: RegExp }[] = [
  { program: /(?:^|[/\\])cmd(?:\.exe)?$/i, option: /^\/[cCkK]$/ },
  { program: /(?:^|[/\\])(?:powershell|pwsh)(?:\.exe)?$/i, option: /^-(?:c|command)$/i },
];

/** The words of a list that a shell parses: the text behind `-c`, all that is behind `/c`. */
function parsedWords(words: readonly Known[]): readonly Known[] {
  const texts = words.map(constantOf);
  for (const [index, text] of texts.entries()) {
    if (text === null) continue;
    const other = others.find(({ program }) => program.test(text));
    if (!other && !shells.test(text)) continue;
    const option = texts.findIndex((one, at) => at > index && one !== null && (other?.option ?? shellOption).test(one));
    if (option >= 0) return other ? words.slice(option + 1) : words.slice(option + 1, option + 2);
  }
  return texts[0] !== null && texts[0] !== undefined && /(?:^|\/)(?:ssh|rsh)$/.test(texts[0]) ? remoteWords(words.slice(1)) : [];
}

const takingValue = /^-[bcDEeFIiJLlmOopQRSWw]$/;

/** What `ssh` hands to the shell of another machine: all that follows the name of that machine. */
function remoteWords(words: readonly Known[]): readonly Known[] {
  for (let index = 0; index < words.length; index++) {
    const text = constantOf(words[index]!);
    if (text?.startsWith('-')) index += takingValue.test(text) ? 1 : 0;
    else return words.slice(index + 1);
  }
  return [];
}

function dangerous(hit: Hit): readonly Hole[] {
  if (hit.sink.context === 'argument')
    return parsedWords(commandWords(hit) ?? []).flatMap((known) => putIn(holesIn(known, hit.at, 'shell')));
  const holes = holesOf(hit, 'shell');
  // Which program is run was picked elsewhere; nothing is put into its arguments.
  const built = hit.sink.label === 'words' ? holes : [...putIn(holes), ...putTogether(holes)];
  return built.filter((hole) => hole.facts.length > 0 || (!isProgramOnly(hole) && isAlwaysPut(hit.known)));
}

/** What nobody is seen to steer, and what is not even there each time, is nobody's news. */
function isAlwaysPut({ texts }: Known): boolean {
  return texts?.every((text) => text.some((piece) => !('text' in piece))) ?? true;
}

/** Texts that were made of what callers give in more ways than are told apart: the words between the values are lost, the values are not. */
function putTogether(holes: readonly Hole[]): readonly Hole[] {
  return holes.flatMap((hole) => {
    const facts = isBuilt(hole) ? [] : hole.facts.filter((fact) => fact.kind === 'parameter' && !fact.exact);
    return facts.length > 0 ? [{ ...hole, facts }] : [];
  });
}

function isProgramOnly({ text, index }: Hole): boolean {
  return index === 0 && !text.slice(1).some((piece) => !('text' in piece));
}

/** Reports text with values in it that ends in a shell. */
export const js: FlowRule = {
  binding: javascript,
  contexts: ['shell', 'argument'],
  judge(hit, judge) {
    const danger = worstOf(dangerous(hit));
    if (!danger) return null;
    return reportOf(hit, danger, judge, {
      vectors: {
        outside: vectors.remoteCode,
        remote: vectors.libraryCode,
        caller: vectors.libraryCode,
        own: vectors.localCode,
        unknown: vectors.unseenCode,
      },
      atGiver: true,
      ending: hit.sink.label === 'remote' ? 'and the shell of another machine parses it' : 'and a shell parses it',
    });
  },
};
