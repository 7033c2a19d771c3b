/** Names of files in Python: what only joins or rewrites them, and whose directory they lie in. */
import type { IrFunction, OrderAnalysis, Value } from '../../../src/engine/check.ts';
import { type PathVocabulary, type Place, placeOfRoots } from '../fileEvents.ts';

export const paths: PathVocabulary = {
  names: {
    joins: new Set(
      (
        'os.path.join posixpath.join ntpath.join pathlib.Path pathlib.PurePath pathlib.PosixPath pathlib.WindowsPath pathlib.PurePosixPath ' +
        'pathlib.Path.joinpath anyio.Path trio.Path'
      ).split(' '),
    ),
    same: new Set(
      (
        'builtins.str os.fspath os.path.abspath os.path.realpath os.path.normpath os.path.expanduser os.path.expandvars os.fsencode os.fsdecode ' +
        'pathlib.Path.resolve pathlib.Path.absolute pathlib.Path.expanduser pathlib.Path.as_posix typing.cast'
      ).split(' '),
    ),
  },
  places: {
    private: new Set(
      (
        'tempfile.mkdtemp tempfile.mkstemp tempfile.TemporaryDirectory tempfile.NamedTemporaryFile tempfile.TemporaryFile tempfile.SpooledTemporaryFile ' +
        'aiofiles.tempfile.TemporaryDirectory aiofiles.tempfile.NamedTemporaryFile'
      ).split(' '),
    ),
    shared: new Set(['tempfile.gettempdir', 'tempfile.gettempdirb']),
    home: new Set(['pathlib.Path.home']),
  },
};

const MAX_DEPTH = 4;

/** The place of a path as it is at a call; `handle.name` lies where the handle was made. */
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
  if (place !== 'unknown' || depth > MAX_DEPTH) return place;
  const [only, more] = roots;
  return only && !more && only.value.kind === 'field' && only.fn === fn ? placeOf(analysis, fn, only.value.of, at, depth + 1) : place;
}
