import { type CallModel, library } from '../../../../src/engine/check.ts';

function all<T>(model: T, names: string): Record<string, T> {
  return Object.fromEntries(names.split(' ').map((name) => [name, model]));
}

function asked(at: number): CallModel {
  return {
    sinks: [
      { at, context: 'url' },
      { at: 'option url', context: 'url' },
    ],
  };
}

const verbs = 'get post put patch delete head options';
const clients = ['requests', 'httpx', 'aiohttp.ClientSession', 'urllib3.PoolManager', 'tornado.httpclient.AsyncHTTPClient', 'aiohttp'];
const redirected: CallModel = {
  sinks: [
    { at: 0, context: 'redirect' },
    { at: 'option url', context: 'redirect' },
    { at: 'option location', context: 'redirect' },
    { at: 'option redirect_to', context: 'redirect' },
    { at: 'option to', context: 'redirect' },
  ],
};
const parsed: CallModel = { gives: { from: [0], as: 'same' } };

/** Requests that the program sends, answers that send browsers elsewhere, and what looks at addresses. */
export const http = library({
  library: 'requests, httpx, urllib, aiohttp, urllib3, http.client; redirects',
  names: {
    'urllib.parse.urlsplit()': 'urllib.parse.urlparse()',
    'urllib.parse.urlsplit': 'urllib.parse.urlparse',
    'urlparse.urlparse': 'urllib.parse.urlparse',
    'urlparse.urlsplit': 'urllib.parse.urlparse',
    'urlparse.urljoin': 'urllib.parse.urljoin',
    'six.moves.urllib.parse': 'urllib.parse',
    'werkzeug.urls.url_parse': 'urllib.parse.urlparse',
    'requests.__enter__()': 'requests',
    'httpx.__enter__()': 'httpx',
    'aiohttp.ClientSession.__enter__()': 'aiohttp.ClientSession',
    'aiohttp.ClientSession.__aenter__()': 'aiohttp.ClientSession',
    'http.client.HTTPSConnection': 'http.client.HTTPConnection',
    'httplib.HTTPConnection': 'http.client.HTTPConnection',
    'urllib.urlopen': 'urllib.request.urlopen',
    'urllib.request.URLopener().open': 'urllib.request.urlopen',
    'urllib.request.build_opener().open': 'urllib.request.urlopen',
    'fastapi.responses.RedirectResponse': 'starlette.responses.RedirectResponse',
    'django.http.response.HttpResponseRedirect': 'django.http.HttpResponseRedirect',
    'django.utils.http.is_safe_url': 'django.utils.http.url_has_allowed_host_and_scheme',
    'quart.redirect': 'flask.redirect',
  },
  calls: {
    ...Object.fromEntries(clients.flatMap((client) => verbs.split(' ').map((verb) => [`${client}.${verb}`, asked(0)]))),
    ...all(
      asked(1),
      'requests.request httpx.request aiohttp.ClientSession.request urllib3.PoolManager.request urllib3.request httpx.stream aiohttp.request',
    ),
    ...all(
      asked(0),
      'urllib.request.urlopen urllib.request.Request urllib.request.urlretrieve tornado.httpclient.AsyncHTTPClient().fetch wget.download',
    ),
    'aiohttp.ClientSession.ws_connect': asked(0),
    'http.client.HTTPConnection': {
      sinks: [
        { at: 0, context: 'url' },
        { at: 'option host', context: 'url' },
      ],
    },
    ...all(
      redirected,
      'flask.redirect django.shortcuts.redirect django.http.HttpResponseRedirect django.http.HttpResponsePermanentRedirect starlette.responses.RedirectResponse',
    ),
    ...all(
      redirected,
      'aiohttp.web.HTTPSeeOther aiohttp.web.HTTPTemporaryRedirect aiohttp.web.HTTPMovedPermanently pyramid.httpexceptions.HTTPFound falcon.HTTPFound',
    ),
    'urllib.parse.urlparse': parsed,
    'yarl.URL': parsed,
    'urllib.parse.urljoin': { gives: { from: [0, 1], as: 'derived' } },
    'urllib.parse.quote': { gives: { from: [0], as: 'derived' }, clears: ['html', 'header', 'log', 'url', 'redirect', 'script'] },
    'urllib.parse.quote_plus': {
      gives: { from: [0], as: 'derived' },
      clears: ['html', 'header', 'log', 'url', 'redirect', 'script', 'path'],
    },
    'urllib.parse.urlencode': { gives: { from: [0], as: 'derived' }, clears: ['html', 'header', 'log', 'url', 'redirect', 'script'] },
    'django.utils.http.url_has_allowed_host_and_scheme': {
      guards: [
        { of: 0, by: 'clears', contexts: ['redirect', 'url'], holds: 'true' },
        { of: 'option url', by: 'clears', contexts: ['redirect', 'url'], holds: 'true' },
      ],
    },
  },
  reads: {
    'urllib.parse.urlparse().netloc': { aspect: 'host' },
    'urllib.parse.urlparse().hostname': { aspect: 'host' },
    'urllib.parse.urlparse().host': { aspect: 'host' },
    'urllib.parse.urlparse().scheme': { aspect: 'scheme' },
    'yarl.URL().host': { aspect: 'host' },
    // The site itself, as whoever asks calls it: no place to be led away to.
    'flask.request.host': { source: 'request', clears: ['redirect', 'url'] },
    'flask.request.host_url': { source: 'request', clears: ['redirect', 'url'] },
    'flask.request.url_root': { source: 'request', clears: ['redirect', 'url'] },
    'flask.request.base_url': { source: 'request', clears: ['redirect', 'url'] },
    'flask.request.url': { source: 'request', clears: ['redirect', 'url'] },
    'flask.request.path': { source: 'request', clears: ['redirect', 'url'] },
    'flask.request.full_path': { source: 'request', clears: ['redirect', 'url'] },
    'web.Request.path': { source: 'request', clears: ['redirect', 'url'] },
    'starlette.Request.base_url': { source: 'request', clears: ['redirect', 'url'] },
    'starlette.Request.url': { source: 'request', clears: ['redirect', 'url'] },
  },
});
