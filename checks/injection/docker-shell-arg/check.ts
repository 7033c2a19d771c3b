import { defineCheck } from '../../../src/engine/check.ts';
import { vectors } from '../../models/vectors.ts';
import { dockerfile } from './dockerfile.ts';

export default defineCheck({
  id: 'injection/docker-shell-arg',
  family: 'injection',
  title: 'A build argument or variable becomes shell code in a Dockerfile',
  cwe: [78],
  cvss: vectors.dockerArgument,
  message: 'The outer shell puts the value into this text, and a second one then reads the text as code.',
  why: '`sh -c "… $X"` and `eval` parse what was expanded: `;` and `$( )` in a build argument or in the environment of the container are run. The shell form of ENTRYPOINT adds words to the command for every blank in the value, and keeps signals from the program.',
  remediation:
    'Leave `sh -c` out of RUN, which has a shell already, and quote the variable. For ENTRYPOINT use the list form (`["app", "--port", "80"]`) and read settings in the program, or let a script with `exec "$@"` do it.',
  limits:
    'Little, because who builds or starts the container decides most things anyway. Variables inside single quotes, which the inner shell expands itself, are silent, and so are variables of the shell form of CMD.',
  references: ['https://docs.docker.com/reference/dockerfile/#shell-and-exec-form', 'https://cwe.mitre.org/data/definitions/78.html'],
  detect: { kind: 'document', dockerfile },
});
