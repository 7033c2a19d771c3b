import { defineCheck, flow } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';
import { js } from './js.ts';
import { ps } from './ps.ts';

export default defineCheck({
  id: 'leak/secret-in-child-environment',
  family: 'leak',
  title: 'Secret written out for the environment of others',
  cwe: [526, 522],
  cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N',
  message: 'This secret is written out for the environment of a container, service or program that does not need it this way.',
  why: 'What starts the container or service gets the value among its own arguments, and whoever may inspect it reads it back; every program started inside inherits it, and crash reports and debug pages show it.',
  remediation:
    'Refer to a secret of the platform or mount it as a file; pass a variable on by its name only (`-e NAME`) or in a file with mode 600.',
  limits: 'Passing a variable on by its name, an environment file and `NAME=value program` for one command are silent.',
  references: ['https://cwe.mitre.org/data/definitions/526.html', 'https://docs.docker.com/engine/swarm/secrets/'],
  detect: [{ kind: 'syntax', bash, ps }, flow({ js })],
});
