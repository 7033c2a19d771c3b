import { type Library, library } from '../../../../src/engine/check.ts';

type Entries = NonNullable<NonNullable<Library['calls']>[string]['entries']>;

/** Handlers of the entries of an archive. */
const entry: Entries = [{ at: 1, parameters: ['source archive'] }];
const onEntry: Entries = [
  { at: 'option onentry', parameters: ['source archive'] },
  { at: 'option onReadEntry', parameters: ['source archive'] },
];

/** What reads archives and hands on the names in them. */
export const archives = library({
  library: 'adm-zip, yauzl, unzipper, tar, tar-stream, jszip, decompress',
  names: {
    'unzipper.Parse()': 'unzipper.Stream',
    'unzipper.ParseOne()': 'unzipper.Stream',
    'unzip.Parse()': 'unzipper.Stream',
    'unzip-stream.Parse()': 'unzipper.Stream',
    'unzip-stream': 'unzipper',
    'node-unzip-2.Parse()': 'unzipper.Stream',
    'tar-stream.extract()': 'tar-stream.Extract',
    'tar-fs': 'tar-stream',
    'tar.Parse()': 'tar.Parser',
    'tar.Parser()': 'tar.Parser',
    'tar.list': 'tar.t',
    'yauzl-promise': 'yauzl',
    'yauzl.open()': 'yauzl.ZipFile',
    'yauzl.fromBuffer()': 'yauzl.ZipFile',
    'jszip()': 'jszip',
    'jszip.default': 'jszip',
    'jszip.default()': 'jszip',
    'adm-zip.default()': 'adm-zip()',
    'node-stream-zip()': 'node-stream-zip.Zip',
    'node-stream-zip.async()': 'node-stream-zip.Zip',
    'decompress.default': 'decompress',
  },
  calls: {
    'adm-zip().getEntries': { source: 'archive' },
    'adm-zip().forEach': { entries: [{ at: 0, parameters: ['source archive'] }] },
    'unzipper.Stream.on': { entries: [...entry], gives: { from: ['receiver'], as: 'itself' } },
    'unzipper.Stream.once': { entries: [...entry], gives: { from: ['receiver'], as: 'itself' } },
    'unzipper.Open.file': { source: 'archive' },
    'unzipper.Open.buffer': { source: 'archive' },
    'unzipper.Open.url': { source: 'archive' },
    'unzipper.Open.s3': { source: 'archive' },
    'tar-stream.Extract.on': { entries: [...entry], gives: { from: ['receiver'], as: 'itself' } },
    'tar.Parser.on': { entries: [...entry], gives: { from: ['receiver'], as: 'itself' } },
    'tar.t': { entries: [...onEntry] },
    'tar.x': { entries: [...onEntry] },
    'yauzl.open': { entries: [{ at: -1, parameters: [null, 'yauzl.ZipFile'] }] },
    'yauzl.fromBuffer': { entries: [{ at: -1, parameters: [null, 'yauzl.ZipFile'] }] },
    'yauzl.fromFd': { entries: [{ at: -1, parameters: [null, 'yauzl.ZipFile'] }] },
    'yauzl.ZipFile.on': { entries: [...entry], gives: { from: ['receiver'], as: 'itself' } },
    'jszip.loadAsync': { source: 'archive' },
    'node-stream-zip.Zip.entries': { source: 'archive' },
    'node-stream-zip.Zip.on': { entries: [...entry] },
    decompress: { source: 'archive' },
    '*.pipe': { gives: { from: [0], as: 'itself' } },
  },
});
