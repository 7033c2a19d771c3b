import { defineCheck } from '../../../src/engine/check.ts';
import { vectors } from '../../models/vectors.ts';
import { yaml } from './yaml.ts';

export default defineCheck({
  id: 'injection/actions-env-file',
  family: 'injection',
  title: "An outsider's text is written to the files that set up later steps",
  cwe: [77, 20],
  cvss: vectors.envFile,
  message: 'Whoever writes this text can set variables, folders of programs or outputs for the steps that follow.',
  why: 'The runner reads these files line by line: a line break in a comment or description begins the next variable, and `LD_PRELOAD`, `BASH_ENV` or `NODE_OPTIONS` then run code in every later step. A folder added to `GITHUB_PATH` decides which program a name starts.',
  remediation:
    "Write the value between lines with a word that nobody can guess (`delimiter=$(uuidgen)`, then `NAME<<$delimiter`), remove line breaks (`tr -d '\\n'`), or keep only what is expected (`tr -cd '0-9'`). Better: do not hand it on, and read it where it is needed.",
  limits:
    'Followed are variables of the step, substitutions, pipes, `jq` on the event, `gh`, `git log` and files of downloaded artifacts; scripts that are called are not. Text of one line (titles) weighs little in `GITHUB_ENV`, names of branches nothing. What an expression pastes into the script is left to injection/actions-expression. A loop, a function or an own program that writes the file is not understood.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-environment-variable',
    'https://codeql.github.com/codeql-query-help/actions/actions-envvar-injection-critical/',
  ],
  detect: { kind: 'document', yaml },
});
