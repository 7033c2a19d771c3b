import { constantOf, type FlowRule, type Hit, type Known } from '../../../src/engine/check.ts';
import { commandWords } from '../../models/flow/commandWords.ts';
import {
  before,
  type Danger,
  type Hole,
  holesIn,
  holesOf,
  isBuilt,
  putIn,
  reportOf,
  strangersOf,
  worstOf,
} from '../../models/flow/weighHit.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

const interpreters: readonly { readonly program: RegExp; readonly option: RegExp }[] = [
  { program: /(?:^|[/\\])(?:node|nodejs|bun)(?:\.exe)?$/, option: /^(?:-[pi]*e|--eval|-p|--print)$/ },
  { program: /(?:^|[/\\])(?:python[\d.]*|pypy\d?)(?:\.exe)?$/, option: /^-[A-Za-z]*c$/ },
  { program: /(?:^|[/\\])(?:perl|ruby|lua|Rscript)$/, option: /^-[A-Za-z]*[eE]$/ },
  { program: /(?:^|[/\\])php$/, option: /^-r$/ },
  { program: /(?:^|[/\\])deno$/, option: /^eval$/ },
];

/** The text behind `node -e` and its kin. */
function programOf(words: readonly Known[]): Known | undefined {
  const texts = words.map(constantOf);
  for (const [index, text] of texts.entries()) {
    const known = text === null ? undefined : interpreters.find(({ program }) => program.test(text));
    const option = known ? texts.findIndex((one, at) => at > index && one !== null && known.option.test(one)) : -1;
    if (option >= 0) return words[option + 1];
  }
  return undefined;
}

function dangerous(hit: Hit): readonly Hole[] {
  const { sink } = hit;
  if (sink.context === 'argument') {
    const text = programOf(commandWords(hit) ?? []);
    return text ? putIn(holesIn(text, hit.at, 'code')) : [];
  }
  const holes = holesOf(hit, 'code');
  // A page is another program, and most of what is called so is none.
  if (sink.label === 'page') return holes.filter((hole) => strangersOf(hole).length > 0);
  // A timer that is given a function, or something that may be one, runs no text.
  if (sink.label === 'timer') return holes.filter((hole) => isBuilt(hole) || hole.facts.some(({ trust }) => trust === 0));
  // What is called on a whole text runs what it is given: whoever gives it is asked.
  return sink.label === 'eval' ? holes.filter((hole) => hole.facts.length > 0 || isBuilt(hole)) : putIn(holes);
}

/** A member of an object that is named in the text: `this.` + name says nothing worse than the name. */
function isOwnName(hole: Hole): boolean {
  return hole.facts.length === 0 && /^\s*return this\s*$/.test(before(hole));
}

/** Code in a page reaches what the page may. */
function isOfPage({ fact }: Danger): boolean {
  return fact?.kind === 'page';
}

/** Reports text that is run as code and has values in it, or that is traced to somebody outside. */
export const js: FlowRule = {
  binding: javascript,
  contexts: ['code', 'argument'],
  judge(hit, judge) {
    if (hit.sink.label === 'where') return null;
    const danger = worstOf(dangerous(hit).filter((hole) => !isOwnName(hole)));
    if (!danger) return null;
    return reportOf(hit, danger, judge, {
      vectors: {
        outside: isOfPage(danger) ? vectors.pageCode : vectors.remoteCode,
        remote: vectors.libraryCode,
        caller: vectors.libraryCode,
        own: vectors.localCode,
        unknown: vectors.unseenCode,
      },
      atGiver: true,
      ending: 'and it is run as code',
    });
  },
};
