/** Express and what is built like it: handlers are given the request and an answer. */
import { library } from '../../../../src/engine/check.ts';

type Model = NonNullable<Parameters<typeof library>[0]['calls']>[string];

/** What a request holds that whoever sends it picks. */
const fields: readonly string[] = [
  'query',
  'body',
  'params',
  'headers',
  'cookies',
  'signedCookies',
  'files',
  'file',
  'url',
  'originalUrl',
  'path',
  'hostname',
  'subdomains',
  'rawBody',
  'rawHeaders',
  'rawTrailers',
  'nextUrl',
  'payload',
];

/** What only requests to a server have: enough where nothing but its name says what it is. */
const tellingFields: readonly string[] = ['query', 'body', 'params', 'cookies', 'signedCookies', 'originalUrl', 'nextUrl', 'payload'];

function sources(type: string, names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [`${type}.${name}`, { source: 'request' as const }]));
}

const handlers = ['get', 'post', 'put', 'patch', 'delete', 'all', 'use', 'options', 'head', 'del'];

const locations = ['Location', 'location', 'LOCATION', 'Refresh'];
const answered: Model = {
  sinks: [
    { at: 0, context: 'header', label: 'name' },
    { at: 1, context: 'header', label: 'value' },
    { at: 1, context: 'redirect', label: 'header', when: { option: 0, is: locations } },
    { at: 'option Location', context: 'redirect', label: 'header' },
    { at: 'option location', context: 'redirect', label: 'header' },
  ],
};

export const express = library({
  library: 'express',
  names: {
    'express()': 'express.App',
    'express.Router()': 'express.App',
    'express.default()': 'express.App',
    'express.Application': 'express.App',
    'express.Express': 'express.App',
    'express.IRouter': 'express.App',
    'express.application': 'express.App',
    'express-promise-router()': 'express.App',
    'router()': 'express.App',
    'polka()': 'express.App',
    'restify.createServer()': 'express.App',
    'connect()': 'express.App',
    ...Object.fromEntries([...handlers, 'route'].map((word) => [`express.App.${word}()`, 'express.App'])),
    'http.IncomingMessage': 'express.Request',
    'http2.Http2ServerRequest': 'express.Request',
    IncomingMessage: 'express.Request',
    'next.NextApiRequest': 'express.Request',
    NextApiRequest: 'express.Request',
    '@vercel/node.VercelRequest': 'express.Request',
    VercelRequest: 'express.Request',
    'express-serve-static-core.Request': 'express.Request',
    'next.NextApiResponse': 'express.Response',
    NextApiResponse: 'express.Response',
    'http.ServerResponse': 'express.Response',
    'express.NextFunction': 'express.Next',
  },
  reads: { ...sources('express.Request', fields), ...sources('named.Request', tellingFields) },
  calls: {
    ...Object.fromEntries(
      handlers.map((word) => [
        `express.App.${word}`,
        { entries: [{ at: 'all' as const, parameters: ['express.Request', 'express.Response', null, 'source request'] }] },
      ]),
    ),
    'express.App.param': { entries: [{ at: 1, parameters: ['express.Request', 'express.Response', null, 'source request'] }] },
    ...Object.fromEntries(
      ['http', 'https', 'http2'].flatMap((module) =>
        ['createServer', 'createSecureServer', 'Server'].map((word) => [
          `${module}.${word}`,
          { entries: [{ at: 'all' as const, parameters: ['express.Request', 'express.Response'] }], is: 'http.Server' },
        ]),
      ),
    ),
    'http.Server.on': { entries: [{ at: 1, when: { at: 0, is: ['request'] }, parameters: ['express.Request', 'express.Response'] }] },
    'express.Request.get': { source: 'request' },
    'express.Request.header': { source: 'request' },
    'express.Request.param': { source: 'request' },
    'express.Request.on': { entries: [{ at: 1, when: { at: 0, is: ['data', 'field'] }, parameters: ['source request'] }] },
    'express.Response.send': { sinks: [{ at: 0, context: 'html' }] },
    'express.Response.redirect': { sinks: [{ at: -1, context: 'redirect' }] },
    // Nothing else has methods of these names.
    '*.setHeader': answered,
    '*.writeHead': answered,
    '*.redirect': { sinks: [{ at: -1, context: 'redirect' }] },
    'express.Response.location': { sinks: [{ at: 0, context: 'redirect' }] },
    ...Object.fromEntries(
      ['setHeader', 'set', 'header', 'append', 'writeHead', 'appendHeader'].map((word) => [`express.Response.${word}`, answered]),
    ),
  },
  roles: [
    {
      named: [
        ['req', 'request', '_req', '_request', 'rq'],
        ['res', 'response', '_res', 'resp', 'reply', 'rep', '_response', '_reply'],
      ],
      parameters: ['express.Request', 'express.Response'],
    },
    {
      named: [
        ['err', 'error', '_err', 'e'],
        ['req', 'request'],
        ['res', 'response'],
      ],
      parameters: [null, 'express.Request', 'express.Response'],
    },
  ],
});
