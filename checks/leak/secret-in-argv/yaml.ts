import type { DocumentDetection, YamlContext } from '../../../src/engine/check.ts';
import { memberOf, spanOf } from '../../../src/engine/documents/actions.ts';
import { yamlPackage } from '../../../src/engine/documents/yamlPackage.ts';
import { namesShellSecret } from '../../models/bash/secretNames.ts';

/** An option whose name says secret, and a variable as what it gets: in one text, or as two items of a list. */
const given =
  /(--?[\w.-]{0,40}(?:pass(?:word|wd)?|token|secret|api-?key)(?:\.[\w-]{1,20})?)(?:=|[ \t]{1,4}|['"],\s{0,20}['"]|\n\s{0,20}-\s{1,4}['"]?)['"]?\$\$?[{(]?([A-Za-z_]\w{0,60})/gi;

function look({ document, source, report }: YamlContext): void {
  const { isMap } = yamlPackage();
  const services = memberOf(document.contents, 'services');
  for (const { value: service } of isMap(services) ? services.items : [])
    for (const key of ['command', 'entrypoint']) {
      const span = spanOf(memberOf(service, key));
      if (!span) continue;
      for (const match of source.text.slice(span.start, Math.min(span.end, span.start + 10_000)).matchAll(given)) {
        const [whole, option, name] = match;
        if (!namesShellSecret(name!)) continue;
        const at = { start: span.start + match.index, end: span.start + match.index + whole.length };
        report({
          at,
          statement: `${key} ${option} ${name}`,
          confidence: 'high',
          message: `\`${name}\` is an argument of the service's program: whoever may list processes or inspect the container reads it.`,
          remediation: 'Give the program a file (`secrets:` and an option for a file), or the environment of this one service.',
          trace: [{ at, text: `\`${name}\` becomes an argument of \`${option}\`` }],
        });
      }
    }
}

/** Reports secrets among the arguments of services of Compose. */
export const yaml: DocumentDetection['yaml'] = { paths: /(?:^|\/)(?:docker-|podman-)?compose[\w.-]*\.ya?ml$/, look };
