/** Workflows and composite actions: their scripts with the job and step around them, and what starts them. */
import type { Document, Node, Pair, Scalar, YAMLMap } from 'yaml';
import { yamlPackage } from './yamlPackage.ts';

/** Paths that hold them. */
export const ACTIONS_PATHS = /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$|(?:^|\/)action\.ya?ml$/;

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface ActionsScript {
  /** Run by a shell, or by the action that takes JavaScript as an input. */
  readonly kind: 'run' | 'script';
  readonly value: Scalar;
  readonly step: YAMLMap;
  /** Null in a composite action. */
  readonly job: YAMLMap | null;
}

/** The pair of a map by its key; aliases and merges are not followed. */
export function pairOf(node: unknown, key: string): Pair | null {
  const { isMap, isScalar } = yamlPackage();
  if (!isMap(node)) return null;
  return node.items.find((pair) => isScalar(pair.key) && pair.key.value === key) ?? null;
}

export function memberOf(node: unknown, key: string): unknown {
  return pairOf(node, key)?.value ?? null;
}

export function textOf(node: unknown): string | null {
  const { isScalar } = yamlPackage();
  return isScalar(node) && (typeof node.value === 'string' || typeof node.value === 'number' || typeof node.value === 'boolean')
    ? String(node.value)
    : null;
}

export function spanOf(node: unknown): Span | null {
  const range = (node as Node | null)?.range;
  return range ? { start: range[0], end: range[1] } : null;
}

const SCRIPT_ACTION = /^actions\/github-script@/i;

function scriptsOf(steps: unknown, job: YAMLMap | null): ActionsScript[] {
  const { isMap, isScalar, isSeq } = yamlPackage();
  const scripts: ActionsScript[] = [];
  for (const step of isSeq(steps) ? steps.items : []) {
    if (!isMap(step)) continue;
    const run = memberOf(step, 'run');
    if (isScalar(run)) scripts.push({ kind: 'run', value: run, step, job });
    const script = SCRIPT_ACTION.test(textOf(memberOf(step, 'uses')) ?? '') ? memberOf(memberOf(step, 'with'), 'script') : null;
    if (isScalar(script)) scripts.push({ kind: 'script', value: script, step, job });
  }
  return scripts;
}

/** Every script of a workflow or composite action, in reading order. */
export function actionsScripts({ contents }: Document.Parsed): ActionsScript[] {
  const { isMap } = yamlPackage();
  const jobs = memberOf(contents, 'jobs');
  if (!isMap(jobs)) return scriptsOf(memberOf(memberOf(contents, 'runs'), 'steps'), null);
  return jobs.items.flatMap(({ value }) => (isMap(value) ? scriptsOf(memberOf(value, 'steps'), value) : []));
}

/** The events that start a workflow, each with its place; none for a composite action. */
export function triggersOf({ contents }: Document.Parsed): ReadonlyMap<string, Span> {
  const { isMap, isSeq } = yamlPackage();
  const on = memberOf(contents, 'on');
  const nodes = isMap(on) ? on.items.map(({ key }) => key) : isSeq(on) ? on.items : [on];
  const triggers = new Map<string, Span>();
  for (const node of nodes) {
    const name = textOf(node);
    const span = spanOf(node);
    if (name !== null && span) triggers.set(name, span);
  }
  return triggers;
}
