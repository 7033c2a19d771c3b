import { defineCheck, flow } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';
import { js } from './js.ts';
import { ps } from './ps.ts';
import { py } from './py.ts';
import { yaml } from './yaml.ts';

export default defineCheck({
  id: 'leak/secret-in-url',
  family: 'leak',
  title: 'Secret in an address',
  cwe: [598, 522],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N',
  message: 'This secret is part of an address, which logs of servers and proxies, histories and error messages keep.',
  why: 'Addresses are not treated as secrets: servers and proxies log them, browsers and shells keep them in their history, git writes them to `.git/config`, and error messages quote them.',
  remediation: 'Send it in a header or in the body; for git use a credential helper, `GIT_ASKPASS` or a header from the environment.',
  limits:
    'Reported are a secret before the host and a secret in the query. A secret that is a part of the path (webhooks, Telegram) cannot be sent otherwise and is silent, as are addresses of databases, which leak/secret-in-argv tells.',
  references: ['https://cwe.mitre.org/data/definitions/598.html', 'https://git-scm.com/docs/gitcredentials'],
  detect: [{ kind: 'syntax', bash, ps }, flow({ js, py }), { kind: 'document', yaml }],
});
