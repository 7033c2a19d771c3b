import type { DockerfileContext, DocumentDetection } from '../../../src/engine/check.ts';
import { expansionsOf, statementsOf } from '../../models/workflow/statements.ts';

const SECOND_SHELL =
  /^(?:(?:exec|sudo|env|then|do|else)\s+)*(?:(?:\/\w+)*\/)?(?:(?:ba|da|z|k|a)?sh\s+(?:-[a-bd-z]+\s+|-o\s+\w+\s+)*-\w*c|eval)\s+/;

/** The text that a second shell gets from a command, as the first one reads it; null where there is none. */
function programIn(command: string): string | null {
  const start = SECOND_SHELL.exec(command);
  return start ? command.slice(start[0].length) : null;
}

const variablesOf = (text: string) =>
  expansionsOf(text)
    .filter(({ kind }) => kind === 'variable')
    .map(({ text: name }) => name);

/** Names that who builds gives: by `ARG`, and those that `ENV` takes over from them. */
function givenNames({ words }: DockerfileContext['dockerfile']['instructions'][number]): string[] {
  return words.map(({ text }) => text.split('=', 1)[0]!);
}

function look({ dockerfile: { instructions }, source, report }: DockerfileContext): void {
  const given = new Set<string>();
  for (const instruction of instructions) {
    const { keyword, words, pieces } = instruction;
    if (keyword === 'ARG') for (const name of givenNames(instruction)) given.add(name);
    if (keyword === 'ENV') {
      for (const { text } of words)
        if (variablesOf(text.slice(text.indexOf('=') + 1)).some((name) => given.has(name))) given.add(text.split('=', 1)[0]!);
    }
    const isStart = keyword === 'ENTRYPOINT' || keyword === 'CMD';
    if ((keyword !== 'RUN' && !isStart) || !words[0] || words[0].text.startsWith('[')) continue;
    const text = pieces.map(({ start, end }) => source.text.slice(start, end)).join('');
    const at = { start: words[0].start, end: instruction.end };
    for (const { stages } of statementsOf(text)) {
      for (const stage of stages) {
        const program = programIn(stage);
        const name = program === null ? undefined : variablesOf(program).find((variable) => (isStart ? true : given.has(variable)));
        if (name === undefined) continue;
        const where = source.text.indexOf(stage.slice(0, 40).split('\n', 1)[0]!, at.start);
        const place = where >= 0 && where < at.end ? { start: where, end: where + Math.min(stage.length, 40) } : at;
        report({
          at: place,
          statement: stage.slice(0, 400),
          message: `\`$${name}\` is put into this text first, and a second shell then reads it as code.`,
          trace: [{ at: place, text: `the value of \`${name}\` becomes shell code` }],
        });
      }
    }
    if (keyword !== 'ENTRYPOINT' || statementsOf(text).some(({ stages }) => stages.some((stage) => programIn(stage) !== null))) continue;
    const name = variablesOf(text)[0];
    if (name === undefined || new RegExp(`"[^"\\s]*\\$\\{?${name}\\b[^"\\s]*"`).test(text)) continue;
    report({
      at,
      confidence: 'low',
      message: `The shell form of ENTRYPOINT splits \`$${name}\` at blanks into words of the command, and its shell keeps signals from the program.`,
      trace: [{ at, text: `the environment of the container adds words to the command by \`${name}\`` }],
    });
  }
}

/** Reports arguments and variables that a second shell parses. */
export const dockerfile: DocumentDetection['dockerfile'] = look;
