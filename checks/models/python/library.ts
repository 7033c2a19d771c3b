/** What is known of Python's library and of well-known packages: where outside data enters, and what makes it harmless. */
import type { python } from '../../../src/engine/check.ts';
import { declaredOption, optionDeclarations } from './options.ts';

/** Beginnings of dotted names, as `nameOf` writes them, and the kind of source they are. */
const sources: readonly (readonly [string, string])[] = [
  ['sys.argv', 'argument'],
  ['argparse.ArgumentParser().parse_args()', 'argument'],
  ['argparse.ArgumentParser().parse_known_args()', 'argument'],
  ['optparse.OptionParser().parse_args()', 'argument'],
  ['docopt.docopt()', 'argument'],
  ['os.environ[]', 'environment'],
  ['os.environ.get()', 'environment'],
  ['os.getenv()', 'environment'],
  ['builtins.input()', 'input'],
  ['builtins.raw_input()', 'input'],
  ['sys.stdin.', 'input'],
  ['flask.request.', 'request'],
  ['quart.request.', 'request'],
  ['bottle.request.', 'request'],
  ['cherrypy.request.', 'request'],
  ['fastapi.Request().', 'request'],
  ['starlette.requests.Request().', 'request'],
  ['django.http.HttpRequest().', 'request'],
  ['django.http.request.HttpRequest().', 'request'],
  ['rest_framework.request.Request().', 'request'],
  ['aiohttp.web.Request().', 'request'],
  ['cgi.FieldStorage()', 'request'],
  ['urllib.request.urlopen()', 'remote'],
  ['urllib2.urlopen()', 'remote'],
  ['requests.get()', 'remote'],
  ['requests.post()', 'remote'],
  ['httpx.get()', 'remote'],
  ['socket.socket().recv', 'remote'],
];

/** Parts of a request that its sender does not write. */
const serverSide =
  /\.(?:user|app|method|endpoint|blueprint|session|scheme|is_secure|META\[\]|resolver_match|state|remote_addr|url_rule|environ|content_length)\b/;

/** Fields of an object called `request` that hold what was sent, whatever framework hands it in. */
const requestFields =
  /^(?:args|form|values|json|data|files|cookies|headers|GET|POST|REQUEST|FILES|COOKIES|body|query_params|query|params|query_string|get_json|get_data|path_params|match_info|matchdict|rel_url|url|forms|arguments)$/;

