/** Where JavaScript shows values: logs, errors, answers, addresses, command lines, files, what a page keeps. */
import { type Call, type FlowProgram, type FoundSink, library, type SinkModel, type Value } from '../../../../src/engine/check.ts';

type Data = Parameters<typeof library>[0];
type Calls = NonNullable<Data['calls']>;

const all = (names: readonly string[], sinks: readonly SinkModel[]): Calls =>
  Object.fromEntries(names.map((name) => [name, { sinks }])) as Calls;

const log: SinkModel = { at: 'all', context: 'to log' };

export const exposures = library({
  library: 'exposures',
  calls: {
    ...all(
      [
        'util.log',
        'fancy-log',
        'debug()',
        'debug.debug()',
        'debug.default()',
        'process.stdout.write',
        'process.stderr.write',
        'process.emitWarning',
      ],
      [log],
    ),
    ...all(['@sentry/node.captureMessage', '@sentry/browser.captureMessage', 'Sentry.captureMessage'], [{ at: 0, context: 'to log' }]),
  },
});

/** By what is called so, anything that keeps lines. */
const LOGGER =
  /(?:^|[._])(?:console|log|logs|logger|logging|winston|pino|bunyan|log4js|consola|signale|core|npmlog|loglevel|ui|out|reporter|spinner|Sentry)$/i;
const words = new Set(
  'log info warn warning error debug trace verbose fatal notice dir silly http critical success table setExtra setTag'.split(' '),
);
const setting = /^set(?:Extra|Tag)$/;

export const exposureWords: readonly string[] = [...words];

/** What a call is called on, as it is written. */
export function receiverText({ tree }: FlowProgram, { at, word }: Call): string {
  const start = tree.start[at]!;
  const text = tree.text.slice(start, Math.min(tree.end[at]!, start + 120));
  const end = text.indexOf('(');
  const head = (end < 0 ? text : text.slice(0, end)).replace(/\s+/g, '');
  return head.endsWith(`.${word}`) ? head.slice(0, -word.length - 1).replace(/[?!]$/, '') : '';
}

/** Loggers are told by their names: each program has its own. */
export function findExposures(call: Call, program: FlowProgram): readonly FoundSink[] {
  if (!words.has(call.word)) return [];
  const receiver = receiverText(program, call);
  if (setting.test(call.word) ? !/Sentry|scope/i.test(receiver) : !LOGGER.test(receiver)) return [];
  if (/(?:^|[._])(?:ui|out|reporter|spinner)$/i.test(receiver) && !/^(?:log|info|warn|error|debug)$/.test(call.word)) return [];
  const sink: SinkModel = { at: 'all', context: 'to log' };
  return program.argumentsOf(call).map((value: Value) => ({ sink, value }));
}
