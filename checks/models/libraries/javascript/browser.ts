import { type Library, library, type SinkModel } from '../../../../src/engine/check.ts';

type Data = Library;
type Calls = NonNullable<Data['calls']>;
type Reads = NonNullable<Data['reads']>;

/** What a link says steers no machine but the visitor's own. */
const harmless = [
  ...(['shell', 'command', 'argument', 'program', 'arithmetic', 'sql', 'sql-identifier', 'nosql', 'ldap', 'xpath', 'graphql'] as const),
  ...(['path', 'unresolved-path', 'url', 'header', 'log', 'record'] as const),
];
const said = (names: readonly string[]): Reads =>
  Object.fromEntries(names.map((name) => [name, { source: 'page' as const, clears: harmless }]));
const asked = (names: readonly string[]): Calls =>
  Object.fromEntries(names.map((name) => [name, { source: 'page' as const, clears: harmless }]));

const markup: readonly SinkModel[] = [{ at: 0, context: 'html', label: 'dom' }];
const address: readonly SinkModel[] = [{ at: 0, context: 'script', label: 'address' }];
const elsewhere: readonly SinkModel[] = [{ at: 0, context: 'redirect', label: 'page' }];

/** Methods of jQuery that give a set of elements again. */
const chained: Calls = Object.fromEntries(
  [
    ...['find', 'children', 'parent', 'parents', 'closest', 'first', 'last', 'eq', 'filter', 'not', 'next', 'prev', 'siblings', 'add'],
    ...['addClass', 'removeClass', 'toggleClass', 'css', 'show', 'hide', 'empty', 'on', 'off', 'appendTo', 'end', 'each', 'text', 'clone'],
  ].map((word) => [`jquery.Set.${word}`, { is: 'jquery.Set' }]),
);
const inserting: Calls = Object.fromEntries(
  ['append', 'prepend', 'after', 'before', 'replaceWith', 'wrap', 'wrapAll', 'wrapInner', 'html'].map((word) => [
    `jquery.Set.${word}`,
    { sinks: [...markup], is: 'jquery.Set' },
  ]),
);

/** A page: what links and other windows say to it, and what becomes markup in it. */
export const browser = library({
  library: 'DOM, jQuery, React Router, Next',
  names: {
    'window.location': 'location',
    'self.location': 'location',
    'globalThis.location': 'location',
    'document.location': 'location',
    'top.location': 'location',
    'parent.location': 'location',
    'window.document': 'document',
    'window.open': 'open',
    'window.addEventListener': 'addEventListener',
    'self.addEventListener': 'addEventListener',
    'globalThis.addEventListener': 'addEventListener',
    'jquery()': 'jquery.Set',
    '$()': 'jquery.Set',
    'jQuery()': 'jquery.Set',
    $: 'jquery',
    jQuery: 'jquery',
    'window.$': 'jquery',
    'window.jQuery': 'jquery',
    'react-router-dom': 'react-router',
    'react-router.useLocation()': 'location',
    'next/router.useRouter()': 'next.Router',
    'next/navigation.useSearchParams()': 'next.SearchParams',
  },
  reads: {
    ...said([
      'location.hash',
      'location.search',
      'location.href',
      'location.pathname',
      'document.URL',
      'document.documentURI',
      'document.baseURI',
    ]),
    'URL().origin': { aspect: 'host' },
    'URL().host': { aspect: 'host' },
    'URL().hostname': { aspect: 'host' },
    ...said(['document.referrer', 'window.name', 'MessageEvent.data', 'next.Router.query', 'next.Router.asPath']),
  },
  calls: {
    ...asked(['react-router.useSearchParams', 'react-router.useParams', 'next.SearchParams.get', 'location.toString']),
    URLSearchParams: { gives: { from: [0], as: 'derived' } },
    URL: { gives: { from: [0, 1], as: 'derived' } },
    ...chained,
    ...inserting,
    addEventListener: { entries: [{ at: 1, when: { at: 0, is: ['message'] }, parameters: ['MessageEvent'] }] },
    'document.write': { sinks: [{ at: 'all', context: 'html', label: 'dom' }] },
    'document.writeln': { sinks: [{ at: 'all', context: 'html', label: 'dom' }] },
    '*.insertAdjacentHTML': { sinks: [{ at: 1, context: 'html', label: 'dom' }] },
    '*.createContextualFragment': { sinks: [...markup] },
    '*.setHTMLUnsafe': { sinks: [...markup] },
    '*.html': { sinks: [...markup] },
    jquery: { sinks: [{ at: 0, context: 'html', label: 'selector' }], is: 'jquery.Set' },
    'jquery.parseHTML': { sinks: [...markup] },
    '*.setAttribute': {
      sinks: [
        {
          at: 1,
          context: 'html',
          label: 'dom',
          when: { option: 0, is: ['srcdoc', 'onclick', 'onload', 'onerror', 'onmouseover', 'onfocus'] },
        },
        {
          at: 1,
          context: 'script',
          label: 'address',
          when: { option: 0, is: ['href', 'src', 'action', 'formaction', 'xlink:href', 'data'] },
        },
      ],
    },
    'jquery.Set.attr': {
      sinks: [{ at: 1, context: 'script', label: 'address', when: { option: 0, is: ['href', 'src', 'action', 'data'] } }],
      is: 'jquery.Set',
    },
    'location.assign': { sinks: [...elsewhere] },
    'location.replace': { sinks: [...elsewhere] },
    open: { sinks: [...elsewhere] },
    'next.Router.push': { sinks: [...elsewhere] },
    'next.Router.replace': { sinks: [...elsewhere] },
  },
  stores: {
    '*.innerHTML': [...markup],
    '*.outerHTML': [...markup],
    '*.srcdoc': [...markup],
    '*.srcDoc': [...markup],
    '*.href': [...address],
    'location.href': [...elsewhere],
    '*.location': [...elsewhere],
  },
});
