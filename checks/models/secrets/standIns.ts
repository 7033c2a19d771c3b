/** Values that stand where a secret will be, or say where it is: none of them opens anything. */
import { rarityOf } from './rarity.ts';

/** With one of these in it, a text is made to be replaced. */
const strong = new Set(
  'example examples sample dummy fake mock mocked placeholder changeme changethis changeit replaceme your yours youre redacted insert replace lorem ipsum foobar todo fixme xxx xxxx xxxxx xxxxxx undefined null none obfuscated masked censored removed hidden omitted snip notset unset unknown missing invalid wrong incorrect bogus nonexistent whatever something anything blah asdf qwerty deadbeef stub'.split(
    ' ',
  ),
);

/** Made of nothing but these it names the thing that is missing. */
const fillers = new Set(
  'change changed me my mine the a an this that of for to is it in on at by be as not no yes true false or and with from must should will can use using used set get put please enter here there test tests tester testing tested secret secrets password passwords passwd pass pwd passphrase token tokens key keys api apikey access auth oauth user username name admin root default defaults value values string text some any super very strong strongpassword long longer random randomly generated generate private public client server service shared session cookie jwt bearer basic hash salt encryption encrypt signing sign keyboard cat ssh db database mysql postgres postgresql redis mongo mongodb rabbitmq guest local localhost demo dev development prod production staging stage ci foo bar baz qux quux abc abcd abcde abcdef xyz aaa bbb hello world id one two three first second third old new current good bad right valid empty blank env environment var variable config data field type login credential credentials file path header param parameter account app application web www http https url uri com org net io github gitlab google aws azure npm docker jenkins slack email mail smtp ftp ldap proxy host port read write only min max length chars characters char bytes bits hex base64 utf8 json required optional needed supersecret topsecret mysecret mypassword mytoken mykey secretkey superpassword really keep safe super-secret hush s3cr3t letmein sesame insecure unsafe unsecure temporary temp tmp'.split(
    ' ',
  ),
);

const KEYBOARD = [
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  '0987654321',
  '1qaz2wsx3edc4rfv5tgb6yhn',
  'zyxwvutsrqponmlkjihgfedcba',
  '0123456789abcdef0123456789abcdef',
  'abcdef0123456789',
  'abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz',
];

export function wordsIn(text: string): string[] {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean);
}

/** The share of a text that counts up, down or along the keyboard, or repeats itself. */
export function isSequence(text: string): boolean {
  const plain = text.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (plain.length < 3) return new Set(text).size <= 2;
  if (new Set(plain).size <= Math.min(4, Math.ceil(plain.length / 4))) return true;
  if (KEYBOARD.some((run) => run.includes(plain))) return true;
  let steps = 0;
  for (let at = 1; at < plain.length; at++) {
    const step = plain.charCodeAt(at) - plain.charCodeAt(at - 1);
    if (step === 0 || step === 1 || step === -1) steps++;
  }
  if (steps >= (plain.length - 1) * 0.6) return true;
  for (let length = 1; length <= Math.min(10, plain.length / 2); length++) {
    if (
      plain.length >= 6 &&
      plain ===
        plain
          .slice(0, length)
          .repeat(Math.ceil(plain.length / length))
          .slice(0, plain.length)
    )
      return true;
  }
  return false;
}

/** In a file of settings that is a program. */
const MEMBER = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+,$/;

