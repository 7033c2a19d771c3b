/** Where in HTML a value stands, by the text before it. */
export type HtmlPlace = 'text' | 'script' | 'bare attribute' | 'quoted attribute' | 'address';

const MAX = 2_000;

/** Only the last stretch is read: what a page is built of is short. */
export function placeIn(text: string): HtmlPlace {
  const before = text.slice(-MAX);
  const lower = before.toLowerCase();
  if (lower.lastIndexOf('<script') > lower.lastIndexOf('</script') && before.indexOf('>', lower.lastIndexOf('<script')) >= 0)
    return 'script';
  const open = before.lastIndexOf('<');
  if (open < 0 || !/^<[a-zA-Z]/.test(before.slice(open))) return 'text';
  const tag = before.slice(open);
  let quote = '';
  let isInside = true;
  for (const character of tag) {
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') isInside = false;
  }
  if (!isInside) return 'text';
  if (quote !== '') {
    const attribute = tag.slice(0, tag.lastIndexOf(quote));
    if (/\son\w+\s*=\s*$/i.test(attribute)) return 'script';
    return /\s(?:href|src|action|formaction)\s*=\s*$/i.test(attribute) && tag.endsWith(quote) ? 'address' : 'quoted attribute';
  }
  return 'bare attribute';
}
