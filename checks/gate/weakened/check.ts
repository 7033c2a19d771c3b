import { defineCheck } from '../../../src/engine/check.ts';
import { vectors } from '../../models/vectors.ts';
import { dockerfile, files } from './files.ts';
import { yaml } from './pipelines.ts';
import { silencers } from './silencers.ts';

export default defineCheck({
  id: 'gate/weakened',
  family: 'gate',
  title: 'The change weakens what would have stopped it',
  cwe: [693],
  cvss: vectors.securityGate,
  message: 'After this change something that said no no longer does.',
  why: 'Tests, linters, scanners and owners are what keeps the next change out. Whoever wants one through that they would refuse first makes them agree, in a change that looks like housekeeping; and what is switched off "for now" stays off.',
  remediation: 'Mend what fails. Where a gate has to pass something over, do so for that one place, with the reason and an end.',
  limits:
    'It speaks of what a change does, never of files as they stand, so a scan leaves it out. A gate is weaker only if it stood in the base and stopped something there: a new step that may fail is silent, and so is a gate that goes together with what it tested, a flag that is spelled otherwise (`set -e` to `set -euo pipefail`), a step that moves or is renamed, a scanner that another one of its kind replaces, a pattern of CODEOWNERS that becomes another with the same owners. Gates are known by the names of programs, actions, scripts and targets. Not seen: a scan that another workflow, which the change does not touch, runs as well; owners who are added to a pattern; triggers and path filters of workflows; settings outside the repository.',
  references: ['https://cwe.mitre.org/data/definitions/693.html', 'https://docs.github.com/en/actions/reference/security/secure-use'],
  about: 'change',
  detect: [{ kind: 'document', yaml, dockerfile }, files, silencers],
});
