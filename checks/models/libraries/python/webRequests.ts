import { type CallModel, library, type ReadModel } from '../../../../src/engine/check.ts';

const sent: ReadModel = { source: 'request' };
const given: CallModel = { source: 'request' };

/** Fields of a request that hold what its sender wrote, in the words of the frameworks that hand one in. */
const fields =
  'GET POST REQUEST FILES COOKIES META body headers path path_info data query_params args form json files cookies raw_args query_args query_string query rel_url ' +
  'match_info matchdict path_qs raw_path url content params forms json_body text uri arguments body_arguments query_arguments media stream cookies_list referrer referer ' +
  'fullpath urlparts view_args full_path base_url raw_url match_dict context_params token';
const methods =
  'get_full_path build_absolute_uri get_raw_uri get_signed_cookie read readlines json text post multipart get_json get_data get_cookie get_header get_param get_param_as_list ' +
  'get_media get_query get_args get_form body form receive_body';

const handled = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'dispatch'];
const called = [...handled, 'list', 'retrieve', 'create', 'update', 'partial_update', 'destroy'];
const views = [
  'View',
  'APIView',
  'GenericAPIView',
  'TemplateView',
  'ListView',
  'DetailView',
  'FormView',
  'CreateView',
  'UpdateView',
  'DeleteView',
  'RedirectView',
];
const sets = ['ViewSet', 'ModelViewSet', 'GenericViewSet', 'ReadOnlyModelViewSet', 'ViewSetMixin', 'LoginRequiredMixin'];

/** What a view file imports: without it a function with a `request` is a helper, whose other parameters its callers choose. */
const answers = '\\b(?:HttpResponse\\w*|JsonResponse|StreamingHttpResponse|FileResponse|render|redirect|Response)\\b';

