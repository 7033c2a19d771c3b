import { type Library, library } from '../../../../src/engine/check.ts';

type Calls = NonNullable<Library['calls']>;
const cleaned = (names: readonly string[]): Calls =>
  Object.fromEntries(names.map((name) => [name, { gives: { from: [0], as: 'derived' as const }, clears: ['html' as const] }]));

/** What makes markup harmless, and what makes text of it. */
export const sanitizers = library({
  library: 'DOMPurify, sanitize-html, xss, he',
  names: {
    'isomorphic-dompurify': 'dompurify',
    DOMPurify: 'dompurify',
    'window.DOMPurify': 'dompurify',
    'dompurify()': 'dompurify',
    'underscore.escape': 'lodash.escape',
    '_.escape': 'lodash.escape',
    'lodash/escape': 'lodash.escape',
    'lodash.escape.escape': 'lodash.escape',
  },
  calls: cleaned([
    ...['dompurify.sanitize', 'sanitize-html', 'xss', 'xss.filterXSS', 'insane', 'lodash.escape', 'escape-html', 'html-escaper.escape'],
    ...[
      'he.encode',
      'he.escape',
      'entities.encode',
      'entities.escape',
      'entities.encodeHTML',
      'entities.escapeUTF8',
      'html-entities.encode',
    ],
    ...[
      'validator.escape',
      'validator.default.escape',
      'ejs.escapeXML',
      'handlebars.escapeExpression',
      'handlebars.Utils.escapeExpression',
    ],
    ...['jquery.escapeSelector', 'CSS.escape', 'serialize-javascript', 'rehype-sanitize', 'escape-goat.htmlEscape', 'mustache.escape'],
    ...['sanitizer.sanitize', '*.sanitize', '*.escapeExpression', '*.escapeHtml', '*.escapeHTML'],
  ]),
});
