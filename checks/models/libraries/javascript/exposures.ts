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
      [
        'WebSocket',
        'EventSource',
        'ws',
        'ws.WebSocket',
        'open',
        'location.assign',
        'location.replace',
        'web.Response.redirect',
        'hono.Context.redirect',
        'next/navigation.redirect',
        'next/server.NextResponse.redirect',
        ...each(['next/navigation.useRouter()', 'next/router.useRouter()', 'vue-router.useRouter()'], 'push replace'),
        ...each(['simple-git()', 'simple-git.simpleGit()', 'simple-git.default()'], 'clone push pull fetch mirror'),
      ],
      [{ at: 0, context: 'to address' }],
    ),
    ...all(['*.addRemote'], [{ at: 1, context: 'to address' }]),
    'isomorphic-git.clone': { sinks: [{ at: 'option url', context: 'to address' }] },
    ...all(
      ['@actions/exec.exec', '@actions/exec.getExecOutput'],
      [
        { at: 0, context: 'to arguments' },
        { at: 1, context: 'to arguments' },
      ],
    ),
    ...all(
      [
        ...each(['mixpanel', 'mixpanel.default', 'mixpanel-browser', 'mixpanel-browser.default', 'mixpanel.people'], 'track identify set'),
        ...each(['posthog-js', 'posthog-js.default', 'posthog', 'posthog-node.PostHog()'], 'capture identify'),
        ...each(['analytics', 'window.analytics', '@segment/analytics-node.Analytics()'], 'track identify page'),
        ...each(['@amplitude/analytics-browser', '@amplitude/analytics-node', 'amplitude'], 'track logEvent identify'),
        'gtag',
        'window.gtag',
        'dataLayer.push',
        'window.dataLayer.push',
      ],
      [{ at: 'all', context: 'to analytics' }],
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
    ...all(each(['fs.createWriteStream()', 'fs-extra.createWriteStream()'], 'write end'), [{ at: 0, context: 'to file' }]),
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
    'window.sessionStorage.[]': [{ at: 1, context: 'to browser', label: 'storage' }],
  },
});

/** By what is called so, anything that keeps lines. */
const LOGGER =
  /(?:^|[._])(?:console|log|logs|logger|logging|winston|pino|bunyan|log4js|consola|signale|core|npmlog|loglevel|ui|out|reporter|spinner|Sentry)$/i;
const words = new Set(
  'log info warn warning error debug trace verbose fatal notice dir silly http critical success table setExtra setTag set append put add send json'.split(
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

const answering = /^(?:send|json)$/;

/** `reply.status(500).send(value)`: servers are written alike, whatever they are made of. */
function answeredBy(call: Call, program: FlowProgram): readonly FoundSink[] {
  const { tree } = program;
  const text = tree.text.slice(tree.start[call.at]!, Math.min(tree.end[call.at]!, tree.start[call.at]! + 200));
  const isAnswer = /^(?:res|response|reply)(?:\.(?:status|code|type|header|set)\([^()]{0,80}\))*\s*\.(?:send|json)\(/.test(text);
  const [value] = isAnswer ? program.argumentsOf(call) : [];
  return value ? [{ sink: answer, value }] : [];
}

const keeping = /^(?:put|add)$/;
const database = /\bindexedDB\b|\bopenDB\b|\bIDB[A-Z]|['"]idb['"]|\bobjectStore\(/;

/** A database of the browser, told by its own words: `tx.objectStore('session').put(value)`, `db.put('session', value)` of `idb`. */
function keptBy(call: Call, program: FlowProgram): readonly FoundSink[] {
  const { tree } = program;
  const text = tree.text.slice(tree.start[call.at]!, Math.min(tree.end[call.at]!, tree.start[call.at]! + 200));
  const sink: SinkModel = { at: 'all', context: 'to browser', label: 'storage' };
  if (new RegExp(`\\b(?:objectStore\\([^()]{0,60}\\)|[sS]tore)[?!]?\\.${call.word}\\(`).test(text)) {
    const [value] = database.test(tree.text) ? program.argumentsOf(call) : [];
    return value ? [{ sink, value }] : [];
  }
  const [, value] =
    /^(?:await\s+)?(?:\w+\.)?\w*(?:db|database)\w*[?!]?\.(?:put|add)\(/i.test(text) && database.test(tree.text)
      ? program.argumentsOf(call)
      : [];
  return value ? [{ sink, value }] : [];
}

/** Loggers are told by their names: each program has its own. */
export function findExposures(call: Call, program: FlowProgram): readonly FoundSink[] {
  if (!words.has(call.word)) return [];
  if (keeping.test(call.word)) return keptBy(call, program);
  if (answering.test(call.word)) return answeredBy(call, program);
  const receiver = receiverText(program, call);
  if (call.word === 'set' || call.word === 'append') {
    const [, value] = program.argumentsOf(call);
    return value && /(?:^|\.)searchParams$/.test(receiver) ? [{ sink: { at: 1, context: 'to address', label: 'query' }, value }] : [];
  }
  if (setting.test(call.word) ? !/Sentry|scope/i.test(receiver) : !LOGGER.test(receiver)) return [];
  if (/(?:^|[._])(?:ui|out|reporter|spinner)$/i.test(receiver) && !/^(?:log|info|warn|error|debug)$/.test(call.word)) return [];
  return program.argumentsOf(call).map((value) => ({ sink: log, value }));
}
