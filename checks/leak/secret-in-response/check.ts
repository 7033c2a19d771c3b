import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'leak/secret-in-response',
  family: 'leak',
  title: 'Secret sent in an answer',
  cwe: [200, 497],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N',
  message: 'This answers a request with a secret of the server.',
  why: 'Whoever may ask may keep the answer, and so may caches and logs on the way. A key of the server in an answer is the key of everybody who can reach it.',
  remediation: 'Answer with the fields that the client needs, named one by one; tell whether a secret is set, never what it is.',
  limits:
    'Tokens that are made for whoever asks (a session, a reset, a new key) are what such answers are for, and are not reported. Values are followed through functions and files; what a serializer or a template leaves out is not known.',
  references: [
    'https://cwe.mitre.org/data/definitions/200.html',
    'https://owasp.org/API-Security/editions/2023/en/0xa3-broken-object-property-level-authorization/',
  ],
  detect: flow({ js, py }),
});
