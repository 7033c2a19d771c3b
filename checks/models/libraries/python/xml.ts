import { type CallModel, library, type SinkModel } from '../../../../src/engine/check.ts';

function read(label: string, at: SinkModel['at'] = 0): CallModel {
  return { sinks: [{ at, context: 'deserialize', label: `xml ${label}` }] };
}

const lxml = read('lxml');
const options: readonly string[] = ['resolve_entities', 'no_network', 'load_dtd', 'dtd_validation'];

/** What reads XML, and what its parsers were told about entities. */
export const xml = library({
  library: 'lxml, xml.sax, xml.dom',
  names: {
    'lxml.etree.XMLParser()': 'lxml.etree.XMLParser',
    'lxml.etree.ETCompatXMLParser': 'lxml.etree.XMLParser',
    'lxml.objectify.fromstring': 'lxml.etree.fromstring',
    'lxml.objectify.parse': 'lxml.etree.parse',
    'lxml.html.fromstring': 'lxml.html.fromstring',
    'xml.sax.expatreader.create_parser': 'xml.sax.make_parser',
    'xml.sax.make_parser()': 'xml.sax.XMLReader',
    'xml.dom.expatbuilder': 'xml.dom.minidom',
    'xml.sax.expatreader.ExpatParser()': 'xml.sax.XMLReader',
  },
  reads: {
    'xml.sax.handler.feature_external_ges': {},
  },
  calls: {
    'lxml.etree.XMLParser': { keeps: options },
    'lxml.etree.parse': lxml,
    'lxml.etree.fromstring': lxml,
    'lxml.etree.fromstringlist': lxml,
    'lxml.etree.XML': lxml,
    'lxml.etree.iterparse': read('options'),
    'lxml.etree.XMLParser.feed': read('reader lxml'),
    'xml.sax.XMLReader.setFeature': { into: { to: 'receiver', from: [0, 1], as: 'field' } },
    'xml.sax.XMLReader.parse': read('reader'),
    'xml.sax.XMLReader.feed': read('reader'),
    'xml.sax.parse': read('standard'),
    'xml.sax.parseString': read('standard'),
    'xml.dom.minidom.parse': read('standard'),
    'xml.dom.minidom.parseString': read('standard'),
    'xml.dom.pulldom.parse': read('standard'),
    'xml.dom.pulldom.parseString': read('standard'),
  },
});
