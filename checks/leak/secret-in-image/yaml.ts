import type { DocumentDetection, YamlContext } from '../../../src/engine/check.ts';
import { memberOf, type Span, spanOf, textOf } from '../../../src/engine/documents/actions.ts';
import { compositeSteps, jobsOf, type Step } from '../../../src/engine/documents/workflow.ts';
import { yamlPackage } from '../../../src/engine/documents/yamlPackage.ts';
import { namesShellSecret } from '../../models/bash/secretNames.ts';
import { secretReferences } from '../../models/workflow/secretReferences.ts';

const PATHS = /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$|(?:^|\/)action\.ya?ml$|(?:^|\/)(?:docker-|podman-)?compose[\w.-]*\.ya?ml$/;

/** Actions that build images, by their input for build arguments. */
const inputs: Readonly<Record<string, string>> = {
  'docker/build-push-action': 'build-args',
  'redhat-actions/buildah-build': 'build-args',
  'mr-smithers-excellent/docker-build-push': 'buildArgs',
  'elgohr/publish-docker-github-action': 'buildargs',
  'aevea/action-kaniko': 'extra_args',
  'depot/build-push-action': 'build-args',
};

function tell({ report }: YamlContext, at: Span, name: string, by: string): void {
  report({
    at,
    statement: `build argument ${name}`,
    confidence: 'high',
    message: `\`${name}\` is given to the build as an argument: the history of the image and its provenance record keep it.`,
    trace: [{ at, text: `\`${name}\` becomes a build argument ${by}` }],
  });
}

/** Each line of a block of build arguments, with its place. */
function* linesOf(context: YamlContext, span: Span): Generator<Span & { readonly text: string }> {
  const { text } = context.source;
  let start = span.start;
  for (const line of text.slice(span.start, span.end).split('\n')) {
    const said = line.trim();
    if (said !== '' && !said.startsWith('#'))
      yield { start: start + line.indexOf(said), end: start + line.indexOf(said) + said.length, text: said };
    start += line.length + 1;
  }
}

function lookAtSteps(context: YamlContext, steps: readonly Step[]): void {
  for (const { uses, map } of steps) {
    const input = uses && Object.hasOwn(inputs, uses.name) ? inputs[uses.name]! : null;
    const span = input === null ? null : spanOf(memberOf(memberOf(map, 'with'), input));
    if (!span || !uses) continue;
    for (const line of linesOf(context, span)) {
      const [reference] = secretReferences(line.text);
      const name = /^(?:["'-]\s*)*(?:--build-arg[ =])?([\w.-]+)=/.exec(line.text)?.[1] ?? '';
      const isNamed = /\$\{\{/.test(line.text) && namesShellSecret(name);
      if (reference !== undefined || isNamed) tell(context, line, reference ?? name, `of \`${uses.name}\``);
    }
  }
}

/** A value that comes from outside of the file: what is written in it is another matter. */
const isGiven = (value: string): boolean => /\$\{?\w/.test(value) && !/^\/run\/secrets\//.test(value);

function lookAtCompose(context: YamlContext): void {
  const { isMap, isScalar, isSeq } = yamlPackage();
  const services = memberOf(context.document.contents, 'services');
  for (const { value: service } of isMap(services) ? services.items : []) {
    const args = memberOf(memberOf(service, 'build'), 'args');
    const given = isMap(args)
      ? args.items.map(({ key, value }) => ({ name: textOf(key) ?? '', value: textOf(value), at: spanOf(key) }))
      : isSeq(args)
        ? args.items.map((item) => {
            const [name = '', ...rest] = (isScalar(item) ? (textOf(item) ?? '') : '').split('=');
            return { name, value: rest.length > 0 ? rest.join('=') : null, at: spanOf(item) };
          })
        : [];
    for (const { name, value, at } of given)
      if (at && namesShellSecret(name) && (value === null || isGiven(value))) tell(context, at, name, 'of the service');
  }
}

function look(context: YamlContext): void {
  const { document, source } = context;
  if (/compose/.test(source.path) && memberOf(document.contents, 'services') !== null) {
    lookAtCompose(context);
    return;
  }
  for (const job of jobsOf(document, source.text)) lookAtSteps(context, job.steps);
  lookAtSteps(context, compositeSteps(document, source.text));
}

/** Reports secrets that become build arguments. */
export const yaml: DocumentDetection['yaml'] = { paths: PATHS, look };
