import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'crypto/weak-hash',
  family: 'crypto',
  title: 'Hash that others can collide',
  cwe: [328, 327],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:N',
  message: 'Two texts with the same sum can be made for this hash, so it proves nothing about what was hashed.',
  why: 'MD5 and SHA-1 are broken: collisions are made in seconds to hours, and passwords hashed with them are found by trying. A signature or a token that rests on one can be forged.',
  remediation:
    'Use `hashlib.sha256`, for passwords a slow one (argon2, bcrypt, `hashlib.scrypt`), for signatures `hmac` with SHA-256. Where nothing depends on it, say so: `usedforsecurity=False`.',
  limits: 'Sums whose names say that they are checksums, keys of caches, entity tags or the like are not reported.',
  references: ['https://cwe.mitre.org/data/definitions/328.html'],
  detect: [flow({ py }), { kind: 'syntax', js }],
});
