/** Which files a shell script reads in, told from its text alone. */
import { expect, test } from '@jest/globals';
import { referencesIn } from '../src/engine/project/references.ts';

test.each([
  ['. "$DIR/lib.sh"', './lib.sh'],
  ['source "${here}/../common/log.sh"', './../common/log.sh'],
  ['source "$(dirname "$0")/lib/x.sh"', './lib/x.sh'],
])('%s: %s', (text, specifier) => {
  expect(referencesIn('bash', `#!/bin/sh\n${text}\n`).map((one) => one.specifier)).toContain(specifier);
});