/** Is filled in, read or decrypted before it is used. */
function isReference(value: string, isQuoted: boolean): boolean {
  return (
    (!isQuoted && MEMBER.test(value)) ||
    (/^[$%@&#!*{[(<^]|^-{1,2}[a-z]|\$\{|\$\(|\{\{|\}\}|<%|%>|#\{|__[A-Z]/.test(value) &&
      (isQuoted
        ? !/^[$%@&#!*^][\w!@#$%^&*+=.-]{5,40}$/.test(value) ||
          /^\$[A-Za-z_]\w*$|^%\w+%$|^@\w+@?$|^#[\da-f]{3,8}$|^&\w+$|^\*\w+$/i.test(value)
        : true)) ||
    /\$(?:[A-Za-z_]\w*|\d)[)}]?$|%\(?\w*\)?[sd]\b|%[A-Z_]{3,}%|\{\w*\}|^(?:process\.env|os\.|env[.(:]|ENV\b|secrets?\.|vars?\.|var\.|local\.|data\.|module\.|vault:|ref:|op:|ssm:|awssm|secretref|keyvault|sops|file:|env:|aws_|gcp_|kms:|cipher|crypt:|enc:|enc\[|enc\(|encrypted:|dpapi:|sm:\/\/|arn:|projects\/|urn:|tag:|resolve:)/i.test(
      value,
    )
  );
}

/** A one-way or sealed form: nobody gets in with the text itself. */
const SEALED =
  /^(?:[\w.@-]{1,60}:(?=\$(?:2[abxy]|1|5|6|y|apr1|argon2\w*)\$))?(?:\$(?:2[abxy]?|1|5|6|y|apr1|argon2\w*|pbkdf2\w*|scrypt|bcrypt|P|H|S|ANSIBLE_VAULT|8|9|14)\$|\{(?:SSHA\d*|SHA\d*|MD5|CRYPT|SMD5|cipher|bcrypt|noop|PBKDF2[\w-]*|ARGON2[\w-]*|SHA256-CRYPT|SHA512-CRYPT|BLF-CRYPT|aes\w*)\}|(?:pbkdf2|argon2|bcrypt|scrypt|scram|sha\d+|md5|blake2b?|crypt)[\w-]*[$:-]|SCRAM-SHA-|ENC\[|ENC\(|vault:v\d+:|AQICAH|AQECAH|gAAAAA|wcFMA|hQ[EI]MA|U2FsdGVkX1|\*[\dA-F]{40}$|ssh-(?:rsa|ed25519|dss)|ecdsa-sha2|-----BEGIN|AAAAB3NzaC1|AAAAC3NzaC1|data:|age1|age-encryption|jwe:|secure:)/i;

const PATH =
  /^(?:[.~]{0,2}[\\/]|[A-Za-z]:[\\/]|[\w.@-]{1,60}[\\/][\w.@-]{1,60}[\\/]|file:|\.[\w-])|\.(?:pem|key|crt|cer|p12|pfx|jks|txt|json|ya?ml|env|conf|php|html?|js|ts|py|java|xml|properties|ini|md|sh|css|svg|png|asc|gpg|pub|token|pwd|toml|keystore|kdbx)$/i;
const ADDRESS =
  /^[a-z][a-z0-9+.-]{1,20}:\/\/|^(?:www|localhost|api)[.:]|^[\w.+-]{1,60}@[\w-]{1,60}\.[\w.-]{2,60}$|^\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?$/i;
const WORDLIKE =
  /^(?:true|false|yes|no|on|off|null|nil|none|undefined|void|any|string|str|number|bool(?:ean)?|object|array|int(?:eger)?|char|text|\d{1,5}|[-_.*x?#]+|n\/a|auto|self|this|function|optional|required|password|prompt|ask)$/i;
/** Names as code writes them, with letters only: a member, a constant, a key of a table, a header. */
const NAME = /^(?:[A-Za-z_$][A-Za-z_$]*(?:[.:/-][A-Za-z_$]+)*[:.]?|[A-Z][A-Z_]*\d{0,2}|[a-z]+(?:[A-Z][a-z]+)+\d?|--?[a-z][a-z-]*)$/;
/** A key of a table or a place in a tree: words with dots, colons or strokes between them. */
const PLACE = /^[A-Za-z_@][\w-]*(?:[.:/][A-Za-z_][\w-]*){1,8}$/;
/** Names with a number in them: of methods, versions, columns. */
const NUMBERED =
  /^(?:[a-z]+\d{0,2}(?:[_-][a-z]*\d{0,3}[a-z]*)+|[A-Z]+\d{0,2}(?:_[A-Z]*\d{0,3}[A-Z]*)+|(?:aes|base|blowfish|des|ec|ecdsa|ed|es|fa|gost|h|hmac|hs|http|ipv|iso|latin|ldap|libnss|md|mp|oauth|p|pbkdf|ps|rc|ripemd|rs|rsa|scram|sha|snmpv|ssh|ssl|tls|utf|v|version|win|x|xxh)[_-]?\d{1,4}[a-z]{0,8})$/i;
/** The name of a secret with a number before its end: a name, not what it names. */
const NUMBERED_NAME = /^[a-z]{1,12}\d{1,2}_?(?:pass(?:word|wd|phrase|w0rd)?|pwd|secret|token|key)$/i;
const DATE = /^\d{4}-\d{2}-\d{2}(?:[T ][\d:.+Z-]*)?$|^v?\d+(?:\.\d+){1,3}(?:[-+][\w.]+)?$|^\d{1,2}:\d{2}(?::\d{2})?$/;
/** Of a contract or of an account: everybody may know it. */
const PUBLIC_ADDRESS = /^0x[\da-f]{40}$/i;
/** Patterns, markup, style, code: what a text in a program can be besides a value. */
const NOTATION =
  /\\[dwsbn(){}[\]u.]|\[[^\]]{0,20}-[^\]]{0,20}\]|\(\?|\.\*|^\^|[^\\]\$\)|<\/?[a-z]|^[.#][a-z][\w-]*[ >:[]|=>|\bfunction\b|\(\)|;\s|::|&&|\|\||\bSELECT\b|\{\s|^[=:,;|+)\]}>]|['"`][,:)\]}]|^[a-z_]+(?:\|[a-z_:]+)+$|^['"].*['"]$|\w\(|;$|^[A-Za-z_]{2,20}=[\w.-]|['"]==|^(?:\\x[\dA-Fa-f]{2})+$|\w:"|^\w+(?:\\{1,2}\w+)+$|&[a-z]{2,8};|%[A-F\d]{2}%/;

/** Punctuation of generators: what is left without it was drawn as well, so it is no pattern and no template. */
export function isDrawnWithSigns(text: string): boolean {
  if (text.length < 12 || / |\\|\$\{|\{\{|<%|#\{|\$\(|\(\?|%\(\w|\[[^\]]{0,20}\w-\w[^\]]{0,20}\]|^(?:https?|[a-z]+):\/\//i.test(text))
    return false;
  const drawn = text.replace(/[^A-Za-z0-9]/g, '');
  return (
    drawn.length >= 8 &&
    text.length - drawn.length >= 2 &&
    /[a-z]/.test(drawn) &&
    /[A-Z]/.test(drawn) &&
    /\d/.test(drawn) &&
    rarityOf(drawn) >= Math.max(8, drawn.length * 0.6)
  );
}

/** Whether a value is none that somebody could use. `name` is what it is given to: a value that repeats its name is no secret. */
export function isStandIn(value: string, name: string, isQuoted: boolean): boolean {
  const trimmed = value.trim();
  const isDrawn = isDrawnWithSigns(trimmed);
  if (
    trimmed.length < 4 ||
    WORDLIKE.test(trimmed) ||
    SEALED.test(trimmed) ||
    PUBLIC_ADDRESS.test(trimmed) ||
    (isReference(trimmed, isQuoted) && !isDrawn) ||
    ADDRESS.test(trimmed) ||
    DATE.test(trimmed)
  )
    return true;
  if (
    /[^\x20-\x7e]/.test(trimmed) ||
    /\.\.\.|\*\*\*|…|\.\.$|example/i.test(trimmed) ||
    /xxx|XXX/.test(trimmed) ||
    (NOTATION.test(trimmed) && !isDrawn)
  )
    return true;
  if (
    / /.test(trimmed) &&
    (!isQuoted ||
      trimmed.split(/ +/).length > 6 ||
      /^[A-Z][a-z]+ [a-z]+|[:.!?]$|, /.test(trimmed) ||
      /^(?:the|a|an|no|not|your|my|enter|please|invalid) /i.test(trimmed))
  )
    return true;
  const words = wordsIn(trimmed);
  if (words.some((word) => strong.has(word))) return true;
  const joined = words.join('');
  if (
    /^(?:your|my|the|some|a|an|test|dummy|fake|example|change|replace|insert|enter|put)(?:this|the|new|super|own|real|actual|api|access|auth|client|private|public|secret|very|long|random)*(?:me|it|this|here|password|passwd|pass|secret|token|key|value)+s?$/.test(
      joined,
    )
  )
    return true;
  if (
    words.length > 0 &&
    words.every((word) => fillers.has(word) || word.length <= 1) &&
    !/[^\w\s.,:;/-]/.test(trimmed) &&
    !/\d{3,}[a-z]|[a-z]\d[a-z]/i.test(trimmed)
  )
    return true;
  const bareName = name.toLowerCase().replace(/[^a-z]/g, '');
  if (
    joined !== '' &&
    joined.length >= trimmed.length - 3 &&
    (joined === bareName || bareName.endsWith(joined) || (joined.endsWith(bareName) && bareName.length > 5))
  )
    return true;
  return isSequence(trimmed);
}

/** One of the words says what it is for, so it names something. */
export function namesThings(text: string): boolean {
  return wordsIn(text).some((word) => fillers.has(word) || strong.has(word));
}

/** A path, a name of code: what a value of letters alone most often is. */
export function isName(value: string): boolean {
  if (PLACE.test(value) && !/\d{3}/.test(value) && rarityOf(value) < 0) return true;
  return (
    PATH.test(value) ||
    NAME.test(value) ||
    ((NUMBERED.test(value) || NUMBERED_NAME.test(value)) && !/\d{4}/.test(value)) ||
    /^passw0rd$/i.test(value)
  );
}
