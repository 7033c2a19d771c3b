import type { DocumentDetection, YamlContext } from '../../../src/engine/check.ts';
import { ACTIONS_PATHS, memberOf, type Span, spanOf, textOf } from '../../../src/engine/documents/actions.ts';
import { compositeSteps, jobsOf, type Step } from '../../../src/engine/documents/workflow.ts';
import { yamlPackage } from '../../../src/engine/documents/yamlPackage.ts';
import { isSecretFile } from '../../models/bash/secretStores.ts';
import { vectors } from '../../models/vectors.ts';
import { secretReferences } from '../../models/workflow/secretReferences.ts';

/** Files in which programs keep their credentials. */
const CREDENTIALS =
  /(?:^|\/)(?:\.npmrc|\.yarnrc\.yml|\.pypirc|\.netrc|\.git-credentials|\.pgpass|\.env(?:\.(?!example|sample|template|dist|test)\w+)*|\.aws(?:\/credentials)?|\.docker(?:\/config\.json)?|\.kube(?:\/config)?|kubeconfig|\.ssh|id_(?:rsa|ed25519|ecdsa)|\.gnupg|\.config\/(?:gcloud|gh)|\.m2\/settings\.xml|terraform\.tfstate|[\w-]+\.tfstate|application_default_credentials\.json|service-?account[\w-]*\.json)(?:\/?\*{0,2})?$/i;

function tellOutputs({ report }: YamlContext, outputs: unknown, whose: string): void {
  const { isMap } = yamlPackage();
  for (const { key, value } of isMap(outputs) ? outputs.items : []) {
    const said = isMap(value) ? memberOf(value, 'value') : value;
    const text = textOf(said) ?? '';
    const at = spanOf(said);
    const [reference] = secretReferences(text).filter(
      (one) => one.startsWith('secrets') || one === 'github.token' || /^inputs\./.test(one) || one.startsWith('env.'),
    );
    if (reference === undefined || !at) continue;
    report({
      at,
      statement: `output ${textOf(key) ?? ''} ${reference}`,
      confidence: 'high',
      message: `\`${reference}\` becomes an output of ${whose}: every job that needs it reads it, and it is stored with the run.`,
      trace: [{ at, text: `\`${reference}\` becomes an output` }],
    });
  }
}

/** The lines of a step's input, each with its place. */
function* linesOf({ source }: YamlContext, span: Span | null): Generator<Span & { readonly text: string }> {
  if (!span) return;
  let start = span.start;
  for (const line of source.text.slice(span.start, span.end).split('\n')) {
    const said = line.trim().replace(/^["']|["']$/g, '');
    if (said !== '' && !/^[#|>]/.test(said)) {
      const from = start + line.indexOf(said);
      yield { start: from, end: from + said.length, text: said };
    }
    start += line.length + 1;
  }
}

function isCredentials(path: string): boolean {
  if (path.startsWith('!') || /\$\{\{/.test(path.replace(/^\$\{\{\s*(?:github\.workspace|runner\.temp|env\.HOME)\s*\}\}/, '')))
    return false;
  const plain = path.replace(/^\$\{\{[^}]*\}\}/, '').replace(/^\$\{?\w+\}?/, '');
  return (
    CREDENTIALS.test(plain) ||
    /\/run\/secrets\//.test(plain) ||
    (/(?:^|\/)[\w.-]*(?:private[_-]?key|deploy[_-]?key|secrets?|credentials)\.(?:pem|json|txt|ya?ml)$/i.test(plain) && isSecretFile(plain))
  );
}

function tellUploads(context: YamlContext, { uses, map }: Step): void {
  if (!uses || !/^actions\/(?:upload-artifact|cache|upload-pages-artifact)(?:\/save)?$/.test(uses.name)) return;
  for (const line of linesOf(context, spanOf(memberOf(memberOf(map, 'with'), 'path')))) {
    if (!isCredentials(line.text)) continue;
    const isCache = uses.name.startsWith('actions/cache');
    context.report({
      at: line,
      statement: `${uses.name} ${line.text}`,
      confidence: 'high',
      message: `\`${line.text.slice(0, 80)}\` holds credentials, and this step ${isCache ? 'caches it for other runs, also those of pull requests' : 'uploads it where everybody who may see the run can download it'}.`,
      trace: [{ at: line, text: isCache ? 'a file of credentials goes into the cache' : 'a file of credentials goes into the artifact' }],
    });
  }
}

/** `core.setOutput('token', '${{ secrets.TOKEN }}')`. */
const handing = /\bcore\.(setOutput|exportVariable|saveState|summary\.add\w+)\s*\(/;

function tellScript(context: YamlContext, { uses, map }: Step): void {
  if (uses?.name !== 'actions/github-script') return;
  const steps = yamlPackage();
  const env = memberOf(map, 'env');
  const secret = new Set(
    (steps.isMap(env) ? env.items : [])
      .filter(({ value }) => secretReferences(textOf(value) ?? '').length > 0)
      .map(({ key }) => textOf(key) ?? ''),
  );
  for (const line of linesOf(context, spanOf(memberOf(memberOf(map, 'with'), 'script')))) {
    if (line.text.length > 1000 || !handing.test(line.text)) continue;
    const [reference] = secretReferences(line.text);
    const variable = [...line.text.matchAll(/\bprocess\.env\.(\w+)/g)].map(([, name]) => name!).find((name) => secret.has(name));
    const name = reference ?? variable;
    if (name === undefined) continue;
    const isVariable = /exportVariable/.test(line.text);
    context.report({
      at: line,
      confidence: 'high',
      ...(isVariable ? { vector: vectors.sharedToken } : {}),
      message: `\`${name}\` becomes ${isVariable ? 'a variable of every later step of the job' : 'an output or a part of the summary, which is stored with the run'}.`,
      trace: [{ at: line, text: `\`${name}\` is handed on here` }],
    });
  }
}

function look(context: YamlContext): void {
  const { document, source } = context;
  tellOutputs(context, memberOf(document.contents, 'outputs'), 'the action');
  tellOutputs(context, memberOf(memberOf(memberOf(document.contents, 'on'), 'workflow_call'), 'outputs'), 'the workflow');
  for (const job of jobsOf(document, source.text)) {
    tellOutputs(context, memberOf(job.map, 'outputs'), `the job \`${job.name}\``);
    for (const step of job.steps) {
      tellUploads(context, step);
      tellScript(context, step);
    }
  }
  for (const step of compositeSteps(document, source.text)) {
    tellUploads(context, step);
    tellScript(context, step);
  }
}

/** Reports secrets in outputs, artifacts and caches. */
export const yaml: DocumentDetection['yaml'] = { paths: ACTIONS_PATHS, look };
