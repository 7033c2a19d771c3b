/** Writes the JSON Schema of the config for editors. */
import { writeFileSync } from 'node:fs';
import { configJsonSchema } from '../src/config/schema.ts';

writeFileSync(new URL('../docs/portcullis.schema.json', import.meta.url), `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
