/** Steps that restore or write caches, and steps that publish what was built. */
import { memberOf, textOf } from '../../../src/engine/documents/actions.ts';
import type { Step } from '../../../src/engine/documents/workflow.ts';

type Asks = 'asked' | 'default';

interface Row {
  readonly action: RegExp;
  /** The input that turns the cache on or off; null where there is none. */
  readonly input: string | null;
  readonly isDefault: boolean;
}

const rows: readonly Row[] = [
  { action: /^actions\/cache(?:\/restore)?$/, input: null, isDefault: true },
  {
    action: /^actions\/setup-(?:node|python|java|dotnet)$|^pnpm\/action-setup$|^subosito\/flutter-action$/,
    input: 'cache',
    isDefault: false,
  },
  { action: /^actions\/setup-go$/, input: 'cache', isDefault: true },
  { action: /^ruby\/setup-ruby$/, input: 'bundler-cache', isDefault: false },
  { action: /^astral-sh\/setup-uv$/, input: 'enable-cache', isDefault: true },
  {
    action:
      /^swatinem\/rust-cache$|^hendrikmuhs\/ccache-action$|^mozilla-actions\/sccache-action$|^actions-rust-lang\/setup-rust-toolchain$/,
    input: 'cache',
    isDefault: true,
  },
  { action: /^(?:gradle\/gradle-build-action|gradle\/actions\/setup-gradle)$/, input: 'cache-disabled', isDefault: true },
  { action: /^docker\/build-push-action$|^docker\/bake-action$/, input: 'cache-from', isDefault: false },
];

const isOff = (value: string) => /^(?:false|no|off|)$/i.test(value.trim());

/** Whether a step restores a cache: because it is asked to, or by default. */
export function restoresCache(step: Step): Asks | null {
  const row = rows.find(({ action }) => action.test(step.uses?.name ?? ''));
  if (!row) return null;
  const given = memberOf(step.map, 'with');
  if (textOf(memberOf(given, 'lookup-only')) === 'true') return null;
  if (row.input === null) return 'asked';
  const said = textOf(memberOf(given, row.input));
  // An expression decides it, most likely by the event.
  if (said?.includes('${{')) return null;
  if (row.input === 'cache-disabled') return said === 'true' ? null : 'asked';
  if (row.input === 'cache-from') return said?.includes('type=gha') ? 'asked' : null;
  if (said !== null) return isOff(said) ? null : 'asked';
  if (!row.isDefault) return null;
  return /^actions\/|^astral-sh\//.test(step.uses?.name ?? '') ? 'default' : 'asked';
}

/** `actions/cache` writes at the end of the job what it did not find. */
export function writesCache(step: Step): boolean {
  return /^actions\/cache(?:\/save)?$/.test(step.uses?.name ?? '');
}

const ACTIONS =
  /^(?:softprops\/action-gh-release|ncipollo\/release-action|actions\/(?:create-release|upload-release-asset|deploy-pages)|pypa\/gh-action-pypi-publish|js-devtools\/npm-publish|goreleaser\/goreleaser-action|changesets\/action|svenstaro\/upload-release-action|marvinpinto\/action-automatic-releases|cycjimmy\/semantic-release-action|rubygems\/release-gem|azure\/webapps-deploy|google-github-actions\/deploy-\w+|taiki-e\/upload-rust-binary-action|actions\/attest-build-provenance|pyo3\/maturin-action)$/;
const COMMANDS =
  /\b(?:npm|pnpm|yarn|cargo|poetry|uv|flit|hatch|vsce|ovsx|gh release|lerna)\s+(?:npm\s+)?publish\b|\bgh\s+release\s+(?:create|upload)\b|\btwine\s+upload\b|\bdocker\s+push\b|\bgem\s+push\b|\bnuget\s+push\b|\bmvn\b[^\n]{0,100}\bdeploy\b|\bgradlew?\b[^\n]{0,100}\bpublish|\bsemantic-release\b|\bgoreleaser\s+release\b|\baws\s+s3\s+(?:cp|sync)\b/;

export function publishes(step: Step): boolean {
  const name = step.uses?.name ?? '';
  if (ACTIONS.test(name)) return true;
  if (name === 'docker/build-push-action') return textOf(memberOf(memberOf(step.map, 'with'), 'push')) === 'true';
  return COMMANDS.test((textOf(memberOf(step.map, 'run')) ?? '').slice(0, 20_000));
}
