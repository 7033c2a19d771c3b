/** Servers and platforms besides Express: what their handlers are given is from outside. */
import { library } from '../../../../src/engine/check.ts';

type Data = Parameters<typeof library>[0];
type Calls = NonNullable<Data['calls']>;
type Reads = NonNullable<Data['reads']>;

function reads(type: string, fields: readonly string[]): Reads {
  return Object.fromEntries(fields.map((field) => [`${type}.${field}`, { source: 'request' as const }]));
}

function gives(type: string, methods: readonly string[]): Calls {
  return Object.fromEntries(methods.map((method) => [`${type}.${method}`, { source: 'request' as const }]));
}

/** Every one of these words takes handlers whose parameters are these. */
function routes(type: string, parameters: readonly (string | null)[]): Calls {
  return Object.fromEntries(
    ['get', 'post', 'put', 'patch', 'delete', 'del', 'all', 'use', 'options', 'head'].map((word) => [
      `${type}.${word}`,
      { entries: [{ at: 'all' as const, parameters }] },
    ]),
  );
}

export const koa = library({
  library: 'koa',
  names: {
    'koa()': 'koa.App',
    'koa.default()': 'koa.App',
    '@koa/router()': 'koa.App',
    'koa-router()': 'koa.App',
    '@koa/router.Router()': 'koa.App',
    'koa.ParameterizedContext': 'koa.Context',
    'koa.DefaultContext': 'koa.Context',
    'koa-router.RouterContext': 'koa.Context',
    '@koa/router.RouterContext': 'koa.Context',
    'koa.Context.req': 'express.Request',
  },
  reads: {
    ...reads('koa.Context', [
      'query',
      'params',
      'querystring',
      'headers',
      'header',
      'url',
      'originalUrl',
      'href',
      'path',
      'hostname',
      'host',
    ]),
    'koa.Context.request': { is: 'koa.Request' },
    ...reads('koa.Request', [
      'body',
      'query',
      'querystring',
      'rawBody',
      'files',
      'headers',
      'header',
      'url',
      'originalUrl',
      'href',
      'path',
      'search',
      'hostname',
    ]),
    'koa.Context.cookies': { is: 'koa.Cookies' },
  },
  calls: {
    ...routes('koa.App', ['koa.Context']),
    ...gives('koa.Context', ['get']),
    ...gives('koa.Request', ['get']),
    ...gives('koa.Cookies', ['get']),
    'koa.Context.throw': { never: true },
    'koa.Context.assert': { guards: [{ of: 0, by: 'truth', holds: 'returns' }] },
    'koa.Context.redirect': { sinks: [{ at: 0, context: 'redirect' }] },
    'koa.Context.set': {
      sinks: [
        { at: 1, context: 'header', label: 'value' },
        { at: 1, context: 'redirect', label: 'header', when: { option: 0, is: ['Location', 'location'] } },
      ],
    },
  },
  stores: { 'koa.Context.body': [{ at: 0, context: 'html' }] },
  roles: [{ named: [['ctx', 'koaContext']], parameters: ['koa.Context'] }],
});

export const fastify = library({
  library: 'fastify',
  names: {
    'fastify()': 'fastify.App',
    'fastify.fastify()': 'fastify.App',
    'fastify.default()': 'fastify.App',
    'fastify.FastifyInstance': 'fastify.App',
    'fastify.FastifyRequest': 'express.Request',
    FastifyRequest: 'express.Request',
    'fastify.FastifyReply': 'express.Response',
    FastifyReply: 'express.Response',
  },
  calls: {
    ...routes('fastify.App', ['express.Request', 'express.Response']),
    'fastify.App.route': { entries: [{ at: 'option handler', parameters: ['express.Request', 'express.Response'] }] },
    'fastify.App.addHook': { entries: [{ at: 1, parameters: ['express.Request', 'express.Response'] }] },
  },
});

export const hapi = library({
  library: 'hapi',
  names: {
    '@hapi/hapi.server()': 'hapi.Server',
    '@hapi/hapi.Server()': 'hapi.Server',
    'hapi.server()': 'hapi.Server',
    'hapi.Server()': 'hapi.Server',
    '@hapi/hapi.Request': 'hapi.Request',
    '@hapi/hapi.ResponseToolkit': 'hapi.Toolkit',
  },
  reads: reads('hapi.Request', ['payload', 'query', 'params', 'headers', 'state', 'path', 'url', 'rawPayload', 'orig']),
  calls: {
    'hapi.Server.route': { entries: [{ at: 'option handler', parameters: ['hapi.Request', 'hapi.Toolkit'] }] },
    'hapi.Toolkit.redirect': { sinks: [{ at: 0, context: 'redirect' }] },
    'hapi.Toolkit.response': { sinks: [{ at: 0, context: 'html' }], is: 'hapi.Answer' },
    'hapi.Answer.header': { sinks: [{ at: 1, context: 'header', label: 'value' }] },
  },
  roles: [
    {
      named: [
        ['request', 'req'],
        ['h', 'toolkit'],
      ],
      parameters: ['hapi.Request', 'hapi.Toolkit'],
    },
  ],
});

