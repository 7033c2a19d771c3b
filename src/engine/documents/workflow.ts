/** Jobs, steps and what they use, resolved as far as one file says. */
import type { Document, Pair, YAMLMap } from 'yaml';
import { memberOf, pairOf, type Span, spanOf, textOf } from './actions.ts';
import { yamlPackage } from './yamlPackage.ts';

export type UsesKind = 'local' | 'image' | 'action' | 'workflow';

export interface Uses {
  readonly kind: UsesKind;
  /** `owner/name` with the folder in it, lower case; for an image its name without tag and digest. */
  readonly name: string;
  /** A tag, branch or sha, or the image's tag or digest; empty where none is said. */
  readonly ref: string;
  /** Sha or digest: nobody can move it. */
  readonly isPinned: boolean;
  /** `4.2.1` as numbers, by the tag or by the comment beside a sha; null where neither says. */
  readonly version: readonly number[] | null;
  readonly span: Span;
}

export interface Step {
  readonly map: YAMLMap;
  readonly uses: Uses | null;
}

export interface Job {
  readonly name: string;
  readonly pair: Pair;
  readonly map: YAMLMap;
  readonly steps: readonly Step[];
  /** The workflow that it calls instead of having steps. */
  readonly uses: Uses | null;
}

const VERSION = /^v?(\d+(?:\.\d+){0,2})\b/;

function numbers(text: string | undefined): readonly number[] | null {
  const digits = VERSION.exec(text ?? '')?.[1];
  return digits === undefined ? null : digits.split('.').map(Number);
}

/** What a `uses:` names; null where it is no text. */
export function usesOf(node: unknown, text: string): Uses | null {
  const said = textOf(node)?.trim();
  const span = spanOf(node);
  if (!said || !span) return null;
  if (said.startsWith('./') || said.startsWith('../')) {
    return { kind: 'local', name: said, ref: '', isPinned: true, version: null, span };
  }
  if (/^docker:\/\//i.test(said)) {
    const image = said.slice(9);
    const digest = image.indexOf('@');
    const tag = image.indexOf(':', image.lastIndexOf('/') + 1);
    const cut = digest >= 0 ? digest : tag >= 0 ? tag : image.length;
    return { kind: 'image', name: image.slice(0, cut), ref: image.slice(cut + 1), isPinned: digest >= 0, version: null, span };
  }
  const at = said.indexOf('@');
  if (at < 0) return null;
  const name = said.slice(0, at).toLowerCase();
  const ref = said.slice(at + 1);
  const isPinned = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(ref);
  const newline = text.indexOf('\n', span.end);
  const comment = /^\s*#\s*(?:tag=|pin@|ratchet:\S*@)?(\S+)/.exec(text.slice(span.end, newline < 0 ? undefined : newline))?.[1];
  const kind = /\.ya?ml$/.test(name) ? 'workflow' : 'action';
  return { kind, name, ref, isPinned, version: numbers(isPinned ? comment : ref), span };
}

function stepsOf(steps: unknown, text: string): Step[] {
  const { isMap, isSeq } = yamlPackage();
  const maps = isSeq(steps) ? steps.items.filter((step): step is YAMLMap => isMap(step)) : [];
  return maps.map((map) => ({ map, uses: usesOf(memberOf(map, 'uses'), text) }));
}

const jobsByDocument = new WeakMap<Document.Parsed, readonly Job[]>();

/** The jobs of a workflow, in reading order. */
export function jobsOf(document: Document.Parsed, text: string): readonly Job[] {
  let jobs = jobsByDocument.get(document);
  if (!jobs) {
    jobs = readJobs(document, text);
    jobsByDocument.set(document, jobs);
  }
  return jobs;
}

function readJobs({ contents }: Document.Parsed, text: string): Job[] {
  const { isMap } = yamlPackage();
  const jobs = memberOf(contents, 'jobs');
  return (isMap(jobs) ? jobs.items : []).flatMap((pair) =>
    isMap(pair.value)
      ? [
          {
            name: textOf(pair.key) ?? '',
            pair,
            map: pair.value,
            steps: stepsOf(memberOf(pair.value, 'steps'), text),
            uses: usesOf(memberOf(pair.value, 'uses'), text),
          },
        ]
      : [],
  );
}

/** The steps of a composite action. */
export function compositeSteps({ contents }: Document.Parsed, text: string): Step[] {
  return stepsOf(memberOf(memberOf(contents, 'runs'), 'steps'), text);
}

export interface Permissions {
  readonly pair: Pair;
  /** `write-all`, everything readable or nothing, or as the scopes say. */
  readonly kind: 'write-all' | 'read-all' | 'none' | 'scopes';
  /** Scopes that may be written. */
  readonly writes: readonly string[];
}

/** What a map says of the token, or null where it says nothing. */
export function permissionsOf(map: unknown): Permissions | null {
  const pair = pairOf(map, 'permissions');
  if (!pair) return null;
  const { isMap } = yamlPackage();
  const word = textOf(pair.value);
  if (word === 'write-all' || word === 'read-all') return { pair, kind: word, writes: [] };
  if (!isMap(pair.value)) return { pair, kind: 'none', writes: [] };
  const writes = pair.value.items.flatMap(({ key, value }) => (textOf(value) === 'write' ? [textOf(key) ?? ''] : []));
  return { pair, kind: pair.value.items.length === 0 ? 'none' : 'scopes', writes };
}

/** The job's own permissions replace those of the file altogether. */
export function effectivePermissions(document: Document.Parsed, job: Job): Permissions | null {
  return permissionsOf(job.map) ?? permissionsOf(document.contents);
}

/** A node as it is written. */
export function writtenOf(node: unknown, text: string): string {
  const span = spanOf(node);
  return span ? text.slice(span.start, span.end) : '';
}
