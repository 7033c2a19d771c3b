import type { DocumentDetection, YamlContext } from '../../../src/engine/check.ts';
import { ACTIONS_PATHS, memberOf, spanOf, textOf } from '../../../src/engine/documents/actions.ts';
import { compositeSteps, jobsOf, type Step } from '../../../src/engine/documents/workflow.ts';
import { yamlPackage } from '../../../src/engine/documents/yamlPackage.ts';
import { secretReferences } from '../../models/workflow/secretReferences.ts';

/** A value in the query, or before the host. */
const placed = /\bhttps?:\/\/[^\s'"]{0,300}?(?:[?&][\w.-]{1,60}=(\$\{\{[^}]{1,200}\}\})|(\$\{\{[^}]{1,200}\}\})@)/g;

function lookAt({ report }: YamlContext, { uses, map }: Step): void {
  const given = memberOf(map, 'with');
  if (!uses || !yamlPackage().isMap(given)) return;
  for (const { value } of given.items) {
    const text = textOf(value);
    const at = spanOf(value);
    if (!text || !at || text.length > 20_000 || !text.includes('${{')) continue;
    const named = [...text.matchAll(placed)].flatMap(([, query, user]) => secretReferences(query ?? user ?? '')).at(0);
    if (named === undefined) continue;
    report({
      at,
      statement: `address ${named}`,
      confidence: 'high',
      message: `\`${named}\` becomes a part of an address that \`${uses.name}\` asks for, which servers and proxies write down.`,
      trace: [{ at, text: `\`${named}\` stands in the address` }],
    });
  }
}

function look(context: YamlContext): void {
  const { document, source } = context;
  const steps = [...jobsOf(document, source.text).flatMap((job) => job.steps), ...compositeSteps(document, source.text)];
  for (const step of steps) lookAt(context, step);
}

/** Reports secrets in addresses that are given to actions. */
export const yaml: DocumentDetection['yaml'] = { paths: ACTIONS_PATHS, look };
