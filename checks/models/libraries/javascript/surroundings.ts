/** What a program is given by those who start it, by its terminal, by queues, sockets and other machines; and what of that is harmless. */
import { library } from '../../../../src/engine/check.ts';

type Data = Parameters<typeof library>[0];
type Calls = NonNullable<Data['calls']>;

function all(names: readonly string[], model: Calls[string]): Calls {
  return Object.fromEntries(names.map((name) => [name, model]));
}

const harmless = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, { clears: 'every' as const }]));

/** What goes on with the same thing, call after call. */
function chains(thing: string, words: readonly string[]) {
  return Object.fromEntries(words.map((word) => [`${thing}.${word}()`, thing]));
}

const commands = [
  ...['name', 'version', 'description', 'command', 'option', 'requiredOption', 'argument', 'arguments', 'alias', 'usage', 'addOption'],
  ...[
    'addArgument',
    'hook',
    'action',
    'allowUnknownOption',
    'enablePositionalOptions',
    'passThroughOptions',
    'showHelpAfterError',
    'parse',
  ],
];
const settings = [
  ...['option', 'options', 'usage', 'command', 'help', 'demandOption', 'alias', 'strict', 'scriptName', 'version', 'positional'],
  ...['demandCommand', 'wrap', 'epilogue', 'epilog', 'example', 'boolean', 'string', 'number', 'array', 'default', 'describe'],
];

export const surroundings = library({
  library: 'process',
  names: {
    'commander.program': 'commander',
    'commander.Command()': 'commander',
    'commander.Command': 'commander',
    'commander.createCommand()': 'commander',
    ...chains('commander', commands),
    ...chains('yargs()', settings),
  },
  reads: {
    'process.argv': { source: 'argument' },
    'process.argv0': { source: 'argument' },
    'Bun.argv': { source: 'argument' },
    'Deno.args': { source: 'argument' },
    'yargs.argv': { source: 'argument' },
    'yargs().argv': { source: 'argument' },
    'commander.args': { source: 'argument' },
    'commander.argv': { source: 'argument' },
    ...harmless([
      '__dirname',
      '__filename',
      'import.meta.url',
      'import.meta.dirname',
      'import.meta.filename',
      'process.argv.0',
      'process.argv.1',
      'process.ppid',
      'process.platform',
      'process.arch',
      'process.version',
      'process.versions',
      'process.execPath',
      'process.execArgv',
      'process.release',
      'process.stdout.columns',
      'os.EOL',
      'path.sep',
      'path.delimiter',
      'path.posix.sep',
      'environment NODE_ENV',
      'environment npm_execpath',
      'environment PORT',
      'environment CI',
    ]),
  },
  calls: {
    ...all(['util.parseArgs', 'yargs().parse', 'yargs().parseSync', 'yargs.parse', 'commander.opts', 'commander.parseOptions'], {
      source: 'argument',
    }),
    ...all(['minimist', 'yargs-parser', 'mri', 'arg', 'getopts', 'command-line-args', 'meow', 'yargs/helpers.hideBin', 'nopt'], {
      source: 'argument',
    }),
    ...all(['commander.action', 'cac().action', 'sade().action', 'caporal.action', '@caporal/core.action'], {
      entries: [{ at: 0, parameters: ['source argument', 'source argument', 'source argument', 'source argument'] }],
    }),
    ...all(
      [
        'inquirer.prompt',
        'prompts',
        'enquirer.prompt',
        '@inquirer/prompts.input',
        'readline-sync.question',
        'readlineSync.question',
        'prompt.get',
      ],
      {
        source: 'input',
      },
    ),
    ...all(['readline.createInterface', 'readline.promises.createInterface', 'readline/promises.createInterface'], {
      is: 'readline.Interface',
    }),
    'readline.Interface.question': { source: 'input', entries: [{ at: -1, parameters: ['source input'] }] },
    'readline.Interface.on': { entries: [{ at: 1, when: { at: 0, is: ['line'] }, parameters: ['source input'] }] },
    'process.stdin.on': { entries: [{ at: 1, when: { at: 0, is: ['data'] }, parameters: ['source input'] }] },
    ...all(
      [
        'process.cwd',
        'process.hrtime',
        'process.uptime',
        'process.getuid',
        'process.getgid',
        'process.memoryUsage',
        'os.tmpdir',
        'os.homedir',
        'os.platform',
        'os.type',
        'os.arch',
        'os.cpus',
        'os.release',
        'os.hostname',
        'os.totalmem',
        'os.freemem',
        'os.availableParallelism',
        'crypto.randomUUID',
        'crypto.randomInt',
        'crypto.randomBytes',
        'uuid',
        'uuid.v4',
        'uuid.v1',
        'uuid.v7',
        'nanoid.nanoid',
        'nanoid',
        'cuid',
        'require.resolve',
        'import.meta.resolve',
        'ansi-regex',
      ],
      { clears: 'every' },
    ),
    // A file of the program itself says what its authors wrote; a file somebody names says what that one wrote.
    ...all(
      ['fs.readFileSync', 'fs.readFile', 'fs.readJsonSync', 'fs.readJSONSync', 'fs.readJson', 'fs.mkdtempSync', 'fs.mkdtemp', 'require'],
      { gives: { from: [0], as: 'derived' } },
    ),
    ...all(
      [
        'fs.readdirSync',
        'fs.readdir',
        'glob.sync',
        'glob.globSync',
        'glob.glob',
        'glob',
        'globby',
        'globby.sync',
        'globby.globby',
        'fast-glob',
        'fast-glob.sync',
      ],
      { source: 'file-name' },
    ),
  },
});

