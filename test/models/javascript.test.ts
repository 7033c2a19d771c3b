/** What is known of JavaScript's libraries, one line an entry: a handler's code, and which lines of it are reported with which check. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { checks } from '../../checks/index.ts';
import { type AnalyzeFile, createAnalyzer } from '../../src/engine/analyzeFile.ts';
import { loadCore } from '../../src/engine/parse/grammars.ts';

let analyze: AnalyzeFile;

beforeAll(async () => {
  analyze = createAnalyzer(await loadCore('native'), checks, { parseDeadline: 60_000 });
});

/** `line: check` of what is found, without the family. */
function told(code: string): string[] {
  const { findings } = analyze({ path: 'src/service.ts', mode: 'file', bytes: new TextEncoder().encode(code) });
  return findings.flatMap(({ checkId, startLine }) => (checkId.startsWith('injection/') ? [`${startLine}: ${checkId.slice(10)}`] : []));
}

/** Where outside data comes in: a file of its own, in which `run` takes a command. */
const sources: readonly (readonly [string, string, readonly number[]])[] = [
  ['Express', `const app = require('express')();\napp.post('/', (q, s) => run('a ' + q.body.x));`, [3]],
  ['an Express router', `import { Router } from 'express';\nconst r = Router();\nr.route('/x').get((q) => run('a ' + q.get('x')));`, [4]],
  ['a typed request', `import type { Request } from 'express';\nexport const go = (r: Request) => run('a ' + r.cookies.x);`, [3]],
  [
    'what the server itself knows of a request',
    `const app = require('express')();\napp.post('/', (q, s) => run('a ' + q.app.locals.length));`,
    [],
  ],
  ['a plain server', `require('http').createServer((q) => run('a ' + new URL(q.url, 'http://x').searchParams.get('x')));`, [2]],
  ['Koa', `const Koa = require('koa');\nnew Koa().use(async (x) => run('a ' + x.request.body.y));`, [3]],
  [
    'a Koa context that throws',
    `async function go(ctx) {\n  if (!['a'].includes(ctx.query.x)) ctx.throw(400);\n  run('a ' + ctx.query.x);\n}`,
    [],
  ],
  ['Fastify', `const f = require('fastify')();\nf.get('/', async (q, r) => run('a ' + q.params.x));`, [3]],
  ['a Fastify route', `const f = require('fastify')();\nf.route({ method: 'GET', handler: (q) => run('a ' + q.query.x) });`, [3]],
  ['Hapi', `const s = require('@hapi/hapi').server();\ns.route({ path: '/', handler: (q, h) => run('a ' + q.payload.x) });`, [3]],
  ['Hono', `import { Hono } from 'hono';\nnew Hono().get('/', async (x) => run('a ' + (await x.req.json()).y));`, [3]],
  ['a page of Next', `export default function handler(req, res) {\n  run('a ' + req.query.x);\n}`, [3]],
  ['a route of Next', `export async function POST(req) {\n  const { x } = await req.json();\n  run('a ' + x);\n}`, [4]],
  ['a loader', `export const loader = async ({ params }) => run('a ' + params.x);`, [2]],
  [
    'Nest',
    `export class C {\n  @Get()\n  go(@Param('x') x: string, @Param('n', ParseIntPipe) n: string) {\n    run('a ' + n);\n    run('a ' + x);\n  }\n}`,
    [6],
  ],
  ['a cloud function', `export const handler = async (event) => run('a ' + event.queryStringParameters.x);`, [2]],
  [
    'a queue in the cloud',
    `import type { SQSEvent } from 'aws-lambda';\nexport const go = async (e: SQSEvent) => run('a ' + e.Records[0].body);`,
    [3],
  ],
  ['a resolver', `export const Query = { user: (parent, args) => run('a ' + args.x) };`, [2]],
  ['the command line', `run('a ' + process.argv[2]);\nrun('a ' + process.argv[0]);`, [2]],
  ['minimist', `const args = require('minimist')(process.argv.slice(2));\nrun('a ' + args.x);`, [3]],
  ['commander', `import { program } from 'commander';\nprogram.command('x').action((x) => run('a ' + x));`, [3]],
  ['the environment', `run('a ' + process.env.X);\nrun('a ' + process.env.NODE_ENV);`, [2]],
  [
    'a terminal',
    `const rl = require('readline').createInterface({});\nrl.question('?', (x) => run('a ' + x));\nrl.on('line', (x) => run('a ' + x));\nrl.on('close', (x) => run('a ' + x));`,
    [3, 4],
  ],
  ['another machine', `const answer = await fetch('https://x.test/');\nrun('a ' + (await answer.json()).x);`, [3]],
  ['axios', `const { data } = await require('axios').get('https://x.test/');\nrun('a ' + data.x);`, [3]],
  [
    'a web socket',
    `import { WebSocketServer } from 'ws';\nnew WebSocketServer({}).on('connection', (ws) => ws.on('message', (x) => run('a ' + x)));`,
    [3],
  ],
  ['BullMQ', `import { Worker } from 'bullmq';\nnew Worker('q', async (job) => run('a ' + job.data.x));`, [3]],
  [
    'Kafka',
    `import { Kafka } from 'kafkajs';\nnew Kafka({}).consumer().run({ eachMessage: async ({ message }) => run('a ' + message.value) });`,
    [3],
  ],
  ['names of files', `for (const x of require('fs').readdirSync('d')) run('a ' + x);`, [2]],
  ['a file of the program', `run('a ' + require('fs').readFileSync('VERSION'));\nrun('a ' + require('./package.json').version);`, []],
  ['a place of the program', `run('a ' + require('path').join(__dirname, 'x'));\nrun('a ' + crypto.randomUUID());`, []],
];

describe('sources', () => {
  test.each(sources)('%s', (_, code, lines) => {
    expect(told(`const { execSync: run } = require('child_process');\n${code}\n`)).toEqual(lines.map((line) => `${line}: shell-command`));
  });
});
