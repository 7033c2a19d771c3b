import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/yaml-load',
  family: 'injection',
  title: 'YAML read with a loader that makes objects',
  cwe: [502, 20],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  message: 'This loader follows tags such as `!!python/object/apply`, so the text can call functions while it is read.',
  why: 'YAML can name types of the language. A loader that honours them builds any object the text asks for, which is running code that its author chose.',
  remediation: 'Read it as plain data: `yaml.safe_load(text)`.',
  limits: 'What nobody is seen to steer is reported as low: whoever writes the file decides.',
  references: [
    'https://pyyaml.org/wiki/PyYAMLDocumentation',
    'https://cheatsheetseries.owasp.org/cheatsheets/Deserialization_Cheat_Sheet.html',
  ],
  detect: flow({ js, py }),
});
