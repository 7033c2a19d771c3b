import { type CallModel, library } from '../../../../src/engine/check.ts';

function all(model: CallModel, names: string): Record<string, CallModel> {
  return Object.fromEntries(names.split(' ').map((name) => [name, model]));
}

/** python-ldap: where to search, how deep, for what. */
const searched: CallModel = {
  sinks: [
    { at: 2, context: 'ldap' },
    { at: 'option filterstr', context: 'ldap' },
    { at: 0, context: 'ldap', label: 'name' },
  ],
};
/** ldap3, and whatever else has a method of this name. */
const found: CallModel = {
  sinks: [
    { at: 1, context: 'ldap', label: 'filter' },
    { at: 'option search_filter', context: 'ldap' },
    { at: 'option filterstr', context: 'ldap' },
    { at: 'option search_base', context: 'ldap', label: 'name' },
    { at: 0, context: 'ldap', label: 'name' },
  ],
};
const query: CallModel = { sinks: [{ at: 0, context: 'xpath' }] };
const path: CallModel = { sinks: [{ at: 0, context: 'xpath', label: 'path' }] };
const filtered: CallModel = {
  sinks: [
    { at: 0, context: 'nosql' },
    { at: 'option filter', context: 'nosql' },
    { at: 'option query', context: 'nosql' },
  ],
};
const program: CallModel = { sinks: [{ at: 'all', context: 'nosql', label: 'program' }] };
const document: CallModel = { sinks: [{ at: 0, context: 'graphql' }] };
const body: CallModel = { sinks: [{ at: 'option json', context: 'graphql' }] };
const escaped: CallModel = { gives: { from: [0], as: 'same' }, clears: ['ldap'] };

/** Languages to ask with, other than SQL: directories, documents, MongoDB, GraphQL. */
export const queries = library({
  library: 'ldap, ldap3, lxml, xml, elementpath, pymongo, motor, mongoengine, gql',
  names: {
    'ldap3.utils.conv.escape_filter_chars': 'ldap.filter.escape_filter_chars',
    'ldap3.utils.dn.escape_rdn': 'ldap.dn.escape_dn_chars',
    'ldap3.Connection()': 'ldap3.Connection',
    'ldap.initialize()': 'ldap.Connection',
    'ldap.open()': 'ldap.Connection',
    'graphql.graphql_sync': 'graphql.graphql',
    'python_graphql_client.GraphqlClient()': 'gql.Client',
    'gql.Client()': 'gql.Client',
    'lxml.etree.ETXPath': 'lxml.etree.XPath',
  },
  calls: {
    ...all(searched, '*.search_s *.search_st *.search_ext *.search_ext_s ldap.Connection.search'),
    '*.search': found,
    '*.paged_search': found,
    'ldap.filter.escape_filter_chars': escaped,
    'ldap.dn.escape_dn_chars': escaped,
    'ldap.filter.filter_format': { clears: ['ldap'] },
    '*.xpath': query,
    '*.xpathEval': query,
    'lxml.etree.XPath': query,
    'elementpath.Selector': query,
    'elementpath.select': { sinks: [{ at: 1, context: 'xpath' }] },
    'elementpath.iter_select': { sinks: [{ at: 1, context: 'xpath' }] },
    ...all(path, '*.findall *.iterfind *.findtext'),
    '*.find': { sinks: [...path.sinks!, ...filtered.sinks!] },
    ...all(
      filtered,
      '*.find_one *.find_one_and_update *.find_one_and_delete *.find_one_and_replace *.count_documents *.update_one *.update_many *.delete_one *.delete_many *.replace_one *.aggregate *.distinct',
    ),
    'bson.code.Code': program,
    'bson.Code': program,
    '*.map_reduce': program,
    'gql.gql': document,
    'graphql.graphql': { sinks: [{ at: 1, context: 'graphql' }] },
    'gql.Client.execute': {
      sinks: [
        { at: 0, context: 'graphql' },
        { at: 'option query', context: 'graphql' },
      ],
    },
    'graphene.Schema().execute': document,
    ...all(body, 'requests.post httpx.post aiohttp.ClientSession.post'),
  },
});
