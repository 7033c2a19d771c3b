import { type CallModel, library, type ReadModel } from '../../../../src/engine/check.ts';

/** Numbers, digests and names of the program's own making, with any arguments. */
const calls =
  'builtins.hash builtins.id builtins.ord builtins.chr builtins.range builtins.isinstance builtins.hex builtins.bin builtins.oct builtins.type builtins.callable ' +
  'decimal.Decimal fractions.Fraction uuid.UUID uuid.uuid1 uuid.uuid3 uuid.uuid4 uuid.uuid5 time.time time.time_ns time.monotonic time.strftime time.ctime time.perf_counter ' +
  'datetime.datetime.now datetime.datetime.utcnow datetime.date.today datetime.datetime.today datetime.datetime.strftime datetime.date.strftime datetime.datetime.strptime ' +
  'datetime.datetime.fromtimestamp datetime.datetime.fromisoformat datetime.date.fromisoformat datetime.timedelta datetime.datetime datetime.date django.utils.timezone.now ' +
  'os.getpid os.getppid os.getuid os.geteuid os.getgid os.cpu_count os.getcwd os.uname os.urandom os.getlogin multiprocessing.cpu_count secrets.token_hex secrets.token_urlsafe ' +
  'secrets.token_bytes secrets.randbelow random.randint random.random random.randrange ipaddress.ip_address ipaddress.ip_network ipaddress.ip_interface ipaddress.IPv4Address ' +
  'ipaddress.IPv6Address ipaddress.IPv4Network ipaddress.IPv6Network platform.system platform.machine platform.release platform.version platform.processor platform.python_version ' +
  'platform.node platform.platform platform.architecture platform.uname tempfile.mkdtemp tempfile.gettempdir tempfile.mkstemp tempfile.mktemp tempfile.TemporaryDirectory ' +
  'shutil.get_terminal_size inspect.getfile zlib.crc32 zlib.adler32 binascii.crc32 site.getsitepackages sysconfig.get_paths sysconfig.get_path sysconfig.get_config_var ' +
  'socket.gethostname pwd.getpwuid getpass.getuser threading.get_ident builtins.abs builtins.round builtins.sum builtins.divmod math.floor math.ceil math.sqrt ' +
  'hashlib.md5().hexdigest hashlib.sha1().hexdigest hashlib.sha256().hexdigest hashlib.sha512().hexdigest hashlib.new().hexdigest hashlib.md5.hexdigest hashlib.sha1.hexdigest ' +
  'hashlib.sha256.hexdigest hashlib.sha512.hexdigest hashlib.blake2b.hexdigest hashlib.new.hexdigest';
const reads =
  'sys.executable sys.version sys.platform sys.version_info sys.prefix sys.exec_prefix sys.base_prefix sys.byteorder sys.maxsize os.sep os.linesep os.devnull os.pathsep os.name ' +
  'os.curdir os.pardir builtins.__file__ builtins.__name__ builtins.__package__ builtins.__doc__ string.ascii_letters string.digits string.ascii_lowercase string.ascii_uppercase ' +
  '*.pid *.ppid *.returncode *.lineno *.st_mode *.st_size *.st_uid *.st_gid *.st_ino *.st_dev *.st_atime *.st_mtime *.st_ctime *.__name__ *.__qualname__ *.__module__ *.__class__ ' +
  'enum.Enum enum.IntEnum enum.StrEnum enum.Flag enum.IntFlag django.db.models.TextChoices django.db.models.IntegerChoices typing.Literal typing_extensions.Literal ' +
  'builtins.int builtins.float builtins.bool builtins.complex decimal.Decimal uuid.UUID datetime.date datetime.datetime datetime.time datetime.timedelta ' +
  'pydantic.conint pydantic.PositiveInt pydantic.NonNegativeInt pydantic.UUID4 pydantic.IPvAnyAddress pydantic.types.PositiveInt ipaddress.IPv4Address ipaddress.IPv6Address';

const harmless: CallModel = { clears: 'every' };
const nobodys: ReadModel = { clears: 'every' };

/** What the machine and the program themselves say, and types that let only numbers, dates and listed words in. */
export const machine = library({
  library: 'os, platform, datetime, uuid, enum: harmless by what they are',
  calls: {
    ...Object.fromEntries(calls.split(' ').map((name) => [name, harmless])),
    '*.hexdigest': harmless,
    '*.isoformat': harmless,
    '*.timestamp': harmless,
    '*.strftime': harmless,
  },
  reads: Object.fromEntries(reads.split(' ').map((name) => [name, nobodys])),
});