export const hono = library({
  library: 'hono',
  names: { 'hono.Hono()': 'hono.App', 'hono()': 'hono.App', 'hono.quick.Hono()': 'hono.App', 'hono.tiny.Hono()': 'hono.App' },
  reads: {
    'hono.Context.req': { is: 'hono.Request' },
    ...reads('hono.Request', ['url', 'path', 'raw']),
  },
  calls: {
    ...routes('hono.App', ['hono.Context']),
    ...gives('hono.Request', ['query', 'queries', 'param', 'header', 'json', 'text', 'parseBody', 'formData', 'arrayBuffer', 'blob']),
    'hono.Context.redirect': { sinks: [{ at: 0, context: 'redirect' }] },
    'hono.Context.html': { sinks: [{ at: 0, context: 'html' }] },
    'hono.Context.header': { sinks: [{ at: 1, context: 'header', label: 'value' }] },
    'hono/cookie.getCookie': { source: 'request' },
  },
  roles: [{ named: [['c']], parameters: ['hono.Context'] }],
});

/** The request of the platform itself: Next, Remix, SvelteKit, Deno, Bun, workers. */
export const web = library({
  library: 'fetch servers',
  names: {
    Request: 'web.Request',
    'next/server.NextRequest': 'web.Request',
    NextRequest: 'web.Request',
    'next/server.NextResponse': 'web.Response',
    NextResponse: 'web.Response',
    Response: 'web.Response',
    'next/navigation.permanentRedirect': 'next/navigation.redirect',
    '@remix-run/node.redirect': 'web.Response.redirect',
    '@remix-run/router.redirect': 'web.Response.redirect',
    'react-router.redirect': 'web.Response.redirect',
    '@sveltejs/kit.redirect': 'web.Redirect.kit',
    '@remix-run/node.LoaderFunctionArgs': 'web.Arguments',
    '@remix-run/node.ActionFunctionArgs': 'web.Arguments',
    'react-router.LoaderFunctionArgs': 'web.Arguments',
    'react-router.ActionFunctionArgs': 'web.Arguments',
    '@sveltejs/kit.RequestEvent': 'web.Arguments',
    'next.GetServerSidePropsContext': 'web.Arguments',
  },
  reads: {
    ...reads('web.Request', ['url', 'nextUrl', 'headers', 'body', 'cookies', 'query', 'params', 'cf', 'geo']),
    ...reads('web.Arguments', ['params', 'query', 'url', 'cookies']),
    'web.Arguments.request': { is: 'web.Request' },
    'web.Arguments.req': { is: 'express.Request' },
  },
  calls: {
    ...gives('web.Request', ['json', 'text', 'formData', 'blob', 'arrayBuffer']),
    'next/headers.headers': { source: 'request' },
    'next/headers.cookies': { source: 'request' },
    'next/navigation.redirect': { sinks: [{ at: 0, context: 'redirect' }] },
    'web.Response.redirect': { sinks: [{ at: 0, context: 'redirect' }] },
    'web.Redirect.kit': { sinks: [{ at: 1, context: 'redirect' }] },
    'Bun.serve': { entries: [{ at: 'option fetch', parameters: ['web.Request'] }] },
    'Deno.serve': { entries: [{ at: 'all', parameters: ['web.Request'] }] },
  },
  roles: [
    {
      methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'],
      named: [['req', 'request', '_req', '_request', '_']],
      parameters: ['web.Request', 'web.Arguments'],
    },
    {
      methods: ['loader', 'action', 'load', 'getServerSideProps', 'clientLoader'],
      named: [['', 'event', 'args', 'context', 'ctx']],
      parameters: ['web.Arguments'],
    },
  ],
});

