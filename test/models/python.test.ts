/** What the models of Python's libraries say: for each a line that must be reported, and one like it that must not. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { checks } from '../../checks/index.ts';
import { type AnalyzeFile, createAnalyzer } from '../../src/engine/analyzeFile.ts';
import { loadCore } from '../../src/engine/parse/grammars.ts';

let analyze: AnalyzeFile;

beforeAll(async () => {
  const flows = checks.filter(({ family }) => family === 'injection');
  analyze = createAnalyzer(await loadCore('native'), flows, { parseDeadline: 60_000 });
});

function reported(code: string): string[] {
  const { findings, incomplete } = analyze({ path: 'a.py', mode: 'file', bytes: new TextEncoder().encode(code) });
  expect(incomplete).toEqual([]);
  return findings.map(({ startLine, checkId }) => `${startLine} ${checkId.slice('injection/'.length)}`).sort();
}

const flask = 'import os, subprocess, sqlite3\nfrom flask import Flask, request\napp = Flask(__name__)\n';
const view = (body: string) => `${flask}@app.route('/')\ndef view():\n${body.replace(/^/gm, '    ')}`;

type Case = readonly [what: string, code: string, expected: readonly string[]];

const texts: readonly Case[] = [
  [
    'a literal in quotes',
    view(`x = request.args['a']\nif not x.startswith("'") or not x.endswith("'") or "'" in x[1:-1]:\n    return ''\nexec(x)`),
    [],
  ],
  [
    'a literal that may end early',
    view(`x = request.args['a']\nif not x.startswith("'") or not x.endswith("'"):\n    return ''\nexec(x)`),
    ['9 code-eval'],
  ],
  ['the rest of a list', view(`l = ['a', 'b', request.args['a']]\nos.system(l[1:][1])`), ['7 shell-command']],
  ['the beginning of a list', view(`l = ['a', 'b', request.args['a']]\nos.system(l[:2][1])`), []],
  [
    'what an encoding made harmless, taken off',
    `import base64\n${view(`t = base64.b64encode(request.args['a'].encode())\nx = base64.b64decode(t).decode()\nsqlite3.connect('a').execute("SELECT * FROM t WHERE a = '" + x + "'")`)}`,
    ['9 sql-string'],
  ],
  [
    'a template that is filled in later',
    view(`q = "SELECT {0}.a FROM {0} WHERE b = '{1}'"\nq = q.format('t', request.args['a'])\nsqlite3.connect('a').execute(q)`),
    ['8 sql-string'],
  ],
  [
    'many ways to one statement',
    `def f(cursor, ${[...'abcdefg'].join(', ')}):\n    q = 'SELECT * FROM t WHERE 1 = 1'\n${[...'abcdefg'].map((x) => `    if ${x}:\n        q += " AND ${x} = '" + ${x} + "'"\n`).join('')}    cursor.execute(q)`,
    ['17 sql-string'],
  ],
  ['a part of a name', `def f(cursor, a):\n    cursor.execute('SELECT * FROM data_' + a)`, ['2 sql-identifier']],
  ['a text by another name', view(`x = str(request.args['a']).strip()\nos.system('ls ' + x)`), ['7 shell-command']],
  ['a number', view(`x = int(request.args['a'])\nos.system('ls ' + str(x))`), []],
  ['converted where it is read', view(`os.system('ls ' + request.args.get('a', type=int))`), []],
  ['read as a text', view(`os.system('ls ' + request.args.get('a', type=str))`), ['6 shell-command']],
  ['another key is rewritten', view(`x = request.args['a'].replace('a', 'b')\nos.system('ls ' + x)`), ['7 shell-command']],
  ['quotes closed by hand', view(`x = request.args['a'].replace("'", "'\\\\''")\nos.system("ls '" + x + "'")`), []],
  [
    'a compiled pattern',
    `import re\nN = re.compile('^[a-z]+$')\n${view(`x = request.args['a']\nif not N.match(x):\n    return ''\nos.system('ls ' + x)`)}`,
    [],
  ],
  ['a format that only numbers have', view(`os.system('kill %d' % request.args['a'])`), []],
  ['numbers of a list', view(`os.system('kill ' + ' '.join(map(str, [int(x) for x in request.args.getlist('a')])))`), []],
  ['mapped to numbers', view(`os.system('kill ' + ' '.join(str(x) for x in map(int, request.args.getlist('a'))))`), []],
  ['decoded', `import base64\n${view(`os.system(base64.b64decode(request.args['a']).decode())`)}`, ['7 shell-command']],
  [
    'a helper from elsewhere by its name',
    `from words import to_text\n${view(`os.system(to_text(request.args['a']))`)}`,
    ['7 shell-command'],
  ],
  [
    'a text that is written to',
    `import io\n${view(`s = io.StringIO()\ns.write('ls ')\ns.write(request.args['a'])\nos.system(s.getvalue())`)}`,
    ['10 shell-command'],
  ],
];

const collections: readonly Case[] = [
  [
    'a section of a configuration',
    `import configparser\n${view(`c = configparser.ConfigParser()\nc.add_section('s')\nc.set('s', 'a', 'x')\nc.set('s', 'b', request.args['a'])\nos.system(c.get('s', 'b'))`)}`,
    ['11 shell-command'],
  ],
  [
    'another name in it',
    `import configparser\n${view(`c = configparser.ConfigParser()\nc.add_section('s')\nc.set('s', 'a', 'x')\nc.set('s', 'b', request.args['a'])\nos.system(c.get('s', 'a'))`)}`,
    [],
  ],
  ['put at a position', view(`l = ['a', 'b']\nl.insert(0, request.args['a'])\nos.system(l[0])`), ['8 shell-command']],
  ['what was there moves on', view(`l = ['a', 'b']\nl.insert(0, request.args['a'])\nos.system(l[1])`), []],
  ['a list after another', view(`l = ['a']\nl.extend(['b', request.args['a']])\nos.system(l[2])`), ['8 shell-command']],
  ['a list after another, an item before', view(`l = ['a']\nl.extend(['b', request.args['a']])\nos.system(l[1])`), []],
  [
    'a field by name',
    `from types import SimpleNamespace\n${view(`n = SimpleNamespace(a='x', b=request.args['a'])\nos.system(n.b)`)}`,
    ['8 shell-command'],
  ],
  [
    'another field by name',
    `from types import SimpleNamespace\n${view(`n = SimpleNamespace(a='x', b=request.args['a'])\nos.system(n.a)`)}`,
    [],
  ],
  ['a mapping from names', view(`d = dict(a='x', b=request.args['a'])\nos.system(d['b'])`), ['7 shell-command']],
  ['updated by names', view(`d = {'a': 'x'}\nd.update(b=request.args['a'])\nos.system(d['a'])`), []],
  ['keys of the program', view(`d = {'a': request.args['a']}\nfor k in d.keys():\n    os.system('ls ' + k)`), []],
];

const inputs: readonly Case[] = [
  [
    'an option',
    `import argparse, os\np = argparse.ArgumentParser()\np.add_argument('--name')\na = p.parse_args()\nos.system('ls ' + a.name)`,
    ['5 shell-command'],
  ],
  [
    'an option that is a number',
    `import argparse, os\np = argparse.ArgumentParser()\np.add_argument('--name', type=int)\na = p.parse_args()\nos.system('ls ' + a.name)`,
    [],
  ],
  [
    'a parameter of a command',
    `import click, os\n@click.command()\n@click.argument('name')\ndef go(name):\n    os.system('ls ' + name)`,
    ['5 shell-command'],
  ],
  [
    'one of listed words',
    `import click, os\n@click.command()\n@click.argument('name', type=click.Choice(['a']))\ndef go(name):\n    os.system('ls ' + name)`,
    [],
  ],
  ['a part of an address', `${flask}@app.route('/<name>')\ndef v(name):\n    os.system('ls ' + name)`, ['6 shell-command']],
  ['a number in an address', `${flask}@app.route('/<int:name>')\ndef v(name):\n    os.system('ls ' + name)`, []],
  [
    'a field of a model',
    `import os\nfrom fastapi import FastAPI\nfrom pydantic import BaseModel\napp = FastAPI()\nclass J(BaseModel):\n    n: str\n@app.post('/')\ndef v(j: J):\n    os.system('ls ' + j.n)`,
    ['9 shell-command'],
  ],
  [
    'a number of a model',
    `import os\nfrom fastapi import FastAPI\nfrom pydantic import BaseModel\napp = FastAPI()\nclass J(BaseModel):\n    n: int\n@app.post('/')\ndef v(j: J):\n    os.system(f'ls {j.n}')`,
    [],
  ],
  ['a task', `import os\nfrom celery import shared_task\n@shared_task\ndef go(name):\n    os.system('ls ' + name)`, ['5 shell-command']],
  ['an answer', `import urllib.request\nexec(urllib.request.urlopen('http://a').read())`, ['2 code-eval']],
  ['the environment', `import os\nos.system('ls ' + os.environ['A'])`, ['2 shell-command']],
  ['the program itself', `import os, sys\nos.system('ls ' + sys.argv[0])`, []],
];

const sinks: readonly Case[] = [
  [
    'a shell by an option that is spread in',
    view(`o = {'shell': True}\nsubprocess.run('ls ' + request.args['a'], **o)`),
    ['7 shell-command'],
  ],
  ['no shell by an option that is spread in', view(`o = {'shell': False}\nsubprocess.run(['ls', '--', request.args['a']], **o)`), []],
  ['a shell as the program', view(`subprocess.run(['sh', '-c', 'ls ' + request.args['a']])`), ['6 shell-command']],
  [
    'a shell that is picked',
    view(
      `l = []\nif os.name == 'nt':\n    l.append('cmd.exe')\n    l.append('-c')\nelse:\n    l.append('sh')\n    l.append('-c')\nl.append(f"echo {request.args['a']}")\nsubprocess.run(l)`,
    ),
    ['14 shell-command'],
  ],
  [
    'a shell that is set beforehand',
    `from functools import partial\n${view(`go = partial(subprocess.run, shell=True)\ngo('ls ' + request.args['a'])`)}`,
    ['8 shell-command'],
  ],
  [
    'no shell that is set beforehand',
    `from functools import partial\n${view(`go = partial(subprocess.run, shell=False)\ngo(['ls', request.args['a']])`)}`,
    [],
  ],
  ['operands after it', view(`subprocess.run(['sh', '-c', 'ls "$1"', 'sh', request.args['a']])`), []],
  ['one after the other', view(`os.execlp('sh', 'sh', '-c', request.args['a'])`), ['6 shell-command']],
  ['a statement', view(`sqlite3.connect('a').cursor().execute("SELECT * FROM t WHERE a = '" + request.args['a'] + "'")`), ['6 sql-string']],
  [
    'an imported session',
    `import os\nfrom app import db\nfrom flask import request\ndef f():\n    db.session.execute("SELECT * FROM t WHERE a = '" + request.args['a'] + "'")`,
    ['5 sql-string'],
  ],
  ['a bound value', view(`sqlite3.connect('a').cursor().execute("SELECT * FROM t WHERE a = ?", (request.args['a'],))`), []],
  ['a name', view(`sqlite3.connect('a').execute('SELECT * FROM t ORDER BY ' + request.args['a'])`), ['6 sql-identifier']],
  [
    'a method of the file',
    `class A:\n    def execute(self, q):\n        return q\ndef f(a: A, x):\n    A().execute("SELECT * FROM t WHERE a = '" + x + "'")`,
    [],
  ],
];

const frameworks: readonly Case[] = [
  [
    'Django',
    `import os
from django.http import HttpResponse
from django.views import View
def view(request, name):
    os.system("ls1 " + request.GET["x"])
    os.system("ls2 " + name)
    os.system("ls3 " + request.META["REMOTE_ADDR"])
    os.system("ls4 " + helper(request))
    return HttpResponse("x")
def helper(request):
    return request.POST.get("x", "y")
class A(View):
    def get(self, request, pk):
        os.system("ls5 " + request.GET["x"])
        os.system("ls6 " + self.kwargs["x"] + pk)
    def other(self):
        os.system("ls7 " + self.request.COOKIES["x"])
`,
    ['14 shell-command', '15 shell-command', '17 shell-command', '5 shell-command', '6 shell-command', '8 shell-command'],
  ],
  [
    'FastAPI',
    `import os
from fastapi import FastAPI, Depends, Request, Query
app = FastAPI()
def params(q: str = "", n: int = 3):
    return {"q": q, "n": n}
async def one(token: str = Query(...)):
    return token
@app.get("/")
async def go(request: Request, p: dict = Depends(params), t = Depends(one)):
    os.system("ls1 " + p["q"])
    os.system("no " + str(p["n"]))
    os.system("ls2 " + t)
    os.system("ls3 " + request.query_params["a"])
    body = await request.json()
    os.system("ls4 " + body["x"])
`,
    ['10 shell-command', '12 shell-command', '13 shell-command', '15 shell-command'],
  ],
  [
    'Tornado, aiohttp and http.server',
    `import os
import tornado.web
from aiohttp import web
from http.server import BaseHTTPRequestHandler
class H(tornado.web.RequestHandler):
    def get(self, slug):
        os.system("ls1 " + self.get_argument("x"))
        os.system("ls2 " + self.request.body.decode())
        os.system("ls3 " + slug)
async def handler(request):
    data = await request.post()
    os.system("ls4 " + data["x"])
    os.system("ls5 " + request.match_info["x"])
app = web.Application()
app.router.add_get("/", handler)
class S(BaseHTTPRequestHandler):
    def do_GET(self):
        os.system("ls6 " + self.path)
        n = int(self.headers["Content-Length"])
        os.system("ls7 " + self.rfile.read(n).decode())
`,
    [
      '12 shell-command',
      '13 shell-command',
      '18 shell-command',
      '20 shell-command',
      '7 shell-command',
      '8 shell-command',
      '9 shell-command',
    ],
  ],
  [
    'Bottle and functions in the cloud',
    `import os
from bottle import route, request, Bottle
@route("/x/<name>")
def v(name):
    os.system("ls1 " + name)
    os.system("ls2 " + request.query.x)
    os.system("ls3 " + request.query.get("x"))
app = Bottle()
@app.post("/x")
def w():
    os.system("ls4 " + request.forms.get("x"))
    os.system("ls5 " + request.get_cookie("x"))
def lambda_handler(event, context):
    os.system("ls6 " + event["x"])
`,
    ['11 shell-command', '12 shell-command', '14 shell-command', '5 shell-command', '6 shell-command', '7 shell-command'],
  ],
  [
    'Sanic',
    `import os
from sanic import Sanic
app = Sanic("x")
@app.get("/<name>")
async def v(request, name):
    os.system("ls1 " + name)
    os.system("ls2 " + request.args.get("x"))
@app.route("/y")
async def w(request):
    os.system("ls3 " + request.json["x"])
`,
    ['10 shell-command', '6 shell-command', '7 shell-command'],
  ],
];

describe.each([
  ['texts', texts],
  ['collections', collections],
  ['frameworks', frameworks],
  ['inputs', inputs],
  ['sinks', sinks],
] as const)('Python: %s', (_, cases) => {
  test.each(cases)('%s', (_what, code, expected) => {
    expect(reported(code)).toEqual(expected);
  });
});
