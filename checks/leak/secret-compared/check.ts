import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'leak/secret-compared',
  family: 'leak',
  title: 'Secret compared in a time that tells about it',
  cwe: [208, 203],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:L/A:N',
  message:
    'This compares a secret letter by letter and stops at the first that differs: how long it takes tells how much of a guess was right.',
  why: 'With enough tries the differences can be measured over a network, and a signature or a key be found one letter after the other.',
  remediation:
    'Compare with `crypto.timingSafeEqual` (hash both sides first, so that their lengths are equal) or `hmac.compare_digest`; passwords with the `compare` of the library that hashed them.',
  limits:
    'Reported where one side is a secret, a signature or a code that was computed with a key, and the other is seen to come with a request, or both are such. Comparisons with constants, with nothing, of lengths and types, and of a password with its repetition are not.',
  references: ['https://cwe.mitre.org/data/definitions/208.html', 'https://codahale.com/a-lesson-in-timing-attacks/'],
  detect: flow({ js, py }),
});
