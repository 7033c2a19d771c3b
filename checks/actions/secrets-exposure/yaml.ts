import type { YAMLMap } from 'yaml';
import type { DocumentDetection, YamlContext } from '../../../src/engine/check.ts';
import { ACTIONS_PATHS, memberOf, pairOf, spanOf, textOf } from '../../../src/engine/documents/actions.ts';
import { expressionsIn } from '../../../src/engine/documents/expressions.ts';
import { compositeSteps, type Job, jobsOf, type Step } from '../../../src/engine/documents/workflow.ts';
import { yamlPackage } from '../../../src/engine/documents/yamlPackage.ts';
import { vectors } from '../../models/vectors.ts';
import { changedAndShown, writtenTo } from './scripts.ts';

/** The secrets as a whole: an argument of a function, an element of nothing. */
const WHOLE = /[(,]\s*secrets\s*[,)]|^\s*secrets\s*$|\bsecrets\s*\.\s*\*/i;
/** Chosen by a name from elsewhere. */
const CHOSEN = /\bsecrets\s*\[\s*(?!')[^\]]+\]/i;

/** Past the comments of YAML, which may say anything. */
function isInComment(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
  return /^\s*#|\s#\s/.test(line);
}

function tellExpressions({ source, report }: YamlContext): void {
  const { text } = source;
  for (const expression of expressionsIn(text, 0, text.length)) {
    const isWhole = WHOLE.test(expression.text);
    if (!isWhole && !CHOSEN.test(expression.text)) continue;
    if (isInComment(text, expression.start)) continue;
    report({
      at: expression,
      vector: isWhole ? vectors.allSecrets : vectors.ownToken,
      confidence: isWhole ? 'high' : 'medium',
      message: isWhole
        ? 'All secrets of the repository and organisation go into this value, also those that nobody needs here; as a part of JSON the log does not mask them reliably.'
        : 'The secret is chosen by a name that is not written here, so the runner receives all of them.',
      remediation: isWhole
        ? undefined
        : "Name the secret, or choose between named ones (`inputs.stage == 'live' && secrets.LIVE || secrets.TEST`).",
      trace: [
        {
          at: expression,
          text: isWhole ? 'every secret is put into one text' : 'any secret may be meant, so all of them are sent to the runner',
        },
      ],
    });
  }
}

function tellInherit({ report }: YamlContext, job: Job): void {
  const { uses } = job;
  const pair = pairOf(job.map, 'secrets');
  const at = spanOf(pair?.value);
  if (uses?.kind !== 'workflow' || textOf(pair?.value) !== 'inherit' || !at) return;
  report({
    at,
    statement: `inherit ${uses.name}`,
    message: `\`secrets: inherit\` gives every secret to the workflow \`${uses.name.slice(0, 120)}\` of another repository, also those it never asked for.`,
    remediation: 'List the secrets it needs under `secrets:`, one by one, and name the workflow by its commit sha.',
    trace: [
      { at: uses.span, text: 'a workflow of another repository is called' },
      { at, text: 'all secrets are handed over to it' },
    ],
  });
}

/** Variables that hold a secret, by the maps they are set in: the step's own, the job's, the file's. */
function secretVariables(maps: readonly unknown[]): Set<string> {
  const { isMap } = yamlPackage();
  const names = new Set<string>();
  for (const map of maps) {
    const env = memberOf(map, 'env');
    for (const { key, value } of isMap(env) ? env.items : []) {
      const name = textOf(key);
      if (name !== null && /\$\{\{[^}]*\bsecrets\s*[.[](?!\s*GITHUB_TOKEN\b)/i.test(textOf(value) ?? '')) names.add(name);
    }
  }
  return names;
}

function uploads({ uses, map }: Step): string[] {
  if (!uses || !/^actions\/(?:upload-artifact|cache(?:\/save)?|upload-pages-artifact)$/.test(uses.name)) return [];
  return (textOf(memberOf(memberOf(map, 'with'), 'path')) ?? '')
    .split('\n')
    .map(plain)
    .filter((path) => path !== '');
}

function plain(path: string): string {
  return path
    .trim()
    .replace(/^\$\{\{\s*github\.workspace\s*\}\}\/?|^\$\{?GITHUB_WORKSPACE\}?\/?/, '')
    .replace(/^\.\/+/, '')
    .replace(/\/(?:\*\*?)?$/, '');
}

function takes(upload: string, file: string): boolean {
  return upload === file || upload === '' || upload === '.' || upload === '*' || upload === '**' || file.startsWith(`${upload}/`);
}

function tellSteps(context: YamlContext, steps: readonly Step[], around: readonly (YAMLMap | unknown)[]): void {
  const { source, report } = context;
  steps.forEach((step, index) => {
    const run = memberOf(step.map, 'run');
    const span = yamlPackage().isScalar(run) ? spanOf(run) : null;
    if (!span) return;
    const variables = secretVariables([step.map, ...around]);
    for (const shown of changedAndShown(source.text, span, variables)) {
      report({
        at: shown.at,
        confidence: 'high',
        message: `This prints the secret \`${shown.name}\` in another form (\`${shown.by}\`), and the log masks a secret only as it is.`,
        remediation: 'Do not print it. To look at whether it is set, print its length or a word.',
        trace: [{ at: shown.at, text: `\`${shown.by}\` changes the secret, and the result goes to the log` }],
      });
    }
    for (const written of writtenTo(source.text, span, variables)) {
      const upload = steps.slice(index + 1).find((later) => uploads(later).some((path) => takes(path, plain(written.file))));
      if (!upload?.uses) continue;
      report({
        at: written.at,
        confidence: 'high',
        message: `The secret \`${written.name}\` is written to a file that a later step uploads, where nothing masks it.`,
        remediation: 'Write it outside of what is uploaded (`$RUNNER_TEMP`), and name the files of the artifact one by one.',
        trace: [
          { at: written.at, text: `the secret \`${written.name}\` is written to a file` },
          { at: upload.uses.span, text: `\`${upload.uses.name}\` uploads it` },
        ],
      });
    }
  });
}

function look(context: YamlContext): void {
  const { document, source } = context;
  if (!/secrets/i.test(source.text)) return;
  tellExpressions(context);
  for (const job of jobsOf(document, source.text)) {
    tellInherit(context, job);
    tellSteps(context, job.steps, [job.map, document.contents]);
  }
  tellSteps(context, compositeSteps(document, source.text), []);
}

export const yaml: DocumentDetection['yaml'] = { paths: ACTIONS_PATHS, look };
