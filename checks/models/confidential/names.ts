/** Which names tell of a secret, or of what is somebody's own business. */
import { type CleaningModel, contextsIn, EVERY, type Secrecy, type SourceKind } from '../../../src/engine/check.ts';
import { namesSecret, wordsOf } from '../secretValues.ts';
import { namesPersonal } from './personal.ts';

/** Holders of words about secrets rather than of secrets. */
const WORDS =
  /(?:messages?|labels?|errors?|codes?|i18n|strings?|locales?|translations?|types?|kinds?|enums?|schemas?|fields?|columns?|constants?|routes?|urls?|paths?|files?|dirs?|selectors?|validators?|rules?|prompts?|texts?|msgs?|lexer|parser|scanner|tokenizer|styles?|classes|icons?|events?|actions?|commands?|flags?|refs?|touched|tokens|models?|entities|lengths?|lens|sizes?|limits?|counts?)$/i;

/** Headers that carry credentials, in any case. */
const HEADER =
  /^(?:proxy-)?authorization$|^(?:set-)?cookie$|^x-(?:api-key|auth-token|access-token|csrf-token|amz-security-token|gitlab-token)$/i;

/** As a variable they are mostly something else: a module, a page, a scheme. */
const ambiguous = /^(?:authorization|bearer|jwt)$|credentials?$/i;

/** Of an error or an answer, what was sent. */
const failure = /^(?:e|ex|exc|err|error|exception|cause|reason|axiosError|response|resp)$/i;
const asking = /^(?:_?req|_?request|config)$/;

/** Holders of all that a program is told, secrets too. */
const settings = /^_?(?:settings|config|cfg|conf|credentials|secrets)$/i;

/** A field or element of something; `holder` is the last name of what holds it. */
function isSecretField(holder: string, field: string): boolean {
  if (/headers?$/i.test(holder)) return HEADER.test(field);
  if (WORDS.test(holder) || /^[A-Z][a-z]\w*$/.test(holder)) return false;
  return !ambiguous.test(field) && namesSecret(field);
}

/** No password, and still one that can be guessed from it. */
const PASSWORD_HASH = /^(?:hashed|encrypted)_?passw(?:or)?d$|^passw(?:or)?d_?(?:hash|digest)$/i;

function find(name: string, holder: string): SourceKind | null {
  if (holder !== '' && PASSWORD_HASH.test(name)) return 'named-secret';
  // A module or a class.
  if (holder === '' && /^[A-Z][a-z]/.test(name)) return null;
  if (holder === '' ? !ambiguous.test(name) && namesSecret(name) : isSecretField(holder, name)) return 'named-secret';
  if (name === 'headers' && asking.test(holder)) return 'secret-holder';
  if ((name === 'config' || name === 'request') && failure.test(holder)) return 'secret-holder';
  if (name === '__dict__' && settings.test(holder)) return 'secret-holder';
  return namesPersonal(name, holder) ? 'personal' : null;
}

/** In capitals, as variables of the environment are: there it is short for nothing else. */
const SHORT = /^(?:[A-Z0-9_]+_(?:PASS|PAT)|PGPASS)$/;

/** Whether a variable of the environment holds a secret. */
export function isSecretVariable(name: string): boolean {
  return SHORT.test(name) || namesSecret(name);
}

const MOST = 20_000;
const found = new Map<string, SourceKind | null>();

/** What a value of this name is. */
function held(name: string, holder: string): SourceKind | null {
  if (name.length > 60) return null;
  const key = `${holder}.${name}`;
  let kind = found.get(key);
  if (kind === undefined) {
    kind = find(name, holder);
    if (found.size < MOST) found.set(key, kind);
  }
  return kind;
}

const making = new Set(
  'get fetch read load create generate make issue sign request retrieve resolve decrypt obtain acquire ask'.split(' '),
);

/** `getAccessToken()`, `read_password()`. */
function gives(word: string): SourceKind | null {
  if (word.length > 60 || !/token|secret|passw|passphrase|key|credential/i.test(word)) return null;
  const [first, ...rest] = wordsOf(word);
  return first !== undefined && making.has(first) && rest.length > 0 && namesSecret(word) ? 'named-secret' : null;
}

const ALONE = /^(?:token|accessToken|access_token|idToken|id_token|auth|password|secret|SecretString|pass)$/i;

