/** Where Python shows values: logs, errors, answers, addresses, command lines, files. */
import {
  type Call,
  type CallModel,
  type FlowProgram,
  type FoundSink,
  library,
  type SinkModel,
  type Value,
} from '../../../../src/engine/check.ts';

type Calls = NonNullable<Parameters<typeof library>[0]['calls']>;

const all = (names: string, sinks: readonly SinkModel[]): Calls =>
  Object.fromEntries(names.split(' ').map((name) => [name, { sinks } as CallModel])) as Calls;

const log: SinkModel = { at: 'all', context: 'to log' };

export const exposures = library({
  library: 'exposures',
  names: Object.fromEntries(
    (
      'structlog.get_logger() structlog.getLogger() structlog.stdlib.get_logger() logging.LoggerAdapter() logging.getChild() celery.utils.log.get_task_logger() ' +
      'absl.logging loguru._Logger logging.bind() logging.new() logging.opt() oslo_log.log.getLogger() prefect.get_run_logger() azure.functions.logging eliot.log'
    )
      .split(' ')
      .map((name) => [name, 'logging']),
  ),
  calls: {
    ...all(
      'debug info warning warn error critical exception fatal log msg trace success'
        .split(' ')
        .map((word) => `logging.${word}`)
        .join(' '),
      [log, { at: 'named', context: 'to log' }],
    ),
    ...all('warnings.warn builtins.input syslog.syslog sentry_sdk.capture_message sys.exit builtins.exit argparse.ArgumentParser().error', [
      { at: 0, context: 'to log' },
    ]),
    ...all(
      'pprint.pprint pprint.pp rich.print click.echo click.secho typer.echo typer.secho streamlit.write streamlit.text streamlit.code tqdm.tqdm.write builtins.breakpoint logging.log icecream.ic',
      [log],
    ),
    ...all(
      ['requests', 'httpx', 'aiohttp.ClientSession', 'requests.Session()', 'httpx.Client()', 'httpx.AsyncClient()']
        .flatMap((client) => 'get post put patch delete head request'.split(' ').map((verb) => `${client}.${verb}`))
        .join(' '),
      [{ at: 'option params', context: 'to address', label: 'query' }],
    ),
    ...all(
      'analytics.track analytics.identify segment.analytics.track segment.analytics.identify posthog.capture posthog.identify mixpanel.Mixpanel().track mixpanel.Mixpanel().people_set',
      [
        { at: 'all', context: 'to analytics' },
        { at: 'named', context: 'to analytics' },
      ],
    ),
    ...all('sentry_sdk.set_extra sentry_sdk.set_tag sentry_sdk.set_context', [{ at: 1, context: 'to log' }]),
  },
});

/** By what is called so, anything that keeps lines. */
const LOGGER = /(?:^|[._])(?:log|logger|logging|_logger|_log|LOG|LOGGER|console|getLogger|get_logger|structlog|loguru)$/i;
const words = new Set('print debug info warning warn error critical exception log fatal trace success write writelines'.split(' '));
const OUTPUT = /^sys\.(?:__)?std(?:out|err)(?:__)?(?:\.buffer)?$/;

export const exposureWords: readonly string[] = [...words];

/** What a call is called on, as it is written; `logging.getLogger(x)` without what it is given. */
export function receiverText({ tree }: FlowProgram, { at, word }: Call): string {
  const start = tree.start[at]!;
  const text = tree.text.slice(start, Math.min(tree.end[at]!, start + 160));
  const place = text.indexOf(`.${word}(`);
  return place < 0
    ? ''
    : text
        .slice(0, place)
        .replace(/\([^()]*\)/g, '')
        .replace(/\s+/g, '');
}

/** `print(x, file=handle)` writes to a file. */
function goesToFile(call: Call, program: FlowProgram): boolean {
  const file = program.optionOf(call, 'file');
  return file !== null && !OUTPUT.test(program.nameAt(file.at) ?? '');
}

/** What an instance is written as is not what it holds. */
export function isInstance(value: Value): boolean {
  return value.kind === 'variable' && /^(?:self|cls)$/.test(value.variable.name);
}

/** Loggers are told by their names: each program has its own. */
export function findExposures(call: Call, program: FlowProgram): readonly FoundSink[] {
  if (!words.has(call.word)) return [];
  if (call.word === 'print') {
    if (!/^(?:builtins\.)?print$/.test(program.nameOf(call) ?? '') && !/console$/i.test(receiverText(program, call))) return [];
    if (goesToFile(call, program)) return [];
  } else {
    const receiver = receiverText(program, call);
    if (call.word.startsWith('write') ? !OUTPUT.test(receiver) : !LOGGER.test(receiver)) return [];
  }
  const sink: SinkModel = { at: 'all', context: 'to log' };
  const given: readonly Value[] = [...program.argumentsOf(call), ...program.optionsOf(call).values()];
  return given.filter((value) => !isInstance(value)).map((value) => ({ sink, value }));
}
