/** A repository of honest cycles, RED, GREEN and now and then REFACTOR, each commit with ten files of two to eight kilobytes. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

export interface LabelledHistory {
  readonly base: string;
  readonly head: string;
}

const MODULES = 180;
export const FILES_A_COMMIT = 10;

/** One module in one language: what its program and its test are called and hold after so many features. */
interface Language {
  readonly source: (module: number) => string;
  readonly test: (module: number) => string;
  readonly program: (features: readonly Feature[]) => string;
  readonly cases: (module: number, features: readonly Feature[]) => string;
}

interface Feature {
  readonly name: string;
  readonly rate: number;
  /** Counts up with each REFACTOR: another name for what is inside. */
  readonly version: number;
}

const inner = ({ version }: Feature) => (version === 0 ? 'sum' : `sum${version}`);

const javascript: Language = {
  source: (module) => `src/module${module}.js`,
  test: (module) => `test/module${module}.test.js`,
  program: (features) =>
    `import { readFile } from 'node:fs/promises';\n\n${features
      .map(
        (feature) => `/** What ${feature.name} comes to, ${feature.rate} percent and more. */
export function ${feature.name}(items, { limit = ${feature.rate}, isOpen = true } = {}) {
  let ${inner(feature)} = 0;
  for (const { price, count } of items) {
    if (count > limit && !isOpen) throw new RangeError(\`too many: \${count}\`);
    ${inner(feature)} += price * count * (100 + ${feature.rate});
  }
  return Math.round(${inner(feature)} / 100);
}
`,
      )
      .join('\n')}\nexport const load = async (path) => JSON.parse(await readFile(path, 'utf8'));\n`,
  cases: (module, features) =>
    `import { describe, expect, test } from 'vitest';\nimport { ${features.map(({ name }) => name).join(', ')} } from '../src/module${module}.js';\n\ndescribe('module ${module}', () => {\n${features
      .map(
        ({ name, rate }) => `  test('${name} adds ${rate} percent', () => {
    const items = [{ price: 2, count: 3 }, { price: 5, count: 1 }];
    expect(${name}(items)).toBe(Math.round((11 * ${100 + rate}) / 100));
    expect(${name}([])).toBe(0);
    expect(() => ${name}([{ price: 1, count: ${rate + 1} }], { isOpen: false })).toThrow('too many');
  });
`,
      )
      .join('\n')}});\n`,
};

const python: Language = {
  source: (module) => `shop/module${module}.py`,
  test: (module) => `tests/test_module${module}.py`,
  program: (features) =>
    `"""Sums of the shop."""\nfrom dataclasses import dataclass\n\n\n@dataclass\nclass Item:\n    price: int\n    count: int\n\n\n${features
      .map(
        (feature) => `def ${feature.name}(items, limit=${feature.rate}, is_open=True):
    """What ${feature.name} comes to."""
    ${inner(feature)} = 0
    for item in items:
        if item.count > limit and not is_open:
            raise ValueError(f"too many: {item.count}")
        ${inner(feature)} += item.price * item.count * (100 + ${feature.rate})
    return round(${inner(feature)} / 100)
`,
      )
      .join('\n\n')}`,
  cases: (module, features) =>
    `import pytest\n\nfrom shop.module${module} import Item, ${features.map(({ name }) => name).join(', ')}\n\n\n${features
      .map(
        ({ name, rate }) => `def test_${name}_adds_${rate}_percent():
    items = [Item(2, 3), Item(5, 1)]
    assert ${name}(items) == round(11 * ${100 + rate} / 100)
    assert ${name}([]) == 0
    with pytest.raises(ValueError):
        ${name}([Item(1, ${rate + 1})], is_open=False)
`,
      )
      .join('\n\n')}`,
};

const bash: Language = {
  source: (module) => `lib/module${module}.sh`,
  test: (module) => `test/module${module}.bats`,
  program: (features) =>
    `#!/usr/bin/env bash\nset -euo pipefail\n\n${features
      .map(
        (feature) => `# What ${feature.name} comes to.
${feature.name}() {
  local ${inner(feature)}=0 price count
  while read -r price count; do
    if (( count > ${feature.rate} )); then
      printf 'too many: %s\\n' "$count" >&2
      return 1
    fi
    ${inner(feature)}=$(( ${inner(feature)} + price * count * ${100 + feature.rate} ))
  done
  printf '%s\\n' "$(( ${inner(feature)} / 100 ))"
}
`,
      )
      .join('\n')}`,
  cases: (module, features) =>
    `#!/usr/bin/env bats\n\nsetup() {\n  source "$BATS_TEST_DIRNAME/../lib/module${module}.sh"\n}\n\n${features
      .map(
        ({ name, rate }) => `@test "${name} adds ${rate} percent" {
  run ${name} <<< '2 3'
  [ "$status" -eq 0 ]
  [ "$output" = ${Math.floor((6 * (100 + rate)) / 100)} ]
  run ${name} <<< '1 ${rate + 1}'
  [ "$status" -eq 1 ]
}
`,
      )
      .join('\n')}`,
};

const languages = [javascript, python, bash];

const features = (module: number, count: number): Feature[] =>
  Array.from({ length: count }, (_, at) => ({ name: `sum_${module}_${at}`, rate: ((module * 7 + at * 13) % 40) + 5, version: 0 }));

/** Makes it in a new folder; `head` is that many commits after `base`. */
export function labelledHistory(dir: string, commits: number): LabelledHistory {
  const modules = Array.from({ length: MODULES }, (_, module) => ({
    language: languages[module % languages.length]!,
    module,
    built: features(module, 4 + (module % 8)),
  }));
  type Module = (typeof modules)[number];
  const out: string[] = [];
  const blob = (path: string, text: string) => `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`;
  const commit = (message: string, files: readonly string[]) =>
    out.push(
      `commit refs/heads/main\ncommitter Ada <ada@example.com> 0 +0000\ndata ${Buffer.byteLength(message)}\n${message}\n`,
      ...files,
      '\n',
    );
  const program = ({ language, module, built }: Module) => blob(language.source(module), language.program(built));
  const tests = ({ language, module }: Module, wanted: readonly Feature[]) => blob(language.test(module), language.cases(module, wanted));

  commit('chore: what there was', [...modules.map(program), ...modules.map((one) => tests(one, one.built))]);
  for (let made = 0, cycle = 0; made < commits; cycle++) {
    const chosen = Array.from({ length: FILES_A_COMMIT }, (_, at) => modules[(cycle * FILES_A_COMMIT + at) % MODULES]!);
    // Four commits that are left are two cycles, three are one with a REFACTOR.
    const left = commits - made;
    const hasRefactor = left === 3 || (cycle % 3 === 2 && left !== 4);
    for (const one of chosen) one.built = [...one.built, ...features(one.module, one.built.length + 1).slice(-1)];
    const steps: (() => unknown)[] = [
      () =>
        commit(
          `test: sums of cycle ${cycle} (RED)`,
          chosen.map((one) => tests(one, one.built)),
        ),
      () => commit(`feat: sums of cycle ${cycle} (GREEN)`, chosen.map(program)),
    ];
    if (hasRefactor) {
      steps.push(() => {
        for (const one of chosen) one.built = one.built.map((feature) => ({ ...feature, version: feature.version + 1 }));
        commit(`refactor: names of cycle ${cycle} (REFACTOR)`, chosen.map(program));
      });
    }
    for (const step of steps.slice(0, commits - made)) step();
    made += steps.length;
  }
  mkdirSync(dir, { recursive: true });
  const git = (args: readonly string[], input?: string) =>
    execFileSync('git', ['-C', dir, ...args], { input, encoding: 'utf8', maxBuffer: 1 << 28 }).trim();
  git(['init', '-q', '--bare', '-b', 'main']);
  git(['fast-import', '--quiet'], out.join(''));
  const [base] = git(['rev-list', '--reverse', 'main']).split('\n');
  return { base: base!, head: git(['rev-parse', 'main']) };
}
