import { defineCheck } from '../../../src/engine/check.ts';
import { vectors } from '../../models/vectors.ts';
import { yaml } from './yaml.ts';

export default defineCheck({
  id: 'injection/actions-artifact-poisoning',
  family: 'injection',
  title: 'Files of another run are unpacked and run',
  cwe: [829, 94],
  cvss: vectors.workflowCode,
  message: 'The artifact comes from a run that outsiders can cause, and what lies in it is run here with the rights of the repository.',
  why: 'A `workflow_run` workflow has secrets and a writing token, while the run it follows may be of a fork. Whoever opens the pull request decides what the artifact holds, also files with the names of scripts that lie in the workspace.',
  remediation:
    "Unpack artifacts into a folder outside the workspace (`path: ${{ runner.temp }}/artifact`), read them as data, and check what is read (`grep -Eqx '[0-9]+'`). Never run, source or install from them.",
  limits:
    'Reported where the workflow follows another run, fetches its artifact and a later step runs something of the folder it went to; for the workspace itself, anything run after it. Runs that a condition keeps to pushes or to the same repository are silent. A value read from an artifact into the environment is reported by injection/actions-env-file.',
  references: [
    'https://codeql.github.com/codeql-query-help/actions/actions-artifact-poisoning-critical/',
    'https://cwe.mitre.org/data/definitions/829.html',
  ],
  detect: { kind: 'document', yaml },
});
