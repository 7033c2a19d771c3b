import { type CallModel, library, type SinkModel } from '../../../../src/engine/check.ts';

function all<T>(model: T, names: string): Record<string, T> {
  return Object.fromEntries(names.split(' ').map((name) => [name, model]));
}

const written: CallModel = {
  sinks: [
    { at: 0, context: 'log', label: 'message' },
    ...[1, 2, 3, 4, 5].map((at): SinkModel => ({ at, context: 'log', label: `argument ${at}` })),
  ],
};

const header: CallModel = {
  sinks: [
    { at: 1, context: 'header' },
    { at: 1, context: 'setting', label: 'cookie header', written: true },
  ],
};

/** Lines of logs, headers of answers, and format texts. */
export const logs = library({
  library: 'logging; headers; str.format',
  names: {
    'logging.getLogger()': 'logging',
    'logging.Logger()': 'logging',
    'logging.root': 'logging',
    'loguru.logger': 'logging',
    'flask.App.logger': 'logging',
    'flask.current_app.logger': 'logging',
    'multiprocessing.get_logger()': 'logging',
    'flask.make_response()': 'flask.Response',
    'flask.Response()': 'flask.Response',
    'flask.jsonify()': 'flask.Response',
    'flask.redirect()': 'flask.Response',
    'django.http.HttpResponse()': 'django.http.HttpResponse',
  },
  calls: {
    ...all(
      written,
      'logging.debug logging.info logging.warning logging.warn logging.error logging.critical logging.exception logging.fatal logging.log',
    ),
    'flask.Response.headers.add': header,
    'flask.Response.headers.set': header,
    'flask.Response.headers.setdefault': header,
    'http.Handler.send_header': {
      sinks: [
        { at: 1, context: 'header', label: 'raw' },
        { at: 1, context: 'setting', label: 'cookie header', written: true },
      ],
    },
    'tornado.Handler.set_header': { sinks: [{ at: 1, context: 'header' }] },
    'tornado.Handler.add_header': { sinks: [{ at: 1, context: 'header' }] },
    '*.format': { sinks: [{ at: 'receiver', context: 'format' }] },
    '*.format_map': { sinks: [{ at: 'receiver', context: 'format' }] },
    'builtins.str.format': { sinks: [{ at: 0, context: 'format' }], gives: { from: ['all', 'named'], as: 'format' } },
    ...all({ clears: ['log', 'header'] }, 'builtins.repr builtins.ascii json.dumps'),
  },
});
