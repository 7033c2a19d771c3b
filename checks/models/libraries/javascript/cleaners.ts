/** What functions do whose code is not known, told by what people call them. */
import type { CleaningModel } from '../../../../src/engine/check.ts';

export const cleaners: readonly CleaningModel[] = [
  {
    names:
      /^(?:shell_?(?:quote|escape)\w*|(?:quote|escape)(?:_?for)?_?(?:shell|sh|arg|args|argument|param|cmd|command|posix|bash)\w*|sanitize(?:String|Input|Name|Value)?|sanitize\w*(?:shell|cmd|command|arg)\w*|shq|shquote|quote|shellescape)$/i,
    clears: ['shell', 'command'],
  },
  {
    names:
      /^(?:sanitize|escape|encode|clean|strip)_?(?:html|xss|markup|tags)\w*$|^(?:html|xss)_?(?:escape|encode|sanitize)\w*$|^(?:escapeXml|xss|he)$/i,
    clears: ['html'],
  },
  {
    names: /^(?:(?:escape|quote)(?:[A-Z_]\w*)?|sqlEscape|sqlString|mysql_real_escape_string|ident|wrapIdentifier|asIdentifier)$/,
    clears: ['sql', 'sql-identifier'],
  },
  { names: /ldap_?escape|escape_?(?:ldap|filter|dn)/i, clears: ['ldap'] },
  { names: /^(?:escape_?xpath|xpath_?escape|escape_?xml)\w*$/i, clears: ['xpath'] },
  { names: /^(?:escape_?reg_?exp?|reg_?exp?_?escape|quote_?reg_?exp?|escape_?string_?regexp|escape_?regex)$/i, clears: ['regex'] },
];
