import { defineCheck } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';
import { yaml } from './yaml.ts';

export default defineCheck({
  id: 'leak/secret-in-image',
  family: 'leak',
  title: 'Secret that stays in an image',
  cwe: [522, 538],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N',
  message: 'This secret becomes part of the image or of its history: everyone who can pull it can read it.',
  why: '`docker history` and provenance records show build arguments, and a file written by one instruction stays in its layer, also when a later one removes it.',
  remediation:
    'While building, use `--secret id=…` and `RUN --mount=type=secret,id=…`, and let the instruction that writes a file remove it as well. While running, hand the value in when the container starts.',
  limits:
    'Build arguments and files written by `RUN` are looked at; `ARG` and `ENV` of a Dockerfile are told by container/docker-secret-arg-env. A file that the same `RUN` removes is silent, as are files under a mounted secret or cache.',
  references: ['https://docs.docker.com/build/building/secrets/'],
  detect: [
    { kind: 'syntax', bash },
    { kind: 'document', yaml },
  ],
});
