import { type CallModel, library } from '../../../../src/engine/check.ts';

const answered: CallModel = { source: 'remote' };
const queued: CallModel = { source: 'queue' };

function all(model: CallModel, names: string): Record<string, CallModel> {
  return Object.fromEntries(names.split(' ').map((name) => [name, model]));
}

/** What other machines answer or send: clients, sockets, queues. */
export const remote = library({
  library: 'requests, httpx, urllib, socket, boto3, kafka, pika, celery, redis',
  names: {
    'urllib2.urlopen': 'urllib.request.urlopen',
    'six.moves.urllib.request.urlopen': 'urllib.request.urlopen',
    'requests.Session()': 'requests',
    'requests.session()': 'requests',
    'requests.sessions.Session()': 'requests',
    'httpx.Client()': 'httpx',
    'httpx.AsyncClient()': 'httpx',
    'urllib3.PoolManager()': 'urllib3.PoolManager',
    'aiohttp.ClientSession()': 'aiohttp.ClientSession',
    'socket.socket()': 'socket.socket',
    'kafka.KafkaConsumer()': 'kafka.KafkaConsumer',
    'confluent_kafka.Consumer()': 'confluent_kafka.Consumer',
    'celery.Celery()': 'celery.Celery',
    'celery.shared_task()': 'celery.shared_task',
    'rq.decorators.job()': 'rq.job',
    'rq.decorators.job': 'rq.job',
    'dramatiq.actor()': 'dramatiq.actor',
    'huey.RedisHuey()': 'huey.Huey',
    'huey.SqliteHuey()': 'huey.Huey',
  },
  calls: {
    ...all(
      answered,
      'urllib.request.urlopen requests.get requests.post requests.put requests.patch requests.request requests.delete requests.options',
    ),
    ...all(
      answered,
      'httpx.get httpx.post httpx.put httpx.patch httpx.request httpx.delete urllib3.PoolManager.request aiohttp.ClientSession.get aiohttp.ClientSession.post',
    ),
    ...all(
      answered,
      'aiohttp.ClientSession.request socket.socket.recv socket.socket.recvfrom socket.socket.makefile telnetlib.Telnet().read_until imaplib.IMAP4_SSL().fetch',
    ),
    ...all(answered, 'websockets.connect websocket.create_connection socket.gethostbyaddr'),
    // What a worker is handed is what was put into the queue.
    '*.enqueue': { entries: [{ at: 0, parameters: ['source queue', 'source queue', 'source queue', 'source queue'] }] },
    '*.receive_message': queued,
    '*.receive_messages': queued,
    '*.basic_get': queued,
    'confluent_kafka.Consumer.poll': queued,
    'kafka.KafkaConsumer.poll': queued,
    '*.blpop': queued,
    '*.brpop': queued,
    '*.basic_consume': {
      entries: [
        { at: 1, parameters: [null, null, null, 'source queue'] },
        { at: 'option on_message_callback', parameters: [null, null, null, 'source queue'] },
      ],
    },
  },
  reads: {
    'kafka.KafkaConsumer': { source: 'queue' },
  },
  roles: [
    { decorator: 'celery.Celery.task', parameters: [], rest: 'source queue' },
    { decorator: 'celery.shared_task', parameters: [], rest: 'source queue' },
    { decorator: '*.task', parameters: [], rest: 'source queue' },
    { decorator: 'rq.job', parameters: [], rest: 'source queue' },
    { decorator: 'dramatiq.actor', parameters: [], rest: 'source queue' },
    { named: [['event'], ['context', '_context', '_']], parameters: ['source request', null] },
    {
      named: [
        ['ch', 'channel'],
        ['method', 'deliver'],
        ['properties', 'props'],
        ['body', 'message'],
      ],
      parameters: [null, null, null, 'source queue'],
    },
  ],
});
