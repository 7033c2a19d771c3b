import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/ssrf',
  family: 'injection',
  title: 'Address of a request picked by a value',
  cwe: [918],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:N/A:N',
  message:
    'A value picks the machine that this program sends a request to, so whoever steers it can reach what only this program may reach.',
  why: 'The request leaves from inside: services on `localhost`, the metadata of the cloud with its keys, and machines behind the firewall answer it.',
  remediation:
    'Parse the address and compare its host with a list of those that may be asked; refuse private addresses and do not follow redirects.',
  limits:
    'Values that only stand in the path or the query behind a fixed host are not reported. A host that is compared with a list counts as checked, though its name may later lead elsewhere.',
  references: ['https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html'],
  detect: flow({ js, py }),
});
