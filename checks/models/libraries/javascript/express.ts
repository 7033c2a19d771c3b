import { library } from '../../../../src/engine/check.ts';

/** Express and what is built like it: handlers are given the request, and `res.send` writes HTML. */
export const express = library({
  library: 'express',
  names: {
    'express()': 'express.App',
    'express.Router()': 'express.App',
    'express.default()': 'express.App',
    'express.Application': 'express.App',
    'express.Express': 'express.App',
  },
  reads: {
    'express.Request.query': { source: 'request' },
    'express.Request.body': { source: 'request' },
    'express.Request.params': { source: 'request' },
    'express.Request.headers': { source: 'request' },
    'express.Request.cookies': { source: 'request' },
    'express.Request.signedCookies': { source: 'request' },
    'express.Request.files': { source: 'request' },
    'express.Request.file': { source: 'request' },
    'express.Request.url': { source: 'request' },
    'express.Request.originalUrl': { source: 'request' },
    'express.Request.path': { source: 'request' },
    'express.Request.hostname': { source: 'request' },
    'process.argv': { source: 'argument' },
  },
  calls: {
    ...Object.fromEntries(
      ['get', 'post', 'put', 'patch', 'delete', 'all', 'use', 'options', 'head', 'param'].map((word) => [
        `express.App.${word}`,
        { entries: [{ at: 'all' as const, parameters: ['express.Request', 'express.Response'] }] },
      ]),
    ),
    'express.Request.get': { source: 'request' },
    'express.Request.header': { source: 'request' },
    'express.Request.param': { source: 'request' },
    'express.Response.send': { sinks: [{ at: 0, context: 'html' }] },
    'express.Response.redirect': { sinks: [{ at: -1, context: 'redirect' }] },
  },
  roles: [
    {
      named: [
        ['req', 'request', '_req'],
        ['res', 'response', '_res'],
      ],
      parameters: ['express.Request', 'express.Response'],
    },
  ],
});
