import { expect, test } from '@jest/globals';
import type { Outline } from '../src/model/outline.ts';
import { code, type Files, outline, outlinedCommit, testCase, tests } from './support/outlines.ts';
import { commitsOf, type Given, verdictOf } from './support/tddRange.ts';

/** Mulberry32. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

type Kind = 'red' | 'green' | 'refactor' | 'other';

interface Made {
  readonly kind: Kind;
  readonly sha: string;
  readonly message: string;
  readonly parents: readonly string[];
  readonly touches: readonly string[];
  readonly files: Files;
  /** Of its cycle, if it is the first to claim its phase there. */
  readonly cycle: number;
}

const forms: readonly ((subject: string, phase: string) => string)[] = [
  (subject, phase) => `${subject} (${phase})`,
  (subject, phase) => `${subject} (${phase} phase)`,
  (subject, phase) => `${subject} [${phase}]`,
  (subject, phase) => `${subject} (#12, ${phase})`,
  (subject, phase) => `${subject}\n\nWhy it is so.\n\nTDD-Phase: ${phase.toLowerCase()}`,
  (subject, phase) => `${subject}\n\nTDD-Phase: ${phase}\nCo-authored-by: Bo <bo@example.org>`,
  (subject, phase) => `${subject} (${phase})\n\n(cherry picked from commit ${'ab12'.repeat(10)})`,
];

/** An honest history: cycles about modules one after another or interleaved, on lines that meet, with what stands between them. */
function honestHistory(seed: number): Made[] {
  const pick = random(seed);
  const made: Made[] = [];
  let head = 'base';
  let cycle = 0;
  const add = (kind: Kind, message: string, files: Files, own = -1): Made => {
    const sha = (seed * 1000 + made.length).toString(16).padStart(40, '0');
    const touches = Object.keys(files).flatMap((paths) => paths.split(' -> '));
    const one = { kind, sha, message, parents: [head], touches, files, cycle: own };
    made.push(one);
    head = sha;
    return one;
  };
  const noise = (): void => {
    const kept = code('kept() same');
    const [message, files] = (
      [
        ['docs: words', { 'README.md': [null, null] }],
        ['chore(deps): bump', { 'package.json': [null, null], 'package-lock.json': [null, null] }],
        ['ci: a job', { '.github/workflows/ci.yml': [null, null] }],
        ['style: prettier', { 'src/kept.ts': [kept, code('kept() same')], 'src/more.ts': [kept, code('kept() same')] }],
        ['explain why', { 'src/kept.ts': [kept, code('kept() same')] }],
        ['docs: say what (GREEN) means', { 'docs/tdd.md': [null, null] }],
        ['chore: move', { 'src/kept.ts -> src/x/kept.ts': [kept, kept] }],
        ['test: a helper', { 'test/helper.ts': [null, outline({ code: ['help() x'] })] }],
        ['trigger CI', {}],
      ] satisfies [string, Files][]
    )[pick(9)]!;
    add('other', message, files);
  };
  const steps = (module: string): (() => Made)[] => {
    const own = cycle++;
    const form = forms[pick(forms.length)]!;
    const path = { test: `test/${module}.test.ts`, code: `src/${module}.ts` };
    const all: (() => Made)[] = [];
    const version = (from: number): Outline =>
      tests(...Array.from({ length: from }, (_, at) => testCase(`${module} ${at}`, `expect(${module}(${at})).toBe(1)`)));
    const reds = 1 + pick(3);
    for (let at = 0; at < reds; at++)
      all.push(() =>
        add('red', form(`test: ${module} ${own} ${at}`, 'RED'), { [path.test]: [at === 0 ? null : version(at), version(at + 1)] }, own),
      );
    for (let at = 0, greens = 1 + pick(2); at < greens; at++)
      all.push(() => {
        const stands = [at === 0 ? code(`${module}() stub`) : code(`${module}() ${at}`), code(`${module}() ${at + 1}`)] as const;
        return add('green', form(`feat: ${module} ${own} ${at}`, 'GREEN'), { [path.code]: stands }, own);
      });
    for (let at = 0, tidy = pick(3); at < tidy; at++)
      all.push(() =>
        add(
          'refactor',
          form(`refactor: ${module} ${own} ${at}`, 'REFACTOR'),
          { [path.code]: [code(`${module}() ${at + 5}`), code(`${module}() ${at + 6}`)] },
          own,
        ),
      );
    return all;
  };
  const fixup = (of: Made): void => {
    add('other', `${['fixup', 'squash', 'amend'][pick(3)]}! ${of.message.split('\n')[0]}`, of.files);
  };
  const revertAll = (commits: readonly Made[]): void => {
    for (const { message, sha, files } of [...commits].reverse()) {
      const back = Object.fromEntries(Object.entries(files).map(([path, [base, after]]) => [path, [after, base] as const]));
      add('other', `Revert "${message.split('\n')[0]}"\n\nThis reverts commit ${sha}.`, back);
    }
  };
  const run = (module: string): void => {
    const done: Made[] = [];
    for (const step of steps(module)) {
      if (pick(3) === 0) noise();
      done.push(step());
      if (pick(6) === 0) fixup(done.at(-1)!);
    }
  };
  for (let part = 0, parts = 1 + pick(5); part < parts; part++) {
    const name = `module${part}`;
    switch (pick(5)) {
      case 0: {
        const [one, other] = [steps(`${name}a`), steps(`${name}b`)];
        while (one.length + other.length > 0) {
          const from = other.length === 0 || (one.length > 0 && pick(2) === 0) ? one : other;
          from.shift()!();
          if (pick(5) === 0) noise();
        }
        break;
      }
      case 1: {
        const start = head;
        run(`${name}a`);
        const left = head;
        head = start;
        run(`${name}b`);
        const right = head;
        head = left;
        const merge = add('other', 'Merge branch', {});
        made[made.length - 1] = { ...merge, parents: [left, right], touches: [`src/${name}b.ts`] };
        break;
      }
      case 2: {
        const before = made.length;
        for (const step of steps(name)) step();
        revertAll(made.slice(before));
        break;
      }
      case 3: {
        run(name);
        const merge = add('other', "Merge branch 'main'", {});
        made[made.length - 1] = { ...merge, parents: [merge.parents[0]!, 'f'.repeat(40)], touches: ['src/other.ts'] };
        break;
      }
      default:
        run(name);
    }
  }
  noise();
  return made;
}

