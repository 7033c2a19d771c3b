import { guessableIdentity, type SecretContext } from '../../../src/engine/check.ts';
import { lookOf } from '../../models/secrets/judgeValue.ts';
import { isShowing, Places } from '../../models/secrets/place.ts';
import { isSequence, isStandIn, wordsIn } from '../../models/secrets/standIns.ts';
import { textFormatOf } from '../../models/secrets/textFormat.ts';
import { isTold } from '../../models/secrets/told.ts';
import { addressesIn, type Credential } from './addresses.ts';
import { commandsIn, connectionsIn, driverNamesIn, pipedIn } from './connections.ts';

/** A shorter password can be found by trying. */
const LONG = 20;

/** Somebody chose it for a machine that has no name outside of its own net. */
const inside = 'CVSS:3.1/AV:A/AC:H/PR:N/UI:N/S:U/C:L/I:L/A:N';

/** Hosts of examples (RFC 2606, RFC 6761) and names that stand for one. */
const EXAMPLE_HOST =
  /(?:^|\.)(?:example|invalid|test)(?:\.(?:com|org|net|edu))?$|(?:^|[.-])(?:example|foo|bar|foobar|acme-?corp|yourdomain|mydomain|yourhost|myhost|hostname|somehost|some-?server|yourserver|myserver|domain|your-?\w*|my-?\w*|site|somewhere|server|host|address)(?:\.\w{2,6})?$|^(?:a|b|c|h|x|y|z|host\w?|ip|addr)$/i;
const THIS_MACHINE =
  /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|0\.0\.0\.0|host\.docker\.internal|::1)$|\.(?:local|localhost|localdomain)$/i;
/** What stands in a pattern or a template and never in an address. */
const NOTATION = /[[\](){}<>^*|\\$`]|%[sdv(]|^%\w|\.\.\.|…|#\{/;
/** The user of a Sentry address is made to be shown. */
const PUBLIC_ADDRESS = /(?:^|\.)sentry(?:\.\w+)+$|ingest\./i;

type Look = 'random' | 'made-up' | 'word' | 'none';

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A per cent sign of its own: the text is what it is.
    return text;
  }
}

function lookAt({ user, password, host }: Credential): Look {
  const text = decoded(password);
  if (text.length < 3 || NOTATION.test(user ?? '') || EXAMPLE_HOST.test(host) || PUBLIC_ADDRESS.test(host)) return 'none';
  if (user === null) {
    // A token in the place of the user; a name there is no secret.
    return !NOTATION.test(text) && text.length >= 16 ? (lookOf(text, 'token', 'token', true) === 'random' ? 'random' : 'none') : 'none';
  }
  const look = lookOf(text, 'password', 'password', true);
  if (look === 'random') return look;
  if (
    NOTATION.test(text) ||
    text.toLowerCase() === user.toLowerCase() ||
    (/^(?:git|oauth2?|x-access-token|token|user(?:name)?|usr|u|foo|login|me|someone|somebody)$/i.test(user) && look === 'none')
  )
    return 'none';
  if (look === 'made-up') return look;
  if (isStandIn(text, 'password', true) || isSequence(text) || wordsIn(text).length === 0) return 'none';
  return /^[\w.!@#+-]{5,40}$/.test(text) ? 'word' : 'none';
}

/** Reports passwords that stand beside the place where they are good. */
export function findCredentials(context: SecretContext): void {
  const { source, path, role, texts } = context;
  if (role === 'generated' || role === 'vendored') return;
  const places = new Places(source, textFormatOf(path, source.text));
  const isShownPath = role === 'test' || role === 'example' || isShowing(path);
  const isManual = role === 'documentation';
  const isTaken = isTold(context);

  function consider(found: Credential): void {
    const look = lookAt(found);
    if (look === 'none' || (isManual && look !== 'random') || isTaken(found)) return;
    const isShown = isShownPath || places.isExplanation(found.start) || (look !== 'random' && places.isComment(found.start));
    const isHere = THIS_MACHINE.test(found.host);
    const isNear = isHere || !found.host.includes('.');
    // A word beside a host of one's own net is a default of development.
    if ((look === 'word' && (isShown || isNear)) || (isHere && look !== 'random')) return;
    const at = { start: found.start, end: found.end };
    const statement = guessableIdentity(
      'password in an address',
      `${found.user ?? ''}:${found.password}`,
      look === 'random' && found.password.length >= LONG,
    );
    if (isShown || isHere) {
      context.report({
        at,
        statement,
        vector: null,
        message:
          'A password that looks real stands here beside an address, in a place for tests, examples or one machine: make sure that it opens nothing else.',
      });
    } else if (isManual) context.report({ at, statement, vector: inside });
    else if (look === 'random') context.report({ at, statement, confidence: places.isLongLine(found.start) ? 'medium' : 'high' });
    else context.report({ at, statement, ...(isNear ? { vector: inside } : {}) });
  }

  for (const text of texts) {
    for (const found of addressesIn(text.text)) consider({ ...found, start: text.startOf(found.start), end: text.endOf(found.end) });
  }
  for (const found of connectionsIn(source.text)) consider(found);
  for (const read of [commandsIn, pipedIn, driverNamesIn]) for (const found of read(source.text)) consider(found);
}
