/** Steps that run what lies in the workspace: builds, tests, scripts, local actions. */
import { memberOf, type Span, spanOf, textOf } from '../../../src/engine/documents/actions.ts';
import type { Step } from '../../../src/engine/documents/workflow.ts';
import { folderOf, placed } from './checkouts.ts';
import { statementsOf } from './statements.ts';

export interface Run {
  readonly at: Span;
  /** The command or action, for messages. */
  readonly what: string;
}

/** They read files of the folder they start in that name commands to run. */
const BUILDERS =
  /^(?:npm|pnpm|yarn|bun|make|gmake|cmake|ninja|meson|bazel|bazelisk|just|rake|bundle|gradle|mvn|ant|sbt|cargo|tox|nox|poetry|pdm|uv|hatch|pipenv|pre-commit|composer|phpunit|msbuild|xcodebuild|fastlane|pod|flutter|mix|rebar3|stack|cabal|terraform|tofu|terragrunt|pulumi|cdk|serverless|sls|ansible-playbook|eslint|jest|vitest|mocha|webpack|vite|nx|turbo|lerna|npx|bunx|jekyll|mkdocs|sphinx-build|goreleaser|golangci-lint|rubocop|bats|ctest|pytest|py\.test|rspec|tsx|ts-node|hardhat|forge|anchor|earthly|skaffold|tilt|act)$/;
const BUILDERS_BY_WORD: Readonly<Record<string, RegExp>> = {
  go: /^(?:test|run|generate|build|install)$/,
  dotnet: /^(?:build|test|run|restore|publish|pack|tool)$/,
  swift: /^(?:build|test|run)$/,
  docker: /^(?:build|buildx|compose)$/,
  'docker-compose': /^(?:build|up|run)$/,
  podman: /^build$/,
  deno: /^(?:run|task|test)$/,
  dart: /^(?:run|test|pub)$/,
  nix: /^(?:build|run|develop|flake)$/,
};
const INTERPRETERS = /^(?:node|python[\d.]*|bash|sh|zsh|ruby|perl|php|pwsh|source|\.|Rscript|lua)$/;
const ASKS_ONLY = /^(?:--version|-v|-V|version|--help|config|login|whoami|view|cache|info|ping|search|audit|fmt|fetch|metadata)$/;

const ACTIONS =
  /^(?:pre-commit\/action|cypress-io\/github-action|borales\/actions-yarn|bahmutov\/npm-install|golangci\/golangci-lint-action|actions-rs\/(?:cargo|clippy-check)|actions\/jekyll-build-pages|github\/codeql-action\/autobuild|goreleaser\/goreleaser-action|treosh\/lighthouse-ci-action|chromaui\/action|reviewdog\/action-eslint|super-linter\/super-linter|github\/super-linter|oxsecurity\/megalinter|changesets\/action|wearerequired\/lint-action|jetli\/wasm-pack-action|pyo3\/maturin-action|pypa\/cibuildwheel|hashicorp\/tfc-workflows-github|bridgecrewio\/checkov-action|leafo\/gh-actions-luarocks|mymindstorm\/setup-emsdk)$/;
/** These run something only if an input says so. */
const ACTIONS_IF: readonly (readonly [action: RegExp, input: string])[] = [
  [/^ruby\/setup-ruby$/, 'bundler-cache'],
  [/^pnpm\/action-setup$/, 'run_install'],
  [/^gradle\/(?:gradle-build-action|actions\/setup-gradle)$/, 'arguments'],
  [/^docker\/build-push-action$/, 'context'],
  [/^docker\/bake-action$/, 'files'],
];

