/** Holds every request against GitHub's OpenAPI description (the slice in openapi.json) before anything else looks at it. */
import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { stricterRules } from './rules.ts';

type Schema = Readonly<Record<string, unknown>>;

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly schema: Schema;
}

export interface Endpoint {
  readonly operationId: string;
  /** False where only the app's JWT (or a user) may ask. */
  readonly enabledForGitHubApps: boolean;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly required: boolean; readonly schema: Schema } | null;
}

export interface Slice {
  /** The package and version it was cut from. */
  readonly source: string;
  /** By `GET /repos/{owner}/{repo}`. */
  readonly endpoints: Readonly<Record<string, Endpoint>>;
}

export interface Sent {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Undefined where no body was sent. */
  readonly body: unknown;
}

let slice: Slice | null = null;

export function openapiSlice(): Slice {
  slice ??= JSON.parse(readFileSync(new URL('./openapi.json', import.meta.url), 'utf8')) as Slice;
  return slice;
}

const bodies = new Ajv({ strict: false, allErrors: true });
// What stands in a URL is text; the schemas say number or boolean.
const texts = new Ajv({ strict: false, allErrors: true, coerceTypes: true });
for (const ajv of [bodies, texts]) {
  // A CommonJS module: under Node's types its function is `default` of the default export.
  (formats as unknown as typeof formats.default)(ajv);
}

const compiled = new Map<Schema, ValidateFunction>();

function check(ajv: Ajv, schema: Schema, value: unknown, place: string): string[] {
  const validate = compiled.get(schema) ?? ajv.compile(schema);
  compiled.set(schema, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map((error) => `${place}${error.instancePath} ${explain(error)}`);
}

function explain(error: ErrorObject): string {
  const { additionalProperty, allowedValues } = error.params as { additionalProperty?: string; allowedValues?: unknown[] };
  if (additionalProperty !== undefined) return `must not hold the unknown property \`${additionalProperty}\``;
  return allowedValues ? `must be one of ${allowedValues.join(', ')}` : (error.message ?? error.keyword);
}

/** What is wrong with a request; empty where nothing is. `implemented` are the query parameters that the fake knows. */
export function validateRequest(key: string, endpoint: Endpoint, implemented: readonly string[], sent: Sent): string[] {
  const problems: string[] = [];
  for (const parameter of endpoint.parameters) {
    const value = parameter.in === 'path' ? sent.params[parameter.name] : sent.query.get(parameter.name);
    if (value !== undefined && value !== null) {
      // Coercion changes a property, never a bare value: hence the wrapping.
      problems.push(...check(texts, wrapped(parameter), { value }, `${parameter.in} parameter ${parameter.name}`));
    } else if (parameter.required) problems.push(`${parameter.in} parameter ${parameter.name} is missing`);
  }
  for (const name of new Set(sent.query.keys())) {
    if (!endpoint.parameters.some((it) => it.in === 'query' && it.name === name))
      problems.push(`query parameter ${name} is unknown to this endpoint`);
    else if (!implemented.includes(name)) problems.push(`query parameter ${name} is not implemented by the local GitHub`);
  }
  if (endpoint.body) {
    if (sent.body !== undefined) problems.push(...check(bodies, endpoint.body.schema, sent.body, 'body'));
    else if (endpoint.body.required) problems.push('body is missing');
  } else if (sent.body !== undefined && !isEmptyObject(sent.body)) problems.push('body is not expected by this endpoint');
  return [...problems, ...stricterRules(key, sent)];
}

const isEmptyObject = (value: unknown) => typeof value === 'object' && value !== null && Object.keys(value).length === 0;

const wrappers = new Map<Parameter, Schema>();

function wrapped(parameter: Parameter): Schema {
  const schema = wrappers.get(parameter) ?? { type: 'object', properties: { value: parameter.schema } };
  wrappers.set(parameter, schema);
  return schema;
}
