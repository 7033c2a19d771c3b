import type { YAMLMap } from 'yaml';
import type { DocumentDetection, Report, SourceText, YamlContext } from '../../../src/engine/check.ts';
import { ACTIONS_PATHS, memberOf, spanOf, textOf } from '../../../src/engine/documents/actions.ts';
import { compositeSteps, jobsOf, type Step, writtenOf } from '../../../src/engine/documents/workflow.ts';
import { yamlPackage } from '../../../src/engine/documents/yamlPackage.ts';
import { vectors } from '../../models/vectors.ts';

function isAtLeast(version: readonly number[] | null, major: number, minor: number): boolean {
  if (!version) return false;
  const [ours = 0, next] = version;
  // `v4` is the newest of its kind.
  return ours > major || (ours === major && (next === undefined || next >= minor));
}

/** Where a path of a step leads, seen from the workspace; null where an expression hides it. */
function folderOf(said: string): string | null {
  const path = said
    .trim()
    .replace(/^\$\{\{\s*github\.workspace\s*\}\}\/?|^\$GITHUB_WORKSPACE\/?|^\/home\/runner\/work\/[^/]+\/[^/]+\/?/, './')
    .replace(/\/\.\//g, '/');
  if (path.includes('${{')) return null;
  return path.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '') || '.';
}

/** Whether what is uploaded takes `.git` of a folder along. */
function takesGit(paths: readonly string[], folder: string): boolean {
  const folders = paths.filter((path) => !path.startsWith('!')).map(folderOf);
  if (paths.some((path) => /^!.*\.git(?:\/|$)/.test(path))) return false;
  const git = folder === '.' ? '.git' : `${folder}/.git`;
  return folders.some((path) => {
    if (path === null) return false;
    const plain = path.replace(/\/?\*\*?(?:\/\*)?$/, '') || '.';
    return plain === '.' || plain === folder || git === plain || folder.startsWith(`${plain}/`) || git.startsWith(`${plain}/`);
  });
}

/** The upload's paths, or null for a step that uploads nothing or leaves hidden files out. */
function uploadedBy({ map, uses }: Step): readonly string[] | null {
  if (uses?.kind !== 'action') return null;
  const options = memberOf(map, 'with');
  const said = textOf(memberOf(options, 'path'));
  if (uses.name === 'actions/upload-artifact' || uses.name === 'actions/upload-artifact/merge') {
    const hidden = textOf(memberOf(options, 'include-hidden-files'));
    if (hidden === null ? isAtLeast(uses.version, 4, 4) : hidden.toLowerCase() !== 'true') return null;
  } else if (!/^actions\/cache(?:\/save)?$/.test(uses.name)) return null;
  return said === null
    ? null
    : said
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
}

interface Checkout {
  readonly step: Step;
  readonly folder: string;
  /** A token or key of its own, which outlives the run. */
  readonly isOwnToken: boolean;
}

function keeping(step: Step): Checkout | null {
  const { uses, map } = step;
  if (uses?.name !== 'actions/checkout' || isAtLeast(uses.version, 6, 0)) return null;
  const options = memberOf(map, 'with');
  if (/^false$/i.test(textOf(memberOf(options, 'persist-credentials')) ?? '')) return null;
  const folder = folderOf(textOf(memberOf(options, 'path')) ?? '.');
  const token = textOf(memberOf(options, 'token')) ?? '';
  const isOwnToken = memberOf(options, 'ssh-key') !== null || (token !== '' && !/github\.token|secrets\.GITHUB_TOKEN/.test(token));
  return folder === null ? null : { step, folder, isOwnToken };
}

/** Commands that take the token out of `.git/config` again. */
const NEEDS =
  /\bgit\s+(?:-\S+\s+(?:\S+\s+)?)*(?:push|fetch|pull|submodule|lfs|clone|ls-remote)\b|semantic-release|lerna|changeset|gh-pages|commit-action|create-pull-request|auto-commit/;

function fixFor(checkout: Checkout, later: readonly Step[], source: SourceText): Report['fix'] {
  const { map, uses } = checkout.step;
  if (map.flow || !uses || later.some((step) => NEEDS.test(writtenOf(step.map, source.text)) || step.uses?.kind === 'local'))
    return undefined;
  const { isMap } = yamlPackage();
  const options = memberOf(map, 'with');
  const said = spanOf(memberOf(options, 'persist-credentials'));
  const edit = said
    ? { ...said, newText: 'false' }
    : isMap(options) && !options.flow
      ? insertion(options, source, '')
      : options === null
        ? insertion(map, source, 'with')
        : null;
  return edit
    ? { description: 'The checkout no longer leaves its token behind; nothing after it in this job talks to the remote.', edits: [edit] }
    : undefined;
}

/** After the `uses:` of the step, or before the first option. */
function insertion(map: YAMLMap, source: SourceText, under: string) {
  const first = spanOf(map.items[0]?.key);
  if (!first) return null;
  const indentation = ' '.repeat(first.start - source.lineStart(source.lineAt(first.start)));
  if (under === '') return { start: first.start, end: first.start, newText: `persist-credentials: false\n${indentation}` };
  const value = spanOf(memberOf(map, 'uses'));
  if (!value) return null;
  const newline = source.text.indexOf('\n', value.end);
  const at = newline < 0 ? source.text.length : newline;
  return { start: at, end: at, newText: `\n${indentation}with:\n${indentation}  persist-credentials: false` };
}

function tell(context: YamlContext, steps: readonly Step[]): void {
  steps.forEach((step, index) => {
    const checkout = keeping(step);
    if (!checkout) return;
    const upload = steps.slice(index + 1).find((later) => takesGit(uploadedBy(later) ?? [], checkout.folder));
    if (!upload?.uses || !step.uses) return;
    const { isOwnToken } = checkout;
    context.report({
      at: step.uses.span,
      statement: `checkout ${checkout.folder} kept for ${upload.uses.name}`,
      vector: isOwnToken ? vectors.ownToken : vectors.shortToken,
      confidence: upload.uses.version || !upload.uses.isPinned ? 'high' : 'medium',
      message: `The checkout keeps ${isOwnToken ? 'its own token or key' : 'the token of the run'} in \`.git/config\`, and a later step hands the whole folder to \`${upload.uses.name}\`.`,
      trace: [
        { at: step.uses.span, text: 'the checkout writes its token into `.git/config`' },
        { at: upload.uses.span, text: 'the folder is uploaded with `.git` in it' },
      ],
      fix: fixFor(checkout, steps.slice(index + 1), context.source),
    });
  });
}

function look(context: YamlContext): void {
  const { document, source } = context;
  for (const job of jobsOf(document, source.text)) tell(context, job.steps);
  tell(context, compositeSteps(document, source.text));
}

export const yaml: DocumentDetection['yaml'] = { paths: ACTIONS_PATHS, look };
