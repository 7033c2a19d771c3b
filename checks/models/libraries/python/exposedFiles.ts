/** Files that Python writes. */
import { type CallModel, library, type SinkModel } from '../../../../src/engine/check.ts';

type Calls = NonNullable<Parameters<typeof library>[0]['calls']>;

const all = (names: string, sinks: readonly SinkModel[]): Calls =>
  Object.fromEntries(names.split(' ').map((name) => [name, { sinks } as CallModel])) as Calls;

const opened = ['builtins.open()', 'io.open()', 'codecs.open()', 'aiofiles.open()', 'pathlib.Path.open()', 'gzip.open()'];

export const exposedFiles = library({
  library: 'files',
  calls: {
    ...all('*.write_text *.write_bytes pathlib.Path.write_text pathlib.Path.write_bytes', [{ at: 0, context: 'to file' }]),
    ...all(opened.flatMap((file) => [`${file}.write`, `${file}.writelines`]).join(' '), [{ at: 0, context: 'to file' }]),
    // Whether the second is a file of the program is for the check to see.
    ...all('json.dump pickle.dump yaml.dump yaml.safe_dump toml.dump tomli_w.dump marshal.dump joblib.dump simplejson.dump ujson.dump', [
      { at: 0, context: 'to file', label: 'handle' },
    ]),
  },
});
