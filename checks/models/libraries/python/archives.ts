import { type CallModel, library, type SinkModel } from '../../../../src/engine/check.ts';

const entry: CallModel = { source: 'archive' };

/** Python 3.12 asks for a filter, 3.14 has a careful one by itself; before that every entry goes where its name leads. */
const unpacked: readonly SinkModel[] = [{ at: 'call', context: 'path', label: 'unpack' }];

/** Archives: what their entries are called, and what writes these to where their names lead. */
export const archives = library({
  library: 'tarfile, zipfile, shutil: archives',
  names: {
    'tarfile.open()': 'tarfile.TarFile',
    'tarfile.TarFile()': 'tarfile.TarFile',
    'tarfile.TarFile.open()': 'tarfile.TarFile',
    'tarfile.TarFile.__enter__()': 'tarfile.TarFile',
    'zipfile.ZipFile()': 'zipfile.ZipFile',
    'zipfile.ZipFile.__enter__()': 'zipfile.ZipFile',
    'py7zr.SevenZipFile()': 'py7zr.SevenZipFile',
  },
  calls: {
    'tarfile.TarFile.extractall': { sinks: unpacked },
    'tarfile.TarFile.extract': { sinks: unpacked },
    'tarfile.TarFile.getmembers': entry,
    'tarfile.TarFile.getmember': entry,
    'tarfile.TarFile.getnames': entry,
    'tarfile.TarFile.next': entry,
    'zipfile.ZipFile.namelist': entry,
    'zipfile.ZipFile.infolist': entry,
    'zipfile.ZipFile.getinfo': entry,
    'zipfile.ZipFile.extract': {},
    'zipfile.ZipFile.extractall': {},
    'rarfile.RarFile().namelist': entry,
    'rarfile.RarFile().infolist': entry,
  },
});
