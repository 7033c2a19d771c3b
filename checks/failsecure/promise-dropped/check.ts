import { defineCheck } from '../../../src/engine/check.ts';
import { js } from './js.ts';

export default defineCheck({
  id: 'failsecure/promise-dropped',
  family: 'failsecure',
  title: 'Nobody waits for an operation that protects',
  cwe: [252],
  cvss: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:L/I:L/A:L',
  message: 'The program goes on before this is done, and hears nothing of its failure.',
  why: 'An asynchronous function answers with a promise at once. Without `await` what follows runs whatever comes of it, and in a condition the promise itself counts as yes.',
  remediation:
    'Put `await` in front of it, or hand the promise on to somebody who waits: `await Promise.all(list.map(…))` instead of `forEach`.',
  limits:
    'Told by the names of what is called, and only where it is known to be asynchronous: declared so in the file, awaited elsewhere in it, or known from its library. A promise whose failure is handled, returned or waited for later is not reported.',
  references: ['https://cwe.mitre.org/data/definitions/252.html'],
  detect: { kind: 'syntax', js },
});
