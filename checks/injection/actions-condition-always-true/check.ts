import { defineCheck } from '../../../src/engine/check.ts';
import { vectors } from '../../models/vectors.ts';
import { yaml } from './yaml.ts';

export default defineCheck({
  id: 'injection/actions-condition-always-true',
  family: 'injection',
  title: 'A condition of a workflow lets everybody through',
  cwe: [863, 571],
  cvss: vectors.weakCondition,
  message: 'This condition does not keep out what it is meant to keep out.',
  why: "`${{ }}` with text around it, be it a line break, makes a text, and a text that is not empty counts as true. `contains('a,b', x)` asks whether x is a part of that text, so `a` and `,` pass too. `github.actor` is whoever caused the latest event, which need not be who wrote the code.",
  remediation:
    'Write the whole condition without `${{ }}`, or inside one pair of it and with `|-` or `>-` for several lines. Ask a list: `contains(fromJSON(\'["a", "b"]\'), x)`. For bots compare `github.event.pull_request.user.login`.',
  limits:
    'Of `contains` with a fixed text only values that outsiders can choose are reported: logins, branches, refs, titles. The author of an event compared with a bot is reported for `pull_request_target` and `workflow_run`, where the run has rights. What the condition is for is not worked out.',
  references: [
    'https://docs.zizmor.sh/audits/#unsound-condition',
    'https://docs.zizmor.sh/audits/#bot-conditions',
    'https://cwe.mitre.org/data/definitions/863.html',
  ],
  detect: { kind: 'document', yaml },
});