/** Whether what is asked for by this name, of what holds secrets, is one. */
export function isSecretPart(name: string): boolean {
  return (
    name.length <= 80 && (SHORT.test(name) || HEADER.test(name) || ALONE.test(name) || namesSecret(name.slice(name.lastIndexOf('.') + 1)))
  );
}

/** What is sent to prove who asks. */
const SENT =
  /(?:\bBearer|\bBasic|['"`][tT]oken|\bJWT|\bApiKey)\s+\$?\{\s*([A-Za-z_$][\w$]{0,40})\s*\}|['"](?:Bearer|Basic|[tT]oken|JWT) (?:%s)?['"]\s*[+%]\s*\(?([A-Za-z_$][\w$]{0,40})\b(?!\s*[.([])/g;
/** Sent as they are. */
const HEADED = /['"]?(?:authorization|x-api-key|x-auth-token|private-token)['"]?\]?\s*[:=,]\s*([A-Za-z_$][\w$]{0,40})\s*[,})\n;]/gi;
const NOTHING: ReadonlyMap<string, readonly number[]> = new Map();

/** Where which names are sent so. */
function heldIn(text: string): ReadonlyMap<string, readonly number[]> {
  let found: Map<string, number[]> | null = null;
  for (const pattern of [SENT, HEADED])
    for (const match of text.matchAll(pattern)) {
      const name = match[1] ?? match[2];
      if (name === undefined || /^(?:null|None|undefined|true|false|string|str|this|self|headers?|value)$/.test(name)) continue;
      found ??= new Map();
      const places = found.get(name);
      if (places) places.push(match.index);
      else found.set(name, [match.index]);
    }
  return found ?? NOTHING;
}

export const secrecy: Secrecy = { held, heldIn, gives, isSecretPart };

const SPOKEN = /secret|pass|pwd|key|credential|authorization|jwt|bearer|token/gi;
const PERSONAL = /phone|ssn|birth|dob|passport|diagnos|patient|mrn|e_?mail|iban|card_?n|address/gi;
const WHOLE =
  /process\.env\b(?!\s*[.[?])|\benviron\b(?!\s*[.[])|\b_?req(?:uest)?\.headers\b|\b(?:e|err|error|exc|ex)\.(?:config|request|response)\b|\bgetInput\(|\bgetpass\b|\b(?:get|GetSecret)_?[sS]ecret|\bkeytar\b|\.stack\b|traceback|\bcreateHmac\b|\bhmac\.(?:new|digest)\(|passw(?:or)?d_?[hH]ash|\b[A-Z][A-Z0-9_]*_(?:PASS|PAT)\b|\bPGPASS\b/;

/** A longer word is no name. */
const LONGEST = 60;

/** The words of a text that hold a part, as far as they are names: looked for from the part on, so that no run of letters is read twice. */
function* wordsAround(text: string, part: RegExp, letter: RegExp): Generator<string> {
  let end = 0;
  for (const { 0: found, index } of text.matchAll(part)) {
    if (index < end) continue;
    let start = index;
    end = index + found.length;
    while (start > 0 && end - start <= LONGEST && letter.test(text[start - 1]!)) start--;
    while (end < text.length && end - start <= LONGEST && letter.test(text[end]!)) end++;
    if (end - start <= LONGEST) yield text.slice(start, end);
  }
}

/** Whether a text names anything that must not be shown. */
export function speaksOfSecrets(text: string): boolean {
  if (WHOLE.test(text)) return true;
  for (const word of wordsAround(text, PERSONAL, /[\w$]/)) if (namesPersonal(word, '')) return true;
  const seen = new Set<string>();
  for (const word of wordsAround(text, SPOKEN, /[\w$-]/)) {
    if (seen.has(word)) continue;
    seen.add(word);
    if (namesSecret(word) || namesSecret(word.replace(/^-+/, ''))) return true;
  }
  return false;
}

/** Functions of unknown code that say they leave nothing to see. What is known is judged by what it does. */
const contexts = contextsIn(EVERY);

export const hidingWords: readonly CleaningModel[] = [
  {
    names:
      /[rR]edact|[mM]ask|[hH]ash|[eE]ncrypt|[sS]anitiz|[cC]ensor|[oO]bfuscat|[sS]crub|[dD]igest|[fF]ingerprint|[aA]nonymi[sz]|[pP]seudonymi|[tT]runcate|^(?:[iI]s|[hH]as|[vV]erify|[cC]heck|[vV]alidate)(?:[A-Z_]|$)/,
    clears: contexts,
  },
];
