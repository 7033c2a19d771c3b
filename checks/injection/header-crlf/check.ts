import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/header-crlf',
  family: 'injection',
  title: 'Header of an answer made from a value',
  cwe: [113, 93],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:N/I:L/A:N',
  message: 'A value becomes a header of this answer. Line breaks in it end the header and begin another one, or make the server throw.',
  why: 'Node refuses line breaks in headers and throws, which ends a request that nobody catches; servers and proxies that do not refuse send a second header or a second answer.',
  remediation: 'Take out line breaks, encode the value, or choose the header from a fixed list.',
  limits: 'Only values that come from outside of the program are reported; those that were encoded or checked are not.',
  references: ['https://owasp.org/www-community/attacks/HTTP_Response_Splitting'],
  detect: flow({ js, py }),
});
