/** What all checks of what Python shows have in common: how its files are followed, and names that are no secrets there. */
import type { Hit } from '../../../../src/engine/check.ts';
import { type Exposing, exposing, type Shown } from '../../flow/exposing.ts';
import { confidential } from './confidential.ts';

const reading =
  '(?:open|exists|isfile|lexists|expanduser|expandvars|abspath|realpath|access|stat|Path|getsize|chmod|remove|unlink|from_private_key_file|load_cert_chain)';
const directory = /\bgetcwd\b|\bcwd\b|['"]pwd['"]|working dir/i;
/** Of a key, mostly the file that it is in is named. */
const key = /key$|cert$|credentials?$/i;

/** A file by its name: it is opened, or looked for. */
function isPath(last: string, text: string): boolean {
  return key.test(last) && last.length <= 60 && new RegExp(`\\b${reading}\\(\\s*(?:[\\w]{1,40}\\.){0,4}${last}\\s*[,)]`).test(text);
}

/** Named like a secret, and used as something else in the same file. */
function isNoSecret({ fact, name, isSure }: Shown, { unit }: Hit): boolean {
  if (isSure || fact.kind !== 'named-secret') return false;
  const last = /(\w+)\W*$/.exec(name)?.[1] ?? '';
  const { text } = unit.program.tree;
  return isPath(last, text) || (last === 'pwd' && directory.test(text));
}

export function exposingPython(rule: Omit<Exposing, 'binding'>) {
  return exposing({
    ...rule,
    binding: confidential,
    mayBeShown: (shown, hit, judge) => isNoSecret(shown, hit) || (rule.mayBeShown?.(shown, hit, judge) ?? false),
  });
}
