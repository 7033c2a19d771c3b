/** Bodies that do not do anything yet, by their words. */

const UNDONE =
  /\b(?:todo|unimplemented)!|\b(?:NotImplemented(?:Error|Exception)?|UnsupportedOperationException)\b|not (?:yet )?implemented|\bTODO\s?\(|\bunimplemented\b/i;
const CONSTANT =
  /^(?:return|Ok|Err|Some|None|nil|null|undef|false|true|0|-|1|""|''|\(|\)|\{|\}|\[|\]|,|;|\d{1,4}|Default|::|default|"[^"]{0,20}"|do|:|=|>)$/i;

const LONGEST_STUB = 800;
/** What keeps a compiler quiet of parameters that are not used yet: `(void)r;`, `_ = r`, `let _ = r;`. */
const UNUSED = /^(?:\( void \)|(?:let |var )?_ =) \w+(?: ;)? ?/;
/** An empty list, map, text or value of a type, made anew. */
const EMPTY =
  /^(?:return )?(?:(?:new|&) ?)?[A-Za-z_][\w.]*(?: (?:::|\.) \w+){0,4}(?: ?<[\w\s,.<>?]{0,80}>)? ?(?:\( ?\)|\{ ?\}|\[ ?\])(?: ?\{ ?\})?(?: ;)?$/;
const MAKER =
  /\b(?:empty\w*|[Dd]efault|\w*(?:List|Map|Set|Array|Vec|Dictionary|String)|Collections|Optional|Enumerable|(?:list|map|set|array)Of)\b|^(?:return )?&? ?[A-Z][\w.]*(?: ?<[^>]*>)? ?\{/;

/** Nothing, one constant answer, or the word that there is none. */
export function isStubBody(body: readonly string[]): boolean {
  if (body.length > 40) return false;
  let left = body.join(' ');
  for (let count = 0; count < 8 && UNUSED.test(left); count++) left = left.replace(UNUSED, '');
  const words = left === '' ? [] : left.split(' ');
  if (left.length > LONGEST_STUB) return false;
  if (UNDONE.test(left.replace(/ (?=[!:(])|(?<=todo|unimplemented) (?=!)/gi, '')) && words.length <= 24) return true;
  if (EMPTY.test(left) && MAKER.test(left)) return true;
  return words.length <= 8 && words.every((word) => CONSTANT.test(word));
}

/** Fields, members and signatures: nothing that could be called or calculated. */
export function isPlainType(body: readonly string[]): boolean {
  const value = body.indexOf('=');
  return !body.includes('{') && (value < 0 || body.indexOf('(', value) < 0);
}
