import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/upload-name',
  family: 'injection',
  title: 'Uploaded file stored under the name its sender chose',
  cwe: [434, 22, 73],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N',
  message: 'The sender of the file chooses this name, with its type and perhaps with directories in it.',
  why: 'A name that ends in `.html`, `.php` or `.svg` makes a stored file run in somebody’s browser or on the server; one with `../` in it replaces other files.',
  remediation: 'Store it under a generated name (a random UUID), and take the type from a list of allowed ones.',
  limits: 'Whether the directory is served to anybody is not known here.',
  references: ['https://cheatsheetseries.owasp.org/cheatsheets/File_Upload_Cheat_Sheet.html'],
  detect: flow({ js, py }),
});
