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

/** Outside data `req.body` on its way to `run`: whether it still is dangerous there. */
const ways: readonly (readonly [string, string, boolean])[] = [
  ['zod: a text', `const s = z.object({ x: z.string().min(1) });\nrun('a ' + s.parse(req.body).x);`, true],
  ['zod: a number', `const s = z.object({ x: z.number().int() });\nrun('a ' + s.parse(req.body).x);`, false],
  ['zod: one of a few', `const { x } = z.object({ x: z.enum(['a', 'b']).optional() }).parse(req.body);\nrun('a ' + x);`, false],
  ['zod: an id', `const s = z.object({ x: z.string().uuid() });\nrun('a ' + s.parse(req.body).x);`, false],
  ['zod: a pattern', `const s = z.object({ x: z.string().regex(/^[a-z]+$/) });\nrun('a ' + s.parse(req.body).x);`, false],
  ['zod: an open pattern', `const s = z.object({ x: z.string().regex(/[a-z]+/) });\nrun('a ' + s.parse(req.body).x);`, true],
  ['zod: a result', `const r = z.object({ x: z.coerce.number() }).safeParse(req.body);\nif (r.success) run('a ' + r.data.x);`, false],
  ['zod: a result with a text', `const r = z.object({ x: z.string() }).safeParse(req.body);\nif (r.success) run('a ' + r.data.x);`, true],
  ['joi: a number', `const { value } = joi.object({ x: joi.number() }).validate(req.body);\nrun('a ' + value.x);`, false],
  ['joi: a text', `const { value } = joi.object({ x: joi.string() }).validate(req.body);\nrun('a ' + value.x);`, true],
  [
    'joi: one of a few',
    `const { value } = joi.object({ x: joi.string().valid('a', 'b') }).validate(req.body);\nrun('a ' + value.x);`,
    false,
  ],
  ['yup', `const s = yup.object({ x: yup.string().oneOf(['a']) });\nrun('a ' + (await s.validate(req.body)).x);`, false],
  ['JSON there and back', `run('a ' + JSON.parse(JSON.stringify(req.body)).x);`, true],
  ['an encoding', `run('a ' + encodeURIComponent(req.body.x));`, false],
  ['a decoding', `run('a ' + decodeURIComponent(req.body.x));`, true],
  ['a buffer', `run('a ' + Buffer.from(req.body.x, 'base64').toString());`, true],
  ['a length', `run('a ' + String(req.body.x).length);`, false],
  ['a map of what is allowed', `const m = new Map([['a', 'b']]);\nrun('a ' + m.get(req.body.x));`, false],
  ['entries', `for (const [k, v] of Object.entries(req.body)) run('a ' + k + v);`, true],
  ['an address', `run('a ' + new URL(req.body.x).searchParams.get('y'));`, true],
  ['a format', `run(util.format('a %s', req.body.x));`, true],
  ['a format of a number', `run(util.format('a %d', req.body.x));`, false],
  ['an assertion', `assert(/^[a-z]+$/.test(req.body.x));\nrun('a ' + req.body.x);`, false],
  ['found in a list', `if (['a', 'b'].indexOf(req.body.x) === -1) return;\nrun('a ' + req.body.x);`, false],
  ['an integer', `if (!Number.isInteger(req.body.x)) return;\nrun('a ' + req.body.x);`, false],
  ['validator', `if (!validator.isUUID(req.body.x)) return;\nrun('a ' + req.body.x);`, false],
  ['not validated', `if (!validator.isLength(req.body.x)) return;\nrun('a ' + req.body.x);`, true],
  ['quoted', `run('a ' + quote([req.body.x]));`, false],
  ['a document of a file of its own', `run('a ' + clean(req.body.x));`, true],
];

