import { type Library, library, type SinkModel } from '../../../../src/engine/check.ts';

type Calls = NonNullable<Library['calls']>;

const read: readonly SinkModel[] = [{ at: 0, context: 'path' }];
const written: readonly SinkModel[] = [{ at: 0, context: 'path', label: 'write' }];
const both: readonly SinkModel[] = [
  { at: 0, context: 'path' },
  { at: 1, context: 'path', label: 'write' },
];

/** Functions of a module, with and without `Sync`. */
function functions(module: string, names: readonly string[], sinks: readonly SinkModel[]): Calls {
  const calls: Calls = {};
  for (const name of names) for (const ending of ['', 'Sync']) calls[`${module}.${name}${ending}`] = { sinks: [...sinks] };
  return calls;
}

/** Node's files, what stands in for them, and what serves them. */
export const files = library({
  library: 'fs, fs-extra, express, send',
  names: {
    'node:fs': 'fs',
    'node:fs/promises': 'fs',
    'fs/promises': 'fs',
    'fs.promises': 'fs',
    'fs.default': 'fs',
    'fs-extra': 'fs',
    'fs-extra.default': 'fs',
    'graceful-fs': 'fs',
    'mz/fs': 'fs',
    'original-fs': 'fs',
    memfs: 'fs',
    'rimraf.rimraf': 'rimraf',
    'rimraf.sync': 'rimraf',
    'mkdirp.mkdirp': 'mkdirp',
    'mkdirp.sync': 'mkdirp',
    'del.deleteAsync': 'del',
    'del.sync': 'del',
    Bun: 'bun',
  },
  calls: {
    ...functions('fs', ['readFile', 'createReadStream', 'open', 'opendir', 'readdir', 'readJson', 'readJSON', 'openAsBlob'], read),
    ...functions(
      'fs',
      [
        ...['writeFile', 'appendFile', 'createWriteStream', 'unlink', 'rm', 'rmdir', 'mkdir', 'truncate', 'chmod', 'chown', 'utimes'],
        ...['outputFile', 'outputJson', 'outputJSON', 'writeJson', 'writeJSON', 'remove', 'emptyDir', 'ensureDir', 'ensureFile'],
        ...['mkdirp', 'mkdirs', 'createFile'],
      ],
      written,
    ),
    ...functions('fs', ['rename', 'copyFile', 'cp', 'copy', 'move', 'link', 'symlink'], both),
    'fs.realpath': { gives: { from: [0], as: 'path' }, clears: ['unresolved-path'] },
    'fs.realpathSync': { gives: { from: [0], as: 'path' }, clears: ['unresolved-path'] },
    'fs.realpath.native': { gives: { from: [0], as: 'path' }, clears: ['unresolved-path'] },
    'fs.realpathSync.native': { gives: { from: [0], as: 'path' }, clears: ['unresolved-path'] },
    rimraf: { sinks: [...written] },
    mkdirp: { sinks: [...written] },
    del: { sinks: [...written] },
    'bun.file': { sinks: [...read] },
    'bun.write': { sinks: [...written] },
    'Deno.readTextFile': { sinks: [...read] },
    'Deno.readFile': { sinks: [...read] },
    'Deno.open': { sinks: [...read] },
    'Deno.writeTextFile': { sinks: [...written] },
    'Deno.writeFile': { sinks: [...written] },
    'Deno.remove': { sinks: [...written] },
    'write-file-atomic': { sinks: [...written] },
    'load-json-file': { sinks: [...read] },
    // Below a root these keep it there themselves.
    '*.sendFile': { sinks: [{ at: 0, context: 'path', when: { option: 'root', is: [], missing: true }, label: 'answer' }] },
    '*.sendfile': { sinks: [{ at: 0, context: 'path', when: { option: 'root', is: [], missing: true }, label: 'answer' }] },
    '*.download': { sinks: [{ at: 0, context: 'path', when: { option: 'root', is: [], missing: true }, label: 'answer' }] },
    send: { sinks: [{ at: 1, context: 'path', when: { option: 'root', is: [], missing: true } }] },
    '*.mv': { sinks: [{ at: 0, context: 'path', label: 'write' }] },
  },
});

/** Paths as texts. */
export const paths = library({
  library: 'path',
  names: {
    'node:path': 'path',
    'path/posix': 'path',
    'path/win32': 'path',
    'path.posix': 'path',
    'path.win32': 'path',
    'path.default': 'path',
    upath: 'path',
    pathe: 'path',
    'path.parse()': 'path.Parsed',
    'node:url': 'url',
  },
  calls: {
    'path.join': { gives: { from: ['all'], as: 'path' }, clears: ['unresolved-path'] },
    'path.resolve': { gives: { from: ['all'], as: 'path' }, clears: ['unresolved-path'] },
    'path.normalize': { gives: { from: [0], as: 'path' }, clears: ['unresolved-path'] },
    'path.format': { gives: { from: [0], as: 'derived' } },
    'path.parse': { gives: { from: [0], as: 'derived' } },
    'path.dirname': { gives: { from: [0], as: 'derived' } },
    'path.toNamespacedPath': { gives: { from: [0], as: 'derived' } },
    'path.basename': { gives: { from: [0], as: 'derived' }, clears: ['path'] },
    'path.extname': { gives: { from: [0], as: 'derived' }, clears: ['path'] },
    'path.relative': { gives: { from: [1], as: 'derived' }, aspect: 'relative' },
    'url.fileURLToPath': { gives: { from: [0], as: 'derived' } },
    'sanitize-filename': { gives: { from: [0], as: 'derived' }, clears: ['path'] },
    filenamify: { gives: { from: [0], as: 'derived' }, clears: ['path'] },
    'filenamify.default': { gives: { from: [0], as: 'derived' }, clears: ['path'] },
    slugify: { gives: { from: [0], as: 'derived' }, clears: ['path', 'html', 'shell'] },
    'slugify.default': { gives: { from: [0], as: 'derived' }, clears: ['path', 'html', 'shell'] },
    'lodash.kebabCase': { gives: { from: [0], as: 'derived' }, clears: ['path', 'html', 'shell'] },
    'lodash.camelCase': { gives: { from: [0], as: 'derived' }, clears: ['path', 'html', 'shell'] },
    'lodash.snakeCase': { gives: { from: [0], as: 'derived' }, clears: ['path', 'html', 'shell'] },
    'resolve-path': { gives: { from: ['all'], as: 'path' }, clears: ['path', 'unresolved-path'] },
    'is-path-inside': { guards: [{ of: 0, by: 'clears', contexts: ['path'], holds: 'true' }] },
    'is-path-inside.default': { guards: [{ of: 0, by: 'clears', contexts: ['path'], holds: 'true' }] },
    'path-is-inside': { guards: [{ of: 0, by: 'clears', contexts: ['path'], holds: 'true' }] },
  },
  reads: {
    'path.sep': { text: '/' },
    'path.Parsed.base': { clears: ['path'] },
    'path.Parsed.name': { clears: ['path'] },
    'path.Parsed.ext': { clears: ['path'] },
  },
});
