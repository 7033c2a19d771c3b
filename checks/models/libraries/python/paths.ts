import { type CallModel, library, type SinkModel } from '../../../../src/engine/check.ts';

function all<T>(model: T, names: string): Record<string, T> {
  return Object.fromEntries(names.split(' ').map((name) => [name, model]));
}

function named(label: string, ...at: readonly SinkModel['at'][]): CallModel {
  return { sinks: at.map((one) => ({ at: one, context: 'path', label })) };
}

const writing: readonly string[] = ['w', 'wb', 'a', 'ab', 'x', 'xb', 'w+', 'wb+', 'a+', 'ab+', 'r+', 'rb+', 'r+b', 'w+b', 'wt', 'at', 'xt'];
const opened: CallModel = {
  sinks: [
    { at: 0, context: 'path', label: 'read' },
    { at: 'option file', context: 'path', label: 'read' },
    { at: 0, context: 'path', label: 'write', when: { option: 1, is: writing } },
    { at: 0, context: 'path', label: 'write', when: { option: 'mode', is: writing } },
  ],
};
const resolved: CallModel = { gives: { from: [0], as: 'same' }, clears: ['unresolved-path'] };
const same: CallModel = { gives: { from: ['receiver'], as: 'same' }, is: 'pathlib.Path' };
const lastName = ['path', 'unresolved-path', 'unrooted-path', 'upward', 'rooted'] as const;