const within = (path: string, folder: string) => folder === '' || path === folder || path.startsWith(`${folder}/`);
const isElsewhere = (path: string) => /^(?:\/|~|\$|-|https?:|["']?\$)/.test(path);

/** What a command runs of a folder, or null. */
function runsOf(words: readonly string[], cwd: string, folder: string): boolean {
  const [program = '', ...rest] = words;
  const resolved = (path: string) =>
    isElsewhere(path) ? null : folderOf(path.startsWith('@') || cwd === '' ? path : `${cwd}/${folderOf(path)}`);
  const isIn = (path: string) => {
    const where = resolved(path);
    return where !== null && within(where, folder);
  };
  const operands = rest.filter((word) => !word.startsWith('-'));
  const operand = operands[0] ?? '';
  if (/^(?:\.{1,2}\/|@?[\w-]+\/)[\w./-]*[\w-]$/.test(program)) return isIn(program);
  if (INTERPRETERS.test(program)) {
    if (rest.includes('-m') && /^python/.test(program)) return within(cwd, folder) || (operand === 'pip' && rest.some(isIn));
    if (rest.some((word) => /^-(?:\w*[ce]|p|Command)$/.test(word)) || operand === '' || operand === '<') return false;
    return isIn(operand);
  }
  if (/^pip[\d.]*$/.test(program)) {
    const local = rest.some(
      (word, index) => /^(?:-r|-e|--requirement|--editable)$/.test(rest[index - 1] ?? '') || /^\.{1,2}(?:\/|\[|$)/.test(word),
    );
    return (
      operand === 'install' && local && (within(cwd, folder) || rest.some((word) => word !== 'install' && isIn(word) && folder !== ''))
    );
  }
  const byWord = BUILDERS_BY_WORD[program];
  if (!(byWord ? byWord.test(operand) : BUILDERS.test(program))) return false;
  if (rest.some((word) => ASKS_ONLY.test(word)) && operands.length <= 1) return false;
  if (/^(?:npm|pnpm|yarn|bun)$/.test(program)) {
    if (rest.some((word) => /^(?:-g|--global|global|--ignore-scripts)$/.test(word))) return false;
    if (/^(?:config|login|whoami|view|cache|set|dist-tag|owner|deprecate|audit)$/.test(operand)) return false;
  }
  if (within(cwd, folder)) return true;
  return rest.some((word) => isIn(word.replace(/^--?[\w-]+=/, '')) && folder !== '');
}

/** What a script runs of a folder below the workspace. */
export function scriptRuns(script: string, folder: string, start: string): string | null {
  let cwd = start;
  for (const { stages } of statementsOf(placed(script))) {
    for (const stage of stages) {
      const words = stage
        .replace(
          /^(?:(?:do|then|else|if|while|until|!|\{|\(|time|sudo(?:\s+-E)?|env|xvfb-run|nohup|timeout\s+\S+|exec|command)\s+|[A-Za-z_]\w*=\S*\s+)+/,
          '',
        )
        .split(/\s+/, 60)
        .map((word) => word.replace(/^["']|["']$/g, ''))
        .filter((word) => word !== '');
      if (words[0] === 'cd' || words[0] === 'pushd') {
        const to = words[1] ?? '';
        cwd = /^(?:\/|~)/.test(to)
          ? '/'
          : /\.\./.test(to)
            ? ''
            : folderOf(cwd === '' || to.startsWith('@') || /GITHUB_WORKSPACE|github\.workspace/.test(to) ? to : `${cwd}/${to}`);
      } else if (runsOf(words, cwd, folder)) return words.slice(0, 3).join(' ');
    }
  }
  return null;
}

/** What a step runs of a folder below the workspace, or null. `defaults`: the working directory of the job. */
export function runOf(step: Step, folder: string, defaults: string): Run | null {
  if (step.uses) {
    const { kind, name, span } = step.uses;
    if (kind === 'local') return within(folderOf(name), folder) ? { at: span, what: name } : null;
    const given = memberOf(step.map, 'with');
    const cwd = folderOf(textOf(memberOf(given, 'working-directory')) ?? textOf(memberOf(given, 'context')));
    const wanted = ACTIONS_IF.find(([action]) => action.test(name))?.[1];
    const value = wanted === undefined ? null : textOf(memberOf(given, wanted));
    const runs = wanted === undefined ? ACTIONS.test(name) : value !== null && value !== 'false' && !/^https?:/.test(value);
    if (runs && within(cwd, folder)) return { at: span, what: name };
    if (name === 'actions/github-script') {
      const loaded = /\b(?:require|import)\s*\(\s*["'`](?:\$\{process\.env\.GITHUB_WORKSPACE\}\/|\.\/)([^"'`\n]{1,200})/.exec(
        textOf(memberOf(given, 'script')) ?? '',
      );
      const at = spanOf(memberOf(given, 'script'));
      return loaded && at && within(folderOf(loaded[1]!), folder) ? { at: span, what: loaded[1]!.slice(0, 80) } : null;
    }
    return null;
  }
  const node = memberOf(step.map, 'run');
  const run = textOf(node);
  const at = spanOf(node);
  if (run === null || !at) return null;
  const what = scriptRuns(run, folder, folderOf(textOf(memberOf(step.map, 'working-directory')) ?? defaults));
  return what === null ? null : { at, what };
}
