import { defineCheck } from '../../../src/engine/check.ts';
import { dockerfile } from './dockerfile.ts';

export default defineCheck({
  id: 'container/docker-secret-arg-env',
  family: 'container',
  title: 'Secret in a build argument or in the environment of an image',
  cwe: [522, 538],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N',
  message:
    'This value is kept in the image: everyone who can pull it reads build arguments in its history and variables in its configuration.',
  why: '`docker history` and `docker inspect` show what `ARG` and `ENV` held, also when a later instruction clears the variable. Build arguments are written to provenance records as well.',
  remediation:
    'While building, use `RUN --mount=type=secret,id=…` and read the file it mounts. While running, hand the value in when the container starts, better as a file than as a variable.',
  limits:
    'Judged by names: one that ends in a word such as TOKEN, SECRET, PASSWORD or API_KEY. `…_FILE`, `…_KEY_ID`, public keys, switches and empty variables are silent. In a stage that does not become part of the final image it weighs little. Files with secrets that are copied in are not looked at.',
  references: [
    'https://docs.docker.com/build/building/secrets/',
    'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
  ],
  detect: { kind: 'document', dockerfile },
});
