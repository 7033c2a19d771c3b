import { constantOf, type Hit } from '../../../src/engine/check.ts';
import { exposing, type Shown } from '../../models/flow/exposing.ts';
import { confidential } from '../../models/libraries/javascript/confidential.ts';
import { vectors } from '../../models/vectors.ts';

/** Programs that run what others wrote: scripts of packages, tools that are fetched. */
const foreign =
  /^(?:npx|pnpx|bunx|pipx|uvx)\b|^(?:npm|pnpm|yarn|bun)(?:\.cmd)? (?:i|ci|install|add|update|exec|dlx|run|test|create|init)\b|^(?:pip3?|poetry|bundle|composer|gem|cargo|go) (?:install|add|update|build|run)\b/;

/** A command as far as it is written out. */
function commandOf({ given }: Hit): string {
  const [program, list] = given;
  const words = [program, ...(list?.count ? [...(list.fields?.values() ?? [])] : [])];
  return words.map((word) => (word ? (constantOf(word) ?? '□') : '')).join(' ');
}

function isForeign(hit: Hit): boolean {
  const command = commandOf(hit);
  return foreign.test(command) && !command.includes('--ignore-scripts');
}

/** Reports programs that run the code of others and are given a secret of their own. */
export const js = exposing({
  binding: confidential,
  exposures: ['to child'],
  isMeant: isForeign,
  // The whole environment is what the program would have by itself.
  mayBeShown: ({ fact, path }: Shown) => fact.kind === 'secret-holder' && path.length === 0,
  vector: vectors.ownArguments,
  says: 'is put into the environment of a program that runs the code of others, such as the scripts of packages.',
  ending: 'and every program started from there inherits it',
  atMost: 'medium',
});
