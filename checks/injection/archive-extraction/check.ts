import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/archive-extraction',
  family: 'injection',
  title: 'Archive entries unpacked where their names lead',
  cwe: [22, 23, 73],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
  message: 'The name of an archive entry becomes a path here, so an entry called `../../…` is written outside of the directory.',
  why: 'Names in an archive are free text: whoever packed it chose them. An entry that climbs out overwrites code, configuration or keys of whoever unpacks it.',
  remediation:
    'Resolve the directory joined with the name of the entry, and refuse the entry unless the result begins with the directory and a separator; refuse links that lead out, too.',
  limits: 'What a library unpacks on its own is not looked into, unless it is known to follow such names.',
  references: ['https://cwe.mitre.org/data/definitions/22.html', 'https://security.snyk.io/research/zip-slip-vulnerability'],
  detect: flow({ js, py }),
});
