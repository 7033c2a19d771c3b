/** Where secrets come from in Python, and what hides them. */
import { type CallModel, library } from '../../../../src/engine/check.ts';

type Calls = NonNullable<Parameters<typeof library>[0]['calls']>;

const all = (model: CallModel, names: string): Calls => Object.fromEntries(names.split(' ').map((name) => [name, model])) as Calls;

const secret: CallModel = { source: 'secret' };
const asked: CallModel = { source: 'secret', sourceNamed: 0 };
const second: CallModel = { source: 'secret', sourceNamed: 1 };
const hiding: CallModel = { hides: true };

export const secrets = library({
  library: 'secrets',
  reads: {
    'os.environ': { source: 'secret-holder' },
    'flask.App.config': { source: 'secret-holder' },
    'flask.current_app.config': { source: 'secret-holder' },
    'streamlit.secrets': { source: 'secret-holder' },
    'flask.request.headers': { source: 'secret-holder' },
    'flask.request.cookies': { source: 'secret-holder' },
    'flask.request.authorization': { source: 'secret' },
    'starlette.Request.headers': { source: 'secret-holder' },
    'starlette.Request.cookies': { source: 'secret-holder' },
    'starlette.WebSocket.headers': { source: 'secret-holder' },
    'web.Request.headers': { source: 'secret-holder' },
    'web.Request.META': { source: 'secret-holder' },
    'web.Request.COOKIES': { source: 'secret-holder' },
    'http.Handler.headers': { source: 'secret-holder' },
  },
  calls: {
    ...all(
      asked,
      'os.getenv os.getenvb os.environ.get os.environ.pop os.environ.setdefault decouple.config environ.Env() environs.Env().str environs.Env() environ.Env().str flask.request.headers.get starlette.Request.headers.get web.Request.headers.get web.Request.META.get http.Handler.headers.get ' +
        'flask.request.form.get flask.request.values.get flask.request.json.get flask.request.cookies.get starlette.Request.cookies.get web.Request.POST.get ' +
        'web.Request.COOKIES.get web.Request.data.get tornado.Handler.get_argument tornado.Handler.get_body_argument django.conf.settings.get ' +
        'flask.App.config.get flask.current_app.config.get streamlit.secrets.get airflow.models.Variable.get prefect.blocks.system.Secret.load ' +
        'google.colab.userdata.get',
    ),
    ...all({ source: 'secret-holder' }, 'dotenv.dotenv_values'),
    ...all({ source: 'internals' }, 'traceback.format_exc traceback.format_exception traceback.format_tb'),
    'boto3.client().get_parameter': { source: 'secret', sourceNamed: 'option Name' },
    // What a token endpoint answered, read as what it is.
    'token.Answer.json': { gives: { from: ['receiver'], as: 'itself' } },
    ...all(second, 'configparser.ConfigParser.get configparser.ConfigParser().get'),
    ...all(
      secret,
      'getpass.getpass keyring.get_password *.get_secret_value *.access_secret_version *.get_secret *.fetch_token *.get_password *.decrypt_value *.reveal_secret azure.identity.DefaultAzureCredential().get_token hvac.Client().secrets.kv.v2.read_secret_version ' +
        'hvac.Client().secrets.kv.read_secret_version cryptography.fernet.Fernet().decrypt jwt.encode jose.jwt.encode',
    ),
    ...all(
      hiding,
      'hashlib.sha256 hashlib.sha1 hashlib.md5 hashlib.sha512 hashlib.blake2b hashlib.sha3_256 hashlib.new hashlib.pbkdf2_hmac hashlib.scrypt hmac.new hmac.digest hmac.compare_digest ' +
        'secrets.compare_digest bcrypt.hashpw bcrypt.checkpw argon2.PasswordHasher().hash argon2.PasswordHasher().verify passlib.hash.bcrypt.hash werkzeug.security.generate_password_hash ' +
        'werkzeug.security.check_password_hash django.contrib.auth.hashers.make_password django.contrib.auth.hashers.check_password jwt.decode builtins.len builtins.bool builtins.type ' +
        'builtins.isinstance builtins.hash builtins.id builtins.any builtins.all *.hexdigest *.digest *.startswith *.endswith *.isdigit *.keys *.count *.index *.find *.get_name *.get_bits *.get_fingerprint *.fingerprint *.public_key *.exists *.is_file *.isoformat *.get_id',
    ),
  },
});
