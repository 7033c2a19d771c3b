import { type Library, library } from '../../../../src/engine/check.ts';

type Calls = NonNullable<Library['calls']>;
const reading = (label: string, names: readonly string[]): Calls =>
  Object.fromEntries(names.map((name) => [name, { sinks: [{ at: 0 as const, context: 'deserialize' as const, label }] }]));

/** What makes objects, functions or outside documents of a text. */
export const serialization = library({
  library: 'node-serialize, js-yaml, gray-matter, libxmljs',
  names: {
    'node-serialize.default': 'node-serialize',
    libxmljs2: 'libxmljs',
    'libxmljs2-xsd': 'libxmljs',
    'node-libxml': 'libxmljs',
    jsyaml: 'js-yaml',
  },
  calls: {
    ...reading('objects', [
      'node-serialize.unserialize',
      'serialize-to-js.deserialize',
      'serialize-to-js.deserializeSafe',
      'funcster.deepDeserialize',
    ]),
    ...reading('objects', [
      'funcster.deserialize',
      'cryo.parse',
      'serijs.parse',
      'serialize.unserialize',
      'persisted-json-object.load',
      'jsonpickle.decode',
    ]),
    ...reading('memory', ['v8.deserialize']),
    ...reading('yaml', ['js-yaml.load', 'js-yaml.loadAll']),
    ...reading('front matter', ['gray-matter', 'gray-matter.default']),
    ...reading('xml', [
      'libxmljs.parseXml',
      'libxmljs.parseXmlString',
      'libxmljs.parseXmlAsync',
      'libxmljs.parseHtml',
      'libxmljs.SaxParser',
    ]),
  },
});
