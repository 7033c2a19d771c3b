/** Gates of pipelines written in YAML: GitHub, GitLab, Azure, CircleCI, Travis, Bitbucket, pre-commit. One walk serves all of them. */
import type { DocumentDetection, YamlContext } from '../../../src/engine/check.ts';
import { memberOf, pairOf, spanOf, textOf } from '../../../src/engine/documents/actions.ts';
import { yamlPackage } from '../../../src/engine/documents/yamlPackage.ts';
import { scannerTemplates } from '../../models/gates.ts';
import { scannerOfAction } from './gateCommands.ts';
import { type Hole, quoted, type Span, tellGate } from './report.ts';
import { type Twins, tellScan, tellShell } from './shell.ts';

export const PIPELINES =
  /(?:^|\/)(?:\.github\/workflows\/[^/]+|action|\.gitlab-ci[^/]*|\.gitlab\/.+|azure-pipelines[^/]*|\.azure-pipelines\/.+|\.circleci\/[^/]+|\.travis|bitbucket-pipelines|\.pre-commit-config|\.pre-commit-hooks|\.drone|\.woodpecker|appveyor|cloudbuild)\.ya?ml$/;

/** Keys whose text a shell runs. */
const scripts = new Set([
  'run',
  'script',
  'before_script',
  'after_script',
  'bash',
  'command',
  'commands',
  'install',
  'entry',
  'powershell',
  'pwsh',
]);

const isTrue = (text: string | null) => text !== null && /^(?:true|\$\{\{\s*true\s*\}\})$/i.test(text.trim());
const isFalse = (text: string | null) => text !== null && /^(?:false|\$\{\{\s*false\s*\}\})$/i.test(text.trim());

/** What lets everything in a map fail in vain. */
function holeOf(map: unknown, context: YamlContext): Hole | null {
  const found = (
    [
      ['continue-on-error', isTrue],
      ['continueOnError', isTrue],
      ['allow_failure', isTrue],
      ['allow_failures', isTrue],
      ['if', isFalse],
      ['condition', isFalse],
      ['enabled', isFalse],
      ['soft_fail', isTrue],
      ['exit-code', (text: string | null) => text === '0'],
      ['fail-build', isFalse],
      ['failOnError', isFalse],
      ['when', (text: string | null) => text === 'never'],
    ] as const
  ).flatMap(([key, opens]) => {
    const pair = pairOf(map, key);
    return pair && opens(textOf(pair.value)) ? [pair] : [];
  })[0];
  const start = spanOf(found?.key)?.start;
  const end = spanOf(found?.value)?.end;
  return start === undefined || end === undefined ? null : { at: { start, end }, text: context.source.text.slice(start, end) };
}

/** A shell that is named `bash` is started with `pipefail` by GitHub; the one it takes by default is not. */
const BASH = /^bash$|pipefail/;

interface Level {
  readonly node: unknown;
  readonly outer: Hole | null;
  readonly shell: string | null;
}

function contentOf(node: unknown, text: string): Span | null {
  const span = spanOf(node);
  if (!span) return null;
  const block = /^[|>]/.test(text.slice(span.start, span.start + 1));
  const start = block ? text.indexOf('\n', span.start) + 1 : span.start;
  const quote = /^["']/.test(text.slice(start, start + 1)) && !block;
  return { start: quote ? start + 1 : start, end: quote ? span.end - 1 : span.end };
}

/** One scalar of shell text, or a list of them that one shell runs. */
function tellScript(value: unknown, level: Level, twins: Twins, context: YamlContext): void {
  const { isScalar, isSeq } = yamlPackage();
  for (const part of isSeq(value) ? value.items : [value]) {
    const span = isScalar(part) && typeof part.value === 'string' ? contentOf(part, context.source.text) : null;
    if (span) tellShell(context, { ...span, twins, outer: level.outer, file: null, keepsPipes: BASH.test(level.shell ?? '') });
  }
}

function tellAction(uses: unknown, level: Level, map: unknown, context: YamlContext): void {
  const name = textOf(uses);
  const span = spanOf(uses);
  const scanner = name === null ? null : scannerOfAction(name);
  if (!scanner || !span) return;
  const hole = level.outer ?? holeOf(memberOf(map, 'with'), context);
  tellGate(context, `gate ${scanner.name}`, 'security', quoted(name!.split('@')[0]!), span, hole);
  tellScan(context, { scanner }, span);
}

function look(context: YamlContext): void {
  const { isMap, isSeq, isScalar } = yamlPackage();
  const twins: Twins = { stopping: new Set(), failing: [] };
  const open: Level[] = [{ node: context.document.contents, outer: null, shell: null }];
  for (let level = open.pop(); level; level = open.pop()) {
    const { node } = level;
    if (isSeq(node)) open.push(...node.items.map((item) => ({ ...level, node: item })).reverse());
    if (!isMap(node)) continue;
    const outer = level.outer ?? holeOf(node, context);
    const shell = textOf(memberOf(node, 'shell')) ?? textOf(memberOf(memberOf(memberOf(node, 'defaults'), 'run'), 'shell')) ?? level.shell;
    const below: Level[] = [];
    const inner = { node: null, outer, shell };
    for (const { key, value } of node.items) {
      const name = textOf(key);
      if (name === null) continue;
      if (scripts.has(name)) tellScript(value, inner, twins, context);
      if (name === 'uses' || name === 'image' || name === 'repo') tellAction(value, inner, node, context);
      if (name === 'template') tellTemplate(value, context);
      if (isMap(value) || isSeq(value)) below.push({ node: value, outer, shell });
      else if (isScalar(value) && name === 'id' && pairOf(node, 'repo') === null) tellHook(value, context);
    }
    // The last one first, for the next to be taken is the one pushed last.
    open.push(...below.reverse());
  }
  for (const { said, tell } of twins.failing) if (!twins.stopping.has(said)) tell();
}

/** A hook of pre-commit, where the name of its repository does not say what it is. */
function tellHook(id: unknown, context: YamlContext): void {
  const span = spanOf(id);
  const scanner = /\.pre-commit/.test(context.path) ? scannerOfAction(textOf(id) ?? '') : null;
  if (scanner && span) tellScan(context, { scanner }, span);
}

function tellTemplate(value: unknown, context: YamlContext): void {
  const span = spanOf(value);
  const found = scannerTemplates.find(([pattern]) => pattern.test(textOf(value) ?? ''));
  if (found && span) tellScan(context, { scanner: found[1] }, span);
}

/** Tells of the gates of a pipeline. */
export const yaml: DocumentDetection['yaml'] = { paths: PIPELINES, look };