/** Frameworks that hand a request to a function or keep it in the instance: Django, aiohttp, Sanic, Bottle, Tornado, Falcon, Pyramid, CherryPy. */
export const webRequests = library({
  library: 'django, rest_framework, aiohttp, sanic, bottle, tornado, falcon, pyramid, cherrypy, http.server',
  names: {
    'django.http.HttpRequest': 'web.Request',
    'django.http.request.HttpRequest': 'web.Request',
    'django.core.handlers.wsgi.WSGIRequest': 'web.Request',
    'rest_framework.request.Request': 'web.Request',
    'aiohttp.web.Request': 'web.Request',
    'aiohttp.web_request.Request': 'web.Request',
    'sanic.Request': 'web.Request',
    'sanic.request.Request': 'web.Request',
    'bottle.request': 'web.Request',
    'cherrypy.request': 'web.Request',
    'falcon.Request': 'web.Request',
    'falcon.asgi.Request': 'web.Request',
    'pyramid.request.Request': 'web.Request',
    'werkzeug.Request': 'web.Request',
    'werkzeug.wrappers.Request': 'web.Request',
    'webob.Request': 'web.Request',
    'tornado.httputil.HTTPServerRequest': 'web.Request',
    'sanic.Sanic()': 'sanic.App',
    'sanic.Blueprint()': 'sanic.App',
    'bottle.Bottle()': 'bottle',
    'bottle.default_app()': 'bottle',
    'aiohttp.web.RouteTableDef()': 'aiohttp.web.RouteTableDef',
    'cgi.FieldStorage()': 'cgi.FieldStorage',
  },
  calls: {
    ...Object.fromEntries(methods.split(' ').map((name) => [`web.Request.${name}`, given])),
    'cgi.FieldStorage': given,
    'cgi.FieldStorage.getvalue': given,
    'cgi.FieldStorage.getfirst': given,
    'cgi.FieldStorage.getlist': given,
    'wsgiref.util.request_uri': given,
    ...Object.fromEntries(
      'get_argument get_arguments get_query_argument get_query_arguments get_body_argument get_body_arguments get_cookie get_secure_cookie decode_argument'
        .split(' ')
        .map((name) => [`tornado.Handler.${name}`, given]),
    ),
    'http.Handler.rfile.read': given,
    'http.Handler.rfile.readline': given,
    '*.add_get': { entries: [{ at: 1, parameters: ['web.Request'] }] },
    '*.add_post': { entries: [{ at: 1, parameters: ['web.Request'] }] },
    '*.add_put': { entries: [{ at: 1, parameters: ['web.Request'] }] },
    '*.add_delete': { entries: [{ at: 1, parameters: ['web.Request'] }] },
    'aiohttp.web.get': { entries: [{ at: 1, parameters: ['web.Request'] }] },
    'aiohttp.web.post': { entries: [{ at: 1, parameters: ['web.Request'] }] },
    'tornado.Handler.write': { sinks: [{ at: 0, context: 'html' }] },
    'tornado.Handler.redirect': { sinks: [{ at: 0, context: 'redirect' }] },
    'sanic.response.html': { sinks: [{ at: 0, context: 'html' }] },
    'sanic.response.redirect': { sinks: [{ at: 0, context: 'redirect' }] },
    'sanic.html': { sinks: [{ at: 0, context: 'html' }] },
    'sanic.redirect': { sinks: [{ at: 0, context: 'redirect' }] },
    'bottle.redirect': { sinks: [{ at: 0, context: 'redirect' }] },
    'aiohttp.web.HTTPFound': {
      sinks: [
        { at: 0, context: 'redirect' },
        { at: 'option location', context: 'redirect' },
      ],
    },
  },
  reads: {
    'web.Request': {},
    ...Object.fromEntries(fields.split(' ').map((name) => [`web.Request.${name}`, sent])),
    // Written by the server, or by nobody who could do harm with it.
    'web.Request.META.REMOTE_ADDR': { clears: 'every' },
    'web.Request.META.REQUEST_METHOD': { clears: 'every' },
    'web.Request.META.SERVER_NAME': { clears: 'every' },
    'web.Request.META.SERVER_PORT': { clears: 'every' },
    'django.View.request': { is: 'web.Request' },
    'django.View.kwargs': sent,
    'django.View.args': sent,
    'tornado.Handler.request': { is: 'web.Request' },
    'tornado.Handler.path_args': sent,
    'tornado.Handler.path_kwargs': sent,
    'tornado.Handler.cookies': sent,
    'http.Handler.path': sent,
    'http.Handler.headers': sent,
    'http.Handler.requestline': sent,
    'http.Handler.rfile': sent,
    'http.Handler.command': { clears: 'every' },
    'socketserver.Handler.request': sent,
    'socketserver.Handler.rfile': sent,
  },
  roles: [
    ...views.map((base) => ({
      base: `*.${base}`,
      methods: called,
      parameters: ['web.Request'],
      rest: 'source request',
      self: 'django.View',
    })),
    ...sets.map((base) => ({
      base: `*.${base}`,
      methods: called,
      parameters: ['web.Request'],
      rest: 'source request',
      self: 'django.View',
    })),
    ...[...views, ...sets].map((base) => ({ base: `*.${base}`, parameters: [], self: 'django.View' })),
    { base: '*.HTTPEndpoint', methods: called, parameters: ['starlette.Request'], rest: 'source request' },
    { base: '*.HTTPMethodView', methods: called, parameters: ['web.Request'], rest: 'source request' },
    { base: '*.RequestHandler', methods: handled, parameters: [], rest: 'source request', self: 'tornado.Handler' },
    { base: '*.WebSocketHandler', methods: ['on_message', 'open'], parameters: [], rest: 'source request', self: 'tornado.Handler' },
    ...['RequestHandler', 'WebSocketHandler'].map((base) => ({ base: `*.${base}`, parameters: [], self: 'tornado.Handler' })),
    ...['BaseHTTPRequestHandler', 'SimpleHTTPRequestHandler', 'CGIHTTPRequestHandler'].map((base) => ({
      base: `*.${base}`,
      parameters: [],
      self: 'http.Handler',
    })),
    ...['BaseRequestHandler', 'StreamRequestHandler'].map((base) => ({ base: `*.${base}`, parameters: [], self: 'socketserver.Handler' })),
    ...[...handled, 'route', 'websocket'].map((verb) => ({
      decorator: `sanic.App.${verb}`,
      parameters: ['web.Request'],
      rest: 'source request',
    })),
    ...[...handled, 'view', 'route'].map((verb) => ({ decorator: `aiohttp.web.RouteTableDef.${verb}`, parameters: ['web.Request'] })),
    ...[...handled, 'route', 'error'].map((verb) => ({
      decorator: `bottle.${verb}`,
      parameters: [],
      rest: 'source request',
      returns: 'html' as const,
    })),
    { decorator: 'cherrypy.expose', parameters: [], rest: 'source request', returns: 'html' },
    { decorator: '*.api_view', parameters: ['web.Request'], rest: 'source request' },
    { decorator: '*.view_config', parameters: ['web.Request'] },
    {
      named: [
        ['req', 'request'],
        ['resp', 'response', 'res'],
      ],
      parameters: ['web.Request'],
    },
    { named: [['request']], isUncalled: true, needs: answers, parameters: ['web.Request'], rest: 'source request' },
    { named: [['request', 'req']], parameters: ['web.Request'] },
  ],
});
