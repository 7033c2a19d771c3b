/** `npm run new:check family/what-is-wrong language`: the folder of a new check and its line in the register. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { families } from '../src/model/finding.ts';

const endings = { bash: 'sh', js: 'ts', py: 'py', ps: 'ps1' } as const;

function fail(message: string): never {
  console.error(`new:check: ${message}\nusage: npm run new:check ${families[0]}/what-is-wrong ${Object.keys(endings).join('|')}`);
  process.exit(2);
}

const [id = '', language = ''] = process.argv.slice(2);
const [, family, name] = /^([a-z]+)\/([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(id) ?? fail(`'${id}' is not family/what-is-wrong in kebab-case`);
if (!(families as readonly string[]).includes(family!)) fail(`'${family}' is no family: ${families.join(', ')}`);
if (!Object.hasOwn(endings, language)) fail(`'${language}' is no language: ${Object.keys(endings).join(', ')}`);
const folder = join('checks', id);
if (existsSync(folder)) fail(`${folder} is there already`);

const ending = endings[language as keyof typeof endings];
const comment = ending === 'ts' ? '//' : '#';
mkdirSync(join(folder, 'fixtures'), { recursive: true });
writeFileSync(
  join(folder, 'check.ts'),
  `import { defineCheck } from '../../../src/engine/check.ts';
import { ${language} } from './${language}.ts';

export default defineCheck({
  id: '${id}',
  family: '${family}',
  title: '',
  cwe: [],
  cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
  message: '',
  why: '',
  remediation: '',
  limits: '',
  references: [],
  detect: { kind: 'syntax', ${language} },
});
`,
);
writeFileSync(
  join(folder, `${language}.ts`),
  `import type { SyntaxRules } from '../../../src/engine/check.ts';

export const ${language}: SyntaxRules = {};
`,
);
writeFileSync(join(folder, 'fixtures', `sample.${ending}`), `${comment} expect: ${id}\n\n${comment} ok: why this one is safe\n\n`);

const camel = name!.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
const index = readFileSync('checks/index.ts', 'utf8');
const taken = new RegExp(`\\b${camel}\\b`).test(index);
const binding = taken ? `${family}${camel[0]!.toUpperCase()}${camel.slice(1)}` : camel;
// Sorted by path, one entry a line, as `npm run format` keeps them.
const imports = [...index.matchAll(/^import (\w+) from '\.\/(.*)\/check\.ts';$/gm)].map(([, name, path]) => ({ name: name!, path: path! }));
imports.push({ name: binding, path: id });
imports.sort((one, other) => (one.path < other.path ? -1 : 1));
const head = index.slice(0, index.search(/^import \w+ from '\.\//m));
writeFileSync(
  'checks/index.ts',
  `${head}${imports.map(({ name, path }) => `import ${name} from './${path}/check.ts';`).join('\n')}

export const checks: readonly CheckDeclaration[] = [
${imports.map(({ name }) => `  ${name},`).join('\n')}
];
`,
);
console.log(
  `${folder} and its line in checks/index.ts are there. Next: the fixture, red (npm test -- -t ${name}), then the rule, green, then npm run docs and npm run verify.`,
);
