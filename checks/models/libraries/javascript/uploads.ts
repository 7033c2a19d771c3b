import { library } from '../../../../src/engine/check.ts';

/** Files that are sent: what their sender calls them, and where libraries put them. */
export const uploads = library({
  library: 'multer, express-fileupload, formidable',
  names: {
    'multer.File': 'Express.Multer.File',
    'express.Request.file': 'Express.Multer.File',
    'multer.default': 'multer',
  },
  reads: {
    'Express.Multer.File': { source: 'request' },
    'Express.Multer.File.originalname': { source: 'upload' },
    'Express.Multer.File.filename': { clears: ['path'] },
    'Express.Multer.File.path': { clears: ['path'] },
    'Express.Multer.File.destination': { clears: ['path'] },
  },
  calls: {
    'multer.diskStorage': {
      entries: [{ at: 'option filename', parameters: ['express.Request', 'Express.Multer.File', 'multer.Done'] }],
    },
    'multer.Done': { sinks: [{ at: 1, context: 'path', label: 'write' }] },
  },
});
