/** Where JavaScript shows values: logs, errors, answers, addresses, files, what a page keeps. */
import { type Call, type FlowProgram, type FoundSink, library, type SinkModel } from '../../../../src/engine/check.ts';

type Data = Parameters<typeof library>[0];
type Calls = NonNullable<Data['calls']>;

const all = (names: readonly string[], sinks: readonly SinkModel[]): Calls =>
  Object.fromEntries(names.map((name) => [name, { sinks }])) as Calls;
const each = (modules: readonly string[], words: string): readonly string[] =>
  modules.flatMap((module) => words.split(' ').map((word) => `${module}.${word}`));

const log: SinkModel = { at: 'all', context: 'to log' };
const storage: SinkModel = { at: 1, context: 'to browser', label: 'storage', always: true };
const answer: SinkModel = { at: 0, context: 'to response' };

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
    ...all(
      each(['**'], 'Error TypeError RangeError SyntaxError EvalError HttpException HttpError CliError UserError AuthError ConfigError'),
      [{ at: 0, context: 'to error' }],
    ),
    ...all(['http-errors', 'koa.Context.throw'], [{ at: 'all', context: 'to error' }]),
    ...all(
      ['fetch', 'axios', 'got', 'ky', 'superagent', 'request', 'needle'].flatMap((client) => [
        client,
        ...each([client], 'get post put patch delete head request'),
      ]),
      ['params', 'searchParams', 'qs'].map((name): SinkModel => ({ at: `option ${name}`, context: 'to address', label: 'query' })),
    ),
    ...all(
      ['WebSocket', 'EventSource', 'ws', 'ws.WebSocket', 'open', 'location.assign', 'location.replace'],
      [{ at: 0, context: 'to address' }],
    ),
    ...all(each(['express.Response'], 'json jsonp send end write'), [answer]),
    ...all(['express.Response.render'], [{ at: 1, context: 'to response' }]),
    ...all(['web.Response', 'web.Response.json', 'hono.Context.json', 'hono.Context.text'], [answer]),
    ...all(
      each(
        ['fs', 'fs-extra', 'graceful-fs'],
        'writeFile writeFileSync appendFile appendFileSync outputFile outputFileSync writeJson writeJsonSync outputJson outputJsonSync',
      ),
      [{ at: 1, context: 'to file' }],
    ),
    ...all(['Bun.write', 'write-file-atomic', 'write-file-atomic.sync'], [{ at: 1, context: 'to file' }]),
    ...all(each(['localStorage', 'sessionStorage', 'window.localStorage', 'window.sessionStorage', 'globalThis.localStorage'], 'setItem'), [
      storage,
    ]),
    ...all(['js-cookie.set', 'js-cookie.default.set', 'Cookies.set', 'react-cookies.save'], [{ ...storage, label: 'cookie' }]),
  },
  stores: {
    'document.cookie': [{ at: 0, context: 'to browser', label: 'cookie text', always: true }],
    'koa.Context.body': [answer],
    'location.href': [{ at: 0, context: 'to address' }],
    'localStorage.[]': [{ at: 1, context: 'to browser', label: 'storage' }],
    'window.localStorage.[]': [{ at: 1, context: 'to browser', label: 'storage' }],
    'sessionStorage.[]': [{ at: 1, context: 'to browser', label: 'storage' }],
  },
});

/** By what is called so, anything that keeps lines. */
const LOGGER =
  /(?:^|[._])(?:console|log|logs|logger|logging|winston|pino|bunyan|log4js|consola|signale|core|npmlog|loglevel|ui|out|reporter|spinner|Sentry)$/i;
const words = new Set(
  'log info warn warning error debug trace verbose fatal notice dir silly http critical success table setExtra setTag set append'.split(
    ' ',
  ),
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
  if (call.word === 'set' || call.word === 'append') {
    const [, value] = program.argumentsOf(call);
    return value && /(?:^|\.)searchParams$/.test(receiver) ? [{ sink: { at: 1, context: 'to address', label: 'query' }, value }] : [];
  }
  if (setting.test(call.word) ? !/Sentry|scope/i.test(receiver) : !LOGGER.test(receiver)) return [];
  if (/(?:^|[._])(?:ui|out|reporter|spinner)$/i.test(receiver) && !/^(?:log|info|warn|error|debug)$/.test(call.word)) return [];
  return program.argumentsOf(call).map((value) => ({ sink: log, value }));
}
