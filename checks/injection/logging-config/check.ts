import { defineCheck, flow } from '../../../src/engine/check.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/logging-config',
  family: 'injection',
  title: 'Logging set up by others',
  cwe: [94, 502],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  message: 'A logging configuration names classes and functions to call, so whoever writes it runs code here.',
  why: 'Keys such as `()` and `class` are resolved and called with arguments from the same text; older configuration files are even evaluated.',
  remediation: 'Keep the configuration in the program, and take only levels from outside, by a table. Give `listen` a `verify` function.',
  limits: 'Configuration files of the program itself are not reported.',
  references: ['https://docs.python.org/3/library/logging.config.html#security-considerations'],
  detect: flow({ py }),
});
