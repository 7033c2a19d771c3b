import { defineCheck } from '../../../src/engine/check.ts';
import { dockerfile } from './dockerfile.ts';

export default defineCheck({
  id: 'leak/secret-in-build-context',
  family: 'leak',
  title: 'File of secrets copied into an image',
  cwe: [538, 522],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N',
  message:
    'This file of secrets becomes a layer of the image: everyone who can pull it can read the file, also where a later instruction removes it.',
  why: 'Each `COPY` and `ADD` is a layer of its own, and layers are kept and pushed as they are. Removing a file writes another layer that hides it and takes nothing away.',
  remediation:
    'While building, mount it: `RUN --mount=type=secret,id=…,target=…`. While running, hand it in when the container starts. Name the file in `.dockerignore`, so that `COPY .` cannot take it either.',
  limits:
    'Told by the name of what is copied: `.env`, `.npmrc`, `.netrc`, private keys, key stores, folders of credentials. Public halves, examples, what comes from another stage and what stays in a stage that is not shipped are silent or low. What `COPY .`, folders and patterns take along is told by the paths that the repository holds, less those that `.dockerignore` leaves out, as if the Dockerfile is built in its own folder; what is in these files is not read, and names that are often harmless (`.npmrc`, `auth.json`) are passed over. Where the repository is too large to be listed, only what is named is told.',
  references: ['https://docs.docker.com/build/building/secrets/', 'https://docs.docker.com/build/concepts/context/#dockerignore-files'],
  detect: { kind: 'document', dockerfile },
});
