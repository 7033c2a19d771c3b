/**
 * Cuts from GitHub's OpenAPI description what the local GitHub of the tests validates requests with:
 * `npx tsx scripts/openapiSlice.ts [folder with the unpacked package @octokit/openapi]`.
 * Without a folder the package is fetched with `npm pack` into a temporary one. Nothing of it becomes a dependency.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { routes } from '../test/fake-github/endpoints/routes.ts';
import type { Endpoint, Parameter, Slice } from '../test/fake-github/validation.ts';

type Json = Readonly<Record<string, unknown>>;

const wanted = '@octokit/openapi@23.0.2';

function unpack(): string {
  const folder = mkdtempSync(join(tmpdir(), 'openapi-'));
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder, wanted], { stdio: ['ignore', 'ignore', 'inherit'] });
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (!archive) throw new Error(`npm pack ${wanted} left no archive in ${folder}.`);
  execFileSync('tar', ['-xzf', archive, 'package/package.json', 'package/generated/api.github.com.json'], { cwd: folder });
  return folder;
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const object = (value: unknown): Json => (isObject(value) ? value : {});

function follow(root: Json, reference: string): unknown {
  return reference
    .slice(2)
    .split('/')
    .reduce<unknown>((at, part) => object(at)[part], root);
}

const noise = new Set(['description', 'example', 'examples', 'title', 'default', 'deprecated']);
const branches = new Set(['anyOf', 'oneOf', 'allOf', 'not']);

/**
 * A schema with its references written out and its prose left out. Objects that list their properties accept no others, but for
 * the alternatives of `anyOf` and the like, which describe a part of the object around them.
 */
function clean(root: Json, schema: unknown, closed = true): unknown {
  if (Array.isArray(schema)) return schema.map((it) => clean(root, it, closed));
  if (!isObject(schema)) return schema;
  if (typeof schema.$ref === 'string') return clean(root, follow(root, schema.$ref), closed);
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) {
    if (noise.has(key) || key.startsWith('x-')) continue;
    if (key === 'properties')
      result.properties = Object.fromEntries(Object.entries(object(value)).map(([name, it]) => [name, clean(root, it)]));
    else if (branches.has(key)) result[key] = clean(root, value, false);
    else result[key] = isObject(value) || key === 'items' ? clean(root, value) : value;
  }
  if (closed && result.properties && result.additionalProperties === undefined) result.additionalProperties = false;
  return result;
}

function readParameter(root: Json, value: unknown): Parameter | null {
  const parameter = object(clean(root, value));
  if (parameter.in !== 'path' && parameter.in !== 'query') return null;
  return { name: String(parameter.name), in: parameter.in, required: parameter.required === true, schema: object(parameter.schema) };
}

function readEndpoint(root: Json, method: string, path: string): Endpoint {
  const item = object(object(root.paths)[path]);
  const operation = object(item[method.toLowerCase()]);
  if (typeof operation.operationId !== 'string')
    throw new Error(`${method} ${path} is not in the description: correct its route in test/fake-github/endpoints.`);
  const listed = [item.parameters, operation.parameters].flatMap((it) => (Array.isArray(it) ? it : []));
  const body = object(operation.requestBody);
  const schema = object(object(object(body.content)['application/json']).schema);
  return {
    operationId: operation.operationId,
    enabledForGitHubApps: object(operation['x-github']).enabledForGitHubApps === true,
    parameters: listed.flatMap((it) => readParameter(root, it) ?? []),
    body: operation.requestBody === undefined ? null : { required: body.required === true, schema: object(clean(root, schema)) },
  };
}

const given = process.argv[2];
const folder = given ?? unpack();
const generated = join(folder, ...(given === undefined || readdirSync(given).includes('package') ? ['package'] : []));
const root = object(JSON.parse(readFileSync(join(generated, 'generated', 'api.github.com.json'), 'utf8')));
const { version } = object(JSON.parse(readFileSync(join(generated, 'package.json'), 'utf8')));
const endpoints = Object.fromEntries(
  routes.map(({ method, path }) => [`${method} ${path}`, readEndpoint(root, method, path)] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
);
const slice: Slice = { source: `@octokit/openapi@${String(version)}`, endpoints };
const target = new URL('../test/fake-github/openapi.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(slice, null, 1)}\n`);
if (given === undefined) rmSync(folder, { recursive: true });
process.stdout.write(`${Object.keys(endpoints).length} endpoints of ${slice.source} written to ${target.pathname}\n`);
