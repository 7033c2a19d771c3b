import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'leak/personal-data-in-log',
  family: 'leak',
  title: 'Personal or health data written to a log',
  cwe: [532, 359],
  cvss: 'CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:H/I:N/A:N',
  message: "This writes somebody's personal data to a log, where it is kept longer and read by more people than it was given for.",
  why: 'Logs are collected, kept for months, copied to other services and read by people who have no reason to know who it is about; laws on data protection and on health data count them like any other copy.',
  remediation: 'Log the number of the record, or a keyed hash where cases must be told apart; mask what is needed for support.',
  limits:
    'Told by names: email, phone, date of birth, address, card and insurance numbers, diagnosis, patient. Values are followed through functions and files. A mark for attention, never a verdict: whether somebody agreed is not known.',
  references: [
    'https://cwe.mitre.org/data/definitions/359.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html#data-to-exclude',
  ],
  detect: flow({ js, py }),
});
