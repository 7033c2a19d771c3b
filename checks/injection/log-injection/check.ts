import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/log-injection',
  family: 'injection',
  title: 'Line of a log made from a value',
  cwe: [117],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:N/I:L/A:N',
  message: 'A value is written to the log as it is. A line break in it begins a line that the program never wrote.',
  why: 'Whoever reads the log, or the program that watches it, takes a forged line for a true one: a login that never was, an end of an attack that goes on.',
  remediation: 'Write logs as JSON, or replace line breaks in the value before it is logged.',
  limits:
    'Only values that come from outside of the program are reported, and only where the log is plain text: structured loggers are not.',
  references: ['https://owasp.org/www-community/attacks/Log_Injection'],
  detect: flow({ js, py }),
});
