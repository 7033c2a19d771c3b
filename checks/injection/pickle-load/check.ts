import { defineCheck, flow } from '../../../src/engine/check.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/pickle-load',
  family: 'injection',
  title: 'Objects rebuilt from data that others can write',
  cwe: [502],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  message: 'Rebuilding these objects calls whatever the data names, so whoever writes the data runs code here.',
  why: 'A pickle is a small program: it names a callable and its arguments, and loading it makes the call. No check afterwards helps, because the code has run by then.',
  remediation:
    'Exchange plain data: `json.loads`, a schema, `torch.load(…, weights_only=True)`, safetensors. If it has to be a pickle, verify an HMAC over the bytes with `hmac.compare_digest` before loading.',
  limits: 'Files that the program opens under a path of its own are not reported.',
  references: [
    'https://docs.python.org/3/library/pickle.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Deserialization_Cheat_Sheet.html',
  ],
  detect: flow({ py }),
});