/** Sockets and queues: what arrives there was sent by somebody else. */
export const messages = library({
  library: 'messages',
  names: {
    'ws.WebSocketServer()': 'ws.Server',
    'ws.Server()': 'ws.Server',
    'ws()': 'ws.Client',
    'ws.WebSocket()': 'ws.Client',
    'socket.io.Server()': 'socketio.Server',
    'socket.io()': 'socketio.Server',
    'socketio.Server.of()': 'socketio.Server',
    'net.Server()': 'net.Server',
    'amqplib.connect().createChannel()': 'amqplib.Channel',
    'kafkajs.Kafka().consumer()': 'kafkajs.Consumer',
  },
  calls: {
    'net.createServer': { entries: [{ at: 'all', parameters: ['net.Socket'] }] },
    'tls.createServer': { entries: [{ at: 'all', parameters: ['net.Socket'] }] },
    'net.Socket.on': { entries: [{ at: 1, when: { at: 0, is: ['data'] }, parameters: ['source request'] }] },
    'ws.Server.on': { entries: [{ at: 1, when: { at: 0, is: ['connection'] }, parameters: ['ws.Socket', 'express.Request'] }] },
    'ws.Socket.on': { entries: [{ at: 1, when: { at: 0, is: ['message'] }, parameters: ['source request'] }] },
    'socketio.Server.on': { entries: [{ at: 1, when: { at: 0, is: ['connection', 'connect'] }, parameters: ['socketio.Socket'] }] },
    'socketio.Socket.on': { entries: [{ at: 1, parameters: ['source request', 'source request'] }] },
    'bullmq.Worker': { entries: [{ at: 1, parameters: ['bullmq.Job'] }] },
    'bull().process': { entries: [{ at: -1, parameters: ['bullmq.Job'] }] },
    'amqplib.Channel.consume': { entries: [{ at: 1, parameters: ['amqplib.Message'] }] },
    'kafkajs.Consumer.run': {
      entries: [
        { at: 'option eachMessage', parameters: ['source queue'] },
        { at: 'option eachBatch', parameters: ['source queue'] },
      ],
    },
    'sqs-consumer.Consumer.create': { entries: [{ at: 'option handleMessage', parameters: ['source queue'] }] },
  },
  reads: {
    'bullmq.Job.data': { source: 'queue' },
    'bullmq.Job.name': { source: 'queue' },
    'amqplib.Message.content': { source: 'queue' },
  },
  marks: Object.fromEntries(['Payload', '@nestjs/microservices.Payload'].map((name) => [name, { is: 'source queue' }])),
});