/** Functions that a cloud calls. */
export const cloud = library({
  library: 'cloud functions',
  names: {
    ...Object.fromEntries(
      ['APIGatewayProxyEvent', 'APIGatewayProxyEventV2', 'APIGatewayEvent', 'ALBEvent', 'LambdaFunctionURLEvent'].flatMap((type) => [
        [type, 'aws.Event'],
        [`aws-lambda.${type}`, 'aws.Event'],
      ]),
    ),
    ...Object.fromEntries(
      ['SQSEvent', 'SNSEvent', 'S3Event', 'KinesisStreamEvent', 'DynamoDBStreamEvent'].flatMap((type) => [
        [type, 'aws.Queue'],
        [`aws-lambda.${type}`, 'aws.Queue'],
      ]),
    ),
    '@azure/functions.HttpRequest': 'azure.Request',
    HttpRequest: 'azure.Request',
    '@google-cloud/functions-framework.Request': 'express.Request',
    'firebase-functions.https.Request': 'express.Request',
  },
  reads: {
    ...reads('aws.Event', [
      'queryStringParameters',
      'multiValueQueryStringParameters',
      'pathParameters',
      'rawQueryString',
      'rawPath',
      'path',
      'body',
      'headers',
      'multiValueHeaders',
      'cookies',
    ]),
    'aws.Event.Records': { source: 'queue' },
    'aws.Queue.Records': { source: 'queue' },
    ...reads('aws.Maybe', ['queryStringParameters', 'multiValueQueryStringParameters', 'pathParameters', 'rawQueryString']),
    ...reads('azure.Request', ['query', 'params', 'headers', 'body', 'url']),
  },
  calls: {
    ...gives('azure.Request', ['json', 'text', 'formData']),
    'firebase-functions.https.onRequest': { entries: [{ at: -1, parameters: ['express.Request', 'express.Response'] }] },
    'firebase-functions/v2/https.onRequest': { entries: [{ at: -1, parameters: ['express.Request', 'express.Response'] }] },
    'firebase-functions.https.onCall': { entries: [{ at: -1, parameters: ['source request'] }] },
    '@google-cloud/functions-framework.http': { entries: [{ at: 1, parameters: ['express.Request', 'express.Response'] }] },
  },
  roles: [
    { methods: ['handler', 'lambdaHandler', 'lambda_handler'], named: [['event', '_event', 'evt', 'e']], parameters: ['aws.Event'] },
    { named: [['event', 'evt']], parameters: ['aws.Maybe'] },
  ],
});

const marked = ['Body', 'Query', 'Param', 'Headers', 'UploadedFile', 'UploadedFiles', 'RawBody', 'HostParam', 'Args', 'MessageBody'];
const others = [
  'QueryParam',
  'BodyParam',
  'PathParams',
  'QueryParams',
  'BodyParams',
  'HeaderParam',
  'HeaderParams',
  'CookieParam',
  'Path',
  'Arg',
  'Header',
];
/** What makes a value something else, or rejects it. */
const conversions = [
  'ParseIntPipe',
  'ParseFloatPipe',
  'ParseBoolPipe',
  'ParseUUIDPipe',
  'ParseEnumPipe',
  'ParseDatePipe',
  'ParseObjectIdPipe',
];

/** Frameworks that mark the parameters of methods. */
export const decorators = library({
  library: 'decorated controllers',
  marks: {
    ...Object.fromEntries(
      [...marked, ...others].flatMap((word) =>
        [
          '',
          '@nestjs/common.',
          '@nestjs/graphql.',
          '@nestjs/websockets.',
          'routing-controllers.',
          '@tsed/common.',
          '@tsed/schema.',
          'tsoa.',
          'type-graphql.',
          '@midwayjs/core.',
        ].map((module) => [`${module}${word}`, { is: 'source request', unless: conversions }]),
      ),
    ),
    ...Object.fromEntries(
      ['Req', 'Request'].flatMap((word) =>
        ['', '@nestjs/common.', 'routing-controllers.', '@tsed/common.', 'tsoa.'].map((module) => [
          `${module}${word}`,
          { is: 'express.Request' },
        ]),
      ),
    ),
    ...Object.fromEntries(
      ['Res', 'Response'].flatMap((word) =>
        ['', '@nestjs/common.', 'routing-controllers.'].map((module) => [`${module}${word}`, { is: 'express.Response' }]),
      ),
    ),
  },
});

/** GraphQL: the second parameter of a resolver is what the query says. */
export const graphql = library({
  library: 'graphql resolvers',
  roles: [
    {
      named: [
        ['parent', '_parent', 'root', '_root', 'obj', '_', '__', 'source'],
        ['args', '_args'],
      ],
      parameters: [null, 'source request'],
    },
  ],
});

/** Where only its name says that a parameter is a request: what no other thing by that name has. */
export const namedRequests = library({
  library: 'parameters by name',
  roles: [{ named: [['req', 'request']], parameters: ['named.Request'] }],
});
