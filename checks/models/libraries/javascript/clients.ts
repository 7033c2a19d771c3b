/** Clients of other machines: what they ask for is an address, and what they get was written by somebody else. */
import { library } from '../../../../src/engine/check.ts';

type Data = Parameters<typeof library>[0];
type Model = NonNullable<Data['calls']>[string];

const asked: Model = {
  sinks: [
    { at: 0, context: 'url' },
    { at: 'option url', context: 'url' },
    { at: 'option uri', context: 'url' },
    { at: 'option baseURL', context: 'url', label: 'host' },
    { at: 'option prefixUrl', context: 'url', label: 'host' },
    { at: 'option host', context: 'url', label: 'host' },
    { at: 'option hostname', context: 'url', label: 'host' },
  ],
  source: 'remote',
};

const verbs = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'request', 'stream', 'del'];

function client(module: string, methods: readonly string[] = verbs): Record<string, Model> {
  return Object.fromEntries([module, ...methods.map((method) => `${module}.${method}`)].map((name) => [name, asked]));
}

export const clients = library({
  library: 'HTTP clients',
  names: {
    'node-fetch': 'fetch',
    'cross-fetch': 'fetch',
    'isomorphic-fetch': 'fetch',
    'node-fetch.default': 'fetch',
    'undici.fetch': 'fetch',
    'globalThis.fetch': 'fetch',
    'window.fetch': 'fetch',
    'axios.create()': 'axios',
    'axios.default': 'axios',
    'got.default': 'got',
    'got.got': 'got',
    'got.extend()': 'got',
    'ky.default': 'ky',
    'ky.create()': 'ky',
    'ky.extend()': 'ky',
    'request.defaults()': 'request',
    'needle.default': 'needle',
    'follow-redirects.http': 'http',
    'follow-redirects.https': 'https',
    'superagent.agent()': 'superagent',
    'urllib.default': 'urllib',
  },
  calls: {
    fetch: asked,
    ...client('axios'),
    ...client('got'),
    ...client('ky'),
    ...client('superagent'),
    ...client('needle'),
    ...client('request'),
    ...client('request-promise'),
    ...client('request-promise-native'),
    ...client('http', ['get', 'request']),
    ...client('https', ['get', 'request']),
    ...client('undici', ['request', 'stream', 'pipeline']),
    ...client('urllib', ['request', 'curl']),
    ...client('wretch', []),
    ...client('bent', []),
    ...client('phin', []),
    ...client('download', []),
    ...client('$fetch', []),
    ...client('ofetch', ['ofetch', '$fetch']),
    'axios.create': { sinks: [{ at: 'option baseURL', context: 'url', label: 'host' }] },
  },
});