describe('ways', () => {
  test.each(ways)('%s', (_, code, isDangerous) => {
    const head = `import { execSync as run } from 'child_process';
import { z } from 'zod';
import joi from 'joi';
import * as yup from 'yup';
import util from 'util';
import assert from 'assert';
import validator from 'validator';
import { quote } from 'shell-quote';
import { clean } from './clean';
export async function go(req, res) {
`;
    expect(told(`${head}${code}\n}\n`).map((one) => one.replace(/^\d+: /, ''))).toEqual(isDangerous ? ['shell-command'] : []);
  });

  test('fields that a class says are checked', () => {
    const code = `import { execSync as run } from 'child_process';
class Dto {
  @IsEnum(Kind) kind: string;
  @IsString() name: string;
}
export class C {
  @Post()
  go(@Body() dto: Dto) {
    run('a ' + dto.kind);
    run('a ' + dto.name);
  }
}
`;
    expect(told(code)).toEqual(['10: shell-command']);
  });
});

/** Calls and what they are reported as, each with outside data. */
const sinks: readonly (readonly [string, string, readonly string[]])[] = [
  ['a page that is driven', `page.evaluate('go("' + req.body.x + '")');\npage.evaluate((x) => x, req.body.x);`, ['2: code-eval']],
  ['node -e', `require('child_process').spawn('node', ['-e', 'go(' + req.body.x + ')']);`, ['2: code-eval']],
  ['sh -c', `require('child_process').spawn('sh', ['-c', 'go ' + req.body.x]);`, ['2: shell-command']],
  ['ssh', `require('child_process').execFile('ssh', ['host', 'ls ' + req.body.x]);`, ['2: shell-command']],
  [
    'one row of sqlite3',
    `const sqlite3 = require('sqlite3').verbose(); const db = new sqlite3.Database('a'); db.get("select a from b where c = '" + req.body.x + "'", done);`,
    ['2: sql-string'],
  ],
  [
    'one row of sqlite',
    `const { open } = require('sqlite'); open({}).then((db) => db.get("select a from b where c = '" + req.body.x + "'"));`,
    ['2: sql-string'],
  ],
  ['cross-spawn with a shell', `const spawn = require('cross-spawn'); spawn('a', [req.body.x], { shell: true });`, ['2: shell-command']],
  ['zx', 'require("zx").$`ls ${req.body.x}`;', []],
  ['shelljs', `require('shelljs').exec('ls ' + req.body.x);`, ['2: shell-command']],
  ['execa, as it was', `require('execa').shell('ls ' + req.body.x);`, ['2: shell-command']],
  ['ssh2', `new (require('ssh2').Client)().exec('ls ' + req.body.x, () => {});`, ['2: shell-command']],
  ['mysql2', `require('mysql2').createPool({}).query("SELECT a FROM b WHERE c = '" + req.body.x + "'");`, ['2: sql-string']],
  [
    'better-sqlite3',
    `new (require('better-sqlite3'))('f').prepare("SELECT a FROM b WHERE c = '" + req.body.x + "'").all();`,
    ['2: sql-string'],
  ],
  ['an option of it', `db.query({ text: "SELECT a FROM b WHERE c = '" + req.body.x + "'" });`, ['2: sql-string']],
  ['sequelize.literal', `sequelize.literal(req.body.x + ' DESC');`, ['2: sql-string']],
  ['drizzle', 'db.execute(sql`SELECT a FROM b WHERE c = ${req.body.x}`);', []],
  ['drizzle, raw', `require('drizzle-orm').sql.raw('a = ' + req.body.x);`, ['2: sql-string']],
  ['bound', `db.query('SELECT a FROM b WHERE c = ?', [req.body.x]);`, []],
  ['a list that is searched', `[1].find(req.body.x);`, []],
  ['needle', `require('needle').get(req.body.x);`, ['2: ssrf']],
  ['an instance of axios', `require('axios').create({}).get(req.body.x);`, ['2: ssrf']],
  [
    'commander',
    `require('commander').program.name('x').command('y').option('z').action((a) => require('child_process').execSync('a ' + a));`,
    ['2: shell-command'],
  ],
];

describe('sinks', () => {
  test.each(sinks)('%s', (_, code, expected) => {
    expect(told(`export function go(req, res) {\n${code}\n}\n`)).toEqual(expected);
  });
});

describe('sources', () => {
  test.each(sources)('%s', (_, code, lines) => {
    expect(told(`const { execSync: run } = require('child_process');\n${code}\n`)).toEqual(lines.map((line) => `${line}: shell-command`));
  });
});