/** Decorators that make a function a handler; its parameters come from the route, the body or the command line. */
const routes =
  /(?:^|\.)(?:route|get|post|put|patch|delete|websocket|api_route|api_view)(?:\(\))? ["']|(?:^|\.)(?:api_view|require_http_methods|require_GET|require_POST|csrf_exempt|login_required)\b/;
const commands = /^(?:click|typer|asyncclick)\..*(?:command|option|argument|callback)\b|\.(?:command)\(\)(?: |$)/;
/** What a handler gets besides data: connections, settings, the request itself (its fields are data). */
const handed =
  /^(?:self|cls|request|req|db|session|conn|connection|cursor|ctx|context|user|current_user|background_tasks|settings|config|response|app|engine|client|logger)$/;

/** Results that hold a number, a digest or a name of the program's own making, with any arguments. */
const harmlessCalls = new Set(
  (
    'builtins.int builtins.float builtins.len builtins.bool builtins.hash builtins.id builtins.ord builtins.abs builtins.round builtins.sum ' +
    'builtins.range builtins.isinstance builtins.hex builtins.bin builtins.type decimal.Decimal uuid.UUID uuid.uuid4 uuid.uuid1 uuid.uuid5 ' +
    'time.time time.time_ns time.monotonic time.strftime datetime.datetime.now datetime.datetime.utcnow datetime.date.today ' +
    'datetime.datetime.today datetime.datetime.strftime datetime.date.strftime datetime.datetime.now().strftime datetime.datetime.now().isoformat datetime.date.today().isoformat ' +
    'datetime.datetime.utcnow().strftime datetime.datetime.utcnow().isoformat datetime.date.today().strftime datetime.timedelta os.getpid os.getppid os.getuid os.geteuid ' +
    'os.getgid os.cpu_count multiprocessing.cpu_count secrets.token_hex secrets.token_urlsafe secrets.randbelow random.randint random.random ' +
    'random.randrange ipaddress.ip_address ipaddress.ip_network ipaddress.IPv4Address ipaddress.IPv6Address platform.system platform.machine ' +
    'platform.release platform.version platform.processor platform.python_version sys.argv[0] sys.executable sys.version sys.platform sys.version_info sys.prefix sys.exec_prefix sys.byteorder os.sep os.linesep os.devnull os.pathsep ' +
    'os.name os.curdir tempfile.mkdtemp tempfile.gettempdir tempfile.mkstemp tempfile.NamedTemporaryFile().name shutil.get_terminal_size builtins.__file__ builtins.__name__ ' +
    'os.getcwd inspect.getfile werkzeug.utils.secure_filename binascii.hexlify zlib.crc32 platform.node site.getsitepackages sysconfig.get_paths sysconfig.get_path ' +
    'sysconfig.get_config_var distutils.sysconfig.get_config_var distutils.sysconfig.get_python_inc'
  ).split(' '),
);

/** Calls whose result carries the text of their arguments. */
const passing = new Set(
  (
    'builtins.str builtins.repr builtins.bytes builtins.sorted builtins.list builtins.tuple builtins.set builtins.reversed builtins.filter builtins.next builtins.iter ' +
    'builtins.format builtins.unicode builtins.dict builtins.min builtins.max builtins.zip builtins.enumerate textwrap.dedent inspect.cleandoc textwrap.indent os.path.abspath os.path.realpath ' +
    'os.path.normpath os.path.expanduser os.path.expandvars os.path.basename os.path.dirname os.path.splitext os.fspath os.fsencode ' +
    'os.fsdecode urllib.parse.unquote urllib.parse.unquote_plus six.text_type six.u shutil.which json.loads copy.copy copy.deepcopy typing.cast'
  ).split(' '),
);

/** Between text and bytes or into another language, by the names that such functions have everywhere. */
const converts =
  /(?:^|\.)_$|(?:^|[._])u?gettext(?:_lazy|_noop)?$|(?:^|[.|_])(?:(?:to|ensure|force|smart|safe|as|native)_?(?:text|bytes|native|str|string|unicode|binary|utf8)|native_?str(?:ing)?|utf8|tob|touni)$/i;

export const library: python.PythonModel = {
  source(name) {
    if (name.startsWith('sys.argv[0]')) return null;
    for (const [start, kind] of sources) {
      const at = name.startsWith(start) ? 0 : name.indexOf(`|${start}`) + 1;
      if ((at > 0 || name.startsWith(start)) && !(kind === 'request' && serverSide.test(name))) return kind;
    }
    return null;
  },
  parameterSource(decorators, functionName, parameter) {
    if (handed.test(parameter)) return null;
    if (functionName === 'lambda_handler' && parameter === 'event') return 'request';
    const route = decorators.find((decorator) => routes.test(decorator));
    // `<int:number>` is a number before it gets here, `<any(a, b):word>` one of two.
    if (route !== undefined) return new RegExp(`<(?:int|float|uuid|any\\([^<>]*\\)):${parameter}>`).test(route) ? 'harmless' : 'request';
    return decorators.some((decorator) => commands.test(decorator)) ? 'argument' : null;
  },
  attributeSource(object, attribute) {
    return /(?:^|\.)(?:request|req)$/.test(object) && requestFields.test(attribute) ? 'request' : null;
  },
  harmless: (name) => harmlessCalls.has(name) || /^hashlib\.\w+\(\)\.(?:hexdigest|digest)$|^(?:os|platform)\.uname\(\)/.test(name),
  harmlessAttributes: /^(?:pid|returncode|lineno|st_(?:mode|size|uid|gid|ino|dev|[acm]time))$/,
  passes: (name) => passing.has(name) || converts.test(name),
  maps: (name) => name === 'builtins.map',
  joinsPaths: (name) => /^(?:os\.path\.join|posixpath\.join|ntpath\.join|pathlib\.(?:Pure)?(?:Posix)?Path)$/.test(name),
  passingMethods: new Set(
    'strip lstrip rstrip lower upper title capitalize swapcase encode decode expandtabs center ljust rjust zfill casefold splitlines split rsplit partition rpartition removeprefix removesuffix items values keys copy as_posix with_suffix with_name resolve absolute expanduser read readline getvalue substitute safe_substitute'.split(
      ' ',
    ),
  ),
  harmlessTypes:
    /^(?:Optional\[)?(?:int|float|bool|Decimal|(?:uuid\.)?UUID|(?:datetime\.)?(?:date|datetime|timedelta)|Literal\[.*\])\]?(?:\s*\|\s*None)?$/,
  listedBases: /\b(?:Enum|IntEnum|StrEnum|Flag|IntFlag)\b/,
  optionSource: 'argument',
  optionDeclarations,
  declaredOption,
};
