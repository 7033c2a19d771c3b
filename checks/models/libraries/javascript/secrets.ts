/** Where secrets come from in JavaScript, and what hides them. */
import { type CallModel, library } from '../../../../src/engine/check.ts';

type Data = Parameters<typeof library>[0];
type Calls = NonNullable<Data['calls']>;

const all = (model: CallModel, names: readonly string[]): Calls => Object.fromEntries(names.map((name) => [name, model])) as Calls;

const secret: CallModel = { source: 'secret' };
const asked = (at: CallModel['sourceNamed']): CallModel => ({ source: 'secret', sourceNamed: at! });
const hiding: CallModel = { hides: true };

export const secrets = library({
  library: 'secrets',
  names: {
    'keytar.default': 'keytar',
    'url.URLSearchParams': 'URLSearchParams',
    'bcryptjs.default': 'bcryptjs',
    'vscode.SecretStorage': 'vscode.secrets',
    'config.default': 'config',
  },
  reads: {
    'process.env': { source: 'secret-holder' },
    '*.stack': { source: 'internals' },
    'Bun.env': { source: 'secret-holder' },
    'express.Request.headers': { source: 'secret-holder' },
    'express.Request.rawHeaders': { source: 'secret-holder' },
    'express.Request.cookies': { source: 'secret-holder' },
    'express.Request.signedCookies': { source: 'secret-holder' },
    'koa.Context.headers': { source: 'secret-holder' },
    'koa.Context.header': { source: 'secret-holder' },
    'koa.Request.headers': { source: 'secret-holder' },
    'koa.Request.header': { source: 'secret-holder' },
    'hapi.Request.headers': { source: 'secret-holder' },
    'web.Request.headers': { source: 'secret-holder' },
    'web.Request.cookies': { source: 'secret-holder' },
  },
  calls: {
    ...all(asked(0), [
      '@actions/core.getInput',
      'express.Request.get',
      'express.Request.header',
      'koa.Context.get',
      'koa.Request.get',
      'config.get',
      'nconf.get',
      'core.getInput',
      'functions.config',
    ]),
    ...all(secret, [
      'keytar.getPassword',
      'keytar.findPassword',
      'vscode.secrets.get',
      '*.getSecretValue',
      '*.accessSecretVersion',
      '*.getSecretString',
      'google-auth-library.GoogleAuth().getAccessToken',
      'jsonwebtoken.sign',
      'crypto.privateDecrypt',
    ]),
    ...all({ into: { to: 'receiver', from: [1], as: 'text' } }, ['URLSearchParams().append', 'URLSearchParams().set']),
    // What a token endpoint answered, read as what it is.
    ...all({ gives: { from: ['receiver'], as: 'itself' } }, ['token.Answer.json', 'token.Answer.text']),
    ...all(hiding, [
      'bcrypt.hash',
      'bcrypt.hashSync',
      'bcrypt.compare',
      'bcrypt.compareSync',
      'bcryptjs.hash',
      'bcryptjs.hashSync',
      'bcryptjs.compare',
      'argon2.hash',
      'argon2.verify',
      'crypto.timingSafeEqual',
      'crypto.hash',
      'crypto.scryptSync',
      'crypto.pbkdf2Sync',
      'crypto.publicEncrypt',
      'crypto.createHash',
      'crypto.createHmac',
      'jsonwebtoken.verify',
      'jsonwebtoken.decode',
      'md5',
      'sha1',
      'sha256',
      'object-hash',
      'hash-sum',
      '*.digest',
      '*.includes',
      '*.startsWith',
      '*.endsWith',
      '*.test',
      '*.indexOf',
      '*.has',
      '*.localeCompare',
      'Array.isArray',
      'Object.keys',
      'Object.getOwnPropertyNames',
      'zxcvbn',
    ]),
    '*.slice': { gives: { from: ['receiver', 0, 1], as: 'slice' } },
    '*.substring': { gives: { from: ['receiver', 0, 1], as: 'slice' } },
    // The second is a length.
    '*.substr': { gives: { from: ['receiver', 0, 1], as: 'slice' } },
  },
});
