import { defineCheck, order } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';
import { js } from './js.ts';
import { ps } from './ps.ts';
import { py } from './py.ts';
import { checkThenUse } from './table.ts';

export default defineCheck({
  id: 'toctou/check-then-use',
  family: 'toctou',
  title: 'File checked by name, then changed by name',
  cwe: [367],
  cvss: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:H/A:H',
  message: 'The path is checked first and acted on later: in between, another process can put something else there (a link, for example).',
  why: 'A check says what a name stood for at that moment. Whoever can write to the directory swaps the file between the check and the act, so the act hits a file of their choice; two runs at once see the same answer and both go on.',
  remediation:
    'Let the act itself be the check: create exclusively and handle "already exists", delete without asking and ignore "not there", or open once and ask the open handle.',
  limits:
    'Only a check and an act on the same path expression in one file are seen. A check before a read, a search for the first existing configuration file, and a check whose answer is only shown are not reported.',
  references: ['https://cwe.mitre.org/data/definitions/367.html'],
  detect: order(checkThenUse, { bash, js, py, ps }),
});
