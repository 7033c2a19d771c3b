/** The `yaml` package, loaded when the first document is met: it takes as long as twenty files to analyse, and few changes hold YAML. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
let loaded: typeof import('yaml') | null = null;

export function yamlPackage(): typeof import('yaml') {
  loaded ??= require('yaml') as typeof import('yaml');
  return loaded;
}