/** The places of files: what names one, what resolves one, what proves where one is. */
export const paths = library({
  library: 'os, os.path, pathlib, shutil, werkzeug: paths',
  names: {
    'pathlib.Path()': 'pathlib.Path',
    'pathlib.PurePath': 'pathlib.Path',
    'pathlib.PosixPath': 'pathlib.Path',
    'pathlib.PurePosixPath': 'pathlib.Path',
    'anyio.Path': 'pathlib.Path',
    'anyio.Path()': 'pathlib.Path',
    'aiopath.AsyncPath': 'pathlib.Path',
    'pathlib.Path.parent': 'pathlib.Path',
    'pathlib.Path.cwd()': 'pathlib.Path',
    'pathlib.Path.home()': 'pathlib.Path',
    'pathlib.Path.absolute()': 'pathlib.Path',
    'posixpath.join': 'os.path.join',
    'posixpath.normpath': 'os.path.normpath',
    'ntpath.basename': 'os.path.basename',
    'flask.safe_join': 'werkzeug.utils.safe_join',
    'werkzeug.security.safe_join': 'werkzeug.utils.safe_join',
    'django.utils._os.safe_join': 'werkzeug.utils.safe_join',
    'werkzeug.secure_filename': 'werkzeug.utils.secure_filename',
    'flask.helpers.send_file': 'flask.send_file',
    'flask.helpers.send_from_directory': 'flask.send_from_directory',
    'quart.send_file': 'flask.send_file',
    'fastapi.responses.FileResponse': 'starlette.responses.FileResponse',
    'aiofiles.os': 'os',
    'aiofiles.threadpool.open': 'aiofiles.open',
  },
  calls: {
    ...all(opened, 'builtins.open io.open codecs.open aiofiles.open anyio.open_file os.fdopen gzip.open bz2.open lzma.open'),
    ...all(
      named('write', 0),
      'os.remove os.unlink os.rmdir os.removedirs os.mkdir os.makedirs os.chmod os.chown os.truncate os.mkfifo shutil.rmtree shutil.chown',
    ),
    ...all(named('write', 0, 1), 'os.rename os.replace os.renames os.link os.symlink'),
    ...all(
      named('read', 0),
      'os.listdir os.scandir os.walk os.readlink os.open linecache.getline linecache.getlines fileinput.input os.startfile',
    ),
    ...all(
      named('read', 0, 'option path'),
      'flask.send_file flask.send_from_directory starlette.responses.FileResponse aiohttp.web.FileResponse sanic.response.file',
    ),
    'flask.send_file': named('read', 0, 'option path_or_file', 'option filename_or_fp'),
    'flask.send_from_directory': named('read', 0, 'option directory'),
    'bottle.static_file': named('read', 1, 'option root'),
    ...all(
      {
        sinks: [
          { at: 0, context: 'path', label: 'read' },
          { at: 1, context: 'path', label: 'write' },
        ],
      },
      'shutil.copy shutil.copy2 shutil.copyfile shutil.copytree shutil.move',
    ),
    ...all(named('read', 0), 'zipfile.ZipFile tarfile.open PIL.Image.open numpy.load numpy.loadtxt cv2.imread mmap.open'),
    'shutil.make_archive': named('read', 2, 'option root_dir'),
    '*.save': named('write', 0, 'option dst'),
    'pathlib.Path': { gives: { from: ['all'], as: 'path' }, is: 'pathlib.Path' },
    'pathlib.Path.joinpath': { gives: { from: ['receiver', 'all'], as: 'path' }, is: 'pathlib.Path' },
    'pathlib.Path.resolve': { ...same, clears: ['unresolved-path'] },
    ...all(same, 'pathlib.Path.expanduser pathlib.Path.absolute pathlib.Path.with_suffix pathlib.Path.as_posix pathlib.Path.__str__'),
    'pathlib.Path.with_name': { gives: { from: ['receiver', 0], as: 'derived' }, is: 'pathlib.Path' },
    'pathlib.Path.is_relative_to': { guards: [{ of: 'receiver', by: 'inside', in: 0, holds: 'true' }] },
    'pathlib.Path.relative_to': {
      gives: { from: ['receiver'], as: 'derived' },
      guards: [{ of: 'receiver', by: 'inside', in: 0, holds: 'returns' }],
      is: 'pathlib.Path',
    },
    ...all(named('read', 'receiver'), 'pathlib.Path.open pathlib.Path.read_text pathlib.Path.read_bytes pathlib.Path.iterdir'),
    ...all(
      named('write', 'receiver'),
      'pathlib.Path.write_text pathlib.Path.write_bytes pathlib.Path.unlink pathlib.Path.rmdir pathlib.Path.mkdir pathlib.Path.touch pathlib.Path.chmod pathlib.Path.symlink_to pathlib.Path.hardlink_to',
    ),
    ...all(named('write', 'receiver', 0), 'pathlib.Path.rename pathlib.Path.replace'),
    'os.path.join': { gives: { from: ['all'], as: 'path' } },
    ...all(resolved, 'os.path.abspath os.path.realpath os.path.normpath'),
    ...all(
      { gives: { from: [0], as: 'same' } },
      'os.path.expanduser os.path.expandvars os.fspath os.fsencode os.fsdecode os.path.normcase',
    ),
    'os.path.dirname': { gives: { from: [0], as: 'derived' } },
    'os.path.basename': { gives: { from: [0], as: 'derived' }, aspect: 'last name', clears: lastName },
    'os.path.splitext': { gives: { from: [0], as: 'parts' } },
    'os.path.split': { gives: { from: [0], as: 'parts' } },
    'os.path.relpath': { gives: { from: [0], as: 'derived' } },
    'os.path.commonpath': { gives: { from: [0], as: 'derived' }, aspect: 'common path' },
    'os.path.commonprefix': { gives: { from: [0], as: 'derived' } },
    'os.path.isabs': { guards: [{ of: 0, by: 'clears', contexts: ['rooted'], holds: 'false' }] },
    'werkzeug.utils.safe_join': { gives: { from: ['all'], as: 'path' }, clears: ['path'] },
    'werkzeug.utils.secure_filename': {
      gives: { from: [0], as: 'derived' },
      clears: [...lastName, 'shell', 'html', 'header', 'log', 'url', 'redirect'],
    },
    'django.utils.text.get_valid_filename': { gives: { from: [0], as: 'derived' }, clears: lastName },
    'django.utils.text.slugify': { gives: { from: [0], as: 'derived' }, clears: 'every' },
    'slugify.slugify': { gives: { from: [0], as: 'derived' }, clears: 'every' },
    'pathvalidate.sanitize_filename': { gives: { from: [0], as: 'derived' }, clears: lastName },
  },
  reads: {
    'pathlib.Path.name': { clears: lastName },
    'pathlib.Path.stem': { clears: lastName },
    'pathlib.Path.suffix': { clears: lastName },
    'pathlib.Path.parents': { aspect: 'parents' },
  },
});
