import { type CallModel, library } from '../../../../src/engine/check.ts';

function all(model: CallModel, names: string): Record<string, CallModel> {
  return Object.fromEntries(names.split(' ').map((name) => [name, model]));
}

const derived: CallModel = { gives: { from: [0], as: 'derived' } };
const decoded: CallModel = { gives: { from: [0], as: 'derived' }, restores: true };

/** What turns one form of a value into another, of which nothing is proven. */
export const encodings = library({
  library: 'base64, json, urllib.parse, html, codecs, zlib: forms of values',
  names: {
    'simplejson.loads': 'json.loads',
    'ujson.loads': 'json.loads',
    'orjson.loads': 'json.loads',
    'flask.json.loads': 'json.loads',
    'urllib.unquote': 'urllib.parse.unquote',
    'urllib.unquote_plus': 'urllib.parse.unquote_plus',
    'urllib.quote': 'urllib.parse.quote',
    'urllib.quote_plus': 'urllib.parse.quote_plus',
  },
  calls: {
    ...all(derived, 'json.loads json.load json.dumps unicodedata.normalize email.header.decode_header codecs.encode'),
    ...all(derived, 'base64.b64encode base64.urlsafe_b64encode'),
    ...all(
      decoded,
      'base64.b64decode base64.urlsafe_b64decode base64.standard_b64decode base64.b32decode base64.b16decode base64.decodebytes base64.a85decode base64.b85decode',
    ),
    ...all(
      decoded,
      'binascii.unhexlify binascii.a2b_base64 builtins.bytes.fromhex bytes.fromhex codecs.decode html.unescape quopri.decodestring',
    ),
    ...all(decoded, 'urllib.parse.unquote urllib.parse.unquote_plus urllib.parse.parse_qs urllib.parse.parse_qsl'),
    ...all(decoded, 'zlib.decompress gzip.decompress bz2.decompress lzma.decompress'),
  },
});
