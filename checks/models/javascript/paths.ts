/** Names of files in JavaScript: what only joins or rewrites them, and whose directory they lie in. */
import type { IrFunction, OrderAnalysis, Value } from '../../../src/engine/check.ts';
import { type PathVocabulary, type Place, placeOfRoots } from '../fileEvents.ts';

const files = ['fs', 'fs.promises', 'fs-extra', 'fs-extra/esm', 'graceful-fs', 'original-fs', 'mz/fs'];

function functionsOf(modules: readonly string[], names: readonly string[]): string[] {
  return modules.flatMap((module) => names.map((name) => `${module}.${name}`));
}

export const paths: PathVocabulary = {
  names: {
    joins: new Set([
      ...functionsOf(['path', 'path.posix', 'path.win32', 'path/posix', 'upath', 'pathe'], ['join', 'resolve']),
      'path-browserify.join',
    ]),
    same: new Set([
      ...functionsOf(['path', 'path.posix', 'upath', 'pathe'], ['normalize', 'toNamespacedPath']),
      ...functionsOf(files, ['realpath', 'realpathSync']),
      'fs.realpathSync.native',
      'url.fileURLToPath',
      'String',
      'untildify',
      'slash',
      'normalize-path',
    ]),
    pure: new Set([
      ...functionsOf(['path', 'path.posix', 'upath', 'pathe'], ['dirname', 'basename', 'extname', 'relative']),
      'os.tmpdir',
      'os.homedir',
      'os.hostname',
      'process.cwd',
    ]),
  },
  places: {
    private: new Set([
      ...functionsOf(files, ['mkdtemp', 'mkdtempSync', 'mkdtempDisposable', 'mkdtempDisposableSync']),
      ...functionsOf(['tmp', 'tmp-promise'], ['dir', 'dirSync', 'file', 'fileSync', 'withDir', 'withFile']),
      ...functionsOf(['tempy'], ['directory', 'temporaryDirectory', 'temporaryDirectoryTask']),
      ...functionsOf(['temp'], ['mkdir', 'mkdirSync', 'open', 'openSync', 'track().mkdirSync', 'track().openSync']),
    ]),
    shared: new Set(['os.tmpdir', 'os.tmpDir']),
    home: new Set(['os.homedir', 'os.userInfo', 'env-paths']),
  },
};

const MAX_DEPTH = 6;
const PARENTS = new Set(['path.dirname', 'path.posix.dirname']);

/** The place of a path as it is at a call; `handle.name` lies where the handle was made, a directory where what is in it does. */
export function placeOf(
  analysis: OrderAnalysis<string, unknown>,
  fn: IrFunction,
  path: Value,
  at: { readonly block: number; readonly index: number },
  depth = 0,
): Place {
  const { keys, program } = analysis;
  const roots = keys.rootsOf(fn, path, at);
  const place = placeOfRoots(roots, paths.places, program);
  const [only, more] = roots;
  if (place !== 'unknown' || depth > MAX_DEPTH || !only || more || only.fn !== fn) return place;
  const { value } = only;
  switch (value.kind) {
    case 'field':
      return placeOf(analysis, fn, value.of, at, depth + 1);
    case 'argument':
      return paths.places.private.has(program.nameOf(value.of) ?? '') ? 'private' : place;
    case 'result': {
      const [child] = program.argumentsOf(value.call);
      return child && PARENTS.has(program.nameOf(value.call) ?? '') ? placeOf(analysis, fn, child, value.call, depth + 1) : place;
    }
    default:
      return place;
  }
}

/** Names of directories that somebody else is meant to write to. */
const writtenByOthers = /(?:^|[^a-z])(?:uploads?|spool|incoming|dropbox|inbox|shared|public)(?:[^a-z]|$)|[a-z](?:Uploads?|Spool|Incoming)/;

/** Evidence that others can put something under this name: everybody's directory, or one for what comes from outside. */
export function isExposed(place: Place, key: string): boolean {
  return place === 'shared' || (place !== 'private' && place !== 'home' && writtenByOthers.test(key.slice(0, 600)));
}
