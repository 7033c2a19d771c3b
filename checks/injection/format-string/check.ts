import { defineCheck, flow } from '../../../src/engine/check.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/format-string',
  family: 'injection',
  title: 'Format text from outside',
  cwe: [134],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:N',
  message: 'Whoever writes this format text can read attributes of what is put into it, such as `{user.__class__.__init__.__globals__}`.',
  why: '`format` follows dots and brackets in its places: from any object a format text reaches the module it was made in, with the settings and keys that stand there.',
  remediation:
    'Keep the format text constant and hand the value over as data; for texts that people write themselves use `string.Template`.',
  limits: 'Format texts from callers, files and settings are not reported.',
  references: ['https://lucumr.pocoo.org/2016/12/29/careful-with-str-format/'],
  detect: flow({ py }),
});