function judge(history: readonly Made[]): readonly string[] {
  const given = history.map(({ sha, message, parents, touches }): Given => ({ sha, message, parents, touches }));
  const outlined = new Map(history.map(({ sha, files }) => [sha, outlinedCommit(files)]));
  return verdictOf(commitsOf(...given), { mode: 'labels' }, { outlined }).violations;
}

/** One line, so that what takes a commit away or moves it leaves no other history. */
function inOneLine(history: readonly Made[]): Made[] {
  return history.map((one, at) => ({ ...one, parents: [history[at - 1]?.sha ?? 'base'] }));
}

/** A history of whole cycles one after another, to break it at one place. */
function plainHistory(seed: number): Made[] {
  for (let next = seed; ; next += 100_000) {
    const history = honestHistory(next);
    const isPlain = history.every(({ message, parents }) => parents.length < 2 && !/^(?:Revert|fixup!|squash!|amend!) ?/.test(message));
    const cycles = history.flatMap(({ cycle }) => (cycle < 0 ? [] : [cycle]));
    if (isPlain && cycles.every((one, at) => at === 0 || one >= cycles[at - 1]!)) return inOneLine(history);
  }
}

const unlabel = (message: string) => message.replace(/ [([][^()[\]]*(?:RED|GREEN|REFACTOR)[^()[\]]*[)\]]|^TDD-Phase: .*$/gm, '');

const breaks: Readonly<Record<string, (history: Made[], pick: (below: number) => number) => Made[]>> = {
  'without its RED': (history) => {
    // After a GREEN, one more GREEN is in order.
    const { cycle } = history.find(({ kind }) => kind === 'red')!;
    return history.filter((one) => !(one.kind === 'red' && one.cycle === cycle));
  },
  'without its GREEN': (history) => {
    // Before a RED, one more RED is in order.
    const { cycle } = history.findLast(({ kind }) => kind === 'green')!;
    return history.filter((one) => !(one.kind === 'green' && one.cycle === cycle));
  },
  'GREEN before RED': (history, pick) => {
    const { cycle } = any(history, 'red', pick);
    const reds = history.filter((one) => one.kind === 'red' && one.cycle === cycle);
    const rest = history.filter((one) => !reds.includes(one));
    const last = rest.findLastIndex((one) => one.cycle === cycle && one.kind !== 'other');
    return [...rest.slice(0, last + 1), ...reds, ...rest.slice(last + 1)];
  },
  'a GREEN without its label': (history, pick) => relabel(history, any(history, 'green', pick), unlabel),
  'a GREEN that claims both': (history, pick) =>
    relabel(history, any(history, 'green', pick), (message) => `${unlabel(message).split('\n')[0]} (RED→GREEN)`),
  'a GREEN that contradicts itself': (history, pick) =>
    relabel(history, any(history, 'green', pick), (message) => `${unlabel(message).split('\n')[0]} (GREEN)\n\nTDD-Phase: red`),
  'code in a chore': (history, pick) =>
    relabel(history, any(history, 'green', pick), (message) => `chore: ${unlabel(message).split('\n')[0]}`),
};

function any(history: readonly Made[], kind: Kind, pick: (below: number) => number): Made {
  const found = history.filter((one) => one.kind === kind);
  return found[pick(found.length)]!;
}

function relabel(history: readonly Made[], one: Made, label: (message: string) => string): Made[] {
  return history.map((each) => (each === one ? { ...each, message: label(each.message) } : each));
}

test('four hundred honest histories keep the order', () => {
  const wrong: string[] = [];
  for (let seed = 1; seed <= 400; seed++) {
    const history = honestHistory(seed);
    const violations = judge(history);
    if (violations.length > 0)
      wrong.push(
        `${seed}: ${violations[0]}\n${history.map(({ sha, message }) => `${sha.slice(-6)} ${message.split('\n')[0]}`).join('\n')}`,
      );
  }
  expect(wrong.slice(0, 3)).toEqual([]);
});

const plain = Array.from({ length: 40 }, (_, at) => plainHistory(at + 1));

test.each(Object.keys(breaks))('of forty histories, each is seen to be broken: %s', (name) => {
  const missed: string[] = [];
  for (let seed = 1; seed <= 40; seed++) {
    const broken = inOneLine(breaks[name]!(plain[seed - 1]!, random(seed)));
    if (judge(broken).length === 0)
      missed.push(`${seed}\n${broken.map(({ sha, message }) => `${sha.slice(-6)} ${message.replaceAll('\n', '|')}`).join('\n')}`);
  }
  expect(missed.slice(0, 2)).toEqual([]);
});
